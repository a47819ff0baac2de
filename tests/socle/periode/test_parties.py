"""A semester, a quarter: its days, its name, how it is asked, what is said before its end."""

from datetime import date

import pytest
from conftest import plain

from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.periode import Periode, connue, periode, read_periode

JOUR = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("2025", (2025, "")),
        ("2025-S1", (2025, "S1")),
        (" 2025-t3 ", (2025, "T3")),
        ("2026S1", (2026, "S1")),
    ],
)
def test_a_period_is_read_as_one_writes_it(asked, read):
    assert read_periode(asked) == read


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("2025-S3", "Le plus proche : « 2025-"),
        ("2025-T5", "Le plus proche : « 2025-T"),
        ("mars", "Écrivez par exemple 2025-S1."),
    ],
)
def test_what_is_no_period_is_refused(asked, nearest):
    with pytest.raises(CommandeError) as caught:
        read_periode(asked)
    said = plain(caught.value)
    assert said.startswith(
        f"« {asked} » n’est pas une période. Une période est une année (2025), un semestre "
        "(2025-S1, 2025-S2) ou un trimestre (2025-T1 à 2025-T4)."
    )
    assert nearest in said


def test_its_days_follow_the_calendar():
    assert (Periode(2024, partie="T1").debut, Periode(2024, partie="T1").fin) == (
        date(2024, 1, 1),
        date(2024, 3, 31),
    )
    assert Periode(2024, partie="S2").fin == date(2024, 12, 31)
    assert list(Periode(2025, partie="T3").mois) == [7, 8, 9]
    assert Periode(2025, partie="T2").code == "2025-T2"
    names = [Periode(2025, partie=name).nom for name in ("", "S1", "T3")]
    assert names == ["2025", "1er semestre 2025", "3e trimestre 2025"]


def test_what_is_said_of_a_year_is_said_of_its_part():
    known = Periode(2025, partie="S1")
    assert known.dire("Ménages présents au 31 décembre") == "Ménages présents au 30 juin 2025"
    assert known.dire("sortis dans l’année, places de l’année") == (
        "sortis dans le semestre, places du semestre"
    )
    assert known.dire("transmis pour une année entière") == "transmis pour une année entière"
    assert Periode(2025, partie="T2").dire("pas terminé avant le 1er janvier") == (
        "pas terminé avant le 1er avril 2025"
    )


def test_a_part_that_goes_on_says_so():
    known = periode(2026, JOUR, "S2")
    assert (known.fin, known.titre) == (JOUR, "2e semestre 2026 (au 29/11)")
    assert plain(known.avertissement) == (
        "Le 2e semestre 2026 n’est pas fini : chiffres provisoires, arrêtés au 29 novembre 2026."
    )
    assert not periode(2026, JOUR, "T3").ouverte  # the year goes on, its third quarter is over


def test_a_part_that_has_not_begun_is_refused():
    with pytest.raises(CommandeError) as caught:
        periode(2026, date(2026, 5, 2), "T3")
    assert plain(caught.value) == (
        "Le 3e trimestre 2026 n’a pas commencé. Il est regardé au 2 mai 2026. "
        "Choisissez 2026-T2, en cours, ou un trimestre fini."
    )


def test_a_part_over_of_which_nothing_was_deposited_since_says_so():
    known = connue(periode(2026, JOUR, "T3"), [date(2026, 8, 12)])
    assert plain(known.avertissement) == (
        "Rien n’est déposé depuis la fin du 3e trimestre 2026 : chiffres provisoires, sur des "
        "données du 12 août 2026."
    )
    assert connue(periode(2026, JOUR, "T2"), [date(2026, 8, 12)]).avertissement == ""
