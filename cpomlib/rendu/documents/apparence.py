"""The call-outs of office documents, and the size of their pictures."""

from __future__ import annotations

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


def taille(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, as its header says them."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
