"""A file that is not a FEC, or whose fields are not those of a FEC, on its text."""

import pytest
from entree.fec.dits import refusal
from entree.fec.ecritures import CHAMPS, EXERCICE, Dialecte, ecrire, ecrire_classeur, texte


def test_a_misspelt_field(tmp_path):
    header = tuple("EcritureDte" if name == "EcritureDate" else name for name in CHAMPS)
    assert refusal(ecrire(tmp_path / "e.txt", EXERCICE, Dialecte(entete=header))).split("\n") == [
        "e.txt, ligne 1, colonne « EcritureDate » : Ce champ du fichier des écritures comptables "
        "manque. Le plus proche : « EcritureDte » : renommez cette colonne « EcritureDate ».",
        "e.txt, ligne 1, colonne « EcritureDte » : Cette colonne n’est pas l’un des champs du "
        "fichier des écritures comptables. Le plus proche : « EcritureDate ».",
    ]


def test_a_field_that_is_missing(tmp_path):
    header = tuple("" if name == "Credit" else name for name in CHAMPS)
    assert refusal(ecrire(tmp_path / "e.txt", EXERCICE, Dialecte(entete=header))) == (
        "e.txt, ligne 1, colonne « Credit » : Ce champ du fichier des écritures comptables manque. "
        "Redemandez un export complet : les 18 champs sont obligatoires."
    )


def test_no_header(tmp_path):
    path = tmp_path / "e.txt"
    path.write_text(texte(EXERCICE, Dialecte()).split("\r\n", 1)[1], encoding="utf-8")
    assert refusal(path) == (
        "e.txt, ligne 1 : La première ligne contient des écritures : l’en-tête des champs manque. "
        "Ajoutez la ligne JournalCode, JournalLib, EcritureNum, EcritureDate, CompteNum…"
    )


@pytest.mark.parametrize("content", ["Bonjour,\nvoici le FEC\n", "a;b;c;d;e;f;g;h;i;j\n1;2\n"])
def test_something_else(tmp_path, content):
    path = tmp_path / "e.txt"
    path.write_text(content, encoding="utf-8")
    assert refusal(path) == (
        "e.txt, ligne 1 : Ce n’est pas un fichier des écritures comptables : la première ligne ne "
        "porte pas les noms des champs (JournalCode, JournalLib, EcritureNum, EcritureDate…). "
        "Demandez l’export « FEC » (livre des procédures fiscales, A47 A-1)."
    )


def test_xml(tmp_path):
    path = tmp_path / "e.xml"
    path.write_text('<?xml version="1.0"?><comptabilite/>', encoding="utf-8")
    assert refusal(path) == (
        "e.xml, ligne 1 : Ce fichier est en XML ou en HTML. Demandez le fichier des écritures "
        "comptables en fichier à plat (texte)."
    )


def test_only_blanks_and_only_a_header(tmp_path):
    path = tmp_path / "e.txt"
    path.write_text("\n \n", encoding="utf-8")
    assert refusal(path) == "e.txt : Ce fichier ne contient aucune ligne."
    assert refusal(ecrire(path, [])) == (
        "e.txt : Ce fichier ne contient aucune écriture. Vérifiez la période de l’export."
    )


def test_another_header_in_the_middle(tmp_path):
    swapped = ("JournalLib", "JournalCode", *CHAMPS[2:])
    path = tmp_path / "e.txt"
    second = texte(EXERCICE, Dialecte(entete=swapped))
    path.write_text(texte(EXERCICE, Dialecte()) + second, encoding="utf-8")
    assert refusal(path) == (
        "e.txt, ligne 13 : Un second en-tête, différent du premier, est au milieu du fichier. "
        "Donnez les deux fichiers séparément, dans la même commande."
    )


def test_the_same_file_twice(tmp_path):
    first, second = ecrire(tmp_path / "a.txt", EXERCICE), ecrire(tmp_path / "b.txt", EXERCICE)
    assert refusal(first, second) == (
        "« b.txt » et « a.txt » sont le même fichier. Les montants compteraient deux fois. "
        "Donnez chaque fichier une seule fois."
    )
    assert refusal() == "Aucun fichier n’est donné. Indiquez le fichier à lire."


class TestClasseur:
    def test_no_sheet_has_entries(self, tmp_path):
        from openpyxl import Workbook

        path = tmp_path / "e.xlsx"
        Workbook().save(path)
        assert refusal(path) == (
            "e.xlsx : Aucune feuille ne contient d’écritures sous les champs du fichier des "
            "écritures comptables (JournalCode, EcritureDate, CompteNum…). Vérifiez le classeur."
        )

    def test_a_formula_without_result(self, tmp_path):
        from openpyxl import load_workbook

        path = ecrire_classeur(tmp_path / "e.xlsx", EXERCICE)
        book = load_workbook(path)
        book.active["L3"] = "=250*2"
        book.save(path)
        assert refusal(path) == (
            "e.xlsx, feuille « FEC », ligne 3, colonne « L » : La cellule contient une formule "
            "sans résultat enregistré. Ouvrez le classeur dans le tableur, enregistrez-le, puis "
            "recommencez ; ou collez les valeurs à la place des formules."
        )


def test_an_end_of_line_in_a_label_is_said(tmp_path):
    lines = texte(EXERCICE, Dialecte()).split("\r\n")
    lines[2] = lines[2].replace("À nouveau", "À\nnouveau")
    path = tmp_path / "x.txt"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    said = refusal(path).split("\n")
    assert said[0] == (
        "x.txt, ligne 3 : La ligne a 11 cellules, l’en-tête en a 18. Un retour à la ligne coupe "
        "sans doute un libellé en deux : recollez cette ligne et sa voisine, ou refaites l’export "
        "sans retour à la ligne dans les libellés."
    )
