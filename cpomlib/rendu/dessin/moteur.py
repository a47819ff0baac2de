"""Vega in this process: what draws, and what it is told of the country and of the typeface."""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from logging import getLogger
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from cpomlib.rendu.dessin import secours
from cpomlib.rendu.dessin.langue import FORMAT_LOCALE, TIME_FORMAT_LOCALE
from cpomlib.rendu.dessin.paquet import paquet

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

Geste = Literal["dessiner", "compiler"]
Moteur: TypeAlias = "MiniRacer"
PATIENCE = 60.0
"""Seconds given to a chart: past that, something is stuck."""


class DessinError(ValueError):
    """A chart that Vega does not understand; the message is Vega's own, for a programmer."""


def faire(geste: Geste, demandes: Sequence[str], engine: Moteur | None = None) -> list[str]:
    """Return what is made of charts: the text of each SVG, or each Vega specification as JSON.

    Args:
        geste: ``dessiner`` or ``compiler``.
        demandes: Vega-Lite specifications, or Vega ones (their ``$schema`` says which), as JSON,
            data inline: nothing is ever fetched.
        engine: what draws; that of this process by default.

    Raises:
        DessinError: Vega does not understand one of them, or takes more than a minute.
    """
    engine = engine or _moteur()
    if engine is None:
        return [_simplement(geste, each) for each in demandes]
    if not demandes:
        return []
    from py_mini_racer import JSEvalException, JSPromiseError

    try:
        made = _ask(engine, f"commencer({json.dumps(geste)}, {json.dumps([*demandes])})")
    except (JSEvalException, JSPromiseError, TimeoutError) as error:
        raise DessinError(str(error)) from error
    return made.split("\0")


def _ask(engine: Moteur, appel: str) -> str:
    """Ask for a drawing; wait only for one that makes Vega wait, as one that holds a link does."""
    from py_mini_racer import JSPromise

    number = engine.eval(appel, timeout_sec=PATIENCE)
    found = engine.eval(f"prendre({number})", timeout_sec=PATIENCE)
    return str(found.get(timeout=PATIENCE) if isinstance(found, JSPromise) else found)


def _simplement(geste: Geste, demande: str) -> str:
    try:
        return secours.faire(geste, demande)
    except ValueError as error:
        raise DessinError(str(error)) from error


@cache
def _moteur() -> Moteur | None:
    """Return the engine of this process; None on a machine that cannot have one."""
    try:
        return nouveau()
    except Exception as error:
        getLogger(__name__).warning(
            "Les graphiques sont dessinés sans moteur, plus lentement : %s", error
        )
        return None


def nouveau() -> Moteur:
    """Return an engine made ready: a fifth of a second, and a thread of its own."""
    # made in a thread where an event loop runs, as a kernel's, it would answer through that loop
    # alone, that who asks for a drawing keeps waiting
    with ThreadPoolExecutor(1) as elsewhere:
        engine = elsewhere.submit(_nouveau).result()
    atexit.register(_fermer, engine, os.getpid())
    return engine


def _fermer(engine: Moteur, proprietaire: int) -> None:
    """End an engine while the interpreter is whole: later, it may wait for ever for its thread."""
    if os.getpid() == proprietaire:
        engine.close()


def _nouveau() -> Moteur:
    from py_mini_racer import MiniRacer

    own = files("cpomlib.rendu.dessin")
    engine = MiniRacer()
    engine.eval(_globals(chasses=json.loads((own / "chasses.json").read_text(encoding="utf-8"))))
    engine.eval((own / "navigateur.js").read_text(encoding="utf-8"))
    engine.eval(paquet())
    engine.eval(_globals(nombres=FORMAT_LOCALE, dates=TIME_FORMAT_LOCALE))
    for name in ("patrons.js", "atelier.js"):
        engine.eval((own / name).read_text(encoding="utf-8"))
    return engine


def _globals(**values: Mapping[str, Any]) -> str:
    return f"Object.assign(globalThis, {json.dumps(values)});"
