"""What is guessed from a document: a value, where it was read, and the words that say it."""

from __future__ import annotations

import re
from typing import Any

from cpomlib.entree.trame import Trouve

EXTRAIT_MAX = 160
_NOM = re.compile(
    r"\b(M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame)\s+((?:de|du|d’|d'|Le|La)?\s*[A-ZÀ-Ý][\w’'\-]+\s*){1,4}"
)
"""A title, and the names that follow it."""


def trouve(valeur: Any, endroit: str, extrait: str) -> Trouve:
    """Return a value read; neither it nor its words keep the names of people."""
    said = sans_personne(extrait)
    valeur = sans_personne(valeur) if isinstance(valeur, str) else valeur
    return Trouve(
        valeur, endroit, said if len(said) <= EXTRAIT_MAX else said[: EXTRAIT_MAX - 1] + "…"
    )


def sans_personne(texte: str) -> str:
    """Return a text whose names of people, told by their titles, are taken out."""
    return _NOM.sub("[nom retiré] ", texte).replace("] ,", "],").strip()


def cite_personne(texte: str) -> bool:
    """Say whether a text names somebody by their title."""
    return _NOM.search(texte) is not None
