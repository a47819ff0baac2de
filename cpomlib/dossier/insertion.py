"""What the sheets of a département's insertion and governance need, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.calcul.contrat import (
    Contrat,
    LigneSuivi,
    contrats_de,
    mesurer,
    suivre,
    usages_des_seuils,
)
from cpomlib.calcul.gouvernance import territoires_cotes
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.calcul.insertion import (
    TOTAL,
    Lieu,
    Offre,
    Reequilibrage,
    StructureInsertion,
    atteindre,
    compute_insertion,
    couverture_visee,
    grille,
    lieux,
    masquees,
    offre,
    repartir,
    structures,
)
from cpomlib.calcul.secret import regles_des_seuils
from cpomlib.dossier.formats import measured
from cpomlib.dossier.regard import jour_vu
from cpomlib.droit import departements, nom_departement, nom_region
from cpomlib.socle import CommandeError, Secret, Valeur
from cpomlib.tables import contract_names, territory_names

if TYPE_CHECKING:
    import pandas as pd

YEARS = 4
"""How many years are set side by side at most."""
CADRES = ("schema_departemental", "objectifs_moyens")
"""Contracts whose targets are those of insertion."""
_AUTRES = ("gestionnaires", "etablissements", "financements")


@dataclass(frozen=True, eq=False)
class Insertion:
    """A département: its insertion structures and its governance, in one state of the base.

    Attributes:
        departement: its code.
        region: code of its région.
        annee: the year; ``jour``: the day it is looked at.
        frames: the tables.
        etat: the number of the state.
        depots: the deposits it was made from; ``exemple``: some of the data is invented.
        publiable: what would tell of one association or of a few persons is masked.
    """

    departement: str
    region: str
    annee: int
    jour: date
    frames: Mapping[str, pd.DataFrame]
    etat: int
    depots: tuple[store.Depot, ...]
    exemple: bool
    publiable: bool = False

    @property
    def nom(self) -> str:
        """Its name."""
        return nom_departement(self.departement)

    @cached_property
    def structures(self) -> tuple[StructureInsertion, ...]:
        """Its structures."""
        return tuple(one for one in structures(self.frames) if one.lieu[0] == self.departement)

    def nom_de(self, structure: str) -> str:
        """Return the name of a structure, its code where it has none."""
        return next((one.nom for one in self.structures if one.id == structure), structure)

    @cached_property
    def lieux(self) -> tuple[Lieu, ...]:
        """Its territories."""
        known = lieux(self.frames, self.structures)
        return tuple(place for place in known if place[0] == self.departement)

    @cached_property
    def annees(self) -> tuple[int, ...]:
        """The year looked at, and those before it that say something."""
        told = self.frames["activite_insertion"]["annee"].unique().tolist()
        return tuple(sorted({y for y in map(int, told) if y < self.annee} | {self.annee})[-YEARS:])

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types of offer that are there, in the order of the list."""
        held = {one.type for one in self.structures}
        known = self.frames["structures_insertion"]["type"].cat.categories
        return tuple(str(kind) for kind in known if kind in held)

    @cached_property
    def resultats(self) -> Mapping[tuple[int, str, str, str], Mapping[str, object]]:
        """Year, territory, type and indicator → row of results; ``TOTAL`` for all of them."""
        units = grille(self.structures, self.lieux)
        named = {"\n".join(case): one for case, one in units.items()}
        return {
            (year, *str(row["unite"]).split("\n"), str(row["id"])): row  # type: ignore[misc]
            for year in self.annees
            for row in compute_insertion(self.frames, named, year).to_dict("records")
        }

    @cached_property
    def masques(self) -> Mapping[tuple[int, str, str], str]:
        """Year, territory and type → why it is masked; empty unless it is to be published."""
        if not self.publiable:
            return {}
        units, rules = grille(self.structures, self.lieux), regles_des_seuils()
        return {
            (year, *case): why
            for year in self.annees
            for case, why in masquees(self.frames, units, year, rules).items()
        }

    def valeur(
        self, indicateur: str, territoire: str = TOTAL, genre: str = TOTAL, annee: int = 0
    ) -> float | None:
        """Return a value, None where there is none."""
        year = annee or self.annee
        row = self.resultats.get((year, territoire, genre, indicateur))
        if row is None or row["statut"] != "ok" or (year, territoire, genre) in self.masques:
            return None
        return float(str(row["valeur"]))

    def termes(
        self, indicateur: str, territoire: str = TOTAL, genre: str = TOTAL, annee: int = 0
    ) -> tuple[float, float] | None:
        """Return the numerator and the denominator of a value, None where there is none."""
        if self.valeur(indicateur, territoire, genre, annee) is None:
            return None
        row = self.resultats[annee or self.annee, territoire, genre, indicateur]
        return float(str(row["numerateur"])), float(str(row["denominateur"]))

    def cellule(
        self, indicateur: str, territoire: str = TOTAL, genre: str = TOTAL, annee: int = 0
    ) -> Valeur:
        """Return a value for a cell, in the form of its unit, or why it is masked."""
        why = self.masques.get((annee or self.annee, territoire, genre))
        if why:
            return Secret(why)
        where = (indicateur, territoire, genre, annee)
        return measured(indicateur, self.valeur(*where), self.termes(*where))

    def note(self, indicateur: str) -> str:
        """Return what must be said with the value of the whole département."""
        row = (
            {} if self.publiable else self.resultats.get((self.annee, TOTAL, TOTAL, indicateur), {})
        )
        return str(row.get("note", "") or row.get("raison", ""))

    @cached_property
    def offre(self) -> Offre:
        """The places, the beneficiaries and the costs that rebalancing reckons with."""
        return offre(self.frames, self.structures, self.lieux, self.annee)

    @cached_property
    def constants(self) -> Reequilibrage:
        """What moves at constant means."""
        return repartir(self.offre)

    @cached_property
    def vises(self) -> Reequilibrage:
        """What the coverage aimed at takes."""
        return atteindre(self.offre, couverture_visee()[0])

    @cached_property
    def territoires_cotes(self) -> list[Lieu]:
        """The territories whose governance somebody rated in the year."""
        return territoires_cotes(self.frames, [self.departement], self.annee)

    @cached_property
    def contrats(self) -> Mapping[str, Contrat]:
        """The contracts that hold an establishment of the département."""
        houses = self.frames["etablissements"]
        here = set(houses.loc[houses["departement"] == self.departement, "id_etablissement"])
        return {
            code: one
            for code, one in contrats_de(self.frames).items()
            if here & {row["id_etablissement"] for row in one.de("contrat_etablissements")}
        }

    @cached_property
    def suivi(self) -> Sequence[LigneSuivi]:
        """The targets of the schemes and contracts of insertion, year after year."""
        held = {code: one for code, one in self.contrats.items() if one.ligne["cadre"] in CADRES}
        years = range(self.annee - YEARS, self.annee + 1)
        usages = usages_des_seuils()
        measured_here = mesurer(self.frames, held, years, conventions_des_seuils(self.jour))
        lines = suivre(held, measured_here, usages, date(self.annee + 1, 1, 1))
        return [one for one in lines if one.annee == self.annee]


def load(
    base: str, region: str, annee: int, departement: str = "", etat: int = 0, jour: str = "",
    publiable: bool = False,
) -> Insertion:  # fmt: skip
    """Read what the sheets of a département need.

    Args:
        base: address of the base.
        region: code of the région.
        annee: the year.
        departement: its code; empty for the only one of the région that has some insertion or
            governance.
        etat: the number of the state of the base; 0 for the current one.
        jour: the day it is looked at (``AAAA-MM-JJ``); today when empty.
        publiable: mask what would tell of one association or of a few persons.

    Raises:
        CommandeError: the région has none, or several and none is named.
        StoreError: the base cannot be read.
    """
    day = jour_vu(jour)
    engine = store.open_base(base)
    etat = etat or store.latest_state(engine)
    frames = store.read(engine, [*_AUTRES, *contract_names(), *territory_names()], etat=etat)
    code = _departement(frames, region, departement)
    houses = frames["etablissements"]
    here = houses.loc[houses["departement"] == code, "id_etablissement"].tolist()
    depots = tuple(store.deposits_used(engine, [code, *here], etat))
    return Insertion(
        departement=code,
        region=region,
        annee=annee,
        jour=day,
        frames=frames,
        etat=etat,
        depots=depots,
        exemple=any(depot.format == "exemple" for depot in depots),
        publiable=publiable,
    )


def read_offre(
    base: str, region: str, annee: int, departement: str = "", etat: int = 0, jour: str = "",
    publiable: bool = False,
) -> Insertion:  # fmt: skip
    """Read the offer of a département, which only who sees all of it may tell (see ``load``).

    Raises:
        CommandeError: the role connected sees a part of its structures: their sum is no offer.
    """
    dossier = load(base, region, annee, departement, etat, jour, publiable)
    if not store.sees_insertion(store.open_base(base), dossier.departement, region):
        raise CommandeError(
            f"Votre rôle ne voit pas toutes les structures d’insertion de {dossier.nom}.",
            que_faire="L’offre d’un département se lit avec le rôle du Département "
            "(«\u00a0--departement D --insertion\u00a0») ou de l’État\u00a0; vos structures, par "
            "«\u00a0cpom indicateurs\u00a0».",
        )
    return dossier


def _departement(frames: Mapping[str, pd.DataFrame], region: str, departement: str) -> str:
    known = dict(zip(*(departements(region)[name] for name in ("code", "nom")), strict=True))
    told = {str(one) for name in ("population_insertion", "gouvernance")
            for one in frames[name]["departement"]}  # fmt: skip
    told |= {one.lieu[0] for one in structures(frames)}
    here = sorted(told & known.keys())
    if departement in here or (len(here) == 1 and not departement):
        return departement or here[0]
    listed = ", ".join(f"{code} ({known[code]})" for code in here)
    if not here:
        raise CommandeError(
            f"La base ne dit rien de l’insertion ni de la gouvernance en {nom_region(region)}.",
            que_faire="Déposez les tables de l’insertion ou la table «\u00a0gouvernance\u00a0» "
            "avec «\u00a0cpom importer tables\u00a0».",
        )
    raise CommandeError(
        f"Le département «\u00a0{departement}\u00a0» n’a rien en base." if departement
        else f"Plusieurs départements de {nom_region(region)} sont en base.",
        que_faire="Choisissez-en un par «\u00a0--parametre departement=CODE\u00a0»\u00a0: "
        f"{listed}.",
    )  # fmt: skip
