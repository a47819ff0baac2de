"""Entries added up by hand: what each rule makes of them."""

import pytest
from conftest import plain
from entree.fec.dits import doubts, rows, told
from entree.fec.ecritures import EXERCICE, PORT, SIREN, ecrire, ligne, lire

from cpomlib.entree.lecture import resume
from cpomlib.tables.check import check


@pytest.fixture
def lecture(tmp_path):
    return lire(ecrire(tmp_path / "775680309FEC20251231.txt", EXERCICE))


def test_compte_administratif(lecture):
    # 613200 : 250,10 (location, groupe 3) ; 641100 : 1 234 567,89 (personnel, groupe 2)
    # 641900 : 67,89 au crédit, donc un produit du groupe 2 ; 732000 : 1 300 000,00 (groupe 1)
    budgets = lecture.frames["budgets"]
    assert rows(budgets, "sens", "groupe", "compte", "montant") == [
        ("charge", 3, "613200", 25010),
        ("charge", 2, "641100", 123456789),
        ("produit", 2, "641900", 6789),
        ("produit", 1, "732000", 130000000),
    ]
    assert set(rows(budgets, "id_etablissement", "annee", "document", "non_reconductible")) == {
        (PORT, 2025, "ca", False)
    }


def test_balances(lecture):
    # 512000 : 500,00 − 1 234 567,89 + 67,89 + 1 300 000,00 = 66 000,00 au débit
    balances = lecture.frames["balances"]
    assert rows(balances, "compte", "debit", "credit") == [
        ("102000", 0, 150000),
        ("213000", 100000, 0),
        ("401000", 0, 25010),
        ("512000", 6600000, 0),
        ("613200", 25010, 0),
        ("641100", 123456789, 0),
        ("641900", 0, 6789),
        ("732000", 0, 130000000),
    ]
    assert balances["debit"].sum() == balances["credit"].sum() == 130181799
    assert set(rows(balances, "id_gestionnaire", "annee")) == {(SIREN, 2025)}


def test_what_is_said(lecture):
    # charges 1 234 567,89 + 250,10 = 1 234 817,99 ; produits 1 300 000,00 + 67,89
    assert told(lecture) == [
        "775680309FEC20251231.txt : séparateur tabulation, UTF-8.",
        "Écritures : débit 2 536 385,88 €, crédit 2 536 385,88 €, écart 0,00 €.",
        "Balance : soldes débiteurs 1 301 817,99 €, soldes créditeurs 1 301 817,99 €, "
        "écart 0,00 €.",
        "440001234 : charges 1 234 817,99 €, produits 1 300 067,89 €, résultat 65 249,90 €.",
        "Aucune ligne n’est dite non reconductible : un FEC ne le sait pas ; une clé analytique "
        "peut le dire (colonne « non_reconductible »).",
        "À-nouveaux : 3 lignes, dans les soldes de la balance.",
        "Les libellés des comptes de tiers (165, 275, 40, 41, 42, 45, 46) sont ceux du plan "
        "comptable : ceux du fichier peuvent nommer des personnes.",
    ]
    assert lecture.alertes == ()
    assert plain(resume(lecture)).splitlines()[0] == "11 lignes lues, 11 gardées."


def test_the_frames_pass_the_checks_of_a_deposit(lecture):
    known = {
        "gestionnaires": _frame("gestionnaires", SIREN),
        "etablissements": _frame("etablissements", PORT),
    }
    assert check(lecture.frames, known) == []


def _frame(name, ident):
    import pandas as pd

    if name == "gestionnaires":
        return pd.DataFrame({"id_gestionnaire": [ident]})
    return pd.DataFrame({"id_etablissement": [ident], "categorie": ["214"]})


def test_closing_entries_are_undone(tmp_path, lecture):
    # 641100 −1 234 567,89, 613200 −250,10, 641900 +67,89, 732000 +1 300 000,00 → 65 249,90
    closing = [
        ligne("OD", "99", (12, 31), "641100", "Rémunérations", credit=123456789),
        ligne("OD", "99", (12, 31), "613200", "Loyers", credit=25010),
        ligne("OD", "99", (12, 31), "641900", "Remboursements", debit=6789),
        ligne("OD", "99", (12, 31), "732000", "Dotation", debit=130000000),
        ligne("OD", "99", (12, 31), "120000", "Résultat", credit=6524990),
    ]
    closed = lire(ecrire(tmp_path / "clos.txt", [*EXERCICE, *closing]))
    for name in ("budgets", "balances"):
        assert closed.frames[name].equals(lecture.frames[name])
    assert (
        "Écriture de clôture des comptes 6 et 7 laissée de côté : journal « OD », n° 99, "
        "5 lignes, résultat 65 249,90 €." in told(closed)
    )
    assert closed.ecartees == {"clôture des comptes 6 et 7": 5}
    assert (closed.lues, closed.gardees) == (16, 11)


def test_an_entry_of_the_last_day_that_does_not_close_is_kept(tmp_path):
    """12 touched with a charge, but not for the same amount: a correction, not a closing."""
    lines = [
        ligne("OD", "7", (12, 31), "613200", "Loyers", credit=10000),
        ligne("OD", "7", (12, 31), "120000", "Résultat", debit=4000),
        ligne("OD", "7", (12, 31), "512000", "Banque", debit=6000),
    ]
    balances = lire(ecrire(tmp_path / "e.txt", [*EXERCICE, *lines])).frames["balances"]
    # 250,10 − 100,00
    assert balances.set_index("compte").loc["613200", "debit"] == 15010


def test_an_account_on_its_other_side(tmp_path):
    lines = [
        ligne("OD", "1", (3, 1), "603700", "Variation de stocks", credit=1000),
        ligne("OD", "1", (3, 1), "709000", "Rabais accordés", debit=300),
        ligne("OD", "1", (3, 1), "606100", "Avoir d’énergie", credit=200),
        ligne("OD", "1", (3, 1), "706000", "Participations", debit=900),
    ]
    lecture = lire(ecrire(tmp_path / "e.txt", lines))
    assert rows(lecture.frames["budgets"], "compte", "sens", "groupe", "montant") == [
        ("603700", "produit", 2, 1000),  # listed among the products of groupe 2
        ("606100", "charge", 1, -200),  # not listed: a negative charge
        ("706000", "produit", 2, -900),
        ("709000", "charge", 1, 300),  # listed among the charges of groupe 1
    ]
    assert [line for line in doubts(lecture) if "inverse" in line] == [
        "e.txt, colonne « CompteNum », valeur « 606100 » : Ce compte se solde à l’inverse de "
        "l’usage (solde créditeur, un débit est attendu) : −2,00 € en charge, pour 440001234.",
        "e.txt, colonne « CompteNum », valeur « 706000 » : Ce compte se solde à l’inverse de "
        "l’usage (solde débiteur, un crédit est attendu) : −9,00 € en produit, pour 440001234.",
    ]


def test_names_of_persons_do_not_pass(tmp_path):
    lines = [
        ligne("OD", "1", (3, 1), "411DUPONT", "DUPONT Jean", debit=1000),
        ligne("OD", "1", (3, 1), "411MARTIN", "MARTIN Anne", debit=500),
        ligne("OD", "1", (3, 1), "421003", "Salaire de Mme Durand", credit=1500),
        ligne("OD", "1", (3, 1), "471000", "voir jean@exemple.fr", credit=100),
        ligne("OD", "1", (3, 1), "512000", "Banque", debit=100),
    ]
    balances = lire(ecrire(tmp_path / "e.txt", lines)).frames["balances"]
    kept = balances.astype({"libelle": object}).where(balances.notna(), None)
    assert rows(kept, "compte", "libelle", "debit", "credit") == [
        ("411", "Personnes accueillies, usagers", 1500, 0),
        ("421003", "Personnel, rémunérations dues", 0, 1500),
        ("471000", None, 0, 100),
        ("512000", "Banque", 100, 0),
    ]
