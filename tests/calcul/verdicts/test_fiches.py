"""Each fiche says on which side is the better, and from which gap on it is worth telling."""

import pytest

from cpomlib.calcul.indicateurs import fiches

AUCUN = (
    "duree_moyenne_sejours_termines", "duree_mediane_sejours_termines",
    "anciennete_mediane_presents", "cout_place", "cout_journee", "charges_place_groupe_1",
    "charges_place_groupe_2", "charges_place_groupe_3", "etp_pour_100_places",
    "cout_moyen_etp", "taux_rotation_places", "part_emploi", "evolution_charges",
)  # fmt: skip


@pytest.mark.parametrize("name", AUCUN)
def test_a_duration_a_cost_a_staffing_ratio_has_no_better_side(name):
    assert fiches()[name].sens == "aucun"


def test_what_follows_size_has_no_better_side():
    counts = [f for f in fiches().values() if f.unite == "nombre"]
    assert counts
    assert {f.sens for f in counts} == {"aucun"}


def test_no_reason_of_absence_is_a_fault():
    assert {f.sens for f in fiches().values() if f.famille == "taux_absenteisme"} == {"aucun"}
    assert fiches()["taux_absenteisme"].sens == "bas"


def test_each_has_a_useful_gap_and_a_theme():
    assert all(0 < f.ecart_utile <= 0.5 for f in fiches().values())
    assert {f.theme for f in fiches().values()} == {
        "insertion", "activite", "economie", "equipe",
    }  # fmt: skip
