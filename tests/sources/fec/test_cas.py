"""Entries added up by hand: what each rule makes of them."""

from dataclasses import replace
from datetime import date

import pytest
from sources.fec.ecritures import EXERCICE, PORT, SIREN, SOLEIL, Dialecte, ecrire, ligne, lire

from cpomlib.sources.fec import Affectation, NomFec, Regle, nom_fec
from cpomlib.sources.fec.affectation import Cible
from cpomlib.sources.lecture import resume
from cpomlib.tables.check import check


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def told(lecture):
    return [plain(message) for message in lecture.messages]


def doubts(lecture):
    return [plain(str(fault)) for fault in lecture.alertes]


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


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


SECTIONS = (
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=60000, section="PORT"),
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=30000, section="SOL-1"),
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=10000, section="SOL-9"),
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=5000, section="EHPAD"),
    ligne("PA", "1", (3, 31), "512000", "Banque", credit=105000),
)
CLE = Affectation(
    (
        Regle((("Section", "port"),), Cible(PORT)),
        Regle((("Section", "SOL"),), Cible(SOLEIL)),
        Regle((("Section", "SOL-9"), ("JournalCode", "PA")), Cible(SOLEIL, True)),
        Regle((("Section", "EHPAD"),), Cible("exclu")),
    )
)


def test_an_analytical_key(tmp_path):
    path = ecrire(tmp_path / "e.txt", SECTIONS, Dialecte(supplement=("SECTION",)))
    lecture = lire(path, affectation=CLE)
    budgets = lecture.frames["budgets"]
    # « SOL-9 » est plus long que « SOL » : 100,00 non reconductibles ; l’EHPAD (50,00) est à part
    assert rows(budgets, "id_etablissement", "montant", "non_reconductible") == [
        (PORT, 60000, False),
        (SOLEIL, 30000, False),
        (SOLEIL, 10000, True),
    ]
    # la balance, elle, est celle de tout le gestionnaire : 600 + 300 + 100 + 50
    assert lecture.frames["balances"].set_index("compte").loc["641100", "debit"] == 105000
    messages = told(lecture)
    assert (
        "Hors du CPOM selon la clé : charges 50,00 €, produits 0,00 € ; ils restent dans la "
        "balance du gestionnaire." in messages
    )
    assert "Non reconductible selon la clé : charges 100,00 €, produits 0,00 €." in messages
    assert f"{SOLEIL} : charges 400,00 €, produits 0,00 €, résultat −400,00 €." in messages


def test_a_key_on_the_name_of_the_file(tmp_path):
    """One accounting file per establishment, given together."""
    key = Affectation(
        (
            Regle((("fichier", "PORT"),), Cible(PORT)),
            Regle((("fichier", "soleil"),), Cible(SOLEIL)),
        )
    )
    first = ecrire(tmp_path / "port.txt", EXERCICE)
    second = ecrire(tmp_path / "Soleil.txt", SECTIONS)
    budgets = lire(first, second, affectation=key).frames["budgets"]
    assert budgets.groupby("id_etablissement")["montant"].count().to_dict() == {PORT: 4, SOLEIL: 1}


def test_a_closing_entry_is_undone_for_each_establishment(tmp_path):
    closing = [
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=60000), section="PORT"),
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=30000), section="SOL-1"),
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=10000), section="SOL-9"),
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=5000), section="AUTRE"),
        ligne("OD", "9", (12, 31), "129000", "Résultat", debit=105000),
    ]
    extra = replace(SECTIONS[3], section="AUTRE")
    lines = [*SECTIONS[:3], extra, SECTIONS[4], *closing]
    key = replace(CLE, defaut=Cible(PORT))
    dialecte = Dialecte(supplement=("Section",))
    budgets = lire(ecrire(tmp_path / "e.txt", lines, dialecte), affectation=key).frames["budgets"]
    # 600,00 + 50,00 par défaut
    assert rows(budgets, "id_etablissement", "montant") == [
        (PORT, 65000), (SOLEIL, 30000), (SOLEIL, 10000),
    ]  # fmt: skip
