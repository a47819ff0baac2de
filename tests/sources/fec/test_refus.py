"""Every refusal of a FEC, on its text."""

from dataclasses import replace
from datetime import date

import pytest
from sources.fec.ecritures import (
    CHAMPS,
    EXERCICE,
    PORT,
    Dialecte,
    ecrire,
    ecrire_classeur,
    ligne,
    lire,
    texte,
)

from cpomlib.errors import CpomError, DonneesError
from cpomlib.sources.fec import Affectation, Regle, lire_cle
from cpomlib.sources.fec.affectation import Cible


def refusal(*paths, **options):
    with pytest.raises(CpomError) as caught:
        lire(*paths, **options)
    error = caught.value
    said = "\n".join(map(str, error.fautes)) if isinstance(error, DonneesError) else str(error)
    return said.replace("\u00a0", " ").replace("\u202f", " ")


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


def test_a_field_that_may_be_missing_is_a_doubt(tmp_path):
    header = tuple("Intitul" if name == "CompteLib" else name for name in CHAMPS)
    lecture = lire(ecrire(tmp_path / "e.txt", EXERCICE, Dialecte(entete=header)))
    assert [str(fault).replace("\u00a0", " ") for fault in lecture.alertes] == [
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


def test_a_line_without_end(tmp_path):
    path = tmp_path / "e.txt"
    path.write_text(texte(EXERCICE, Dialecte()) + "x" * 6_000_000, encoding="utf-8")
    assert refusal(path) == (
        "e.txt, ligne 13 : Cette ligne est trop longue pour un tableau. Vérifiez que c’est bien "
        "le fichier attendu, puis refaites l’export."
    )


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


def test_the_same_file_twice(tmp_path):
    first, second = ecrire(tmp_path / "a.txt", EXERCICE), ecrire(tmp_path / "b.txt", EXERCICE)
    assert refusal(first, second) == (
        "« b.txt » et « a.txt » sont le même fichier. Les montants compteraient deux fois. "
        "Donnez chaque fichier une seule fois."
    )
    assert refusal() == "Aucun fichier n’est donné. Indiquez le fichier à lire."


def test_too_many_accounts(tmp_path, monkeypatch):
    monkeypatch.setattr("cpomlib.sources.fec.cumul.COMPTES_MAX", 3)
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


class TestCle:
    def key(self, tmp_path, text, name="cle.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    def said(self, tmp_path, text, name="cle.csv"):
        with pytest.raises(CpomError) as caught:
            lire_cle(self.key(tmp_path, text, name))
        return str(caught.value).replace("\u00a0", " ").replace("\u202f", " ")

    def test_csv_and_yaml_say_the_same(self, tmp_path):
        csv = self.key(
            tmp_path,
            "Code journal;Section;Établissement;Non reconductible\n"
            "PA;;440001234;\n;SOL;440005678;oui\n;EHPAD;Exclu;non\n;;440001234;\n",
            encoding="cp1252",
        )
        yaml = self.key(
            tmp_path,
            "regles:\n"
            '  - {JournalCode: PA, etablissement: "440001234"}\n'
            '  - {Section: SOL, etablissement: "440005678", non_reconductible: true}\n'
            "  - {Section: EHPAD, etablissement: exclu}\n"
            'defaut: "440001234"\n',
            "cle.yaml",
        )
        assert lire_cle(csv) == lire_cle(yaml)
        assert lire_cle(csv) == Affectation(
            (
                Regle((("JournalCode", "PA"),), Cible("440001234")),
                Regle((("Section", "SOL"),), Cible("440005678", True)),
                Regle((("Section", "EHPAD"),), Cible("exclu")),
            ),
            Cible("440001234"),
        )

    def test_lines_no_row_covers(self, tmp_path):
        lines = [
            ligne("PA", "1", (3, 31), "641100", "R", debit=60000, section="PORT"),
            ligne("PA", "1", (3, 31), "641100", "R", debit=123456, section="LUNE"),
            ligne("PA", "1", (3, 31), "758000", "P", credit=400, section=""),
            ligne("PA", "1", (3, 31), "512000", "B", credit=183056),
        ]
        path = ecrire(tmp_path / "e.txt", lines, Dialecte(supplement=("Section",)))
        key = Affectation((Regle((("Section", "PORT"),), Cible(PORT)),))
        assert refusal(path, affectation=key).split("\n") == [
            "e.txt : Aucun établissement pour Section « (vide) » : 0,00 € de charges, 4,00 € de "
            "produits, 1 ligne. Ajoutez une ligne à la clé analytique, un « defaut », ou « exclu » "
            "si l’activité est hors du CPOM.",
            "e.txt : Aucun établissement pour Section « LUNE » : 1 234,56 € de charges, 0,00 € de "
            "produits, 1 ligne. Ajoutez une ligne à la clé analytique, un « defaut », ou « exclu » "
            "si l’activité est hors du CPOM.",
        ]

    def test_a_column_the_file_lacks(self, tmp_path):
        path = ecrire(tmp_path / "e.txt", EXERCICE, Dialecte(supplement=("Sections",)))
        key = Affectation((Regle((("Sectoin", "X"),), Cible(PORT)),))
        assert refusal(path, affectation=key) == (
            "e.txt : La clé analytique emploie la colonne « Sectoin », que le fichier n’a pas. "
            "Le plus proche : « Sections »."
        )

    @pytest.mark.parametrize(
        ("texte", "message"),
        [
            (
                "JournalCode;lieu\nPA;X\n",
                "cle.csv : La clé analytique n’a pas de colonne « etablissement ». Écrivez une "
                "ligne d’en-tête : des champs du fichier, puis etablissement.",
            ),
            (
                "JournalCode;etablissement\n",
                "cle.csv : La clé analytique ne contient aucune ligne.",
            ),
            (
                "JournalCode;etablissement\nPA;\n",
                "cle.csv, ligne 2 : Cette ligne de la clé ne dit pas l’établissement.",
            ),
            (
                "JournalCode;etablissement\n;A\n;B\n",
                "cle.csv : Plusieurs lignes de la clé n’ont aucun critère. Gardez-en une : elle "
                "reçoit ce qu’aucune autre ne prend.",
            ),
            (
                "JournalCode;etablissement\nPA;A\npa;B\n",
                "cle.csv : La clé donne deux établissements pour JournalCode « pa ». Gardez une "
                "seule des deux lignes.",
            ),
            (
                "JournalCode;etablissement;non_reconductible\nPA;A;peut-être\n",
                "cle.csv, ligne 2, non_reconductible : « peut-être » n’est pas une réponse. "
                "Écrivez oui ou non.",
            ),
            (
                "EcritureLib;etablissement\nLoyer;A\n",
                "cle.csv, ligne 2 : La colonne « EcritureLib » change à chaque écriture : elle ne "
                "désigne pas un établissement. Employez JournalCode, JournalLib, CompteNum, "
                "CompteLib, CompAuxNum, CompAuxLib, fichier, ou une colonne analytique ajoutée au "
                "fichier.",
            ),
        ],
    )
    def test_a_key_badly_written(self, tmp_path, texte, message):
        assert self.said(tmp_path, texte) == message

    @pytest.mark.parametrize(
        ("texte", "dit"),
        [
            (
                "regles:\n  - {a: b}: c\n",
                "ligne 2 : Ce fichier est mal écrit : une clé n’est pas un",
            ),
            ("a: &a [x]\nb: [*a, *a]\n", "ligne 2 : Ce fichier est mal écrit : le renvoi « *a »"),
            ("regles: !!int x\n", "Ce fichier n’est pas du YAML."),
            ("regles: " + "[" * 5000 + "]" * 5000, "Ce fichier n’est pas du YAML."),
        ],
    )
    def test_yaml_that_makes_no_sense(self, tmp_path, texte, dit):
        assert dit in self.said(tmp_path, texte, "cle.yaml")

    def test_yaml_badly_written(self, tmp_path):
        assert self.said(tmp_path, "regles:\n  - PORT\n", "cle.yaml") == (
            "cle.yaml, ligne 1 de « regles » : Cette ligne de la clé n’est pas de la forme "
            "« colonne: début de la valeur »."
        )
        assert self.said(tmp_path, "regle: []\n", "cle.yaml").startswith(
            "cle.yaml : La clé « regle » n’est pas connue."
        )


def test_dates_of_the_exercise():
    from pathlib import Path

    from cpomlib.sources.fec.controle import Exercice
    from cpomlib.sources.fec.lecture import exercice_de

    year = Exercice(date(2025, 1, 1), date(2025, 12, 31))
    assert exercice_de([Path("x.txt")], 2025) == year
    assert exercice_de([Path("1FEC20241231.txt")], 2025) == year
    assert exercice_de([Path("1FEC20250831.txt")], 2025) == Exercice(
        date(2024, 9, 1), date(2025, 8, 31)
    )
