"""What insertion structures are measured by: by hand, then what must hold whatever they did."""

import math

import pandas as pd
import pytest
from calcul.insertion.fabrique import ACTIVITE, ANNEE, calcules, frames

from cpomlib.calcul.indicateurs import fiches_insertion
from cpomlib.calcul.insertion import compute_insertion, structures
from cpomlib.calcul.insertion.unites import Groupement

TOUT = ("", "")


@pytest.fixture(scope="module")
def found():
    return calcules(frames())


@pytest.mark.parametrize(
    ("unit", "name", "value"),
    [
        (("Nord", ""), "insertion_accueillis", 40 + 60 + 50),
        (("Nord", ""), "insertion_taux_couverture", (30 + 40 + 50) / 300),
        (("Nord", "aci"), "insertion_taux_couverture", (30 + 40) / 300),
        (("Est", "aci"), "insertion_taux_couverture", 0 / 100),
        (TOUT, "insertion_taux_couverture", (30 + 40 + 50 + 20) / 600),
        (TOUT, "insertion_allocataires", 600),
        (TOUT, "insertion_capacite_moyenne", (40 + 60 + 50 + 30) / 4),
        # withdrawals leave the total: 25 − 5, 30 − 0
        (("Nord", "aci"), "insertion_taux_sorties_dynamiques", (9 + 15) / (20 + 30)),
        (("Nord", "aci"), "insertion_taux_sorties_emploi_durable", (4 + 6) / 50),
        (("Nord", "aci"), "insertion_taux_sorties_emploi_transition", (3 + 4) / 50),
        (("Nord", "aci"), "insertion_taux_sorties_positives", (2 + 5) / 50),
        (("Nord", "aci"), "insertion_taux_autres_sorties", (50 - 24) / 50),
        # of those received, not of those who left
        (("Nord", "aci"), "insertion_taux_acces_emploi", (4 + 3 + 6 + 4) / (40 + 60)),
        # S-A3 does not say: neither its exits nor its received count
        (TOUT, "insertion_taux_acces_emploi", (7 + 10 + 2) / (40 + 60 + 50)),
        (("Nord", ""), "insertion_cout_par_accueilli", (100_000 + 120_000 + 30_000) / 150),
        (("Nord", "aci"), "insertion_cout_par_sortie_dynamique", 220_000 / 24),
        (TOUT, "insertion_subvention_par_accueilli", 125_000 / (40 + 60 + 50)),
        (TOUT, "insertion_subvention_departement_par_accueilli", 125_000 / 150),
        (("Nord", "aci"), "insertion_subvention_par_sortie_dynamique", 100_000 / 24),
        (TOUT, "insertion_taux_realisation_etp", (9 + 9.5 + 5) / (10 + 10 + 5)),
    ],
)
def test_by_hand(found, unit, name, value):
    assert found[unit][name]["valeur"] == pytest.approx(value, abs=1e-12)
    assert found[unit][name]["statut"] == "ok"


def test_every_fiche_is_measured_and_no_other(found):
    assert list(found[TOUT]) == list(fiches_insertion())


def test_what_is_left_out_is_said(found):
    rate = found[TOUT]["insertion_taux_sorties_dynamiques"]
    assert rate["note"] == "1\u00a0structure ne le dit pas\u00a0: ce qui suit porte sur les autres."
    assert found["Nord", "aci"]["insertion_taux_sorties_dynamiques"]["note"] == ""


def test_what_is_missing_is_missing_and_says_why(found):
    south = found["Sud", ""]
    exits = south["insertion_taux_sorties_dynamiques"]
    assert math.isnan(exits["valeur"])
    assert "«\u00a0sortants\u00a0»" in exits["raison"]
    assert "«\u00a0Financements\u00a0»" in south["insertion_subvention_par_accueilli"]["raison"]
    assert found["Est", ""]["insertion_capacite_moyenne"]["raison"].startswith("Le dénominateur")


def test_no_activity_is_no_coverage_known():
    found = calcules(frames(), annee=ANNEE + 1)
    assert "activite_insertion.csv" in found[TOUT]["insertion_accueillis"]["raison"]
    assert found["Nord", ""]["insertion_taux_couverture"]["statut"] == "nd"


def test_the_sorts_of_exits_make_the_whole(found):
    for unit in (TOUT, ("Nord", "aci"), ("Nord", "remobilisation")):
        told = {name: row["valeur"] for name, row in found[unit].items()}
        kinds = ("emploi_durable", "emploi_transition")
        dynamic = sum(told[f"insertion_taux_sorties_{kind}"] for kind in kinds)
        dynamic += told["insertion_taux_sorties_positives"]
        assert dynamic == pytest.approx(told["insertion_taux_sorties_dynamiques"])
        assert dynamic + told["insertion_taux_autres_sorties"] == pytest.approx(1)


def test_the_order_of_rows_changes_nothing(found):
    backwards = frames(activite=dict(reversed(ACTIVITE.items())))
    assert str(calcules(backwards)) == str(found)


def test_a_unit_counts_its_territories_once():
    tables = frames()
    held = tuple(one.id for one in structures(tables))
    once = Groupement(held, (("45", "Nord"), ("45", "Sud")))
    rows = compute_insertion(tables, {"c": once}, ANNEE).set_index("id")
    assert rows.at["insertion_taux_couverture", "valeur"] == 140 / 500


def test_a_territory_whose_population_is_not_known_is_in_neither_term():
    """Sud has a structure (20 beneficiaries) and no population: 120 of the 300 of Nord."""
    whole = calcules(frames(population={"Nord": 300}))[TOUT]
    rate = whole["insertion_taux_couverture"]
    assert rate["valeur"] == 120 / 300
    told = "Territoire sans population cette année, laissé de côté\u00a0: Sud."
    assert rate["note"] == whole["insertion_allocataires"]["note"] == told
    assert whole["insertion_allocataires"]["valeur"] == 300


def test_nobody_is_not_unknown():
    found = calcules(frames(population={"Nord": 0, "Sud": 200}))
    assert found["Nord", ""]["insertion_allocataires"]["valeur"] == 0
    assert found["Nord", ""]["insertion_taux_couverture"]["raison"].startswith("Le dénominateur")


def test_a_structure_that_deposited_nothing_is_said():
    some = {name: told for name, told in ACTIVITE.items() if name != "S-A2"}
    whole = calcules(frames(activite=some))[TOUT]
    told = f"1\u00a0structure n’a rien déposé pour {ANNEE}."
    assert whole["insertion_accueillis"]["note"] == told
    assert told in whole["insertion_taux_couverture"]["note"]
    closed = frames(activite=some)
    houses = closed["etablissements"]
    houses.loc[houses["id_etablissement"] == "S-A2", "date_fermeture"] = pd.Timestamp("2005-06-30")
    assert calcules(closed)[TOUT]["insertion_accueillis"]["note"] == ""
