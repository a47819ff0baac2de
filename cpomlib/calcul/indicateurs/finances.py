"""Budgets and financings: charges, products, result, costs, base budgétaire."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cpomlib.calcul.indicateurs.contexte import REPORT_A_NOUVEAU, Contexte
from cpomlib.calcul.indicateurs.exercices import TOUS_FERMES, precisions, sans_compte
from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.publics import shares
from cpomlib.calcul.indicateurs.rows import Rows

ETAT = ("etat_177", "etat_104", "etat_303", "etat_304")
"""Financeurs that are the State's own programmes."""


def finances(contexte: Contexte) -> dict[str, Measure]:
    """Measure what ``budgets`` and ``financements`` say, in euros, for every unit."""
    ca = exploitation(contexte.ca)
    charges, produits = ca.equal("sens", "charge"), ca.equal("sens", "produit")
    brutes, recettes = _euros(charges), _euros(produits)
    groupe = {
        f"{name}_groupe_{number}": _euros(rows.equal("groupe", number))
        for name, rows in (("charges", charges), ("produits", produits))
        for number in (1, 2, 3)
    }
    once = _euros(charges.equal("non_reconductible", True))
    net, resultat = _cents(brutes - once), _cents(recettes - brutes)
    before = _euros(exploitation(contexte.ca_precedent).equal("sens", "charge"))
    return {
        **{name: Measure(amount) for name, amount in groupe.items()},
        "charges_brutes": Measure(brutes),
        "charges_non_reconductibles": Measure(once),
        "recettes_attenuation": Measure(_euros(produits.equal("groupe", 2, 3))),
        "resultat": Measure(resultat, notes=sans_compte(contexte)),
        "taux_resultat": Measure(resultat, recettes),
        **_couts(contexte, net),
        **_par_place(contexte, groupe),
        "part_personnel": Measure(groupe["charges_groupe_2"], brutes),
        "base_budgetaire": Measure(
            _base(contexte.be),
            refus=((~contexte.be.some(), TOUS_FERMES),),
            notes=precisions(contexte),
        ),
        "evolution_charges": _evolution(contexte, brutes, before),
        **_financeurs(contexte.financements),
    }


def _couts(contexte: Contexte, net: np.ndarray) -> dict[str, Measure]:
    places, days = contexte.places, contexte.activite
    return {
        name: Measure(net, rows.total(column), notes=sans_compte(contexte, rows))
        for name, rows, column in (
            ("cout_place", places, "places_financees"),
            ("cout_journee", days, "journees_realisees"),
        )
    }


def _par_place(contexte: Contexte, groupe: Mapping[str, np.ndarray]) -> dict[str, Measure]:
    """Relate the charges of each groupe to the places: what the cost of one is made of."""
    places = contexte.places
    notes = sans_compte(contexte, places)
    return {
        f"charges_place_groupe_{number}": Measure(
            groupe[f"charges_groupe_{number}"], places.total("places_financees"), notes=notes
        )
        for number in (1, 2, 3)
    }


def _evolution(contexte: Contexte, brutes: np.ndarray, before: np.ndarray) -> Measure:
    """Compare two years that are both over: a part of one says nothing of the other."""
    period = contexte.periode
    unfinished = np.full(len(brutes), period.ouverte)
    said = f"{period.avertissement} Une évolution se lit sur des années finies."
    return Measure(_cents(brutes - before), before, refus=((unfinished, said),))


def _base(be: Rows) -> np.ndarray:
    """Base budgétaire: brutes − non reconductibles − atténuation + report à nouveau.

    Source: guide « Élaborer un CPOM dans le secteur AHI », step 3 (1 100 000 − 25 000 − 40 000
    + 5 000 = 1 040 000). A deficit carried forward counts as negative. Whole centimes.
    """
    held = carried(be)
    courant, report = be.where(~held), be.where(held)
    charges = courant.equal("sens", "charge")
    attenuation = courant.equal("sens", "produit").equal("groupe", 2, 3)
    centimes = (
        charges.total("montant")
        - charges.equal("non_reconductible", True).total("montant")
        - attenuation.total("montant")
        + report.equal("sens", "produit").total("montant")
        - report.equal("sens", "charge").total("montant")
    )
    return centimes / 100


def _financeurs(financements: Rows) -> dict[str, Measure]:
    amounts = financements.column("montant_accorde").to_numpy("float64") / 100
    parts = shares(financements, "part_financeur", "financements", "financeur", amounts)
    total = _euros(financements, "montant_accorde")
    etat = _euros(financements.equal("financeur", *ETAT), "montant_accorde")
    return parts | {"taux_cofinancement": Measure(_cents(total - etat), total)}


def carried(rows: Rows) -> np.ndarray:
    """Tell which rows of a budget are a result carried forward."""
    return rows.textes("compte").commencent(REPORT_A_NOUVEAU)


def reports(rows: Rows) -> Rows:
    """Keep the results carried forward: a product is a surplus taken in, a charge a deficit."""
    return rows.where(carried(rows))


def exploitation(rows: Rows) -> Rows:
    """Leave out results carried forward: they are no charge or product of the year."""
    return rows.where(~carried(rows))


def _euros(rows: Rows, column: str = "montant") -> np.ndarray:
    """Add up whole centimes, then give euros."""
    return rows.total(column) / 100


def _cents(amounts: np.ndarray) -> np.ndarray:
    """Round a difference of euros to the cent it stands for."""
    return np.rint(amounts * 100) / 100
