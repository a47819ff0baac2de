"""The report on the volet financier: what its notebook calls, part by part."""

from cpomlib.rapports.volet_financier.couts_gham import tableau_couts
from cpomlib.rapports.volet_financier.rapport import (
    affectation,
    base,
    calculer,
    couts,
    donnees,
    doutes,
    equilibre,
    identite,
    investissement,
    parametres,
    reserves,
    resume,
    scenarios,
    siege,
    trajectoire,
)

__all__ = [
    "affectation",
    "base",
    "calculer",
    "couts",
    "donnees",
    "doutes",
    "equilibre",
    "identite",
    "investissement",
    "parametres",
    "reserves",
    "resume",
    "scenarios",
    "siege",
    "tableau_couts",
    "trajectoire",
]
