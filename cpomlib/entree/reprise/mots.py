"""The words of signed contracts and follow-up sheets (``parameters/contrat/reprise.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.droit import Declaration
from cpomlib.entree.noms import Mots, Synonymes, sans_accent


@dataclass(frozen=True)
class MotsReprise:
    """The content of the file.

    Attributes:
        actions, objectifs, cibles, moyens: column of the table → its other names.
        indicateurs: indicator → the ways of saying it.
        axes, etats, parties, regimes: closed value → the words that say it.
    """

    actions: Synonymes
    objectifs: Synonymes
    cibles: Synonymes
    moyens: Synonymes
    indicateurs: Mapping[str, Mots]
    axes: Mapping[str, Mots]
    etats: Mapping[str, Mots]
    parties: Mapping[str, Mots]
    regimes: Mapping[str, Mots]


REPRISE = Declaration("contrat/reprise.yaml", MotsReprise)


def mots(texte: str) -> str:
    """Return a text as words apart by one space, without accents nor punctuation."""
    return " ".join(re.findall("[a-z0-9%]+", sans_accent(texte)))


def dit(texte: str, valeurs: Mapping[str, Mots]) -> str | None:
    """Return the value whose words a text holds: the longest words win; None where none is."""
    said = f" {mots(texte)} "
    met = [
        (len(folded), value)
        for value, ways in valeurs.items()
        for way in ways
        if (folded := mots(way)) and f" {folded} " in said
    ]
    return max(met, key=lambda one: one[0])[1] if met else None
