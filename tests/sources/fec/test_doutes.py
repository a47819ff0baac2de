"""What is read all the same, and said: entries, names of files and exercises that surprise."""

from dataclasses import replace
from datetime import date

import pytest
from sources.fec.dits import doubts
from sources.fec.ecritures import EXERCICE, ecrire, ligne, lire

from cpomlib.sources.fec import NomFec, nom_fec


def test_doubts_like_the_tax_administration(tmp_path):
    lines = [
        ligne("OD", "0", (3, 1), "613200", "Loyers", debit=1000),
        ligne("OD", "2", (3, 1), "401000", "", credit=1000),
        ligne("OD", "3", (3, 1), "512000", "Banque"),
        replace(
            ligne("OD", "4", (3, 1), "512000", "B", debit=5, credit=5), jour=date(2024, 12, 31)
        ),
    ]
    lecture = lire(ecrire(tmp_path / "e.txt", lines))
    assert doubts(lecture) == [
        "e.txt, colonne « JournalCode » : Aucun à-nouveau n’a été reconnu : les soldes des "
        "comptes 1 à 5 ne seraient que les mouvements de l’année. Vérifiez que l’export contient "
        "le journal d’ouverture.",
        "e.txt, ligne 2, colonne « EcritureNum », valeur « 0 » : Ce champ obligatoire est vide. "
        "L’export est peut-être provisoire.",
        "e.txt, ligne 3, colonne « CompteLib » : Ce champ obligatoire est vide.",
        "e.txt, ligne 4, colonne « Debit », valeur « 0,00 » : Le débit et le crédit sont nuls.",
        "e.txt, ligne 5, colonne « EcritureDate », valeur « 20241231 » : La date est hors de "
        "l’exercice (du 01/01/2025 au 31/12/2025).",
        "e.txt, ligne 5, colonne « Credit », valeur « 0,05 » : Le débit et le crédit sont remplis "
        "tous les deux.",
    ]


def test_alike_doubts_are_counted(tmp_path):
    lines = [ligne("OD", "", (3, 1), "512000", "Banque", debit=1, credit=1) for _ in range(9)]
    numbers = [line for line in doubts(lire(ecrire(tmp_path / "e.txt", lines))) if "Num" in line]
    assert numbers[2:] == [
        "e.txt, ligne 4, colonne « EcritureNum » : Ce champ obligatoire est vide. L’export est "
        "peut-être provisoire.",
        "e.txt, ligne 5, colonne « EcritureNum » : Ce champ obligatoire est vide. De même sur "
        "6 autres lignes. L’export est peut-être provisoire.",
    ]


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


def test_an_accepted_gap_becomes_a_doubt(tmp_path):
    path = ecrire(tmp_path / "e.txt", EXERCICE[:-1])
    lecture = lire(path, accepter_desequilibre=True)
    assert doubts(lecture)[0] == (
        "e.txt : Le fichier n’est pas équilibré : débit 2 536 385,88 €, crédit 1 236 385,88 €, "
        "écart 1 300 000,00 €. L’écart est dans : journal « BQ » en juillet 2025 "
        "(1 300 000,00 €). Lu tel quel, à votre demande."
    )
    assert "732000" not in lecture.frames["budgets"]["compte"].tolist()
