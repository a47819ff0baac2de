"""The official FINESS file, as published or spoiled by a spreadsheet, and what is not it."""

import pytest
from conftest import plain
from entree.finess.exemples import EXTRAIT, TABLEUR
from entree.finess.extractions import line, rows, told, written
from entree.refus import refused
from openpyxl import Workbook

from cpomlib.entree.finess import read_finess
from cpomlib.tables.check import check


def test_the_official_file_of_2026():
    lecture = read_finess(EXTRAIT, toutes_categories=True)
    assert (lecture.lues, lecture.gardees, lecture.nombre_refus) == (5, 4, 0)
    first, martinique = rows(lecture)[:2]
    assert first["id_etablissement"] == "010000024"
    assert first["id_gestionnaire"] == "260100045"  # SIRET 26010004500012, key checked
    assert (first["commune"], first["departement"], first["region"]) == ("01451", "01", "84")
    # 9B and 207: 97 207, the commune of Le Lamentin's neighbour Ducos in Martinique (972, 02)
    assert (martinique["commune"], martinique["departement"]) == ("97207", "972")
    assert martinique["region"] == "02"
    assert "Extraction du 12 mai 2026." in lecture.messages
    # Saint-Martin (9A and 127 in FINESS) is the collectivity 978, which has no région
    assert dict(lecture.ecartees) == {
        "dans une collectivité d’outre-mer qui n’est pas une région": 1
    }
    assert check(lecture.frames) == []


def test_only_the_sector_by_default():
    assert refused(read_finess, EXTRAIT) == (
        "etalab-cs1100502_20260512_extrait.csv : Aucun établissement n’est gardé, sur 5 lus. "
        "Lignes : 5 hors des catégories du secteur (--toutes-categories pour les garder). "
        "Essayez « --toutes-categories » si l’extraction porte sur d’autres catégories."
    )


def test_a_public_hospital_is_public_and_the_others_are_said_unknown():
    lecture = read_finess(EXTRAIT, toutes_categories=True)
    statuts = {row["finess_ej"]: row["statut"] for row in rows(lecture, "gestionnaires")}
    assert statuts == {
        "010780054": "public",  # codesph 1, établissement public de santé
        "970210118": "autre",
        "970302022": "public",
        "970463600": "autre",  # codesph 0
    }
    assert (
        "Statut « autre » à vérifier, car ce fichier ne dit pas le statut juridique : "
        "2 gestionnaires." in told(lecture)
    )
    assert (
        "Nom à compléter, car ce fichier ne donne pas le nom des entités juridiques : "
        "4 gestionnaires." in told(lecture)
    )


def test_the_file_spoiled_by_a_spreadsheet():
    lecture = read_finess(TABLEUR, toutes_categories=True)
    assert (lecture.lues, lecture.gardees, lecture.nombre_refus) == (5, 5, 0)
    first = rows(lecture)[0]
    assert (first["commune"], first["departement"]) == ("01053", "01")  # written 53 and 1
    assert first["date_ouverture"].date().isoformat() == "1979-02-13"  # written 13/02/1979
    assert first["id_gestionnaire"] == "EJ-010780054"  # SIRET 2,601E+13: nothing is invented
    assert "Réparé sans risque, 5 fois, departement : zéros de tête rendus." in told(lecture)
    assert [plain(str(doubt)) for doubt in lecture.alertes[:1]] == [
        "cs1100507_2016_tableur.csv, ligne 2, colonne « siret », valeur « 2,601E+13 » : "
        "Le tableur a écrit ce numéro en notation scientifique : ses chiffres sont perdus. "
        "Reprenez le fichier d’origine sans l’ouvrir dans un tableur."
    ]
    assert len(lecture.alertes) == 5
    assert dict(lecture.ecartees) == {"coordonnées géographiques, que les tables n’ont pas": 3}


def test_a_lost_zero_is_given_back_only_when_the_key_agrees(tmp_path):
    header = TABLEUR.read_text(encoding="utf-8").splitlines()[0]
    good = line(et="10000024", ej="10780054", commune="53", departement="1")
    # 010000025 has not the Luhn key of 010000024
    bad = line(et="10000025", ej="10780054", commune="53", departement="1")
    lecture = read_finess(written(tmp_path, header, good, bad))
    assert [row["id_etablissement"] for row in rows(lecture)] == ["010000024"]
    assert [plain(str(fault)) for fault in lecture.refus] == [
        "finess.csv, ligne 3, colonne « nofinesset », valeur « 10000025 » : Ce numéro FINESS a "
        "perdu un chiffre, et le zéro de tête n’en fait pas un numéro valable. "
        "Reprenez le fichier d’origine."
    ]


def test_the_same_in_a_workbook_with_columns_moved(tmp_path):
    names = ["finess", "departement", "commune", "categetab", "nofinessej", "nofinesset", "rs"]
    book = Workbook()
    book.active.append(names)
    book.active.append(["structureet", 1, 53, 214, 10780054, 10000024, "CHRS DE L'AIN"])
    book.save(tmp_path / "finess.xlsx")
    (row,) = rows(read_finess(tmp_path / "finess.xlsx"))
    assert (row["id_etablissement"], row["commune"]) == ("010000024", "01053")


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (
            ["finess;nofinesset;nofinessej;rs;commune;departement", "structureet"],
            "finess.csv, ligne 1 : Il manque à cet en-tête « categetab ». "
            "Reprenez le fichier d’origine, avec toutes ses colonnes.",
        ),
        (
            ["nom;prenom", "a;b"],
            "finess.csv : Ce fichier n’est pas une extraction des établissements de FINESS. Aucune "
            "ligne ne commence par « structureet ». Donnez « etalab-cs1100502 », "
            "« etalab-cs1100507 », ou le flux JSON « structures ».",
        ),
        (
            ["structureet" + "x" * 200_000],
            "finess.csv, ligne 1 : Cette ligne est trop longue : ce n’est pas une extraction "
            "FINESS. Reprenez le fichier d’origine.",
        ),
    ],
    ids=["a header that lacks a column", "another file", "an endless line"],
)
def test_what_is_not_an_extraction_is_refused(tmp_path, lines, refusal):
    assert refused(read_finess, written(tmp_path, *lines)) == refusal
