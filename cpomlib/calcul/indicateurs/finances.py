"""Budgets and financings: charges, products, result, costs, base budgétaire."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from cpomlib.calcul.indicateurs.apport import Apport, Cotes, argent, colonne, mesurees, parts
from cpomlib.calcul.indicateurs.contexte import REPORT_A_NOUVEAU, Contexte
from cpomlib.calcul.indicateurs.exercices import TOUS_FERMES, precisions, sans_compte
from cpomlib.calcul.indicateurs.measure import Measure, together
from cpomlib.calcul.indicateurs.mois import mois_manquants, places_d_une_partie
from cpomlib.calcul.indicateurs.rows import Rows

ETAT = ("etat_177", "etat_104", "etat_303", "etat_304")
"""Financeurs that are the State's own programmes."""
GROUPES = (1, 2, 3)
SANS_MOIS = (
    "Les charges de l’année ne se rapportent pas aux journées d’une partie de ses mois. Pour le "
    "fournir, complétez activite.csv (un mois de fermeture y a 0\u00a0journée) puis déposez-la "
    "avec «\u00a0cpom importer tables\u00a0»."
)
AUTRES = (
    "Les comptes administratifs des deux années ne sont pas ceux des mêmes gestionnaires\u00a0: il "
    "en manque à certains. Une évolution se lit sur les mêmes."
)


def finances(contexte: Contexte) -> dict[str, Measure]:
    """Measure what ``budgets`` and ``financements`` say, in euros, for every unit."""
    by_place = {"notes": together([
        sans_compte(contexte, contexte.places), places_d_une_partie(contexte),
    ])}  # fmt: skip
    own: dict[str, dict[str, Any]] = {
        "resultat": {"notes": sans_compte(contexte)},
        "cout_place": by_place,
        "cout_journee": _journee(contexte),
        **{f"charges_place_groupe_{number}": by_place for number in GROUPES},
        "base_budgetaire": {
            "refus": ((~contexte.be.some(), TOUS_FERMES),), "notes": precisions(contexte),
        },
        "evolution_charges": _evolution(contexte),
    }  # fmt: skip
    return mesurees(cotes_finances(contexte), own)


def cotes_finances(contexte: Contexte) -> dict[str, Cotes]:
    """Select what is behind each indicator of the volet « finances »."""
    year = argent("budgets", exploitation(contexte.ca), "montant")
    charges, products = year.holding("sens", "charge"), year.holding("sens", "produit")
    once = charges.rows.holds("non_reconductible", True)
    net, spent = charges.where(~once), charges.where(once)
    before = argent("budgets", exploitation(contexte.ca_precedent), "montant")
    earlier = before.holding("sens", "charge")
    result = _signed(year, year.rows.holds("sens", "produit"), year.rows.holds("sens", "charge"))
    places = colonne("places", contexte.comme(contexte.places, "budgets.ca"), "places_financees")
    lived = contexte.comme(contexte.activite, "budgets.ca")
    days = colonne("activite", lived, "journees_realisees")
    groupe = {
        f"{name}_groupe_{number}": side.holding("groupe", number)
        for name, side in (("charges", charges), ("produits", products))
        for number in GROUPES
    }
    return {
        **{name: (held, None) for name, held in groupe.items()},
        "charges_brutes": (charges, None),
        "charges_non_reconductibles": (spent, None),
        "recettes_attenuation": (products.holding("groupe", 2, 3), None),
        "resultat": (result, None),
        "taux_resultat": (result, products),
        "cout_place": (net, places),
        # what the cost of a place is made of, before what will not come again is taken away
        **{f"charges_place_groupe_{n}": (groupe[f"charges_groupe_{n}"], places) for n in GROUPES},
        "cout_journee": (net, days),
        "part_personnel": (groupe["charges_groupe_2"], charges),
        "base_budgetaire": (_base(contexte.be), None),
        "evolution_charges": (_difference(charges, earlier), earlier),
        **_financeurs(argent("financements", contexte.financements, "montant_accorde")),
    }


def _evolution(contexte: Contexte) -> dict[str, Any]:
    """Compare two years that are both over: a part of one says nothing of the other."""
    period = contexte.periode
    unfinished = np.full(contexte.units.n, period.ouverte)
    said = f"{period.avertissement} Une évolution se lit sur des années finies."
    return {"refus": ((unfinished, said), (_autres_gestionnaires(contexte), AUTRES))}


def _journee(contexte: Contexte) -> dict[str, Any]:
    """Relate the charges of a year to the days of all of its months."""
    lacking = mois_manquants(contexte)
    without = sans_compte(contexte, contexte.activite)
    refused = tuple((lacking.refus & (lacking.notes == why), f"{why} {SANS_MOIS}")
                    for why in sorted(set(lacking.notes[lacking.refus])))  # fmt: skip
    return {"notes": together([without, lacking.notes]), "refus": refused}


def _autres_gestionnaires(contexte: Contexte) -> np.ndarray:
    """Tell the units of several gestionnaires that are not made of the same ones both years."""
    now, before = (
        contexte.partiels.ecartes(source, contexte.units, contexte.annee)
        for source in ("budgets.ca", "budgets.ca_precedent")
    )
    changed = np.zeros(contexte.units.n, dtype=bool)
    changed[[unit for unit, _ in now ^ before]] = True
    return changed


def _base(be: Rows) -> Apport:
    """Base budgétaire: brutes − non reconductibles − atténuation + report à nouveau.

    Source: guide « Élaborer un CPOM dans le secteur AHI », step 3 (1 100 000 − 25 000 − 40 000
    + 5 000 = 1 040 000). A deficit carried forward counts as negative.
    """
    held, charge = carried(be), be.holds("sens", "charge")
    product = be.holds("sens", "produit")
    lasting = charge & ~be.holds("non_reconductible", True)
    plus = (~held & lasting) | (held & product)
    minus = (~held & product & be.holds("groupe", 2, 3)) | (held & charge)
    return _signed(argent("budgets", be, "montant"), plus, minus)


def _signed(held: Apport, plus: np.ndarray, minus: np.ndarray) -> Apport:
    """Keep the rows that add and those that take away, with their sign."""
    sign = plus.astype("float64") - minus.astype("float64")
    return replace(held, bruts=held.bruts * sign).where(sign != 0)


def _difference(one: Apport, other: Apport) -> Apport:
    """Put the rows of two selections of a table one after the other, the second negative."""
    first, second = one.rows, other.rows
    unit, at = (np.concatenate(both) for both in ((first.unit, second.unit), (first.at, second.at)))
    rows = Rows(first.n, unit, first.frame, at)
    return replace(one, rows=rows, bruts=np.concatenate([one.bruts, -other.bruts]))


def _financeurs(granted: Apport) -> dict[str, Cotes]:
    others = granted.where(~granted.rows.holds("financeur", *ETAT))
    shares = parts("part_financeur", "financeur", granted)
    return shares | {"taux_cofinancement": (others, granted)}


def carried(rows: Rows) -> np.ndarray:
    """Tell which rows of a budget are a result carried forward."""
    return rows.textes("compte").commencent(REPORT_A_NOUVEAU)


def reports(rows: Rows) -> Rows:
    """Keep the results carried forward: a product is a surplus taken in, a charge a deficit."""
    return rows.where(carried(rows))


def exploitation(rows: Rows) -> Rows:
    """Leave out results carried forward: they are no charge or product of the year."""
    return rows.where(~carried(rows))
