"""What the diagnostic brings to the discussion of objectives (``parameters/objectifs.yaml``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.verdicts import DONNEES, Message
from cpomlib.droit import Declaration, Endroit, Texte, gabarit, non_vide, parmi, uniques

_MOTS = ("k", "n", "reste")


def _sujets() -> Collection[str]:
    return ("", *fiches(), *DONNEES)


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
    """What a message of a family asks of the parties; its ``sujet`` where it asks something else.

    Attributes:
        famille: the family of the message.
        sujet: the indicator, or the name of what is said of the data; empty for all the others.
    """

    famille: Literal["insertion", "activite", "economie", "equipe", "qualite", "donnees", "contrat"]
    question: Texte
    sujet: Annotated[str, parmi("Le sujet", _sujets)] = ""


@dataclass(frozen=True)
class Discussion:
    """The bridge from a diagnostic to the objectives of a contract."""

    objectifs: Annotated[tuple[ObjectifDeclare, ...], non_vide]
    questions: Annotated[tuple[QuestionDeclaree, ...], non_vide]

    def controle(self, ou: Endroit) -> None:
        """Refuse two lines on one indicator, two questions of one family or subject."""
        uniques((one.indicateur for one in self.objectifs), ou.dans("objectifs"))
        uniques(
            (f"{one.famille} {one.sujet}".strip() for one in self.questions), ou.dans("questions")
        )


OBJECTIFS = Declaration("objectifs.yaml", Discussion)


def objectifs_declares() -> tuple[ObjectifDeclare, ...]:
    """Return the mandatory indicators as they are discussed, in order."""
    return OBJECTIFS.lire().objectifs


def question(message: Message) -> str:
    """Return what a message asks of the parties: that of its subject, else that of its family."""
    declared: dict[tuple[str, str], str] = {
        (one.famille, one.sujet): one.question for one in OBJECTIFS.lire().questions
    }
    own = declared.get((message.famille, message.sujet))
    return own or declared.get((message.famille, ""), "")
