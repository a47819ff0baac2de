"""A map has a shape per département, and says nothing that is masked."""

import json
import re

import pandas as pd
import pytest

from cpomlib.droit.reference import contours_departements, departements
from cpomlib.rendu.blocs.svg import svg
from cpomlib.rendu.graphiques import carte, points


def frame(region, **statuts):
    known = departements(region)
    rows = pd.DataFrame({"code": known["code"], "nom": known["nom"], "statut": "ok"})
    rows["valeur"] = [0.5 + 0.01 * rank for rank in range(len(rows))]
    for code, statut in statuts.items():
        rows.loc[rows["code"] == code.removeprefix("d"), "statut"] = statut
    return rows


def drawn(rows):
    return carte(rows, "code", "nom", "valeur", contours_departements(rows["code"].tolist()))


@pytest.mark.parametrize(("region", "n"), [("52", 5), ("84", 12), ("94", 2), ("11", 8)])
def test_a_shape_for_each_departement(region, n):
    chart = drawn(frame(region))
    features = chart["layer"][0]["data"]["values"]
    assert len(features) == n
    assert all(each["geometry"]["coordinates"] for each in features)
    page = str(svg(chart, "Titre", "Le constat."))
    # every outline is a path that is closed
    assert sum(d.count("Z") > 0 for d in page.split(' d="')[1:]) >= n


def test_north_is_at_the_top_and_the_shapes_keep_their_proportions():
    chart = drawn(frame("52"))
    shapes = {
        each["code"]: each["geometry"]["coordinates"]
        for each in chart["layer"][0]["data"]["values"]
    }

    def extent(code, axis):
        values = [point[axis] for polygon in shapes[code] for ring in polygon for point in ring]
        return min(values), max(values)

    # Vendée is south of Mayenne, Loire-Atlantique west of Sarthe
    assert extent("85", 1)[0] > extent("53", 1)[1]
    assert extent("44", 0)[1] < extent("72", 0)[1]
    # Sarthe: 97 km by 105 km
    (left, right), (top, bottom) = extent("72", 0), extent("72", 1)
    assert (right - left) / (bottom - top) == pytest.approx(97 / 105, abs=0.12)


def test_an_overseas_region_is_a_square_that_says_its_value():
    chart = drawn(frame("01"))
    (feature,) = chart["layer"][0]["data"]["values"]
    assert len(feature["geometry"]["coordinates"][0][0]) == 5
    page = str(svg(chart, "Titre", "Le constat."))
    assert "Guadeloupe" in page
    assert "50,0" in page


def test_a_masked_value_is_nowhere_in_the_chart():
    rows = frame("52", d53="secret")
    hidden = rows.loc[rows["code"] == "53", "valeur"].iloc[0]
    for chart in (drawn(rows), points(rows, "nom", "valeur")):
        spec = json.dumps(chart)
        assert f": {hidden}" not in spec
        assert "s." in spec
        assert ">s.<" in str(svg(chart, "Titre", "Le constat."))


def test_a_masked_departement_is_white_not_pale():
    rows = frame("52", d53="secret")
    fills = re.findall(r'<path[^>]* fill="([^"]+)"', str(svg(drawn(rows), "Titre", "Constat.")))
    assert fills.count("#ffffff") == 1


def test_points_of_two_groups_are_named_and_joined():
    rows = pd.DataFrame(
        [("Hommes seuls", "Hébergés", 0.31), ("Hommes seuls", "Demandes", 0.48),
         ("Couples", "Hébergés", None), ("Couples", "Demandes", 0.12)],
        columns=["public", "groupe", "part"],
    )  # fmt: skip
    page = str(svg(points(rows, "public", "part", serie="groupe"), "Titre", "Le constat."))
    for text in ("31,0", "48,0", "12,0", "n. d.", "Hébergés", "Demandes"):
        assert text in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_level_is_written_with_its_value():
    chart = points(frame("52"), "nom", "valeur", repere=0.7, nom_repere="Région")
    page = str(svg(chart, "Titre", "Le constat.")).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Région : 70,0 %" in page


def test_points_begin_at_zero_and_the_mark_crosses_no_figure():
    rows = [{"nom": "Sarthe", "valeur": 0.42}, {"nom": "Mayenne", "valeur": 0.44}]
    drawn = points(rows, "nom", "valeur", repere=0.43, nom_repere="Région")
    assert _bottoms(drawn) and max(_bottoms(drawn)) <= 0
    sides = {row["ligne"]: row["cote"] for row in _rows(drawn) if "cote" in row}
    assert sides == {"Sarthe": "gauche", "Mayenne": "droite"}


def _nodes(node):
    yield node
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for each in inside:
        yield from _nodes(each)


def _bottoms(spec):
    return [n["domain"][0] for n in _nodes(spec) if isinstance(n, dict) and "domain" in n
            and isinstance(n["domain"], list) and isinstance(n["domain"][0], float)]  # fmt: skip


def _rows(spec):
    return [n for n in _nodes(spec) if isinstance(n, dict) and "ligne" in n]
