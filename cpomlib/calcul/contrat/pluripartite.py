"""A multi-funder agreement: its approval, its yearly renewals, its six steps, its three bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from cpomlib.calcul.contrat.actes_attendus import actes_de, fait_le
from cpomlib.calcul.contrat.modele import Contrat, plus_mois
from cpomlib.droit import Declaration, Endroit, cles, nomenclature, non_vide, une_ligne
from cpomlib.socle import ParametreError

CADRE = "pluripartite"
FINI, ATTENDU = "l’agrément est fini", "l’agrément n’est pas délivré"
DOCUMENTS = "budget_previsionnel"
"""The act that stands for the financial documents brought up to date for the year that begins."""
Condition = Literal["sans_objet", "attendue", "remplie", "echue"]
Phrase = Annotated[str, une_ligne, non_vide]


@dataclass(frozen=True)
class EtapeDeclaree:
    """A step of the approach, and what is decided at its end."""

    etape: Phrase
    titre: Phrase
    decision: Phrase


@dataclass(frozen=True)
class InstanceDeclaree:
    """A body that meets: the kind of its meetings, what it is there for."""

    rencontre: Phrase
    titre: Phrase
    role: Phrase


@dataclass(frozen=True)
class Pluripartite:
    """The content of the file."""

    etapes: tuple[EtapeDeclaree, ...]
    instances: tuple[InstanceDeclaree, ...]

    def controle(self, ou: Endroit) -> None:
        """Refuse what the tables of a contract do not know."""
        cles(nomenclature("etape").codes)(
            {one.etape: one for one in self.etapes}, ou.dans("etapes")
        )
        known = nomenclature("nature_rencontre").codes
        cles(known)({one.rencontre: one for one in self.instances}, ou.dans("instances"))
        if len({one.etape for one in self.etapes}) < len(self.etapes):
            raise ParametreError("Une étape est décrite deux fois.", ou=str(ou.dans("etapes")))


PLURIPARTITE = Declaration("contrat/pluripartite.yaml", Pluripartite, "remplace")


def condition(contrat: Contrat, jour: date) -> Condition:
    """Say where the suspensive condition stands on a day: the approval, from when to when."""
    if contrat.ligne["cadre"] != CADRE:
        return "sans_objet"
    first, last = contrat.ligne["agrement_debut"], contrat.ligne["agrement_fin"]
    if first is None or jour < first:
        return "attendue"
    return "remplie" if last is None or jour <= last else "echue"


@dataclass(frozen=True)
class Reconduction:
    """The tacit renewal of a year.

    Attributes:
        le: its first day.
        documents: exercise whose financial documents it waits for.
        acquise: they were in that day, and the approval holds.
        depuis: the day it was acquired, where the documents came late.
        pourquoi: why it is not, in French.
    """

    le: date
    documents: int
    acquise: bool
    depuis: date | None = None
    pourquoi: str = ""


def reconductions(contrat: Contrat, fin: date, jour: date) -> Iterator[Reconduction]:
    """Return the renewals of an agreement up to its end, as they are known on a day.

    The first year is the signature's; each of the others begins by the silence of the parties once
    its financial documents, brought up to date, are all in.
    """
    effet = contrat.effet
    if effet is None or not contrat.reconduit:
        return
    rank = 1
    while (due := plus_mois(effet, 12 * rank)) <= fin:
        yield _renewal(contrat, due, jour)
        rank += 1


def _renewal(contrat: Contrat, due: date, jour: date) -> Reconduction:
    year = due.year
    sent = actes_de(contrat, DOCUMENTS, year)
    days = [day for row in sent if (day := fait_le(row)) and day <= jour]
    whole = bool(sent) and len(days) == len(sent)
    first, last = contrat.ligne["agrement_debut"], contrat.ligne["agrement_fin"]
    if last is not None and last < due:
        return Reconduction(due, year, False, None, FINI)
    if due > jour:
        return Reconduction(due, year, False, None, "pas encore due")
    if first is None or first > jour:
        return Reconduction(due, year, False, None, ATTENDU)
    if not whole:
        return Reconduction(due, year, False, None, f"documents financiers de {year} non reçus")
    return Reconduction(due, year, True, max(due, first, *days))


@dataclass(frozen=True)
class EtapeVue:
    """A step of the approach as it stands: its tasks done, the day of its decision.

    Attributes:
        declaree: the step.
        taches: how many tasks it has.
        faites: how many are done.
        decidee_le: the day all of them were done: that of the decision.
    """

    declaree: EtapeDeclaree
    taches: int
    faites: int
    decidee_le: date | None


def etapes(contrat: Contrat, jour: date) -> Sequence[EtapeVue]:
    """Say where each step stands on a day, from the tasks of the table ``demarche``."""
    return [_step(contrat, one, jour) for one in PLURIPARTITE.lire().etapes]


def _step(contrat: Contrat, one: EtapeDeclaree, jour: date) -> EtapeVue:
    rows = [row for row in contrat.de("demarche") if row["etape"] == one.etape]
    done = [row["faite_le"] for row in rows if row["faite_le"] and row["faite_le"] <= jour]
    whole = rows and len(done) == len(rows)
    return EtapeVue(one, len(rows), len(done), max(done) if whole else None)


@dataclass(frozen=True)
class InstanceVue:
    """A body, how often it met and when last."""

    declaree: InstanceDeclaree
    rencontres: int
    derniere: date | None


def instances(contrat: Contrat, jour: date) -> Sequence[InstanceVue]:
    """Say of each body how often it met by a day."""
    return [_body(contrat, one, jour) for one in PLURIPARTITE.lire().instances]


def _body(contrat: Contrat, one: InstanceDeclaree, jour: date) -> InstanceVue:
    days = [
        row["date"]
        for row in contrat.de("rencontres")
        if row["nature"] == one.rencontre and row["date"] <= jour
    ]
    return InstanceVue(one, len(days), max(days, default=None))


CONDITIONS: Mapping[Condition, str] = {
    "sans_objet": "sans objet",
    "attendue": "attendu : la convention n’a pas d’effet sans lui",
    "remplie": "délivré",
    "echue": "fini : la convention n’a plus d’effet",
}
"""Where the approval stands → in words."""
