"""The indicators of insertion among the others: whose they are, what is behind each."""

import pandas as pd
import pytest
from calcul.insertion.fabrique import ANNEE, GESTIONNAIRE, frames, maison

from cpomlib.calcul import concorde, par_etablissement, par_gestionnaire
from cpomlib.calcul.indicateurs import conventions_des_seuils, fiches, fiches_insertion
from cpomlib.calcul.insertion import apports_insertion, compute_with_insertion
from cpomlib.tables import conform

CONVENTIONS = conventions_des_seuils(pd.Timestamp("2006-12-31").date())


def computed(tables, units, partie=""):
    found = compute_with_insertion(tables, units, ANNEE, CONVENTIONS, partie)
    return {name: rows.set_index("id") for name, rows in found.groupby("unite", sort=False)}


def test_a_structure_has_the_indicators_of_insertion_and_no_other():
    tables = frames()
    units = par_gestionnaire(tables["etablissements"])
    rows = computed(tables, units)[GESTIONNAIRE]
    assert list(rows.index) == list(fiches_insertion())
    # Nord and Sud, where it has structures; Est, where it has none, is not its own
    assert rows.at["insertion_taux_couverture", "valeur"] == 140 / 500


def test_who_has_something_else_too_has_both_in_the_order_of_the_units():
    tables = frames()
    shelter = maison("440000001") | {"categorie": "214", "id_gestionnaire": GESTIONNAIRE}
    other = maison("440000002") | {"categorie": "214", "id_gestionnaire": "EJ-440000009"}
    houses = [other, *tables["etablissements"].to_dict("records"), shelter]
    tables["etablissements"] = conform("etablissements", pd.DataFrame(houses))
    found = computed(tables, par_gestionnaire(tables["etablissements"]))
    assert list(found) == ["EJ-440000009", GESTIONNAIRE]
    assert list(found["EJ-440000009"].index) == list(fiches())
    assert list(found[GESTIONNAIRE].index) == [*fiches(), *fiches_insertion()]


def test_what_is_behind_each_figure_adds_up_to_it():
    tables = frames()
    units = par_etablissement(tables["etablissements"], choisis=["S-A1"])
    rows = computed(tables, units)["S-A1"]
    for name, sides in apports_insertion(tables, units, ANNEE).items():
        for column, side in zip(("numerateur", "denominateur"), sides, strict=True):
            if side is not None:
                assert concorde(side.valeurs, rows.at[name, column]), (name, column)


@pytest.mark.parametrize("part", ["S1", "T3"])
def test_a_part_of_a_year_says_that_the_tables_tell_of_years(part):
    tables = frames()
    rows = computed(tables, par_gestionnaire(tables["etablissements"]), part)[GESTIONNAIRE]
    assert set(rows["statut"]) == {"nd"}
    assert rows.at["insertion_accueillis", "raison"].startswith(
        "L’activité d’une structure d’insertion est comptée par année"
    )
