"""The invented contracts tell the truth: what they aim at follows what the data measure."""

from collections import Counter
from datetime import date

import pytest

from cpomlib.calcul.contrat import (
    Usages,
    contrats_de,
    mesurer,
    suivre,
    terme_actuel,
    toutes_les_cibles,
)
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.exemple import contracts
from cpomlib.exemple.contrats import ETATS
from cpomlib.exemple.contrats_cibles import _aims

ANNEE, JOUR = 2025, date(2026, 11, 29)


@pytest.fixture(scope="module")
def tous(region):
    return contrats_de(contracts(region, ANNEE))


@pytest.fixture(scope="module")
def mesures(region, tous):
    return mesurer(region, tous, range(2023, 2026), conventions_des_seuils())


def test_every_target_is_on_the_right_side_of_what_is_measured(tous, mesures):
    seen = set()
    for one in tous.values():
        for cible in toutes_les_cibles(one):
            if cible.indicateur.startswith("cpom_"):
                start = mesures.de(one.id, cible, cible.annee_reference).valeur
                goal = cible.derniere[1]
                assert (goal > start) if cible.sens == "hausse" else (goal < start), cible
                assert cible.derniere[0] == one.terme_initial.year if one.terme_initial else True
                seen.add(cible.sens)
    assert seen == {"hausse", "baisse"}


def test_targets_reached_near_missed_and_fragile_are_all_there(tous, mesures):
    lines = [
        one for one in suivre(tous, mesures, Usages(), JOUR)
        if one.annee == ANNEE and one.cible.indicateur.startswith("cpom_")
    ]  # fmt: skip
    found = Counter((one.jugement, one.fragile) for one in lines)
    # eight contracts started from a year before 2025, with four mandatory indicators each
    assert sum(found.values()) == 8 * 4
    judged = {name: found[name, True] + found[name, False] for name in
              ("atteinte", "proche", "non_atteinte")}  # fmt: skip
    assert min(judged.values()) >= 3, judged
    assert sum(count for (_, fragile), count in found.items() if fragile) >= 8
    assert sum(count for (_, fragile), count in found.items() if not fragile) >= 4


def test_the_year_of_the_diagnostic_is_in_the_data_but_for_the_extended_contract(tous):
    states = {f"Contrat inventé, {one.nom}": one for one in ETATS}
    for one in tous.values():
        state = states[one.ligne["intitule"]]
        year = one.ligne["annee_diagnostic"]
        assert (2023 <= year <= ANNEE) is not state.proroge
        signed = [row["repondu_le"] for row in one.de("signatures") if row["acte"] == "0"]
        valid = one.ligne["diagnostic_valide_le"]
        assert (not signed and valid is None) or valid < min(signed)


def test_what_is_due_keeps_within_the_contract(tous):
    for one in tous.values():
        end = terme_actuel(one, JOUR)
        if end is None:
            continue
        assert {row["annee"] for row in one.de("moyens")} == set(
            range(one.effet.year, one.terme_initial.year + 1)
        )
        assert all(row["date_fin"] <= one.terme_initial for row in one.de("actions"))
        assert all(row["annee"] <= end.year for row in one.de("mesures"))


@pytest.mark.parametrize(
    ("sens", "part", "depart", "attendu"),
    [
        # 60 + 12 % × 40 = 64.8, said 65; half way: (0.6 + 0.65) ÷ 2
        ("hausse", 0.12, 0.6, ("hausse", {2025: 0.625, 2028: 0.65})),
        # 30 − 12 % × 30 = 26.4, said 26
        ("baisse", 0.12, 0.3, ("baisse", {2025: 0.28, 2028: 0.26})),
        # 4 % of what remains is less than two points: two points
        ("hausse", 0.04, 0.9, ("hausse", {2025: 0.91, 2028: 0.92})),
        ("hausse", 0.04, 0.99, ("plancher", {2028: 0.99})),
        ("baisse", 0.12, 0.0, ("plafond", {2028: 0.0})),
        ("hausse", 0.12, None, ("hausse", {2028: None})),
    ],
)
def test_a_target_is_a_step_from_where_one_starts(sens, part, depart, attendu):
    assert _aims(sens, part, depart, 2023, 2028) == attendu
