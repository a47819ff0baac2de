"""The theme as office documents take it: a font both suites have, colours without their mark."""

from __future__ import annotations

from cpomlib.rendu.blocs import Role
from cpomlib.rendu.theme import theme

_SHARED = ("Arial", "Times New Roman", "Calibri", "Cambria", "Liberation Sans", "Liberation Serif")
"""Fonts of one office suite whose widths the other one has too: the pages stay the same."""

ENCADRES: dict[str, tuple[str, str]] = {
    "note": ("encre_douce", "fond"),
    "manque": ("accent", "accent_pale"),
    "avertissement": ("vigilance", "vigilance_pale"),
    "force": ("force", "force_pale"),
    "vigilance": ("vigilance", "vigilance_pale"),
}
"""Call-out → colours of its rule and of its background."""
NOMS: dict[str, str] = {
    "note": "Encadré Note",
    "manque": "Encadré Manque",
    "avertissement": "Encadré Avertissement",
    "force": "Encadré Force",
    "vigilance": "Encadré Vigilance",
    "constat": "Encadré Note",
}
"""Call-out → name of its style."""


def police() -> str:
    """Return the first font of the theme that Word and LibreOffice set alike, or its first."""
    wanted = theme().polices
    return next((name for name in wanted if name in _SHARED), wanted[0])


def couleur(role: str) -> str:
    """Return a colour of the theme as office files write it: ``1B5A6B``."""
    return theme().couleurs[role].lstrip("#").upper()


def style_encadre(role: Role) -> str:
    """Return the name of a call-out's style."""
    return NOMS[role]


def taille(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, as its header says them."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
