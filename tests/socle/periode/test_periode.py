"""A year that is not over: what it is called, and which one is taken by default."""

from datetime import date

import pytest
from conftest import plain

from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.periode import Periode, connue, par_defaut, periode, refuser_en_cours

JOUR = date(2026, 11, 29)


def test_a_year_is_over_the_day_after_its_last():
    assert periode(2025, JOUR) == Periode(2025)
    assert periode(2026, date(2027, 1, 1)) == Periode(2026)
    assert periode(2026, date(2026, 12, 31)).ouverte  # one may still leave tonight
    assert periode(2026, date(2026, 1, 1)).ouverte
    assert periode(2026, None) == Periode(2026)


def test_what_is_said_of_a_year_that_is_not_over():
    known = periode(2026, JOUR)
    assert known.fin == JOUR
    assert known.titre == "2026 (au 29/11)"
    assert plain(known.avertissement) == (
        "L’année 2026 n’est pas finie : chiffres provisoires, arrêtés au 29 novembre 2026."
    )
    assert known.dire("présents au 31 décembre") == "présents au 29 novembre 2026"


def test_nothing_more_is_said_of_a_year_that_is_over():
    known = periode(2025, JOUR)
    assert (known.fin, known.titre, known.avertissement) == (date(2025, 12, 31), "2025", "")
    assert known.dire("présents au 31 décembre") == "présents au 31 décembre"


def test_a_year_that_has_not_begun_is_refused():
    with pytest.raises(CommandeError) as caught:
        periode(2027, JOUR)
    assert plain(caught.value) == (
        "L’année 2027 n’a pas commencé. Elle est regardée au 29 novembre 2026. "
        "Choisissez 2026, en cours, ou une année finie."
    )


@pytest.mark.parametrize(
    ("known", "taken"),
    [
        ([2023, 2024, 2025], 2025),
        ([2023, 2024, 2025, 2026], 2025),  # 2026 is not over
        ([2024, 2052], 2024),  # a row badly typed
        ([2026], 2026),  # nothing else: it is said not to be over
        ([2052], 2025),
        ([], 2025),
    ],
)
def test_the_year_taken_by_default(known, taken):
    assert par_defaut(known, JOUR) == taken


def test_references_are_published_of_a_year_that_is_over():
    refuser_en_cours(2025, JOUR)
    with pytest.raises(CommandeError) as caught:
        refuser_en_cours(2026, JOUR)
    assert plain(caught.value) == (
        "L’année 2026 n’est pas finie : des références ne se publient que sur une année finie. "
        "Choisissez 2025 ou avant."
    )


def test_a_year_over_of_which_nothing_was_deposited_since_is_not_whole():
    over = periode(2026, date(2027, 2, 1))
    known = connue(over, [date(2025, 3, 1), JOUR])
    assert known.ouverte
    assert known.fin == date(2026, 12, 31)
    assert known.titre == "2026 (données au 29/11)"
    assert known.dire("présents au 31 décembre") == "présents au 31 décembre"
    assert plain(known.avertissement) == (
        "Rien n’est déposé depuis la fin de 2026 : chiffres provisoires, sur des données du "
        "29 novembre 2026."
    )


def test_one_deposit_since_its_end_makes_it_whole():
    over = periode(2026, date(2027, 2, 1))
    assert connue(over, [JOUR, date(2027, 1, 1)]) == over
    assert connue(over, []) == over
    going = periode(2026, JOUR)
    assert connue(going, [JOUR]) == going
