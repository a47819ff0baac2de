"""What the diagnostic brings to the discussion of objectives (``parameters/objectifs.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import Declaration, Endroit, Texte, gabarit, non_vide, parmi, uniques

_MOTS = ("k", "n", "reste")


@dataclass(frozen=True)
class ObjectifDeclare:
    """A mandatory indicator in the discussion.

    Attributes:
        indicateur: its id.
        axe: the axis of the contract it serves.
        sujet: what it is about, in a few words.
        besoin: what it lets see, with its terms.
        question: what is to be settled.
    """

    indicateur: Annotated[str, parmi("L’indicateur", fiches)]
    axe: Texte
    sujet: Texte
    besoin: Texte
    question: Texte

    def controle(self, ou: Endroit) -> None:
        """Refuse a sentence that names something unknown."""
        gabarit(self.besoin, _MOTS, ou.dans("besoin"))


@dataclass(frozen=True)
class QuestionDeclaree:
    """What a message of a family asks of the parties."""

    famille: Literal["insertion", "activite", "economie", "equipe", "qualite", "donnees"]
    question: Texte


@dataclass(frozen=True)
class Discussion:
    """The bridge from a diagnostic to the objectives of a contract."""

    objectifs: Annotated[tuple[ObjectifDeclare, ...], non_vide]
    questions: Annotated[tuple[QuestionDeclaree, ...], non_vide]

    def controle(self, ou: Endroit) -> None:
        """Refuse two lines on one indicator, two questions of one family."""
        uniques((one.indicateur for one in self.objectifs), ou.dans("objectifs"))
        uniques((one.famille for one in self.questions), ou.dans("questions"))


OBJECTIFS = Declaration("objectifs.yaml", Discussion)


def objectifs_declares() -> tuple[ObjectifDeclare, ...]:
    """Return the mandatory indicators as they are discussed, in order."""
    return OBJECTIFS.lire().objectifs


def question(famille: str) -> str:
    """Return what a message of a family asks of the parties."""
    return next((q.question for q in OBJECTIFS.lire().questions if q.famille == famille), "")
