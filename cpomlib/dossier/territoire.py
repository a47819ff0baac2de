"""What a regional sheet needs of a région, read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.base import sees_region
from cpomlib.base.justifications import justifications
from cpomlib.calcul import en_service, trop_peu
from cpomlib.calcul.contrat import Contrat, contrats_de
from cpomlib.calcul.indicateurs import Conventions, compute, conventions_des_seuils
from cpomlib.calcul.programmation import Recense, recenser
from cpomlib.calcul.regional import Denombrement, de_region, denombrer, hebergeurs, sans_chiffres
from cpomlib.calcul.regional.unites import unites
from cpomlib.calcul.secret import ReferenceRegionale, Regles, regles_des_seuils
from cpomlib.dossier import chiffres_regionaux as regionaux
from cpomlib.dossier import juge_regional
from cpomlib.dossier.exercices import Exercices, cote_a_cote
from cpomlib.dossier.formats import measured
from cpomlib.dossier.references import tables_of
from cpomlib.dossier.regard import jour_vu, regarder
from cpomlib.droit import departements, nom_region
from cpomlib.socle import CommandeError, Secret, Valeur
from cpomlib.tables import Justification, contract_names

if TYPE_CHECKING:
    from cpomlib.calcul.anomalies import Anomalie
    from cpomlib.calcul.contrat import Contrat
    from cpomlib.calcul.verdicts import Jugements

DEMANDES = "demandes_siao"


@dataclass(frozen=True, eq=False)
class Territoire(Exercices):
    """What is known of a région for a year, in one state of the base.

    Attributes:
        region: its code; ``nom``: its name.
        annee: the year; ``annees`` adds the two before it.
        perimetre: ``tous`` or ``chrs``.
        publiable: the page leaves the State's service: what would tell of one gestionnaire or
            of a few persons is masked.
        structures: the establishments of the région and of the perimeter.
        denombrement: who is counted here, who is left out and why.
        noms: id → name of all of these, in the order of names.
        departements: code → name, every département of the région.
        frames: the shared tables of the région's gestionnaires.
        resultats: per year, the results of ``compute`` for the units of
            :mod:`cpomlib.calcul.regional.unites`.
        valeurs: per year, unit (index) by indicator (columns); missing where there is none.
        references: per year, what may be said over the gestionnaires; empty unless
            ``publiable``.
        masques: (year, unit, indicator) → why it is masked; empty unless ``publiable``.
        justifications: the answers given to anomalies.
        conventions: what the parties agreed; ``regles``: the thresholds of secrecy.
        depots: the deposits it was made from; ``etat``: the number of the state.
        declarations: what the parties declared of the gestionnaires.
        contrats: their contracts, by code; ``jour``: the day these are looked at.
    """

    region: str
    nom: str
    annee: int
    perimetre: str
    publiable: bool
    structures: pd.DataFrame
    denombrement: Denombrement
    noms: Mapping[str, str]
    departements: Mapping[str, str]
    frames: Mapping[str, pd.DataFrame]
    resultats: Mapping[int, pd.DataFrame]
    valeurs: Mapping[int, pd.DataFrame]
    references: Mapping[int, Mapping[str, ReferenceRegionale]]
    masques: Mapping[tuple[int, str, str], str]
    justifications: tuple[Justification, ...]
    conventions: Conventions
    regles: Regles
    depots: tuple[store.Depot, ...]
    etat: int
    declarations: tuple[store.Declaree, ...] = ()
    contrats: Mapping[str, Contrat] = field(default_factory=dict)
    jour: date = field(default_factory=date.today)

    @property
    def exemple(self) -> bool:
        """Whether some of the data is invented."""
        return any(depot.format == "exemple" for depot in self.depots)

    @cached_property
    def gestionnaires(self) -> Mapping[str, str]:
        """Id → name of the gestionnaires counted, in the order of names."""
        counted = set(self.denombrement.comptes)
        return {one: name for one, name in self.noms.items() if one in counted}

    @cached_property
    def sans_chiffres(self) -> Mapping[str, tuple[str, ...]]:
        """Part of the data → the gestionnaires counted that have no figure of it for the year."""
        return sans_chiffres(self.resultats[self.annee], self.denombrement.comptes)

    @cached_property
    def services(self) -> pd.DataFrame:
        """The establishments and services of the year, as every document counts them."""
        return en_service(self.structures, self.annee)

    @cached_property
    def recenses(self) -> Sequence[Recense]:
        """The gestionnaires of CHRS, with where their contract stands on the day."""
        return recenser(self.frames, self.contrats, self.region, self.annee, self.jour)

    @property
    def demandes(self) -> pd.DataFrame:
        """The requests to the SIAO of the région's départements."""
        rows = self.frames[DEMANDES]
        return rows[rows["departement"].isin(list(self.departements))]

    def valeur(self, unite: str, indicateur: str, annee: int = 0) -> float | None:
        """Return the value of an indicator for a unit, None when it is missing."""
        frame = self.valeurs[annee or self.annee]
        if unite not in frame.index:
            return None
        value = frame.loc[unite, indicateur]
        return None if pd.isna(value) else float(value)

    def termes(self, unite: str, indicateur: str, annee: int = 0) -> tuple[float, float] | None:
        """Return the numerator and the denominator of a value, None where there is none."""
        return self._termes[annee or self.annee].get((unite, indicateur))

    @cached_property
    def _termes(self) -> Mapping[int, Mapping[tuple[str, str], tuple[float, float]]]:
        return {year: regionaux.termes(rows) for year, rows in self.resultats.items()}

    def en_nombres(self, unite: str, indicateur: str, annee: int = 0) -> bool:
        """Tell whether a rate of a unit is on too few to be read as one."""
        return trop_peu(indicateur, self.termes(unite, indicateur, annee))

    def cellule(self, unite: str, indicateur: str, annee: int = 0) -> Valeur:
        """Return the value in the form of its unit, its counts on too few, or why it is masked."""
        year = annee or self.annee
        why = self.masques.get((year, unite, indicateur))
        if why:
            return Secret(why)
        terms = self.termes(unite, indicateur, year)
        return measured(indicateur, self.valeur(unite, indicateur, year), terms)

    @cached_property
    def anomalies(self) -> Mapping[str, tuple[Anomalie, ...]]:
        """The anomalies of each gestionnaire, for the year."""
        return juge_regional.anomalies(self)

    @cached_property
    def douteux(self) -> Mapping[str, tuple[str, ...]]:
        """Indicator → the gestionnaires whose figure is doubted."""
        return juge_regional.douteux(self)

    @cached_property
    def hors_reference(self) -> Mapping[str, Collection[str]]:
        """Indicator → the gestionnaires whose figure enters no median."""
        return juge_regional.hors_reference(self)

    @cached_property
    def jugements(self) -> Jugements:
        """What is concluded from the figures of the région."""
        return juge_regional.jugements(self)

    def masque(self, unite: str, indicateur: str, annee: int = 0) -> bool:
        """Tell whether a value is masked."""
        return (annee or self.annee, unite, indicateur) in self.masques


def load(
    base: str, region: str, annee: int, perimetre: str = "tous", etat: int = 0,
    publiable: bool = False, jour: str = "",
) -> Territoire:  # fmt: skip
    """Read what a regional sheet needs.

    Args:
        base: address of the base.
        region: code of the région.
        annee: the year.
        perimetre: ``tous``, or ``chrs`` for the establishments of category 214.
        etat: the number of the state of the base; 0 for the current one.
        publiable: mask what would tell of one gestionnaire or of a few persons.
        jour: the day the year is looked at; today when empty.

    Raises:
        CommandeError: the role connected does not see the whole région, or it has no
            establishment in the perimeter.
        StoreError: the base cannot be read.
    """
    conventions, engine = conventions_des_seuils(regarder(annee, jour).jour), store.open_base(base)
    _refuse_partial(engine, region)
    etat = etat or store.latest_state(engine)
    tables = tables_of(engine, region, etat)
    frames = _frames(engine, region, etat, tables)
    units = unites(frames["etablissements"], region, perimetre)
    rules = regles_des_seuils()
    computed = {y: compute(frames, units, y, conventions) for y in cote_a_cote(annee)}
    structures = de_region(frames["etablissements"], region, perimetre)
    owners = sorted(set(structures["id_gestionnaire"]))
    entities = sorted({*owners, *structures["id_etablissement"]})
    references = {y: regionaux.references(rows, rules) for y, rows in computed.items() if publiable}
    return Territoire(
        region=region,
        nom=nom_region(region),
        annee=annee,
        perimetre=perimetre,
        publiable=publiable,
        structures=structures,
        denombrement=_counted(tables, region, annee, perimetre),
        noms=_names(tables["gestionnaires"]),
        departements=_codes(region),
        frames=frames,
        resultats=computed,
        valeurs={year: regionaux.wide(rows) for year, rows in computed.items()},
        references=references,
        masques=regionaux.masks(computed, references, rules),
        justifications=justifications(engine, entities, annee, etat),
        conventions=conventions,
        regles=rules,
        depots=_deposits(engine, entities, region, etat),
        etat=etat,
        declarations=store.declarations(engine, owners, etat=etat),
        contrats=_contracts(engine, owners, etat),
        jour=jour_vu(jour),
    )


def _refuse_partial(engine: Engine, region: str) -> None:
    if not sees_region(engine, region):
        raise CommandeError(
            f"Votre rôle ne voit pas toute la région {nom_region(region)}.",
            que_faire="Une synthèse régionale se fait avec le rôle de son analyste.",
        )


def _counted(
    tables: Mapping[str, pd.DataFrame], region: str, annee: int, perimetre: str
) -> Denombrement:
    return denombrer(tables["etablissements"], tables["places"], region, annee, perimetre)


def _contracts(engine: Engine, owners: Sequence[str], etat: int) -> Mapping[str, Contrat]:
    return contrats_de(store.read(engine, contract_names(), gestionnaires=owners, etat=etat))


def _deposits(
    engine: Engine, entities: Sequence[str], region: str, etat: int
) -> tuple[store.Depot, ...]:
    return tuple(store.deposits_used(engine, [*entities, *_codes(region)], etat))


def _frames(
    engine: Engine, region: str, etat: int, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Keep of the tables who houses in the région; read requests, of départements without places.

    Raises:
        CommandeError: nobody does.
    """
    houses = tables["etablissements"]
    housing = hebergeurs(houses, tables["places"])
    if len(houses) and not housing:
        raise CommandeError(
            f"Aucun gestionnaire de la région {nom_region(region)} n’héberge : ni établissement "
            "d’une catégorie FINESS, ni place.",
            que_faire="Pour l’insertion, « cpom rapports --modele offre_insertion ».",
        )
    kept = houses[houses["id_gestionnaire"].astype("str").isin(housing)]
    asked = store.read(engine, [DEMANDES], etat=etat)
    return {**tables, **asked, "etablissements": kept}


def _codes(region: str) -> dict[str, str]:
    frame = departements(region)
    return dict(zip(frame["code"], frame["nom"], strict=True))


def _names(gestionnaires: pd.DataFrame) -> dict[str, str]:
    pairs = zip(gestionnaires["id_gestionnaire"], gestionnaires["raison_sociale"], strict=True)
    return {str(key): str(name) for key, name in sorted(pairs, key=lambda pair: (pair[1], pair[0]))}
