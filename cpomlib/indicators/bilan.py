"""Ratios of the balance sheet: working capital, cash, self-financing, debt, reserves."""

from __future__ import annotations

import numpy as np

from cpomlib.indicators.comptes import SoldesDesComptes, comptes_en_vigueur
from cpomlib.indicators.contexte import Contexte
from cpomlib.indicators.measure import Measure

JOURS_AN = 365
"""Days of charges in a year, as the formula in days of R. 314-48 practice has it."""

CAF_NON_POSITIVE = (
    "La capacité d’autofinancement est nulle ou négative\u00a0: aucune durée de remboursement "
    "ne peut en être déduite."
)

LISTES = (
    "frng", "bfr", "caf", "charges_decaissables", "produits_caf", "vetuste_amortissements",
    "vetuste_immobilisations", "emprunts", "financements_stables", "reserve_tresorerie",
    "reserve_compensation",
)  # fmt: skip
"""The account lists that the balance indicators need."""

EUROS = ("frng", "bfr", "tresorerie", "caf", "reserve_tresorerie", "reserve_compensation")
"""Amounts; the other balance indicators are quotients."""


def bilan(contexte: Contexte) -> dict[str, Measure]:
    """Measure the balance indicators, for the units that are whole gestionnaires only.

    The account lists are parameters (``legislation/comptes_diagnostic.yaml``); the formulas are
    those of the CNSA's ratios and of CASF R. 314-48 (no text sets them for CHRS).
    """
    comptes = contexte.conventions.comptes or comptes_en_vigueur(LISTES, contexte.annee)
    soldes = SoldesDesComptes(contexte.balances)
    solde = {name: soldes.somme(comptes[name]) for name in LISTES}
    solde["tresorerie"] = np.rint((solde["frng"] - solde["bfr"]) * 100) / 100
    no_caf = (solde["caf"] <= 0, CAF_NON_POSITIVE)
    return {
        **{name: Measure(solde[name]) for name in EUROS},
        "jours_tresorerie": Measure(
            solde["tresorerie"], solde["charges_decaissables"], facteur=JOURS_AN
        ),
        "taux_caf": Measure(solde["caf"], solde["produits_caf"]),
        "taux_vetuste": Measure(solde["vetuste_amortissements"], solde["vetuste_immobilisations"]),
        "taux_endettement": Measure(solde["emprunts"], solde["financements_stables"]),
        "duree_apparente_dette": Measure(solde["emprunts"], solde["caf"], refus=(no_caf,)),
    }
