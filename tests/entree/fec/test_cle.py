"""The file of an analytical key: read, or refused on its text."""

import pytest
from entree.fec.dits import refusal
from entree.fec.ecritures import EXERCICE, PORT, Dialecte, ecrire, ligne
from entree.refus import refused

from cpomlib.entree.fec import AffectationAnalytique, RegleAffectation, lire_cle
from cpomlib.entree.fec.affectation import Destination


class TestCle:
    def key(self, tmp_path, text, name="cle.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    def said(self, tmp_path, text, name="cle.csv"):
        return refused(lire_cle, self.key(tmp_path, text, name))

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
        assert lire_cle(csv) == AffectationAnalytique(
            (
                RegleAffectation((("JournalCode", "PA"),), Destination("440001234")),
                RegleAffectation((("Section", "SOL"),), Destination("440005678", True)),
                RegleAffectation((("Section", "EHPAD"),), Destination("exclu")),
            ),
            Destination("440001234"),
        )

    def test_lines_no_row_covers(self, tmp_path):
        lines = [
            ligne("PA", "1", (3, 31), "641100", "R", debit=60000, section="PORT"),
            ligne("PA", "1", (3, 31), "641100", "R", debit=123456, section="LUNE"),
            ligne("PA", "1", (3, 31), "758000", "P", credit=400, section=""),
            ligne("PA", "1", (3, 31), "512000", "B", credit=183056),
        ]
        path = ecrire(tmp_path / "e.txt", lines, Dialecte(supplement=("Section",)))
        key = AffectationAnalytique((RegleAffectation((("Section", "PORT"),), Destination(PORT)),))
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
        key = AffectationAnalytique((RegleAffectation((("Sectoin", "X"),), Destination(PORT)),))
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
            ("regles: " + "[" * 5000 + "]" * 5000, "Plus de 50 niveaux sont emboîtés."),
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


def test_a_key_of_a_region_gives_each_its_own_rows(tmp_path):
    path = tmp_path / "cle.csv"
    path.write_text(
        "gestionnaire;Section;etablissement\n1;01;A\n2;01;B\n;99;exclu\n", encoding="utf-8"
    )
    one, two = lire_cle(path, "1", {"B"}), lire_cle(path, "2", {"A"})
    assert (one.etablissements, two.etablissements) == (("A",), ("B",))
    assert one.cible({"Section": "99"}).etablissement == "exclu"
    path.write_text("gestionnaire;Section;etablissement\n1;01;A\n", encoding="utf-8")
    assert refused(lambda found: lire_cle(found, "3"), path) == (
        "cle.csv : La clé analytique n’a aucune ligne pour « 3 ». Ajoutez ses sections, une ligne "
        "chacune."
    )
