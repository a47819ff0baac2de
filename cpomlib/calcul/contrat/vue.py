"""What the rules on a contract look at beside its own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cpomlib.calcul.contrat.cibles import MONTENT, CibleSuivie, toutes_les_cibles
from cpomlib.calcul.contrat.financeurs import Financements
from cpomlib.calcul.contrat.jugement import Usages
from cpomlib.calcul.contrat.mesures import Mesures
from cpomlib.calcul.contrat.modele import Contrat, Ligne
from cpomlib.calcul.contrat.suivi import reference_de
from cpomlib.droit import valeur

OBLIGATOIRES = ("cpom_1", "cpom_2", "cpom_3", "cpom_4")
"""What the ids of the mandatory indicators begin with (arrêté of 2019, annexe I)."""
Trouve = Mapping[str, Any]
"""What a rule finds: ``objet``, and what its sentence says."""


@dataclass(frozen=True)
class Bornes:
    """The limits of the parties."""

    objectifs: float = 10
    indicateurs: float = 10


@dataclass(frozen=True, eq=False)
class Vue:
    """What the rules know.

    Attributes:
        jour: the day it is looked at.
        etablissements: every known establishment, by id.
        contrats: every known contract, by code.
        public: the gestionnaire is a public body.
        bornes: the limits of the parties.
        usages: the thresholds of a judgement.
        a_l_entree: whose an establishment was when it entered, where it is not today's.
        mesures: the measures of its targets.
        resultats: year → result of the gestionnaire, in euros.
        comparables: indicator → best tenth of the comparables, and how many they are.
        vigilance: indicators on which the diagnostic has a point of attention.
        places_transformees: places that the retained scenario transforms.
        financements: who funds what of the contract; None where nobody read it.
        enveloppes: (département, programme, year) → credits in cents.
    """

    jour: date
    etablissements: Mapping[str, Ligne]
    contrats: Mapping[str, Contrat] = field(default_factory=dict)
    public: bool = False
    bornes: Bornes = field(default_factory=Bornes)
    usages: Usages = field(default_factory=Usages)
    a_l_entree: Mapping[str, str] = field(default_factory=dict)
    mesures: Mesures = field(default_factory=Mesures)
    resultats: Mapping[int, float] = field(default_factory=dict)
    comparables: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    vigilance: tuple[str, ...] = ()
    places_transformees: int = 0
    financements: Financements | None = None
    enveloppes: Mapping[tuple[str, str, int], int] = field(default_factory=dict)

    @cached_property
    def duree_maximale(self) -> int:
        """How many months a contract lasts at most: read for one that the law is about."""
        return 12 * int(valeur("echeances/duree_max_cpom", self.jour))

    @cached_property
    def duree_prorogee(self) -> int:
        """The same with its extension."""
        return 12 * int(valeur("echeances/duree_max_prorogee", self.jour))

    def tenus(self, contrat: Contrat) -> list[tuple[Ligne, Ligne]]:
        """Return its rows of establishments, each with the establishment, where it is known."""
        return [
            (row, self.etablissements[row["id_etablissement"]])
            for row in contrat.de("contrat_etablissements")
            if row["id_etablissement"] in self.etablissements
        ]

    def references(self, contrat: Contrat) -> Iterator[tuple[CibleSuivie, float | None]]:
        """Return its targets with a value, each with what it starts from."""
        for cible in toutes_les_cibles(contrat):
            if cible.points:
                yield cible, reference_de(contrat, cible, self.mesures)


def nom(etablissement: Ligne) -> str:
    """Return an establishment as a sentence names it."""
    return f"{etablissement['nom']} ({etablissement['id_etablissement']})"


def signataires(contrat: Contrat) -> list[Ligne]:
    """Return the parties that sign."""
    return [
        row
        for row in contrat.de("contrat_parties")
        if row["role"] in {"autorite_tarification", "signataire"}
    ]


def meilleur_dixieme(valeurs: Sequence[float], sens: str) -> float:
    """Return what the best tenth of some values reaches, in the direction of a target."""
    import numpy as np

    return float(np.quantile(valeurs, 0.9 if sens in MONTENT else 0.1))
