"""Each line of a FINESS file: refused, mended or set aside, and the others stand."""

import pytest
from conftest import plain
from entree.finess.extractions import PREMIERE, line, rows, told, written

from cpomlib.entree.finess import read_finess
from cpomlib.tables.check import check


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        (
            {"et": "44000123"},
            "colonne « nofinesset », valeur « 44000123 » : Ce numéro FINESS a perdu un chiffre, "
            "et le zéro de tête n’en fait pas un numéro valable. Reprenez le fichier d’origine.",
        ),
        (
            {"et": "4,4E+08"},
            "colonne « nofinesset », valeur « 4,4E+08 » : Le tableur a écrit ce numéro en notation "
            "scientifique : ses chiffres sont perdus. "
            "Reprenez le fichier d’origine sans l’ouvrir dans un tableur.",
        ),
        (
            {"ej": "x"},
            "colonne « nofinessej », valeur « x » : Ce n’est pas un numéro FINESS. "
            "Il a 9 caractères, par exemple 440001234 ou 2A0001234.",
        ),
        (
            {"categorie": "CHRS"},
            "colonne « categetab », valeur « CHRS » : La catégorie n’est pas un code FINESS à "
            "3 chiffres. Reprenez le fichier d’origine.",
        ),
        (
            {"departement": "LOIRE"},
            "colonne « departement », valeur « LOIRE » : Le département n’est pas lisible. "
            "Écrivez son code, par exemple 01, 2A ou 9D.",
        ),
        (
            {"departement": "96"},
            "colonne « departement », valeur « 96 » : Ce département n’existe pas. "
            "Reprenez le fichier d’origine.",
        ),
        (
            {"rs": ""},
            "colonne « rs » : L’établissement n’a pas de nom. Reprenez le fichier d’origine.",
        ),
        (
            {"rs": "CHRS 06 12 34 56 78"},
            "colonne « rs », valeur « (masqué : ressemble à un numéro de téléphone) » : Cette "
            "valeur ressemble à un numéro de téléphone. Le diagnostic partagé ne reçoit "
            "rien qui désigne directement une personne (référentiel CNIL du "
            "11 mars 2021). Effacez ce passage.",
        ),
    ],
)
def test_a_line_is_refused_and_the_others_stand(tmp_path, cells, refusal):
    lecture = read_finess(written(tmp_path, PREMIERE, line(), line(**cells)))
    assert (lecture.lues, lecture.gardees) == (2, 1)
    assert [plain(str(fault)) for fault in lecture.refus] == [f"finess.csv, ligne 3, {refusal}"]


def test_a_line_badly_cut(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line() + ";de;trop", "structureet;1;2"))
    assert [plain(str(fault)) for fault in lecture.refus] == [
        "finess.csv, ligne 2 : La ligne a 34 cellules, elle devrait en avoir 32. "
        "Reprenez le fichier d’origine.",
        "finess.csv, ligne 3 : La ligne a 3 cellules, elle devrait en avoir 32. "
        "Reprenez le fichier d’origine.",
    ]


@pytest.mark.parametrize(
    ("cells", "column", "doubt"),
    [
        ({"siret": "732829320"}, "siret", "Ce SIRET n’a pas 14 chiffres. Il est laissé vide."),
        (
            {"siret": "73282932100074"},
            "siret",
            "La clé de contrôle de ce SIREN est fausse. Il est laissé vide : vérifiez-le sur "
            "l’avis de situation de l’Insee.",
        ),
        (
            {"commune": "NANTES"},
            "commune",
            "Le code de la commune n’est pas lisible. La commune est laissée vide.",
        ),
        (
            {"ouverture": "31/02/1985"},
            "dateouv",
            "Ce jour n’existe pas. Elle est laissée vide. Corrigez le jour, le mois ou l’année.",
        ),
    ],
)
def test_an_optional_cell_is_left_empty_and_said(tmp_path, cells, column, doubt):
    lecture = read_finess(written(tmp_path, line(**cells)))
    (fault,) = lecture.alertes
    assert plain(f"{fault.colonne} {fault.message} {fault.que_faire}") == f"{column} {doubt}"
    assert lecture.gardees == 1


def test_quotes_accents_and_encodings(tmp_path):
    named = line(rs='"FOYER ""L\'ÉTAPE"""')
    for encoding in ("utf-8", "utf-8-sig", "iso-8859-1", "cp1252", "utf-16"):
        (row,) = rows(read_finess(written(tmp_path, PREMIERE, named, encoding=encoding)))
        assert row["nom"] == 'FOYER "L\'ÉTAPE"'
    (row,) = rows(read_finess(written(tmp_path, line(rs='"LA CLÉ'))))  # never closed
    assert row["nom"] == '"LA CLÉ'


def test_a_repeated_line(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line(), line(rs="AUTRE NOM")))
    assert dict(lecture.ecartees) == {"établissement déjà lu, identique": 1}
    assert [plain(str(fault)) for fault in lecture.refus] == [
        "finess.csv, ligne 3, colonne « nofinesset », valeur « 440001234 » : Cet établissement "
        "est déjà à la ligne 1, avec d’autres valeurs. Gardez une seule des deux lignes."
    ]


def test_what_is_supposed_by_category_is_said(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line(et="440001242", categorie="443")))
    chrs, cada = rows(lecture)
    assert [chrs[key] for key in ("regime", "autorite", "programme")] == [
        "autorise", "prefet", "177",
    ]  # fmt: skip
    assert cada["programme"] == "303"
    assert (
        "Régime et programme supposés d’après la catégorie, car FINESS ne les dit pas "
        "(2 nouveaux établissements) : voyez parameters/sources/finess.yaml." in told(lecture)
    )


def test_several_siren_for_one_legal_entity_settle_nothing(tmp_path):
    other = line(et="440001242", siret="26010004500012")
    lecture = read_finess(written(tmp_path, line(), other))
    assert [row["id_gestionnaire"] for row in rows(lecture, "gestionnaires")] == ["EJ-440000129"]
    assert [plain(str(doubt)) for doubt in lecture.alertes] == [
        "finess.csv, colonne « siret », valeur « 732829320, 260100045 » : Les établissements de "
        "l’entité juridique 440000129 n’ont pas le même SIREN : elle garde l’identifiant "
        "« EJ-440000129 ». Corrigez l’identifiant du gestionnaire si vous connaissez le bon SIREN."
    ]


def test_two_legal_entities_of_one_siren_are_one_gestionnaire(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line(et="440001242", ej="440000137")))
    assert len(rows(lecture, "gestionnaires")) == 1
    assert check(lecture.frames) == []
