"""A half goes up, as in a worksheet and on a chart: one value is printed the same everywhere.

A sentence that is too long is cut where it still says what it said.
"""

from decimal import Decimal

import pytest

from cpomlib.socle.typographie import borner, nombre, resserrer, taux


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (184.5, 0, "185"),
        (190.5, 0, "191"),
        (2.5, 0, "3"),
        (-0.5, 0, "\u22121"),
        (0.045, 2, "0,05"),
        (Decimal("12.25"), 1, "12,3"),
        (-0.04, 1, "0,0"),
    ],
)
def test_a_half_goes_up(value, decimals, written):
    assert nombre(value, decimals) == written


def test_a_rate_too_and_a_number_is_never_too_long():
    assert taux(0.1225) == "12,3\u00a0%"
    assert nombre(Decimal("1e60"), 2).startswith("1\u202f000")


@pytest.mark.parametrize(
    ("text", "signs", "kept"),
    [
        ("Deux mots", 9, "Deux mots"),
        ("Deux mots entiers", 12, "Deux mots…"),
        (
            "Sorties vers le logement\u00a0; Séjours longs et courts",
            40,
            "Sorties vers le logement…",
        ),
        ("Un\u00a0; une suite qui dit bien davantage", 30, "Un\u00a0; une suite qui dit bien…"),
    ],
)
def test_a_sentence_is_cut_at_a_word_and_a_list_at_a_whole_item(text, signs, kept):
    assert borner(text, signs) == kept


def test_a_name_is_cut_by_its_middle():
    # 15 signs: 7 before the ellipsis, 7 after
    assert resserrer("Passage au diffus en 2027", 15) == "Passage…en 2027"
    assert resserrer("Passage au diffus en 2028", 15) == "Passage…en 2028"
    assert resserrer("Quinze signes !", 15) == "Quinze signes !"
