"""Every refusal of a trial balance, on its text."""

import pytest
from conftest import plain
from entree.balance.exports import ATTENDU, ENTETES, SOLDES, csv, lire, refusal, rows
from openpyxl import Workbook

from cpomlib.entree.balance import connues
from cpomlib.socle.erreurs import ParametreError


def test_unbalanced(tmp_path):
    path = csv(tmp_path / "b.csv", [ENTETES[0], *SOLDES[1:]])
    assert refusal(path) == (
        "b.csv : La balance n’est pas équilibrée : soldes débiteurs 1 630,20 €, soldes créditeurs "
        "130,20 €, écart 1 500,00 €. Redemandez un export complet ; pour la lire telle quelle, "
        "ajoutez « --accepter-desequilibre »."
    )
    lecture = lire(path, accepter_desequilibre=True)
    assert "écart 1 500,00 €" in plain(lecture.alertes[0].message)
    assert rows(lecture) == ATTENDU[1:]


def test_a_balance_without_sign(tmp_path):
    lines = [(c, t, d if d.strip("0,") else k) for c, t, d, k in SOLDES]
    said = refusal(csv(tmp_path / "b.csv", [("Compte", "Libellé", "Solde"), *lines]))
    assert said.endswith(
        "La colonne du solde n’a aucune valeur négative : ajoutez son sens (D ou C)."
    )


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        (
            ("512", "Banque", "x", ""),
            "colonne « solde_debiteur », valeur « x » : Un montant en euros est attendu. "
            "Écrivez-le en chiffres, avec au plus deux décimales, par exemple 12345,67.",
        ),
        (
            ("Banque", "", "12,00", ""),
            "colonne « compte », valeur « Banque » : Ce n’est pas un numéro de compte. Donnez le "
            "numéro du plan comptable, par exemple 641100.",
        ),
        (
            ("", "Banque", "12,00", ""),
            "colonne « compte » : Le numéro de compte manque. Complétez-le.",
        ),
    ],
)
def test_a_cell(tmp_path, ligne, dit):
    assert (
        refusal(csv(tmp_path / "b.csv", [ENTETES[0], *SOLDES, ligne])) == f"b.csv, ligne 7, {dit}"
    )


def test_a_side_that_is_none(tmp_path):
    lines = [("Compte", "Solde", "Sens"), ("512", "5", "X")]
    assert refusal(csv(tmp_path / "b.csv", lines)) == (
        "b.csv, ligne 2, colonne « Sens », valeur « X » : Le sens n’est ni un débit ni un crédit. "
        "Écrivez D ou C."
    )


def test_headers_that_do_not_do(tmp_path):
    def said(*header):
        return refusal(csv(tmp_path / "b.csv", [header, *SOLDES]))

    assert said("a", "b", "c", "d") == (
        "b.csv : Aucune ligne d’en-tête n’a été reconnue : il faut au moins le compte et son "
        "solde, ou le débit et le crédit. Nommez les colonnes : compte, libellé, solde débiteur, "
        "solde créditeur."
    )
    assert said("Compte", "Libellé", "Débit", "Débit") == (
        "b.csv, ligne 1 : La colonne qui dit le solde créditeur manque. Ajoutez-la, ou nommez-la "
        "ainsi.\n"
        "b.csv, ligne 1 : La colonne qui dit le solde débiteur manque. Ajoutez-la, ou nommez-la "
        "ainsi."
    )
    assert said("Numéro de cpt", "Libellé", "Débit", "Crédit") == (
        "b.csv, ligne 1 : La colonne qui dit le numéro de compte manque. Le plus proche : "
        "« Numéro de cpt »."
    )
    four = [("Compte", "Débit", "Crédit", "Débit", "Crédit"), ("512", "1", "", "1", "")]
    assert refusal(csv(tmp_path / "b.csv", four)).split("\n")[0] == (
        "b.csv, ligne 1, colonne « Crédit » : Plusieurs colonnes disent le crédit. Distinguez-les, "
        "par exemple « Mouvement débit » et « Solde débiteur »."
    )


def test_a_journal_is_not_a_balance(tmp_path, monkeypatch):
    monkeypatch.setattr("cpomlib.entree.balance.lecture.COMPTES_MAX", 3)
    assert refusal(csv(tmp_path / "b.csv", [ENTETES[0], *SOLDES])) == (
        "b.csv : Il y a plus de 3 lignes : ce n’est pas une balance."
    )


def test_a_formula_without_result(tmp_path):
    book = Workbook()
    book.active.append(list(ENTETES[0]))
    book.active.append(["512", "Banque", "=1+1", 0])
    book.save(tmp_path / "b.xlsx")
    assert refusal(tmp_path / "b.xlsx").startswith(
        "b.xlsx, feuille « Sheet », ligne 2, colonne « C » : La cellule contient une formule sans "
        "résultat enregistré."
    )


def test_a_name_for_two_columns_is_refused(tmp_path, monkeypatch):
    (tmp_path / "sources").mkdir()
    own = tmp_path / "sources" / "balance.yaml"
    own.write_text("colonnes:\n  debit: [Montant]\n  credit: [montants]\ntotaux: []\n", "utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError) as caught:
        connues()
    assert plain(str(caught.value)) == (
        f"{own}, ligne 3, « colonnes › credit » : Le nom « montants » désigne à la fois « debit » "
        "et « credit ». Retirez-le de l’une des deux listes."
    )
