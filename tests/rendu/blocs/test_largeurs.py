"""A label keeps the room that was left for it, whatever typeface the reader's machine has."""

import re
from xml.etree import ElementTree

import pytest

from cpomlib.rendu.blocs.svg import svg
from cpomlib.rendu.dessin import largeur
from cpomlib.rendu.graphiques import barres_par_annee

LONG = "Charges de structure (groupe III) et frais de siège"


def test_a_width_is_the_sum_of_the_letters():
    # in Arial « A » is 1366 wide and « i » 455, of 2048: at 12 pixels, (1366 + 455) × 12 / 2048
    assert largeur("Ai", 12) == pytest.approx((1366 + 455) * 12 / 2048)
    assert largeur("Ai", 12, "600") > largeur("Ai", 12)
    assert largeur("Ai", 12, "bold") == largeur("Ai", 12, "700")


def test_every_text_of_a_chart_is_held_in_its_measured_width():
    rows = [{"modalite": LONG, "annee": "2025", "valeur": 0.3}]
    root = ElementTree.fromstring(str(svg(barres_par_annee(rows, "modalite", "annee", "valeur"),
                                          "t", "a")))  # fmt: skip
    space = "{http://www.w3.org/2000/svg}"
    texts = [one for one in root.iter(f"{space}text") if "".join(one.itertext()).strip()]
    assert texts
    for one in texts:
        size, weight = float(one.get("font-size").removesuffix("px")), one.get("font-weight", "")
        for line in list(one) or [one]:
            said = line.text.strip()
            assert float(line.get("textLength")) == pytest.approx(
                largeur(said, size, weight), abs=0.06
            )
            assert line.get("lengthAdjust") == "spacingAndGlyphs"
    # the longest line of the row's name fits on the left of the bars
    left = min(
        float(x) for x in re.findall(r"translate\(([\d.]+),", str(ElementTree.tostring(root)))
    )
    assert left >= 0
