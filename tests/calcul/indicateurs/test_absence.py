"""What is missing is said, never counted as zero."""

import pytest
from calcul.indicateurs.builders import ANNEE, frames, indicators, sejour, value

from cpomlib.calcul.indicateurs import Conventions, compute, fiches
from cpomlib.calcul.indicateurs.absence import SOURCES
from cpomlib.calcul.perimetre import par_gestionnaire
from cpomlib.tables.frames import empty


def test_without_any_row_nothing_is_known():
    computed = indicators(frames())
    assert (computed["statut"] == "nd").all()
    assert computed[["valeur", "numerateur", "denominateur"]].isna().all(axis=None)
    assert (computed["raison"] != "").all()
    assert (computed["raison"].str.endswith(".")).all()


def test_a_table_deposited_makes_a_count_of_zero_a_real_zero():
    computed = indicators(frames(sejours=[sejour("A", "2020-01-01", "2020-02-01")]))
    assert value(computed, "menages_accueillis") == 0
    assert value(computed, "part_via_siao") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("menages_accueillis", "La table «\u00a0Séjours\u00a0» n’a aucune ligne déposée dans ce"),
        ("effectif", "La table «\u00a0Salariés\u00a0» n’a aucune ligne déposée pour l’année"),
        ("resultat", f"Aucun compte administratif (document «\u00a0ca\u00a0») de {ANNEE} dans la"),
        ("evolution_charges", f"(document «\u00a0ca\u00a0») de {ANNEE - 1}"),
        ("base_budgetaire", "Aucun budget exécutoire (document «\u00a0be\u00a0»)"),
        ("frng", "La table «\u00a0Balances générales\u00a0» n’a aucune ligne déposée pour l’année"),
    ],
)  # fmt: skip
def test_the_reason_names_the_table_the_year_and_how_to_supply_it(name, words):
    reason = indicators(frames()).loc[name, "raison"]
    assert words in reason
    assert "cpom importer tables" in reason


def test_another_year_or_another_document_is_no_row():
    rows = [{"sens": "charge", "montant": 100, "annee": ANNEE - 1},
            {"sens": "charge", "montant": 100, "document": "be"}]  # fmt: skip
    computed = indicators(frames(budgets=rows))
    assert value(computed, "charges_brutes") is None
    assert value(computed, "base_budgetaire") == 1


def test_both_missing_tables_are_named():
    reason = indicators(frames()).loc["cout_place", "raison"]
    assert "budgets.csv" in reason
    assert "places.csv" in reason


def test_one_missing_table_leaves_no_numerator_behind():
    computed = indicators(frames(sejours=[sejour("A", "2024-01-01", "2024-03-01")]))
    assert value(computed, "taux_rotation_places") is None
    assert computed.loc["taux_rotation_places", ["numerateur", "denominateur"]].isna().all()


def test_places_that_nobody_describes_are_not_available_places():
    computed = indicators(frames(places=[{"id_etablissement": "E1"}]))
    assert value(computed, "places_financees") == 10
    assert value(computed, "taux_indisponibilite") is None
    assert "places_indisponibles" in computed.loc["taux_indisponibilite", "raison"]


def test_no_unit_gives_no_row():
    units = par_gestionnaire(empty("etablissements"))
    assert compute({}, units, ANNEE, Conventions(18)).empty


def test_every_need_declared_is_a_source():
    assert {need for fiche in fiches().values() for need in fiche.besoins} == set(SOURCES)
