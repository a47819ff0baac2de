"""What the documents of a contract need, read once in one state of the base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cpomlib import base as store
from cpomlib.calcul import capacites
from cpomlib.calcul.contrat import (
    ActionChiffree,
    Clause,
    Condition,
    Contrat,
    Convenu,
    Delai,
    EtapeVue,
    EtatContrat,
    Financements,
    InstanceVue,
    LigneSuivi,
    Manquement,
    Mesures,
    Reconduction,
    annees_financees,
    cadres,
    chiffrer,
    clauses,
    condition,
    echeances,
    etapes,
    etat_du_contrat,
    financements_du_contrat,
    instances,
    rang,
    reconductions,
    suivre,
    terme_actuel,
    usages_des_seuils,
    verifier,
)
from cpomlib.dossier.contrats_lus import ContratsLus, lire_contrats
from cpomlib.dossier.regard import jour_vu
from cpomlib.dossier.vue_du_contrat import vue_de
from cpomlib.droit import nom_region
from cpomlib.socle import CommandeError, suggestion

if TYPE_CHECKING:
    import pandas as pd


def _no_funding() -> Financements:
    return Financements((), (), {}, {})


@dataclass(frozen=True, eq=False)
class DossierContrat:
    """A contract and what its documents say of it.

    Attributes:
        contrat: the contract.
        convenu: what its clauses look at.
        annee: the year that the document prepares, or accounts for.
        jour: the day it is looked at.
        region: code of the région.
        etat: the number of the state of the base.
        depots: the deposits it was made from.
        exemple: the data is invented.
        mesures: the measures of its targets.
        delais: its deadlines.
        financements: who funds its establishments, year by year.
        lus: every contract that the base shows; None for one that no base holds.
    """

    contrat: Contrat
    convenu: Convenu
    annee: int
    jour: date
    region: str
    etat: int
    depots: tuple[store.Depot, ...]
    exemple: bool
    mesures: Mesures
    delais: tuple[Delai, ...]
    financements: Financements = field(default_factory=_no_funding)
    lus: ContratsLus | None = None

    @property
    def raison_sociale(self) -> str:
        """The name of its gestionnaire."""
        return self.convenu.raison_sociale

    @property
    def nom_region(self) -> str:
        """The name of the région."""
        return nom_region(self.region) if self.region else ""

    @property
    def etat_du_contrat(self) -> EtatContrat:
        """Where the contract stands on the day."""
        return etat_du_contrat(self.contrat, self.jour)

    @property
    def fin(self) -> date | None:
        """Its last day, as it is known that day."""
        return terme_actuel(self.contrat, self.jour)

    @cached_property
    def clauses(self) -> Sequence[Clause]:
        """Its clauses, in the order of the model contract."""
        return clauses(self.convenu)

    @cached_property
    def suivi(self) -> Sequence[LigneSuivi]:
        """Its targets, year after year."""
        return suivre({self.contrat.id: self.contrat}, self.mesures, usages_des_seuils(), self.jour)

    @property
    def condition(self) -> Condition:
        """Where its suspensive condition stands on the day."""
        return condition(self.contrat, self.jour)

    @cached_property
    def reconductions(self) -> Sequence[Reconduction]:
        """Its tacit renewals, up to its end."""
        return tuple(reconductions(self.contrat, self.fin, self.jour)) if self.fin else ()

    @property
    def etapes(self) -> Sequence[EtapeVue]:
        """The steps of its approach."""
        return etapes(self.contrat, self.jour)

    @property
    def instances(self) -> Sequence[InstanceVue]:
        """The bodies that meet about it."""
        return instances(self.contrat, self.jour)

    @cached_property
    def manquements(self) -> Sequence[Manquement]:
        """What the rules find, the gravest first; nothing without a base to look at."""
        return [] if self.lus is None else verifier(self.contrat, vue_de(self.lus, self.contrat))

    @cached_property
    def actions(self) -> Sequence[ActionChiffree]:
        """Its actions, with their money."""
        return chiffrer(self.contrat)

    @property
    def objectifs(self) -> Sequence[Mapping[str, Any]]:
        """Its objectives, in the order of their numbers."""
        return sorted(self.contrat.de("objectifs"), key=lambda row: rang(str(row["id_objectif"])))


def load(
    base: str, contrat: str, annee: int, region: str = "", etat: int = 0, jour: str = ""
) -> DossierContrat:
    """Read what the documents of a contract need.

    Args:
        base: address of the base.
        contrat: code of the contract.
        annee: the year that the document prepares, or accounts for.
        region: code of the région, for its name.
        etat: the number of the state of the base; 0 for the current one.
        jour: the day the contract is looked at (``AAAA-MM-JJ``); today when empty.

    Raises:
        CommandeError: there is no such contract; names the nearest.
        StoreError: the base cannot be read.
    """
    day = jour_vu(jour)
    engine = store.open_base(base)
    etat = etat or store.latest_state(engine)
    read = lire_contrats(engine, etat, day)
    known, frames = read.contrats, read.frames
    if contrat not in known:
        raise CommandeError(
            f"Le contrat «\u00a0{contrat}\u00a0» n’est pas en base.",
            que_faire=suggestion(contrat, list(known), "cpom contrat lister"),
        )
    one = known[contrat]
    _refuse_partial(one, frames["gestionnaires"])
    frames = {**frames, **store.read(engine, ["places", "financements"], etat=etat)}
    agreed = _agreed(one, frames, day)
    depots = tuple(store.deposits_used(engine, _entities(one), etat))
    [(_, cadre)] = cadres({contrat: one}, frames, day)
    return DossierContrat(
        contrat=one,
        convenu=agreed,
        annee=annee,
        jour=day,
        region=region,
        etat=etat,
        depots=depots,
        exemple=any(depot.format == "exemple" for depot in depots),
        mesures=read.parmi({contrat: one}).mesures(),
        delais=tuple(echeances(one, cadre)),
        financements=financements_du_contrat(one, frames, annees_financees(one, day)),
        lus=read,
    )


def _refuse_partial(contrat: Contrat, owners: pd.DataFrame) -> None:
    """Refuse to write the documents of a contract of which only a part may be seen."""
    if contrat.gestionnaire not in set(owners["id_gestionnaire"]):
        raise CommandeError(
            f"Le gestionnaire {contrat.gestionnaire} du contrat {contrat.id} n’est pas visible.",
            pourquoi="Il n’est pas déposé, ou votre rôle ne voit qu’une partie du contrat.",
            que_faire="Demandez le document à son gestionnaire, ou au service de l’État.",
        )


def _agreed(contrat: Contrat, frames: Mapping[str, pd.DataFrame], jour: date) -> Convenu:
    owners = frames["gestionnaires"]
    mine = owners[owners["id_gestionnaire"] == contrat.gestionnaire]
    houses = frames["etablissements"].astype("object")
    houses = houses.where(houses.notna(), None)
    return Convenu(
        contrat,
        jour,
        {str(row["id_etablissement"]): row for row in houses.to_dict("records")},
        raison_sociale=str(mine["raison_sociale"].iloc[0]),
        statut=str(mine["statut"].iloc[0]),
        capacites=capacites(frames["places"], jour.year),
    )


def _entities(contrat: Contrat) -> list[str]:
    houses = {str(row["id_etablissement"]) for row in contrat.de("contrat_etablissements")}
    return [contrat.id, contrat.gestionnaire, *sorted(houses)]
