"""What the parties declared, as reports, pages and commands read it in a state of the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.socle import date_courte

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.base import Declaree
    from cpomlib.calcul.volet import Plan
    from cpomlib.entree import Attendu, Saisie

PARTIES: Mapping[str, str] = {"gestionnaire": "Le gestionnaire", "etat": "L’État"}
"""The parties to a contract, in the order they are printed."""


@dataclass(frozen=True)
class Commentaire:
    """What a party says of a section of a report.

    Attributes:
        modele: the report, by the name of its notebook.
        annee: the year of the report.
        section: the section, by its anchor.
        partie: ``gestionnaire`` or ``etat``.
        texte: as it was written.
        auteur: who deposited it; on a server, the role that the server recorded first.
        horodatage: when (UTC).
        depot: the number of the deposit.
    """

    modele: str
    annee: int
    section: str
    partie: str
    texte: str
    auteur: str
    horodatage: datetime
    depot: int


def origine_de(une: Declaree) -> str:
    """Say where a declaration comes from: « dépôt n° 12 du 29/11/2026 »."""
    return f"dépôt n°\u00a0{une.depot} du {date_courte(store.local(une.horodatage))}"


def plan_de(declarations: Iterable[Declaree], gestionnaire: str) -> Plan:
    """Return the plan that the parties declared, an empty one when there is none.

    Raises:
        ParametreError: it cannot be read any more; it is not taken for absent.
    """
    from cpomlib.calcul.volet import Plan, lire_plan

    held = _seule(declarations, gestionnaire, "plan")
    return Plan() if held is None else lire_plan(held.texte or "", origine_de(held))


def plan_depose(engine: Engine, gestionnaire: str, etat: int | None = None) -> Plan:
    """Return the plan that the base holds in a state, the current one by default."""
    return plan_de(store.declarations(engine, [gestionnaire], nature="plan", etat=etat),
                   gestionnaire)  # fmt: skip


def saisie_de(declarations: Iterable[Declaree], gestionnaire: str, attendu: Attendu) -> Saisie:
    """Return what the parties wrote of an opérateur, nothing when they wrote nothing.

    Raises:
        ParametreError: it cannot be read any more; it is not taken for absent.
    """
    from cpomlib.entree import Saisie, lire_saisie

    held = _seule(declarations, gestionnaire, "fiche")
    if held is None:
        return Saisie()
    return lire_saisie(held.texte or "", attendu, origine_de(held))


def commentaires_de(
    declarations: Iterable[Declaree], gestionnaire: str, modele: str, annee: int
) -> Mapping[str, Sequence[Commentaire]]:
    """Return the comments of a report by section, those of the gestionnaire first."""
    found: dict[str, list[Commentaire]] = {}
    for one in declarations:
        said = commentaire(one)
        mine = said is not None and (said.modele, said.annee) == (modele, annee)
        if said is not None and mine and one.gestionnaire == gestionnaire:
            found.setdefault(said.section, []).append(said)
    order = list(PARTIES)
    return {
        section: tuple(sorted(each, key=lambda said: order.index(said.partie)))
        for section, each in sorted(found.items())
    }


def commentaire(une: Declaree) -> Commentaire | None:
    """Read a declaration as a comment; None when it is none."""
    nature, *words = une.document.split("/")
    if nature != "commentaire" or len(words) != len(("modele", "annee", "section", "partie")):
        return None
    modele, annee, section, partie = words
    if not annee.isdecimal() or partie not in PARTIES:
        return None
    return Commentaire(
        modele, int(annee), section, partie, une.texte or "", une.auteur, une.horodatage, une.depot
    )


def _seule(declarations: Iterable[Declaree], gestionnaire: str, document: str) -> Declaree | None:
    mine = (one for one in declarations if one.gestionnaire == gestionnaire)
    return next((one for one in mine if one.document == document), None)
