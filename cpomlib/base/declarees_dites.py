"""What is said of declarations: another version in force, and how it differs."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from cpomlib.base.etats import local
from cpomlib.socle import CommandeError, suggestion

if TYPE_CHECKING:
    from cpomlib.base.declarees import Declaree

LIBELLES: Mapping[str, str] = MappingProxyType(
    {
        "scenario": "le scénario",
        "plan": "le plan financier",
        "fiche": "la fiche opérateur",
        "commentaire": "le commentaire",
    }
)
"""Each nature of declaration, with its article."""
_MONTREES = 20
"""Lines of a difference that a message shows."""


def intitule(document: str) -> str:
    """Name a declaration in a sentence: « le scénario « tendanciel » »."""
    nature, _, nom = document.partition("/")
    said = LIBELLES.get(nature, nature)
    return f"{said} «\u00a0{nom}\u00a0»" if nom else said


def quand(une: Declaree) -> str:
    """Say who deposited a declaration, and when."""
    moment = local(une.horodatage).strftime("%d/%m/%Y à %H:%M")
    return f"{une.auteur}, le {moment} (dépôt n°\u00a0{une.depot})"


def ecarts(avant: str | None, apres: str | None) -> tuple[str, ...]:
    """Return the lines that differ: ``−`` those of the first text only, ``+`` of the second."""
    old, new = ((told or "").splitlines() for told in (avant, apres))
    marks = {"- ": "− ", "+ ": "+ "}
    return tuple(
        marks[line[:2]] + line[2:] for line in difflib.ndiff(old, new) if line[:2] in marks
    )


def changees(autres: Sequence[tuple[Declaree, str | None]]) -> tuple[str, str, str]:
    """Say that other versions are in force: what, how they differ, what to do."""
    named = " ; ".join(
        f"{intitule(one.document)} ({one.gestionnaire}) a été déposé par {quand(one)}"
        for one, _ in autres
    )
    told = [line for one, wanted in autres for line in ecarts(one.texte, wanted)]
    shown = told[:_MONTREES] + ["…"] * (len(told) > _MONTREES)
    return (
        f"Une autre version est dans la base\u00a0: {named}. Rien n’a été écrit.",
        "\n".join(["De la base (−) à la vôtre (+)\u00a0:", *(f"  {line}" for line in shown), ""]),
        "Reprenez-la par «\u00a0sortir\u00a0», ou choisissez la vôtre par «\u00a0--remplacer\u00a0»"
        "\u00a0: l’autre reste dans l’historique.",
    )


def inconnu(gestionnaire: str, connus: Collection[str]) -> CommandeError:
    """Return the refusal of a gestionnaire that is not in the base."""
    return CommandeError(
        f"Le gestionnaire «\u00a0{gestionnaire}\u00a0» n’est pas dans la base\u00a0: rien n’a été "
        "écrit.",
        que_faire=suggestion(gestionnaire, sorted(connus))
        if connus
        else "Déposez d’abord ses données.",
    )


def rien_a_annuler(depot: int) -> CommandeError:
    """Return the refusal to undo a deposit of which nothing is in force."""
    return CommandeError(
        f"Aucune déclaration du dépôt n°\u00a0{depot} n’est en vigueur\u00a0: il n’y a rien à "
        "annuler.",
        que_faire="«\u00a0cpom depots\u00a0» liste les dépôts et ce qu’ils sont devenus.",
    )
