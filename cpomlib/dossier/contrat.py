"""What a dossier tells of the contract of its gestionnaire: its state, what is due, its targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, cast

from cpomlib.calcul.contrat import (
    ECHEANCES,
    CibleSuivie,
    Contrat,
    EtatContrat,
    LigneSuivi,
    Mesures,
    cadres,
    cibles_en_vigueur,
    contrat_courant,
    convenues,
    echeances,
    etat_du_contrat,
    mesurer,
    prochaine,
    remplaces,
    suivre_cible,
    terme_actuel,
    usages_des_seuils,
)
from cpomlib.calcul.indicateurs import fiches_connues, fiches_insertion
from cpomlib.dossier.commun import Communes
from cpomlib.dossier.contrats_communs import (
    ContratsCommuns,
    avancer_mesures,
    etablissements_du,
    mesures_communes,
)

if TYPE_CHECKING:
    from cpomlib.dossier.gestionnaire import Dossier
    from cpomlib.tables import Frames

_COTES = {"hausse": "haut", "plancher": "haut", "baisse": "bas", "plafond": "bas"}
"""Direction of a target → the better side of the indicator that it agrees with."""


@dataclass(frozen=True)
class ProchaineEcheance:
    """What is due next.

    Attributes:
        libelle: what it is, with its exercise.
        le: the day.
        autres: how many other things are due on that day.
    """

    libelle: str
    le: date
    autres: int


@dataclass(frozen=True)
class ContratVu:
    """Where a contract stands on the day it is looked at.

    Attributes:
        etat: its state.
        debut: its first day, None while nobody knows.
        fin: its last day, as it is known that day.
        echeance: what is due next, None where nothing is.
    """

    etat: EtatContrat
    debut: date | None
    fin: date | None
    echeance: ProchaineEcheance | None


class SousContrat:
    """What a dossier tells of the contracts of its gestionnaire, each found once."""

    @cached_property
    def contrat(self) -> ContratVu | None:
        """The contract to speak of, None where there is none."""
        dossier = cast("Dossier", self)
        here = set(dossier.structures["id_etablissement"])
        held = [one for one in dossier.contrats.values() if here & etablissements_du(one)]
        return contrat_vu(held, dossier.frames, dossier.jour)

    @cached_property
    def suivi(self) -> Mapping[str, Sequence[LigneSuivi]]:
        """Per indicator, the targets of the year of the contracts in force at its end.

        None in what is published: what a contract measures on its own perimeter would, set
        beside what the report shows, tell of the few that make the difference.
        """
        dossier = cast("Dossier", self)
        found: dict[str, list[LigneSuivi]] = {}
        if dossier.publiable:
            return found
        for contrat in _en_vigueur(dossier):
            for line in _suivre(dossier, contrat):
                found.setdefault(line.cible.indicateur, []).append(line)
        return found

    def avancer_les_cibles(self) -> None:
        """Measure the targets of the région for all the reports of a campaign."""
        dossier = cast("Dossier", self)
        around, year = dossier.autour, dossier.annee
        if _partagees(dossier) and isinstance(around, Communes):
            held = cast("ContratsCommuns", dossier.contrats)
            asked = year, lambda one: _annees(one, year)
            avancer_mesures(around, held, dossier.conventions, asked)

    @cached_property
    def conventions_du_contrat(self) -> Mapping[str, float]:
        """Per key of ``seuils.yaml``, what its contracts agreed otherwise.

        Those in force at the end of the year, and those that this year's diagnostic is annexed to.
        """
        dossier = cast("Dossier", self)
        return {
            str(row["cle"]): float(row["valeur"])
            for contrat in _concernes(dossier)
            for row in convenues(contrat, dossier.annee)
        }

    @cached_property
    def cibles(self) -> Mapping[str, float]:
        """Indicator → the target its contract sets for the year, judged first.

        Only where what the contract measures is what the report shows, and its better side the
        one aimed at: a target set for other establishments, or with other conventions, judges
        nothing here, nor does a landmark between two targets.
        """
        dossier = cast("Dossier", self)
        known = {name: lines[0] for name, lines in self.suivi.items() if len(lines) == 1}
        return {
            name: line.attendu
            for name, line in known.items()
            if line.attendu is not None and not line.interpolee and _meme(dossier, line)
        }


def contrat_vu(contrats: Sequence[Contrat], frames: Frames, jour: date) -> ContratVu | None:
    """Say where the contract to speak of stands on a day, None where there is none."""
    contrat = contrat_courant(contrats, jour)
    if contrat is None:
        return None
    state = etat_du_contrat(contrat, jour)
    # nothing more is waited for of a contract that was ended
    due = None if state == "resilie" else _echeance(contrat, frames, jour)
    return ContratVu(state, contrat.effet, terme_actuel(contrat, jour), due)


def _echeance(contrat: Contrat, frames: Frames, jour: date) -> ProchaineEcheance | None:
    [(_, cadre)] = cadres({contrat.id: contrat}, frames, jour)
    found = prochaine(echeances(contrat, cadre), jour)
    if found is None:
        return None
    name = ECHEANCES.lire().natures[found.delai.nature].libelle
    year = f" {found.delai.exercice}".rstrip()
    return ProchaineEcheance(f"{name}{year}", found.delai.le, found.autres)


def _en_vigueur(dossier: Dossier) -> list[Contrat]:
    """Return the contracts in force on the last day of the year, none that another replaced."""
    found = [one for one in _ici(dossier) if _tient(one, dossier.annee)]
    kept = remplaces(found, dossier.annee, date(dossier.annee, 12, 31))
    return [one for one in found if one.id in kept]


def _concernes(dossier: Dossier) -> list[Contrat]:
    """Return the contracts in force, and those that the diagnostic of the year was made for."""
    year = dossier.annee
    return [
        one for one in _ici(dossier)
        if _tient(one, year) or one.ligne["annee_diagnostic"] == year
    ]  # fmt: skip


def _ici(dossier: Dossier) -> list[Contrat]:
    here = set(dossier.structures["id_etablissement"])
    return [one for one in dossier.contrats.values() if here & etablissements_du(one)]


def _tient(contrat: Contrat, annee: int) -> bool:
    return etat_du_contrat(contrat, date(annee, 12, 31)) == "en_vigueur"


def _suivies(contrat: Contrat, annee: int) -> list[CibleSuivie]:
    """Return the targets that a report of the year follows."""
    return [
        one
        for one in cibles_en_vigueur(contrat, annee)
        if one.etablissement is None
        and annee > one.annee_reference
        and one.indicateur not in fiches_insertion()
    ]


def _annees(contrat: Contrat, annee: int) -> tuple[int, ...]:
    """Return the years that they are measured for, none where none is followed."""
    held = _suivies(contrat, annee)
    first = {one.annee_reference for one in held if one.reference is None}
    return tuple(sorted({annee, *first})) if held else ()


def _suivre(dossier: Dossier, contrat: Contrat) -> list[LigneSuivi]:
    year = dossier.annee
    held = _suivies(contrat, year)
    measured = _mesures(dossier, contrat) if held else Mesures()
    usages = usages_des_seuils()
    return [suivre_cible(contrat, one, year, measured, usages, dossier.jour) for one in held]


def _mesures(dossier: Dossier, contrat: Contrat) -> Mesures:
    """Measure the targets; nothing is where some of their establishments are not seen here."""
    houses, year, around = etablissements_du(contrat), dossier.annee, dossier.autour
    for frames in (dossier.frames, around):
        if not frames or not houses <= set(frames["etablissements"]["id_etablissement"]):
            continue
        if _partagees(dossier) and isinstance(around, Communes) and frames is not around:
            held = cast("ContratsCommuns", dossier.contrats)
            asked = year, lambda one: _annees(one, year)
            return mesures_communes(around, held, contrat, dossier.conventions, asked)
        years = _annees(contrat, year)
        return mesurer(frames, {contrat.id: contrat}, years, dossier.conventions)
    return Mesures()


def _partagees(dossier: Dossier) -> bool:
    """Tell whether a campaign measures for all: aggregates are in the tables of their own only."""
    sums = dossier.frames.get("agregats_etablissements")
    return isinstance(dossier.contrats, ContratsCommuns) and (sums is None or not len(sums))


def _meme(dossier: Dossier, ligne: LigneSuivi) -> bool:
    """Tell whether a contract measures what the report shows, and aims at its better side."""
    name = ligne.cible.indicateur
    known = fiches_connues().get(name)
    if known is None or known.sens != _COTES.get(ligne.cible.sens):
        return False
    shown = dossier.resultats[dossier.annee].loc[name]
    return (shown["numerateur"], shown["denominateur"]) == (ligne.numerateur, ligne.denominateur)
