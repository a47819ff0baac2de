"""Who asks for a drawing: of the shared engine where there is one, of its own elsewhere."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cpomlib.processus import lien
from cpomlib.rendu.dessin import moteur
from cpomlib.rendu.dessin.atelier import ADRESSE
from cpomlib.rendu.dessin.moteur import Geste


@dataclass
class _Lignes:
    """The connections of this process, asked of one thread at a time."""

    seul: threading.Lock = field(default_factory=threading.Lock)
    ouvertes: dict[tuple[int, str], socket.socket] = field(default_factory=dict)


@cache
def _lignes() -> _Lignes:
    return _Lignes()


def svg(graphique: Mapping[str, Any]) -> str:
    """Return the text of the SVG of a chart, as :func:`svgs` does of several."""
    return svgs([graphique])[0]


def svgs(graphiques: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the text of the SVG of several charts: asked for together, they are made sooner.

    Args:
        graphiques: Vega-Lite or Vega specifications, data inline: nothing is ever fetched.

    Raises:
        ValueError: Vega does not understand one of them.
    """
    return _faits("dessiner", graphiques)


def vega(graphique: Mapping[str, Any]) -> Any:
    """Return the Vega specification of a Vega-Lite chart, for who draws it again and again.

    Raises:
        ValueError: Vega-Lite does not understand it.
    """
    return json.loads(_faits("compiler", [graphique])[0])


def _faits(geste: Geste, graphiques: Sequence[Mapping[str, Any]]) -> list[str]:
    texts = [json.dumps(each) for each in graphiques]
    answer = _shared(geste, texts)
    if answer is None:
        return moteur.faire(geste, texts)
    if "faits" not in answer:
        raise moteur.DessinError(answer["refus"])
    made: list[str] = answer["faits"]
    return made


def _shared(geste: Geste, texts: list[str]) -> dict[str, Any] | None:
    """Ask the process that draws for others; None when there is none, or it is gone."""
    address = os.environ.get(ADRESSE, "")
    if not address:
        return None
    lines = _lignes()
    with lines.seul, suppress(OSError, EOFError):
        # a process that was forked opens a connection of its own
        key = os.getpid(), address
        connection = lines.ouvertes.pop(key, None) or _connection(address)
        with ExitStack() as broken:
            # half an exchange must never be taken for the answer to the next one
            broken.callback(connection.close)
            lien.envoyer(connection, [geste, texts])
            answer: dict[str, Any] = lien.recevoir(connection)[0]
            broken.pop_all()
        lines.ouvertes[key] = connection
        return answer
    return None


def _connection(address: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(120)
    try:
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection
