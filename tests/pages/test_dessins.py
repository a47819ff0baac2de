"""What the drawings and the sentence say of a figure: what is read of it, not what is behind."""

import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import plain

from cpomlib.pages.contrat.dessin import LIGNE, Dessin, Point, cadre_de, figure
from cpomlib.pages.scenarios import bandeau, lignes, offre
from cpomlib.pages.scenarios.annees import constat
from cpomlib.pages.scenarios.lignes import HAUTEUR, INTERLIGNE


def test_ten_centimes_of_deficit_are_no_deficit():
    """A search of the balance ends at −0,10 €, written 0 €: it was called a deficit."""
    assert "déficit" not in constat([(2029, 900.0, 450.0), (2030, 1000.0, -0.1)])
    assert plain(constat([(2030, 1000.0, -0.1)])) == "L’excédent de 2030 perd 1 000 €"
    assert constat([(2030, -1000.0, -0.1)]) == "L’équilibre est atteint en 2030"
    assert constat([(2030, -1000.0, -2.0)]).startswith("L’équilibre n’est pas atteint")


@pytest.mark.parametrize(
    ("value", "below"), [(-0.1, False), (-0.6, True), (0.0, False), (3, False)]
)
def test_only_a_deficit_that_is_read_is_coloured_as_one(value, below):
    assert ("cpom-sous" in bandeau._fort(value)) is below


def projected(*values):
    held = np.array([0.0, *values])
    years = tuple(range(2025, 2025 + len(held)))
    return SimpleNamespace(annees=years, total=lambda _: held)


@pytest.mark.parametrize("last", [(-50.0,) * 4, (100.0,) * 4, (-50, -49, 99, 100)])
def test_the_names_of_the_lines_stay_in_the_drawing_and_apart(last):
    """Four scenarios of one result wrote their names over the table under the figure."""
    drawn = lignes.lignes({f"S{n}": projected(1.0, v) for n, v in enumerate(last)},
                          projected(1.0, 30.0))  # fmt: skip
    at = sorted(float(y) for y in re.findall(r'y="([\d.]+)" style', drawn))
    assert len(at) == 5
    assert at[-1] <= HAUTEUR
    assert all(b - a >= INTERLIGNE - 0.2 for a, b in pairwise(at))


def test_two_long_names_are_not_shortened_to_one():
    names = ("Passage au diffus en 2027", "Passage au diffus en 2028")
    drawn = lignes.lignes(dict.fromkeys(names, projected(1.0, 2.0)), projected(1.0, 3.0))
    beside, under = drawn.split('<ul class="cpom-fins"')
    assert "Passage…en 2027" in beside
    assert "Passage…en 2028" in beside
    assert all(name in under for name in names)


def test_names_that_end_alike_are_told_by_their_rank():
    names = ("Passage haut, 2027-2031", "Passage bas, 2027-2031")
    drawn = lignes.lignes(dict.fromkeys(names, projected(1.0, 2.0)), projected(1.0, 3.0))
    assert "1. Passage…27-2031" in drawn
    assert "2. Passage…27-2031" in drawn


@pytest.mark.parametrize("pace", [0.36, 0.387, 0.40, 0.43])
def test_where_the_pace_leads_is_not_written_over_the_count_of_the_target(pace):
    """« au rythme actuel » covered « 80 ménages »."""
    target = Point(2027, 0.41, "80 ménages")
    held = Dessin(
        annees=(2025, 2026, 2027), unite="taux", mesures=(Point(2025, 0.378, "74 sur 196"),),
        cibles=(target,), rythme=(Point(2025, 0.378), Point(2027, pace)),
    )  # fmt: skip
    drawn = figure(held, cadre_de(held))
    said, count = (float(re.search(rf'y="([\d.]+)" text-anchor="\w+">{text}', drawn)[1])
                   for text in ("au rythme actuel", "80 ménages"))  # fmt: skip
    assert abs(said - count) >= LIGNE - 0.1


def test_a_kind_of_places_is_named_by_its_plain_word_first():
    assert [offre.mot_genre(code) for code in ("3R", "4D", "hors_les_murs")] == [
        "Regroupé avec repas (3R)", "Diffus (4D)", "Hors les murs",
    ]  # fmt: skip
