"""The name of a FEC and its exercise: what they tell, and when they disagree."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from entree.fec.dits import doubts
from entree.fec.ecritures import EXERCICE, ecrire, ligne, lire

from cpomlib.entree.fec import NomFec, nom_fec
from cpomlib.entree.fec.controle import Exercice
from cpomlib.entree.fec.lecture import exercice_de


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("775680309FEC20251231.txt", NomFec("775680309", date(2025, 12, 31))),
        ("775680309fec20251231", NomFec("775680309", date(2025, 12, 31))),
        ("asso_77568030900018FEC20250831.csv", NomFec("775680309", date(2025, 8, 31))),
        ("export FEC20251231.txt", NomFec("", date(2025, 12, 31))),
        ("775680309FEC20251332.txt", NomFec("775680309")),
        ("grand-livre.txt", NomFec()),
    ],
)
def test_file_names(nom, attendu):
    assert nom_fec(nom) == attendu


def test_a_name_that_disagrees_is_said(tmp_path):
    path = ecrire(tmp_path / "732829320FEC20240831.txt", EXERCICE)
    assert doubts(lire(path)) == [
        "732829320FEC20240831.txt : Le nom du fichier dit le SIREN 732829320, pas 775680309. "
        "Vérifiez que c’est le bon fichier.",
        "732829320FEC20240831.txt : Le nom du fichier dit un exercice clos le 31/08/2024, pas en "
        "2025. Vérifiez que c’est le bon fichier.",
    ]


def test_an_exercise_that_ends_in_august(tmp_path):
    lines = [
        replace(ligne("OD", "1", (3, 1), "613200", "Loyers", debit=1), jour=date(2024, 9, 1)),
        ligne("OD", "1", (8, 31), "758000", "Produits", credit=1),
    ]
    lecture = lire(ecrire(tmp_path / "775680309FEC20250831.txt", lines))
    assert doubts(lecture) == [
        "775680309FEC20250831.txt : L’exercice se clôt le 31/08/2025 : le diagnostic compare des "
        "années civiles. Le décalage sera à dire dans le diagnostic."
    ]


def test_dates_of_the_exercise():
    year = Exercice(date(2025, 1, 1), date(2025, 12, 31))
    assert exercice_de([Path("x.txt")], 2025) == year
    assert exercice_de([Path("1FEC20241231.txt")], 2025) == year
    assert exercice_de([Path("1FEC20250831.txt")], 2025) == Exercice(
        date(2024, 9, 1), date(2025, 8, 31)
    )
