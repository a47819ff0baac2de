"""Cells and lines of a FEC that are refused, on their text."""

import pytest
from entree.fec.dits import refusal
from entree.fec.ecritures import CHAMPS, EXERCICE, Dialecte, ecrire, ligne, texte


def changed(tmp_path, row, column, value, name="e.txt"):
    """Write the entries with one cell changed; row 1 is the first entry."""
    rows = [line.split("\t") for line in texte(EXERCICE, Dialecte()).split("\r\n")]
    rows[row][CHAMPS.index(column)] = value
    path = tmp_path / name
    path.write_text("\r\n".join("\t".join(cells) for cells in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("colonne", "valeur", "message"),
    [
        (
            "CompteNum", "64A100",
            "Le numéro de compte ne commence pas par trois chiffres. "
            "Donnez le numéro du plan comptable, par exemple 641100.",
        ),
        (
            "CompteNum", "6,411E+05",
            "Le tableur a transformé ce numéro de compte en nombre arrondi. "
            "Mettez la colonne au format texte avant d’y coller les comptes.",
        ),
        (
            "EcritureDate", "20250230",
            "Ce jour n’existe pas. Corrigez le jour, le mois ou l’année.",
        ),
        (
            "EcritureDate", "mars 2025",
            "Une date est attendue. Écrivez-la AAAAMMJJ, par exemple 20251231 ; "
            "2025-12-31 et 31/12/2025 sont acceptés.",
        ),
        (
            "EcritureDate", "02250331",
            "Cette année n’est pas vraisemblable. Elle est entre 1900 et 2100.",
        ),
        (
            "Debit", "mille",
            "Un montant en euros est attendu. Écrivez-le en chiffres, avec au plus deux "
            "décimales, par exemple 12345,67.",
        ),
        ("Debit", "12,3456", "Le montant a plus de deux décimales. Arrondissez-le au centime."),
        (
            "Debit", "1.234",
            "Ce montant se lit de deux façons : milliers ou décimales. Écrivez les décimales sur "
            "deux chiffres, et les milliers sans séparateur.",
        ),
        (
            "Debit", "99999999999",
            "Ce montant est trop grand pour être vrai. Vérifiez-le : le maximum est de dix "
            "milliards d’euros.",
        ),
    ],
)  # fmt: skip
def test_a_cell(tmp_path, colonne, valeur, message):
    said = refusal(changed(tmp_path, 4, colonne, valeur))
    assert said == f"e.txt, ligne 5, colonne « {colonne} », valeur « {valeur} » : {message}"


@pytest.mark.parametrize(
    ("colonne", "message"),
    [
        ("CompteNum", "Le numéro de compte manque. Complétez-le."),
        ("EcritureDate", "La date de l’écriture manque. Complétez-la, au format AAAAMMJJ."),
    ],
)
def test_an_empty_cell(tmp_path, colonne, message):
    said = refusal(changed(tmp_path, 4, colonne, ""))
    assert said == f"e.txt, ligne 5, colonne « {colonne} » : {message}"


def test_a_side_that_is_none(tmp_path):
    said = refusal(ecrire(tmp_path / "e.txt", EXERCICE[:1], Dialecte(sens=("X", "Y"))))
    assert said == (
        "e.txt, ligne 2, colonne « Sens », valeur « X » : Le sens n’est ni un débit ni un crédit. "
        "Écrivez D ou C, ou bien +1 (débit) ou -1 (crédit)."
    )


def test_all_the_faults_at_once(tmp_path):
    path = changed(tmp_path, 4, "Debit", "x")
    rows = path.read_text(encoding="utf-8").split("\n")
    rows[2] = rows[2].replace("20250101", "20250132", 1)
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [line.split(" : ")[0] for line in refusal(path).split("\n")] == [
        "e.txt, ligne 3, colonne « EcritureDate », valeur « 20250132 »",
        "e.txt, ligne 5, colonne « Debit », valeur « x »",
    ]


def test_a_thousand_faults_are_counted(tmp_path):
    lines = [ligne("OD", "1", (1, 2), "XX", "Erreur", debit=1) for _ in range(1000)]
    said = refusal(ecrire(tmp_path / "e.txt", lines)).split("\n")
    assert len(said) == 51
    assert said[50] == (
        "e.txt, ligne 52, colonne « CompteNum » : Le numéro de compte ne commence pas par trois "
        "chiffres. De même sur 950 autres lignes. Donnez le numéro du plan comptable, par "
        "exemple 641100."
    )


def test_a_line_cut_short(tmp_path):
    path = tmp_path / "e.txt"
    path.write_text(texte(EXERCICE, Dialecte()) + "BQ\tBanque\t9\t20250101\r\n", encoding="utf-8")
    assert refusal(path) == (
        "e.txt, ligne 13 : La ligne a 4 cellules, l’en-tête en a 18. Vérifiez le séparateur : il "
        "est peut-être dans un libellé."
    )


def test_a_line_without_end(tmp_path):
    path = tmp_path / "e.txt"
    path.write_text(texte(EXERCICE, Dialecte()) + "x" * 6_000_000, encoding="utf-8")
    assert refusal(path) == (
        "e.txt, ligne 13 : Cette ligne est trop longue pour un tableau. Vérifiez que c’est bien "
        "le fichier attendu, puis refaites l’export."
    )
