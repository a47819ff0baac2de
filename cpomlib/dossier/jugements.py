"""What a dossier gives its verdicts: its figures, those of the région, what is doubted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pandas as pd

from cpomlib.calcul import par_gestionnaire, selection
from cpomlib.calcul.secret import porte_sur_des_personnes
from cpomlib.calcul.verdicts import (
    COLONNES,
    CibleProposee,
    EtatDesDonnees,
    Faits,
    Jugements,
    Message,
    Plume,
    Region,
    Verdict,
    cible_proposee,
    complements,
    etaler,
    juger,
    rassembler,
    rediger,
    regles,
)
from cpomlib.dossier.commun import Communes, Travail, avancer, calcul, extrait
from cpomlib.dossier.couverture import attendus, sans_couvrir, transmis
from cpomlib.dossier.doutes import FORTE, anomalies_fortes, doutes
from cpomlib.dossier.ensemble import douteux_de_la_region, valeurs
from cpomlib.dossier.formats import written
from cpomlib.dossier.presences import tables_fournies
from cpomlib.droit.seuils import seuils
from cpomlib.socle import write

if TYPE_CHECKING:
    from cpomlib.dossier.gestionnaire import Dossier

MASQUE = "le chiffre est masqué"
NON_DIFFUSE = "la comparaison n’est pas diffusée"
CONTRAT_NON_DIFFUSE = "le suivi du contrat n’est pas diffusé"
HORS_REGION = "niveau non comparé\u00a0: aucune région n’est vue entière"


class Juge:
    """What is concluded from a dossier, each found once."""

    juges: Jugements | None

    @cached_property
    def faits(self) -> Faits:
        """What the verdicts are drawn from."""
        return faits(cast("Dossier", self))

    @cached_property
    def jugements(self) -> Jugements:
        """What is concluded from the year: what was so before masking, where it is masked."""
        return self.juges or juger(self.faits)

    @cached_property
    def region_lue(self) -> bool:
        """Whether establishments of the région asked for, if one is, are read beside its own."""
        dossier = cast("Dossier", self)
        known = dossier.autour.get("etablissements") if dossier.region else None
        return known is not None and bool((known["region"] == dossier.region).any())

    @cached_property
    def manques(self) -> Mapping[str, tuple[int, int]]:
        """Per table, how many establishments should have sent it and did not, on how many."""
        return manques(cast("Dossier", self))

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What is concluded from each indicator of the year, by id."""
        return self.jugements.verdicts

    def verdict(self, indicateur: str) -> Verdict:
        """Return what is concluded from an indicator of the year."""
        return self.verdicts[indicateur]

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """What is said of the year: the first three are from different families."""
        dossier = cast("Dossier", self)
        longue = write(dossier.conventions.seuil_presence_longue_mois, "nombre", "mois")
        plume = Plume(self.faits, written, longue)
        lines = [line for held in dossier.suivi.values() for line in held]
        return rediger(self.jugements, plume, etat(dossier), lines)

    def non_compare(self, indicateur: str) -> str:
        """Say why a level is not compared with the région; empty where it is, or needs not."""
        dossier, rule = cast("Dossier", self), regles().get(indicateur)
        asked = rule is not None and rule.region and not self.verdict(indicateur).compare_a
        return HORS_REGION if asked and not (dossier.periode.ouverte or _vue(dossier)) else ""

    def cible_proposee(self, indicateur: str) -> CibleProposee | None:
        """Return what a target could be for a rate of households, None where none is proposed."""
        return cible_proposee(self.faits, indicateur)

    def avancer_les_faits(self) -> None:
        """Find, for all the reports of a campaign, what surrounds the rates of the région."""
        dossier = cast("Dossier", self)
        around = dossier.autour
        if isinstance(around, Communes) and around.partagees and _vue(dossier):
            avancer(around, [_de_la_region(dossier)])

    @property
    def tests(self) -> int:
        """How many tests the verdicts rest on."""
        return self.jugements.tests


def faits(dossier: Dossier) -> Faits:
    """Return what the verdicts of a dossier are drawn from."""
    if dossier.periode.ouverte:
        return Faits(dossier.annee, {}, ouverte=True)
    return rassembler(
        dossier.id,
        {year: rows.reset_index() for year, rows in dossier.resultats.items()},
        _complements(dossier),
        _region(dossier),
        doutes(dossier),
        dossier.cibles,
    )


def _vue(dossier: Dossier) -> bool:
    """Tell whether the région is seen whole, so that others may be counted."""
    return dossier.region_lue and not dossier.note_regionale


def _complements(dossier: Dossier) -> pd.DataFrame:
    """Return what surrounds its rates, that of the whole région once for all where it is seen.

    Nothing does in what is published: its rows about persons are gone.
    """
    if dossier.publiable:
        return _rien()
    if _vue(dossier):
        return extrait(dossier.autour, *_de_la_region(dossier), ("unite", [dossier.id]))
    ids = dossier.structures["id_etablissement"].tolist()
    unit = selection(dossier.frames["etablissements"], dossier.id, choisis=ids)
    found = complements(dossier.frames, unit, dossier.annees, dossier.conventions)
    return found.assign(unite=dossier.id)


def _de_la_region(dossier: Dossier) -> Travail:
    """Find what surrounds the rates of every gestionnaire of the région."""
    around, years, conventions = dossier.autour, dossier.annees, dossier.conventions

    def faire() -> pd.DataFrame:
        known = around["etablissements"]
        ids = known.loc[known["region"] == dossier.region, "id_etablissement"].tolist()
        units = par_gestionnaire(known, choisis=ids, perimetre=dossier.perimetre)
        return complements(around, units, years, conventions)

    return ("complements", dossier.region, years, dossier.perimetre, conventions), faire


def _region(dossier: Dossier) -> Region | None:
    """Return the région as far as it may be told of, the judged indicators only."""
    if not _vue(dossier):
        return None
    around, where = dossier.autour, (dossier.region, dossier.annees, dossier.perimetre)

    def faire() -> pd.DataFrame:
        beside = _rien() if dossier.publiable else calcul(around, *_de_la_region(dossier))
        return etaler(
            {year: _valeurs(dossier, year) for year in dossier.annees},
            beside,
            list(regles()),
            _douteux(dossier),
        )

    key = ("reste", *where, dossier.conventions, dossier.publiable, tuple(seuils().values()))
    shown = [name for name in regles() if _dicible(dossier, name)]
    return Region(calcul(around, key, faire), shown)


def _rien() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLONNES))


def _valeurs(dossier: Dossier, annee: int) -> pd.DataFrame:
    return valeurs(
        dossier.autour,
        par_gestionnaire,
        (dossier.region, annee, dossier.perimetre),
        dossier.conventions,
    )


def _dicible(dossier: Dossier, name: str) -> bool:
    known = dossier.regional.get(name)
    return known is not None and known.statut == "ok"


def _douteux(dossier: Dossier) -> frozenset[tuple[str, str]]:
    """Return the gestionnaires and the indicators that strong anomalies make doubtful."""
    ou = (dossier.region, dossier.annee, dossier.perimetre)
    return douteux_de_la_region(dossier.autour, ou, dossier.conventions)


def manques(dossier: Dossier) -> dict[str, tuple[int, int]]:
    """Return, per table, how many establishments should have sent it and did not, on how many.

    One that never sent a table and has no place is not waited for: a service that houses nobody
    has no stays.
    """
    found = {}
    for name in tables_fournies():
        waited = attendus(dossier, name)
        missing = waited.difference(transmis(dossier, name, dossier.annee))
        if missing:
            found[name] = (len(missing), len(waited))
    return found


def etat(dossier: Dossier) -> EtatDesDonnees:
    """Say how the data of the year stands."""
    strong = [
        one
        for one in dossier.examen.anomalies
        if one.severite == FORTE and one.statut != "justifiee"
    ]
    return EtatDesDonnees(
        len(strong), tuple(anomalies_fortes(dossier)), dossier.manques, sans_couvrir(dossier)
    )


def diffusables(dossier: Dossier, masque: Dossier) -> Jugements:
    """Return the verdicts of a dossier that its version to publish may tell.

    Args:
        dossier: as its gestionnaire sees it.
        masque: the same, masked.
    """
    found = dossier.jugements
    shown = {name: _diffusable(one, masque) for name, one in found.verdicts.items()}
    sides = {
        name: side for name, side in found.cotes.items() if shown[name] is found.verdicts[name]
    }
    return replace(found, verdicts=shown, cotes=sides)


def _diffusable(verdict: Verdict, masque: Dossier) -> Verdict:
    name = verdict.indicateur
    if any(masque.secret(name, year) for year in masque.annees):
        return Verdict(name, motif=MASQUE)
    if verdict.compare_a == "cible":
        return Verdict(name, motif=CONTRAT_NON_DIFFUSE)
    told_by_others = verdict.compare_a in ("region", "comparables")
    if told_by_others and (verdict.compare_a == "comparables" or porte_sur_des_personnes(name)):
        return Verdict(name, motif=NON_DIFFUSE, en_nombres=verdict.en_nombres)
    return verdict
