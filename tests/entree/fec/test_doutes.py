"""Doubts: what is read all the same in a FEC, and said."""

from dataclasses import replace
from datetime import date

from entree.fec.dits import doubts
from entree.fec.ecritures import CHAMPS, EXERCICE, Dialecte, ecrire, ligne, lire, texte


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


def test_an_accepted_gap_becomes_a_doubt(tmp_path):
    path = ecrire(tmp_path / "e.txt", EXERCICE[:-1])
    lecture = lire(path, accepter_desequilibre=True)
    assert doubts(lecture)[0] == (
        "e.txt : Le fichier n’est pas équilibré : débit 2 536 385,88 €, crédit 1 236 385,88 €, "
        "écart 1 300 000,00 €. L’écart est dans : journal « BQ » en juillet 2025 "
        "(1 300 000,00 €). Lu tel quel, à votre demande."
    )
    assert "732000" not in lecture.frames["budgets"]["compte"].tolist()


def test_a_field_that_may_be_missing_is_a_doubt(tmp_path):
    header = tuple("Intitul" if name == "CompteLib" else name for name in CHAMPS)
    lecture = lire(ecrire(tmp_path / "e.txt", EXERCICE, Dialecte(entete=header)))
    assert doubts(lecture) == [
        "e.txt, ligne 1, colonne « CompteLib » : Ce champ légal manque ; il n’est pas "
        "indispensable ici. Redemandez un export complet : les 18 champs sont obligatoires."
    ]
    assert lecture.frames["balances"]["libelle"].dropna().tolist() == ["Fournisseurs"]


def test_the_order_of_the_fields_is_a_doubt(tmp_path):
    rows = [line.split("\t")[::-1] for line in texte(EXERCICE, Dialecte()).split("\r\n")[:-1]]
    path = tmp_path / "e.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    assert [fault.message for fault in lire(path).alertes] == [
        "Les champs ne sont pas dans l’ordre légal (livre des procédures fiscales, A47 A-1) ; ils "
        "ont été lus par leur nom.".replace(" ;", "\u00a0;")
    ]
