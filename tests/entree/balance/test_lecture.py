"""Trial balances as accounting software prints them."""

import pandas as pd
import pytest
from conftest import plain
from entree.balance.exports import ATTENDU, ENTETES, SOLDES, csv, lire, rows
from entree.mutations import balances, changes, damaged
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cpomlib.entree.balance.lecture import sous_totaux


@pytest.mark.parametrize("entete", ENTETES)
@pytest.mark.parametrize("separateur", [";", "\t", "|"])
def test_names_of_columns(tmp_path, entete, separateur):
    lecture = lire(csv(tmp_path / "b.csv", [entete, *SOLDES], separateur, "cp1252"))
    assert rows(lecture) == ATTENDU
    assert lecture.frames["balances"]["libelle"].tolist()[1] == "Constructions"
    assert (lecture.lues, lecture.gardees) == (5, 5)


def test_a_signed_balance(tmp_path):
    header = ("Compte", "Libellé", "Solde")
    ways = [
        [(c, t, d if d.strip("0,") else f"-{k}") for c, t, d, k in SOLDES],
        [(c, t, f"{d} D" if d.strip("0,") else f"{k} C") for c, t, d, k in SOLDES],
        [(c, t, d if d.strip("0,") else f"({k})") for c, t, d, k in SOLDES],
    ]
    for rank, way in enumerate(ways):
        assert rows(lire(csv(tmp_path / f"{rank}.csv", [header, *way]))) == ATTENDU
    sides = [(c, t, d or k, "Débit" if d.strip("0,") else "C") for c, t, d, k in SOLDES[1:]]
    sides.insert(0, ("102000", "Fonds", "1 500,00", "C"))
    assert rows(lire(csv(tmp_path / "s.csv", [(*header, "Sens"), *sides]))) == ATTENDU


def test_opening_and_movements(tmp_path):
    lines = [
        ("Compte", "Libellé", "À-nouveau débit", "À-nouveau crédit", "Débit", "Crédit"),
        ("102000", "Fonds propres", "", "1500", "", ""),
        ("213000", "Constructions", "1000", "", "", ""),
        ("512000", "Banque", "500", "", "130.20", "250.10"),
        ("613200", "Loyers", "", "", "250.10", ""),
        ("732000", "Dotation", "", "", "", "130.20"),
    ]
    # 512 : 500,00 + 130,20 − 250,10 = 380,10
    lecture = lire(csv(tmp_path / "b.csv", lines))
    assert rows(lecture) == ATTENDU
    assert lecture.alertes == ()


def test_a_printed_balance(tmp_path):
    """A title, a header on two rows, totals of classes and of the whole, repeated headers."""
    lines = [
        ("Association de l’Étape", "", "", "", "", ""),
        ("Balance générale au 31/12/2025", "", "", "", "", ""),
        ("", "", "Mouvements", "", "Soldes", ""),
        ("Compte", "Intitulé", "Débit", "Crédit", "Débit", "Crédit"),
        ("102000", "Fonds propres", "0,00", "1 500,00", "", "1 500,00"),
        ("Total classe 1", "", "0,00", "1 500,00", "", "1 500,00"),
        ("213000", "Constructions", "1 000,00", "0,00", "1 000,00", ""),
        ("512000", "Banque", "630,20", "250,10", "380,10", ""),
        ("Compte", "Intitulé", "Débit", "Crédit", "Débit", "Crédit"),
        ("61", "Services extérieurs", "250,10", "", "250,10", ""),
        ("613200", "Loyers", "250,10", "", "250,10", ""),
        ("732000", "Dotation", "", "130,20", "", "130,20"),
        ("", "Total général", "1 880,30", "1 880,30", "1 630,20", "1 630,20"),
    ]
    lecture = lire(csv(tmp_path / "b.csv", lines))
    assert rows(lecture) == ATTENDU
    assert plain(lecture.messages[0]) == (
        "b.csv : colonnes lues : « Compte », « Intitulé », « Soldes Débit », « Soldes Crédit »."
    )
    assert lecture.ecartees == {"titres et totaux": 3, "sous-totaux de comptes": 1}
    assert (lecture.lues, lecture.gardees) == (9, 5)


def test_a_workbook(tmp_path):
    book = Workbook()
    book.active.append(["Balance"])
    book.active.append([])
    book.active.append(["Compte", "Libellé", "Solde débiteur", "Solde créditeur"])
    for compte, label, debit, credit in SOLDES:
        amounts = [
            float((text or "0").replace(" ", "").replace(",", ".")) for text in (debit, credit)
        ]
        book.active.append([int(compte), label, *amounts])
    book.save(tmp_path / "b.xlsx")
    lecture = lire(tmp_path / "b.xlsx")
    assert rows(lecture) == ATTENDU
    assert plain(lecture.messages[0]).startswith("b.xlsx : feuille « Sheet », colonnes lues")


def test_several_files(tmp_path):
    first = csv(tmp_path / "bilan.csv", [ENTETES[0], *SOLDES[:3]])
    second = csv(tmp_path / "gestion.csv", [ENTETES[1], *SOLDES[3:]], "\t")
    assert rows(lire(first, second)) == ATTENDU


def test_subtotals():
    # 60 = 6061 + 6063 ; 6 = 60 + 64 ; 512 a son propre solde, distinct de 5121
    soldes = {"6": 35, "60": 30, "6061": 10, "6063": 20, "64": 5, "512": 7, "5121": 3}
    assert sous_totaux(soldes) == {"6", "60"}
    assert sous_totaux({"606": 4, "606100": 4}) == {"606"}
    assert sous_totaux({"60": 0, "6061": 5, "6062": -5}) == set()


@given(st.dictionaries(st.from_regex(r"[1-7][0-9]{3}", fullmatch=True), st.integers(1, 99)))
def test_subtotals_are_all_found_and_nothing_else(leaves):
    """Every class written above its accounts is found, and the accounts stay."""
    classes = {
        digit: sum(net for account, net in leaves.items() if account[0] == digit)
        for digit in {account[0] for account in leaves}
    }
    assert sous_totaux({**leaves, **classes}) == set(classes)


def test_doubts(tmp_path):
    header = ("Compte", "Libellé", "Mouvement débit", "Mouvement crédit", "Soldes nets")
    lines = [("102", "Fonds", "", "5", "-5"), ("512", "Banque", "2", "", "2")]
    lines += [("512", "Banque bis", "3", "", "3")]
    lecture = lire(csv(tmp_path / "b.csv", [(*header[:4], "Solde de la période"), *lines]))
    assert [plain(str(fault)) for fault in lecture.alertes] == [
        "b.csv : La balance n’a aucun compte 6 ou 7 : elle a été éditée après la clôture ; le "
        "résultat et la capacité d’autofinancement ne pourront pas être calculés. Demandez la "
        "balance avant clôture.",
        "b.csv, ligne 1, colonne « Solde de la période » : Cette colonne n’a pas été reconnue : "
        "les soldes sont débit moins crédit. Nommez-la « Solde ».",
        "b.csv, ligne 1, colonne « Mouvement débit, Mouvement crédit » : Ces colonnes ne disent "
        "que des mouvements. Vérifiez que les à-nouveaux y sont compris.",
        "b.csv, ligne 4, colonne « compte », valeur « 512 » : Ce compte est écrit plusieurs fois : "
        "ses soldes sont additionnés.",
    ]
    assert rows(lecture) == [("102", 0, 500), ("512", 500, 0)]


def test_names_of_persons_do_not_pass(tmp_path):
    lines = [("411DUPONT", "DUPONT Jean", "5", ""), ("512", "Banque", "", "5")]
    frame = lire(csv(tmp_path / "b.csv", [ENTETES[0], *lines])).frames["balances"]
    assert frame["compte"].tolist() == ["411", "512"]
    assert frame["libelle"].tolist() == ["Personnes accueillies, usagers", "Banque"]


@settings(max_examples=100, deadline=None)
@given(changes(190))
def test_mutated_bytes_are_read_or_refused_in_words(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("m") / "b.csv"
    path.write_bytes(damaged(csv(path, [ENTETES[1], *SOLDES]).read_bytes(), made))
    frame = balances(lire, path)
    if frame is not None:
        pd.testing.assert_series_equal(
            (frame["debit"] > 0) ^ (frame["credit"] > 0), pd.Series([True] * len(frame))
        )
