import json

import pandas as pd
import pytest
from conftest import plain

from cpomlib.rendu.blocs.svg import svg
from cpomlib.rendu.graphiques import (
    Graphique,
    barres_empilees,
    barres_par_annee,
    barres_triees,
    carte_chaleur,
    cascade,
    courbes,
    positions,
    pyramide,
)
from cpomlib.rendu.graphiques.labels import labelled, room
from cpomlib.rendu.graphiques.lines import spread
from cpomlib.rendu.theme import LARGEUR, theme

NAN = float("nan")

SHARES = pd.DataFrame(
    {
        "annee": [2024, 2024, 2025, 2025],
        "composition": ["Personne seule", "Couple", "Personne seule", "Couple"],
        "part": [0.75, 0.25, 0.6, 0.4],
    }
)
AGES = pd.DataFrame(
    {
        "age": ["18-24", "18-24", "25-34", "25-34"],
        "sexe": ["Femmes", "Hommes", "Femmes", "Hommes"],
        "effectif": [12, 20, 8, 31],
    }
)
STEPS = pd.DataFrame({"etape": ["Produits", "Charges"], "montant": [100.0, -120.0]})
PLACE = pd.DataFrame(
    {
        "libelle": ["Taux d’occupation", "Coût par place"],
        "valeur": [0.923, 17_250.0],
        "q1": [0.90, NAN],
        "mediane": [0.94, NAN],
        "q3": [0.97, NAN],
        "format": ["taux", "euros_ronds"],
    }
)


def sorted_bars() -> Graphique:
    return barres_triees(SHARES[SHARES["annee"] == 2025], "composition", "part")


# name → (chart, texts it must show)
GALLERY = {
    "barres_triees": (sorted_bars, ["Personne seule", "60,0\u00a0%", "40,0\u00a0%"]),
    "barres_par_annee": (
        lambda: barres_par_annee(SHARES, "composition", "annee", "part"),
        ["2024", "2025", "Couple", "75,0\u00a0%", "25,0\u00a0%", "60,0\u00a0%", "40,0\u00a0%"],
    ),
    "barres_empilees": (
        lambda: barres_empilees(SHARES, "annee", "composition", "part"),
        ["2024", "2025", "Personne seule", "Couple", "75,0\u00a0%", "40,0\u00a0%"],
    ),
    "courbes": (
        lambda: courbes(SHARES, "annee", "part", serie="composition"),
        [
            "2024",
            "2025",
            "75,0\u00a0%",
            "60,0\u00a0%\u2003Personne seule",
            "40,0\u00a0%\u2003Couple",
        ],
    ),
    "pyramide": (
        lambda: pyramide(AGES, "age", "sexe", "effectif"),
        ["Femmes", "Hommes", "18-24", "25-34", "12", "20", "8", "31"],
    ),
    # 100 − 120 = −20
    "cascade": (
        lambda: cascade(STEPS, "etape", "montant"),
        ["Produits", "Charges", "Résultat", "100\u00a0€", "−120\u00a0€", "−20\u00a0€"],
    ),
    "positions": (
        lambda: positions(PLACE, "libelle", "valeur"),
        ["92,3\u00a0%", "de 90,0\u00a0% à 97,0\u00a0%, médiane 94,0\u00a0%", "17\u202f250\u00a0€"],
    ),
    "carte_chaleur": (
        lambda: carte_chaleur(SHARES, "composition", "annee", "part"),
        ["2024", "2025", "Couple", "25,0\u00a0%"],
    ),
}


@pytest.mark.parametrize("name", GALLERY)
def test_a_chart_is_valid_and_writes_its_values_in_french(name):
    make, texts = GALLERY[name]
    chart = make()
    assert chart.altair().to_dict(validate=True)["$schema"].endswith("v6.4.1.json")
    drawn = svg(chart, "Titre", "Constat")
    for text in texts:
        assert f">{text}<" in drawn, text


@pytest.mark.parametrize("name", GALLERY)
def test_a_chart_fits_an_a4_page(name):
    drawn = svg(GALLERY[name][0](), "Titre", "Constat")
    width = float(drawn.split('width="')[1].split('"')[0])
    assert LARGEUR - 120 <= width <= LARGEUR + 25


@pytest.mark.parametrize("name", GALLERY)
def test_a_chart_leaves_its_frame_as_it_was(name):
    before = [SHARES.copy(), AGES.copy(), STEPS.copy(), PLACE.copy()]
    GALLERY[name][0]()
    for now, then in zip([SHARES, AGES, STEPS, PLACE], before, strict=True):
        pd.testing.assert_frame_equal(now, then)


def _rows_named(chart: Graphique) -> list[str]:
    return chart["layer"][0]["encoding"]["y"]["scale"]["domain"]


def test_sorted_bars_come_longest_first():
    frame = pd.DataFrame({"motif": ["a", "b", "c"], "part": [0.1, 0.6, 0.3]})
    assert _rows_named(barres_triees(frame, "motif", "part")) == ["b", "c", "a"]


def test_sorted_bars_keep_a_natural_order_when_asked():
    frame = pd.DataFrame({"age": ["18-24", "25-34"], "part": [0.1, 0.6]})
    chart = barres_triees(frame, "age", "part", trier=False)
    assert _rows_named(chart) == ["18-24", "25-34"]


def test_a_missing_value_is_named_not_drawn_as_zero():
    frame = pd.DataFrame({"motif": ["a", "b"], "part": [0.4, NAN]})
    chart = barres_triees(frame, "motif", "part")
    assert [row["valeur"] for row in chart["data"]["values"]] == [0.4, None]
    assert ">n. d.<" in svg(chart, "t", "a")


def test_a_masked_value_leaves_nothing_in_the_data_of_the_chart():
    frame = pd.DataFrame({"motif": ["a", "b"], "part": [0.4, 0.123], "statut": ["ok", "secret"]})
    chart = barres_triees(frame, "motif", "part")
    assert "0.123" not in json.dumps(chart)
    assert "12,3" not in json.dumps(chart)
    assert ">s.<" in svg(chart, "t", "a")


def test_labels_are_written_in_the_unit():
    frame = pd.DataFrame({"mois": [14.24]})
    assert labelled(frame, "mois", "decimal", "mois")[0]["etiquette"] == "14,2\u00a0mois"


def test_the_region_is_said_masked_where_it_is():
    assert ">région : s.<" in svg(positions(PLACE, "libelle", "valeur"), "t", "a")


@pytest.mark.parametrize(
    "name", ["L’Étape & Fils <Loire>", "</title><script>x</script>", "{{ 7*7 }}", "]]>"]
)
def test_a_name_in_a_chart_is_shown_as_it_is(name):
    from html import escape

    frame = pd.DataFrame({"gestionnaire": [name, "b"], "part": [0.4, 0.2]})
    drawn = svg(barres_triees(frame, "gestionnaire", "part", souligner=name), name, name)
    assert f">{escape(name, quote=False)}<" in drawn
    assert "<script" not in drawn


def test_a_pyramid_wants_two_sides():
    with pytest.raises(ValueError, match="two sides"):
        pyramide(AGES.assign(sexe="Femmes"), "age", "sexe", "effectif")


@pytest.mark.parametrize(
    ("make"),
    [
        lambda empty: barres_triees(empty, "a", "v"),
        lambda empty: barres_par_annee(empty.assign(an=[]), "a", "an", "v"),
        lambda empty: barres_empilees(empty.assign(an=[]), "an", "a", "v"),
        lambda empty: courbes(empty, "a", "v"),
        lambda empty: carte_chaleur(empty.assign(an=[]), "a", "an", "v"),
    ],
)
def test_an_empty_frame_still_gives_a_chart(make):
    empty = pd.DataFrame({"a": pd.Series(dtype=str), "v": pd.Series(dtype=float)})
    assert svg(make(empty), "t", "a").startswith("<svg")


@pytest.mark.parametrize(
    ("wanted", "moved"),
    [
        ([0.0, 10.0], [0.0, 10.0]),
        # two at the same place: half a gap each way
        ([5.0, 5.0], [4.5, 5.5]),
        # 0, 0.2 and 0.4 want their mean 0.2 in the middle; 9 is far enough to stay
        ([0.4, 9.0, 0.0, 0.2], [1.2, 9.0, -0.8, 0.2]),
        ([], []),
    ],
)
def test_labels_move_apart_as_little_as_they_can(wanted, moved):
    assert spread(wanted, 1.0) == pytest.approx(moved)


def test_negative_bars_have_room_for_their_figures():
    frame = pd.DataFrame({"poste": ["a", "b"], "montant": [-4_000.0, 9_000_000.0]})
    low, high = room(labelled(frame, "montant", "euros_ronds"), 500)
    # « −4 000 € » is 8 characters, 8 × 6.6 + 8 = 60.8 px; « 9 000 000 € » 11, 80.6 px
    unit = 9_004_000 / (500 - 60.8 - 80.6)
    assert low == pytest.approx(-4_000 - 60.8 * unit)
    assert high == pytest.approx(9_000_000 + 80.6 * unit)


def test_a_long_name_is_folded_not_cut():
    name = "Produits financiers et produits non encaissables du groupe III"
    frame = pd.DataFrame({"poste": [name], "montant": [1.0]})
    drawn = svg(barres_triees(frame, "poste", "montant", format="euros"), "t", "a")
    assert "…" not in drawn
    for line in ("Produits financiers et produits", "non encaissables du groupe III"):
        assert f">{line}<" in drawn


def test_a_label_goes_to_the_side_of_its_point_that_has_room():
    rows = [("haut", 0.60), ("milieu", 0.25), ("bas", 0.22)]
    frame = pd.DataFrame(
        [(year, name, value) for year in (2024, 2025) for name, value in rows],
        columns=["a", "s", "v"],
    )
    drawn = courbes(frame, "a", "v", serie="s")
    *_, along, last = drawn["layer"]
    sides = {row["serie"]: row["place"] > row["valeur"] for row in along["data"]["values"]}
    # the middle one has 35 points above it and 3 below: its label goes above
    assert sides == {"haut": True, "milieu": True, "bas": False}
    assert {plain(row["fin"]) for row in last["data"]["values"]} == {
        "60,0 %\u2003haut", "25,0 %\u2003milieu", "22,0 %\u2003bas",
    }  # fmt: skip


def test_rows_draw_the_same_chart_as_their_frame():
    rows = SHARES.to_dict("records")
    assert barres_empilees(rows, "annee", "composition", "part") == barres_empilees(
        SHARES, "annee", "composition", "part"
    )


def test_segments_of_a_bar_follow_each_other():
    frame = pd.DataFrame({"annee": 2025, "public": ["a", "b", "c"], "part": [0.5, NAN, 0.3]})
    rows = barres_empilees(frame, "annee", "public", "part")["data"]["values"]
    # a: 0 to 0.5; b unknown, nothing drawn; c: 0.5 to 0.8, its figure at 0.65
    assert [(row["debut"], row["fin"], row["milieu"]) for row in rows] == [
        (0.0, 0.5, 0.25), (None, None, None), (0.5, 0.8, 0.65),
    ]  # fmt: skip


def test_a_step_that_is_missing_leaves_the_result_unknown():
    frame = pd.DataFrame({"etape": ["a", "b", "c"], "montant": [100.0, NAN, -30.0]})
    rows = {row["etape"]: row for row in cascade(frame, "etape", "montant")["data"]["values"]}
    assert (rows["c"]["debut"], rows["c"]["fin"]) == (100.0, 70.0)
    assert rows["b"]["fin"] is rows["Résultat"]["fin"] is None


def test_a_notebook_shows_a_chart():
    (shown,) = sorted_bars()._repr_mimebundle_().values()
    assert "Personne seule" in shown


def test_signed_gaps_are_shaded_from_zero_as_strong_on_both_sides():
    gaps = pd.DataFrame(
        {"ou": ["44", "49", "53"], "qui": ["a", "a", "a"], "ecart": [-16.0, 4.0, 0.0]}
    )
    chart = carte_chaleur(gaps, "qui", "ou", "ecart", format="decimal", signe=True)
    shade = chart["layer"][0]["encoding"]["color"]["scale"]
    assert shade["domain"] == [-16.0, 0.0, 16.0]
    assert shade["range"][1] == theme().couleurs["papier"]
    dark = {row["colonne"]: row["fonce"] for row in chart["data"]["values"]}
    assert dark == {"44": True, "49": False, "53": False}
    drawn = svg(chart, "Titre", "Constat")
    assert theme().couleurs["vigilance"].lower() in drawn.lower() or "rgb(138, 74, 11)" in drawn
