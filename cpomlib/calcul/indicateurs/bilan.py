"""Ratios of the balance sheet: working capital, cash, self-financing, debt, reserves."""

from __future__ import annotations

import numpy as np

from cpomlib.calcul.indicateurs.apport import CENTIMES, Apport, Cotes
from cpomlib.calcul.indicateurs.comptes import Comptes, SoldesDesComptes, comptes_en_vigueur
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import Measure

JOURS_AN = 365
"""Days of charges in a year, as the formula in days of R. 314-48 practice has it."""

CAF_NON_POSITIVE = (
    "La capacité d’autofinancement est nulle ou négative\u00a0: aucune durée de remboursement "
    "ne peut en être déduite."
)

SOLDEES = (
    "Dans la balance déposée, les charges et les produits (classes 6 et 7) sont soldés dans le "
    "compte 12\u00a0: ce chiffre ne s’y lit plus. Déposez la balance arrêtée avant ce solde."
)

LISTES = (
    "frng", "bfr", "caf", "charges_decaissables", "produits_caf", "vetuste_amortissements",
    "vetuste_immobilisations", "emprunts", "financements_stables", "reserve_tresorerie",
    "reserve_compensation",
)  # fmt: skip
"""The account lists that the balance indicators need."""

DE_GESTION = ("caf", "charges_decaissables", "produits_caf")
"""Lists that only classes 6 and 7 hold: once these are closed, they are unknown, not zero."""

EUROS = ("frng", "bfr", "tresorerie", "caf", "reserve_tresorerie", "reserve_compensation")
"""Amounts; the other balance indicators are quotients."""


def bilan(contexte: Contexte) -> dict[str, Measure]:
    """Measure the balance indicators, for the units that are whole gestionnaires only.

    The account lists are parameters (``legislation/comptes_diagnostic.yaml``); the formulas are
    those of the CNSA's ratios and of CASF R. 314-48 (no text sets them for CHRS).
    """
    comptes, soldes = _lus(contexte)
    solde = {name: soldes.somme(comptes[name]) for name in LISTES}
    closed = soldes.soldees
    solde |= {name: np.where(closed, np.nan, solde[name]) for name in DE_GESTION}
    solde["tresorerie"] = np.rint((solde["frng"] - solde["bfr"]) * 100) / 100
    refus = ((closed, SOLDEES),)
    no_caf = (solde["caf"] <= 0, CAF_NON_POSITIVE)
    return {
        **{name: Measure(solde[name]) for name in EUROS},
        "caf": Measure(solde["caf"], refus=refus),
        "jours_tresorerie": Measure(
            solde["tresorerie"], solde["charges_decaissables"], facteur=JOURS_AN, refus=refus
        ),
        "taux_caf": Measure(solde["caf"], solde["produits_caf"], refus=refus),
        "taux_vetuste": Measure(solde["vetuste_amortissements"], solde["vetuste_immobilisations"]),
        "taux_endettement": Measure(solde["emprunts"], solde["financements_stables"]),
        "duree_apparente_dette": Measure(solde["emprunts"], solde["caf"], refus=(*refus, no_caf)),
    }


def cotes_bilan(contexte: Contexte) -> dict[str, Cotes]:
    """Select the balances behind each indicator, by the same lists of accounts."""
    comptes, soldes = _lus(contexte)
    cents = {name: soldes.apports(comptes[name]) for name in LISTES}
    cents["tresorerie"] = cents["frng"] - cents["bfr"]
    held = {
        name: Apport("balances", soldes.balances, values, sur=CENTIMES).where(values != 0)
        for name, values in cents.items()
    }
    return {
        **{name: (held[name], None) for name in EUROS},
        "jours_tresorerie": (held["tresorerie"], held["charges_decaissables"]),
        "taux_caf": (held["caf"], held["produits_caf"]),
        "taux_vetuste": (held["vetuste_amortissements"], held["vetuste_immobilisations"]),
        "taux_endettement": (held["emprunts"], held["financements_stables"]),
        "duree_apparente_dette": (held["emprunts"], held["caf"]),
    }


def _lus(contexte: Contexte) -> tuple[Comptes, SoldesDesComptes]:
    comptes = contexte.conventions.comptes or comptes_en_vigueur(LISTES, contexte.annee)
    return comptes, SoldesDesComptes(contexte.balances)
