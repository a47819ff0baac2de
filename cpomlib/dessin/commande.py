"""Who asks for a drawing: of the shared engine where there is one, of its own elsewhere."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Mapping
from typing import Any

from cpomlib.dessin import moteur
from cpomlib.dessin.atelier import ADRESSE
from cpomlib.dessin.moteur import Geste
from cpomlib.noyaux import lien

_seul = threading.Lock()
_ouvertes: dict[tuple[int, str], socket.socket] = {}


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
    with _seul:
        # a process that was forked opens a connection of its own
        key = os.getpid(), address
        try:
            if key not in _ouvertes:
                _ouvertes[key] = _connection(address)
            lien.envoyer(_ouvertes[key], [geste, text])
            answer: dict[str, str] = lien.recevoir(_ouvertes[key])[0]
        except (OSError, EOFError):
            _ouvertes.pop(key, None)
            return None
    return answer


def _connection(address: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(120)
    try:
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection
