"""How wide a text is drawn: the widths by which the engine left room for it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

_GRAS = 600
"""Weight from which the bold is taken."""


def largeur(texte: str, corps: float, graisse: str = "") -> float:
    """Return the width of a text in pixels, as the engine measured it.

    Args:
        texte: what is written.
        corps: size of the letters in pixels.
        graisse: a weight as an SVG has it (``bold``, ``600``); regular when empty.
    """
    table = _chasses()
    face = table["gras" if _est_gras(graisse) else "romain"]
    other = table["autre"]
    return sum(face.get(sign, other) for sign in texte) * corps / table["cadratin"]


def _est_gras(graisse: str) -> bool:
    return graisse == "bold" or (graisse.isdecimal() and int(graisse) >= _GRAS)


@cache
def _chasses() -> Any:
    path = files("cpomlib.rendu.dessin") / "chasses.json"
    return json.loads(path.read_text(encoding="utf-8"))
