"""Entries that do not add up, of another year or beyond belief: refused, on their text."""

from dataclasses import replace

from entree.fec.dits import refusal
from entree.fec.ecritures import EXERCICE, ecrire, ligne


def test_unbalanced(tmp_path):
    lines = [*EXERCICE, ligne("BQ", "6", (8, 1), "512000", "Banque", debit=1)]
    assert refusal(ecrire(tmp_path / "e.txt", lines)) == (
        "e.txt : Le fichier n’est pas équilibré : débit 2 536 385,89 €, crédit 2 536 385,88 €, "
        "écart 0,01 €. L’écart est dans : journal « BQ » en août 2025 (0,01 €). Redemandez un "
        "export complet ; pour le lire tel quel, ajoutez « --accepter-desequilibre »."
    )


def test_an_account_no_groupe_covers(tmp_path):
    lines = [*EXERCICE, ligne("OD", "6", (8, 1), "695000", "Impôt sur les bénéfices", debit=500)]
    lines += [ligne("OD", "6", (8, 1), "512000", "Banque", credit=500)]
    assert refusal(ecrire(tmp_path / "e.txt", lines)) == (
        "e.txt, ligne 13, colonne « CompteNum », valeur « 695000 » : Aucun groupe fonctionnel "
        "n’est connu en 2025 pour ce compte de charges. Préfixes connus les plus proches : « 60 », "
        "« 6111 », « 6112 », « 6118 », « 612 », « 613 », « 614 », « 615 ». Corrigez le compte, ou "
        "complétez « groupes_fonctionnels.yaml » dans le dossier des paramètres du service."
    )


def test_the_entries_of_another_year(tmp_path):
    lines = [replace(une, jour=une.jour.replace(year=2023)) for une in EXERCICE[:8]]
    path = ecrire(tmp_path / "e.txt", [*lines, *EXERCICE[8:]])
    assert refusal(path) == (
        "e.txt, colonne « EcritureDate » : 72,7 % des écritures sont de 2023 : ce n’est pas "
        "l’exercice demandé (du 01/01/2025 au 31/12/2025). Donnez « --annee 2023 »."
    )


def test_too_many_accounts(tmp_path, monkeypatch):
    monkeypatch.setattr("cpomlib.entree.fec.cumul.COMPTES_MAX", 3)
    assert refusal(ecrire(tmp_path / "e.txt", EXERCICE)) == (
        "e.txt, colonne « CompteNum » : Il y a plus de 3 comptes différents. Vérifiez que la "
        "colonne CompteNum contient bien le numéro du compte."
    )


def test_a_balance_beyond_belief(tmp_path):
    huge = 10**12
    lines = [ligne("OD", "1", (1, 2), "512000", "Banque", debit=huge) for _ in range(1001)]
    lines += [ligne("OD", "1", (1, 2), "401000", "Fournisseurs", credit=huge) for _ in range(1001)]
    assert refusal(ecrire(tmp_path / "e.txt", lines)).split("\n")[1] == (
        "e.txt, colonne « CompteNum », valeur « 512000 » : Le solde de ce compte est trop grand "
        "pour être vrai : 10 010 000 000 000,00 €. Vérifiez les montants du fichier."
    )
