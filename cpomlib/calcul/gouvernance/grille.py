"""The grid as data: axes and their questions, levers, practices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from cpomlib.droit import Declaration, Endroit, Positif, cles, non_vide, une_ligne
from cpomlib.socle import Faute, suggestion
from cpomlib.tables import Refus

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Provenance

TABLE = "gouvernance"
Phrase = Annotated[str, une_ligne, non_vide]


@dataclass(frozen=True)
class Axe:
    """An axis: what it is about, and its questions by code."""

    titre: Phrase
    description: Phrase
    questions: Annotated[Mapping[str, Phrase], non_vide]


@dataclass(frozen=True)
class Levier:
    """A lever of change."""

    titre: Phrase
    description: Phrase


@dataclass(frozen=True)
class Pratique:
    """A practice: what it is, the axes it answers, the levers it pulls."""

    nature: Phrase
    titre: Phrase
    description: Phrase
    axes: tuple[str, ...]
    leviers: tuple[str, ...]


@dataclass(frozen=True)
class GrilleGouvernance:
    """The content of the file."""

    cotations: Mapping[int, Phrase]
    desaccord: Positif
    axes: Annotated[Mapping[str, Axe], non_vide]
    leviers: Mapping[str, Levier]
    natures: Mapping[str, Phrase]
    pratiques: Mapping[str, Pratique]

    def controle(self, ou: Endroit) -> None:
        """Refuse a practice that answers an axis, or pulls a lever, which is not there."""
        for name, one in self.pratiques.items():
            place = ou.dans("pratiques").dans(name)
            cles(tuple(self.axes))(dict.fromkeys(one.axes), place.dans("axes"))
            cles(tuple(self.leviers))(dict.fromkeys(one.leviers), place.dans("leviers"))
            cles(tuple(self.natures))({one.nature: None}, place.dans("nature"))


GOUVERNANCE = Declaration("gouvernance.yaml", GrilleGouvernance, "complete")


@cache
def grille_gouvernance() -> GrilleGouvernance:
    """Return the grid in force, the service's own questions and practices included."""
    return GOUVERNANCE.lire()


def questions_connues(name: str, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """Return one fault per cell of the table that cites an axis or a question which is not there.

    Args:
        name: a table; another than ``gouvernance`` has no fault here.
        frame: its rows.
        provenance: where they come from.
    """
    if name != TABLE:
        return []
    axes = grille_gouvernance().axes
    faults: list[Faute] = []
    for row, (axe, question) in enumerate(zip(frame["axe"], frame["question"], strict=True)):
        if axe not in axes:
            refus = Refus("Cet axe n’est pas dans la grille.", suggestion(str(axe), axes))
            faults += provenance.fautes([row], "axe", refus, frame)
        elif question not in axes[axe].questions:
            known = axes[axe].questions
            refus = Refus(
                f"Cette question n’est pas de l’axe «\u00a0{axe}\u00a0».",
                suggestion(str(question), known),
            )
            faults += provenance.fautes([row], "question", refus, frame)
    return faults
