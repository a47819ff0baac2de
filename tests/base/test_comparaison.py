"""What changed from a deposit to another, row by row."""

import pandas as pd
from base.donnees import ORIGIN, activite, budget, mois

from cpomlib import base as store
from cpomlib.base import Ecart
from cpomlib.tables.frames import conform

E1, E2 = "440000001", "440000002"


def compared(engine, before, after):
    replacing = store.Choix("remplacer")
    first = store.deposit(engine, before, ORIGIN)
    second = store.deposit(engine, after, ORIGIN, choix=replacing)
    return {each.nom: each for each in store.comparer(engine, first, second)}


def key(establishment, month):
    return {"id_etablissement": establishment, "annee": 2025, "mois": month}


def test_rows_added_removed_and_cells_changed(base):
    before, after = mois(E1, {1: 900, 2: 500}), mois(E1, {1: 901, 3: 7})
    found = compared(base, {"activite": before}, {"activite": after})["activite"]
    assert (found.avant, found.apres, found.lignes_modifiees) == (2, 2, 1)
    assert list(found.ecarts()) == [
        Ecart("retirée", key(E1, 2)),
        Ecart("ajoutée", key(E1, 3)),
        Ecart("modifiée", key(E1, 1), "journees_realisees", 900, 901),
    ]


def test_what_the_second_is_not_about_is_not_removed(base):
    """Another year and another establishment stay as they are."""
    before = pd.concat([activite(E1, 2025, 900), activite(E1, 2024, 800), activite(E2, 2025, 700)])
    found = compared(base, {"activite": before}, {"activite": activite(E1, 2025, 900)})
    assert list(found["activite"].ecarts()) == []
    assert found["activite"].hors_perimetre == 2


def test_a_table_that_only_one_of_them_holds_is_counted(base):
    found = compared(base, {"activite": activite(E1, 2025, 1)}, {"budgets": budget("ca", 100)})
    assert [(each.nom, each.avant, each.apres) for each in found.values()] == [
        ("activite", 1, None),
        ("budgets", None, 1),
    ]
    assert all(list(each.ecarts()) == [] for each in found.values())


def test_money_stays_exact_and_empty_is_not_nothing(base):
    """99 999 999 999 999.99 + 1 centime: a float would not see the difference."""
    before = budget("ca", 9_999_999_999_999_999).assign(libelle="Énergie")
    after = budget("ca", 10_000_000_000_000_000)
    found = compared(base, {"budgets": before}, {"budgets": after})["budgets"]
    assert [(e.colonne, e.avant, e.apres) for e in found.ecarts()] == [
        ("libelle", "Énergie", None),
        ("montant", 9_999_999_999_999_999, 10_000_000_000_000_000),
    ]


def places(gham, financed, unavailable):
    return conform(
        "places",
        pd.DataFrame(
            {
                "id_etablissement": [E1, E1],
                "annee": 2025,
                "gham": [None, gham],
                "mode": "diffus",
                "places_autorisees": 40,
                "places_financees": [financed, 10],
                "places_indisponibles": pd.array([unavailable, None], "Int64"),
            }
        ),
    )


def test_an_empty_cell_in_the_key_matches_itself_and_empty_differs_from_zero(base):
    gham = "3.2"
    found = compared(base, {"places": places(gham, 40, None)}, {"places": places(gham, 40, 0)})
    (ecart,) = found["places"].ecarts()
    assert ecart.cle["gham"] is None
    assert (ecart.colonne, ecart.avant, ecart.apres) == ("places_indisponibles", None, 0)


def test_a_deposit_compared_with_itself(base):
    store.deposit(base, {"activite": activite(E1, 2025, 1), "budgets": budget("ca", 1)}, ORIGIN)
    assert [list(each.ecarts()) for each in store.comparer(base, 2, 2)] == [[], []]
