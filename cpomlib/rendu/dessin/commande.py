"""Who asks for a drawing: of the shared engine where there is one, of its own elsewhere."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Mapping
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
    """Return the text of the SVG of a chart.

    Args:
        graphique: its Vega-Lite or Vega specification, data inline: nothing is ever fetched.

    Raises:
        ValueError: Vega does not understand it.
    """
    return _fait("dessiner", graphique)


def vega(graphique: Mapping[str, Any]) -> Any:
    """Return the Vega specification of a Vega-Lite chart, for who draws it again and again.

    Raises:
        ValueError: Vega-Lite does not understand it.
    """
    return json.loads(_fait("compiler", graphique))


def _fait(geste: Geste, graphique: Mapping[str, Any]) -> str:
    text = json.dumps(graphique)
    answer = _shared(geste, text)
    if answer is None:
        return moteur.faire(geste, text)
    if "fait" not in answer:
        raise moteur.DessinError(answer["refus"])
    return answer["fait"]


def _shared(geste: Geste, text: str) -> dict[str, str] | None:
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
            lien.envoyer(connection, [geste, text])
            answer: dict[str, str] = lien.recevoir(connection)[0]
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
