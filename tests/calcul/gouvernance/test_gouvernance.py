"""A territory's grid: where it stands, between whom, what answers, what is under way."""

from fractions import Fraction

import pandas as pd
import pytest
from calcul.contrat.fabrique import contrat, lignes
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.gouvernance import (
    GOUVERNANCE,
    en_cours,
    grille_gouvernance,
    lire_grille,
    questions_connues,
    reponses,
    territoires_cotes,
)
from cpomlib.tables import conform
from cpomlib.tables.check import check

LIEU, ANNEE = ("45", "Montargois"), 2025
PARTIES = ("etat", "departement", "association", "personnes")


def frames(*rows, annee=ANNEE):
    """Return (party, axis, question, mark) as the table."""
    return {"gouvernance": conform("gouvernance", pd.DataFrame([
        {"departement": "45", "territoire": "Montargois", "annee": annee, "point_de_vue": party,
         "axe": axe, "question": question, "cotation": mark}
        for party, axe, question, mark in rows
    ]))}  # fmt: skip


QUATRE = frames(
    ("etat", "reseau", "connaissance", 4), ("etat", "reseau", "coordination", 3),
    ("association", "reseau", "connaissance", 2), ("personnes", "reseau", "connaissance", 1),
    ("etat", "marges", "moyens", 2), ("departement", "marges", "moyens", 3),
)  # fmt: skip


def seen(tables=QUATRE, annee=ANNEE):
    return lire_grille(tables, LIEU, annee, grille_gouvernance())


def test_an_axis_is_the_mean_of_the_parties_each_counting_once():
    """Réseau: État (4 + 3) ÷ 2, associations 2, personnes 1: (3.5 + 2 + 1) ÷ 3."""
    axes = {one.axe: one for one in seen().positions}
    network = axes["reseau"]
    assert dict(network.par_partie) == {"association": 2, "etat": Fraction(7, 2), "personnes": 1}
    assert network.moyenne == Fraction(13, 6)
    assert (network.ecart, network.bornes) == (Fraction(5, 2), (1, Fraction(7, 2)))
    assert (network.repondues, network.questions) == (2, 3)
    assert axes["implication"].moyenne is None
    assert axes["marges"].moyenne == Fraction(5, 2)
    assert seen().faibles == ("reseau",)
    assert seen().absentes == ()
    assert seen().parties == PARTIES


def test_what_the_parties_do_not_see_alike():
    [gap] = seen().desaccords
    assert (gap.question, gap.ecart) == ("connaissance", 3)
    assert dict(gap.cotes) == {"etat": 4, "association": 2, "personnes": 1}


def test_the_year_before_stands_beside():
    past = frames(("etat", "reseau", "connaissance", 1), annee=ANNEE - 1)["gouvernance"]
    both = {"gouvernance": pd.concat([QUATRE["gouvernance"], past], ignore_index=True)}
    axes = {one.axe: one for one in seen(both).positions}
    assert (axes["reseau"].avant, axes["marges"].avant) == (1, None)
    assert axes["reseau"].moyenne == Fraction(13, 6)


def test_nobody_rated():
    empty = seen(annee=2020)
    assert (empty.faibles, empty.desaccords, empty.parties, empty.absentes) == ((), (), (), ())
    assert territoires_cotes(QUATRE, ["45"], 2020) == []
    assert territoires_cotes(QUATRE, ["45"], ANNEE) == [LIEU]
    assert territoires_cotes(QUATRE, ["44"], ANNEE) == []


def test_the_five_axes_of_the_grid_each_have_an_answer():
    grid = grille_gouvernance()
    assert list(grid.axes) == ["implication", "reseau", "complementarites", "marges",
                               "simplification"]  # fmt: skip
    for axe in grid.axes:
        assert reponses(axe, grid)
    first = next(iter(reponses("reseau", grid).values()))
    assert first.nature == "socle"
    assert GOUVERNANCE.fichier == "gouvernance.yaml"


def test_what_is_under_way_is_an_action_that_bears_the_code_of_a_practice():
    rows = lignes(
        "actions", *({"id_action": code, "id_objectif": "1", "intitule": "x", "etat": "en_cours"}
                     for code in ("cas_complexes", "cas_complexes-2", "cas_complexes2", "A")),
    )  # fmt: skip
    found = en_cours([contrat({"actions": rows})], grille_gouvernance())
    assert [(one.pratique, one.action["id_action"]) for one in found] == [
        ("cas_complexes", "cas_complexes"), ("cas_complexes", "cas_complexes-2"),
    ]  # fmt: skip


marks = st.lists(
    st.tuples(st.sampled_from(PARTIES), st.sampled_from(["reseau", "marges"]), st.integers(1, 4)),
    min_size=1, max_size=8, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(marks)
def test_the_order_of_rows_changes_nothing_and_a_mean_is_between_its_parties(rows):
    codes = {"reseau": "connaissance", "marges": "moyens"}
    given_rows = [(party, axe, codes[axe], mark) for party, axe, mark in rows]
    found = seen(frames(*given_rows))
    assert found.positions == seen(frames(*reversed(given_rows))).positions
    for one in found.positions:
        if one.moyenne is not None:
            low, high = one.bornes
            assert low <= one.moyenne <= high


@pytest.mark.parametrize(
    ("cells", "column", "message", "nearest"),
    [
        ({"axe": "reseaux"}, "axe", "Cet axe n’est pas dans la grille.", "reseau"),
        ({"question": "moyen", "axe": "marges"}, "question",
         "Cette question n’est pas de l’axe «\u00a0marges\u00a0».", "moyens"),
        ({"cotation": 5}, "cotation", "", ""),
    ],
)  # fmt: skip
def test_a_wrong_cell_says_where_and_the_nearest_choice(cells, column, message, nearest):
    row = {"departement": "45", "territoire": "Montargois", "annee": 2025, "axe": "reseau",
           "point_de_vue": "etat", "question": "connaissance", "cotation": 2} | cells  # fmt: skip
    tables = {"gouvernance": conform("gouvernance", pd.DataFrame([row]))}
    found = check(tables, {}) if not message else []
    if message:
        from cpomlib.tables import Provenance

        table = tables["gouvernance"]
        found = questions_connues("gouvernance", table, Provenance("gouvernance.csv"))
    [fault] = found
    assert (fault.fichier, fault.ligne, fault.colonne) == ("gouvernance.csv", 2, column)
    assert message in fault.message and nearest in fault.que_faire


def test_equal_axes_are_all_the_weakest_and_who_did_not_rate_is_named():
    """Two answers of one party, 2 and 2: neither axis is weaker; three parties are missing."""
    two = seen(frames(("etat", "reseau", "connaissance", 2), ("etat", "marges", "moyens", 2)))
    assert two.faibles == ("reseau", "marges")
    assert (two.parties, two.absentes) == (("etat",), ("departement", "association", "personnes"))
    assert two.desaccords == () and {one.ecart for one in two.positions} == {None}


def test_a_mean_of_other_parties_is_not_the_same_mean_a_year_later():
    past = frames(("personnes", "reseau", "connaissance", 1), annee=ANNEE - 1)["gouvernance"]
    both = {"gouvernance": pd.concat([QUATRE["gouvernance"], past], ignore_index=True)}
    assert [one.axe for one in seen(both).positions if one.autres_avant] == ["reseau"]
