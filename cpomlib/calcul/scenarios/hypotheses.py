"""The hypotheses of a scenario: one small frozen dataclass per type of the contract.

Rates are fractions (0.012 is 1,2 %). Amounts are euros of the year they take effect; what lasts
then follows the index of its nature (dotation, groupe, salaries).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpomlib.calcul.scenarios.budget import (
    Actualisation,
    Cofinancement,
    Convergence,
    Emprunt,
    HypotheseFraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    Mutualisation,
    NonReconductible,
)
from cpomlib.calcul.scenarios.declaration import Hypothese, champs
from cpomlib.calcul.scenarios.offre import (
    Etp,
    FermerPlaces,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)

LOGEMENT_ADAPTE, HORS_LES_MURS = "logement_adapte", "hors_les_murs"

TYPES: Mapping[str, type[Hypothese]] = MappingProxyType(
    {
        kind.type: kind
        for kind in (
            Actualisation, Inflation, MasseSalariale, TransformerPlaces, OuvrirPlaces,
            FermerPlaces, Etp, Occupation, HypotheseFraisSiege, Mutualisation, Investissement,
            Cofinancement, Convergence, NonReconductible,
        )
    }
)  # fmt: skip
"""Type in a file → its dataclass, in the order of the contract."""

FAMILLES: Mapping[str, str] = MappingProxyType(
    {
        "offre": "Offre",
        "dotation": "Dotation",
        "charges": "Charges",
        "personnel": "Personnel",
        "siege": "Siège",
        "investissement": "Investissement",
        "cofinancements": "Cofinancements",
    }
)
"""The groups of hypotheses, in the order of the page."""

__all__ = [
    "FAMILLES",
    "HORS_LES_MURS",
    "LOGEMENT_ADAPTE",
    "TYPES",
    "Actualisation",
    "Cofinancement",
    "Convergence",
    "Emprunt",
    "Etp",
    "FermerPlaces",
    "Hypothese",
    "HypotheseFraisSiege",
    "Inflation",
    "Investissement",
    "MasseSalariale",
    "Mutualisation",
    "NonReconductible",
    "Occupation",
    "OuvrirPlaces",
    "TransformerPlaces",
    "champs",
]
