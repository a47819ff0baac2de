"""The writing of one CSV file: encodings, separators, headers, rows and cells badly cut."""

import csv

import pytest
from entree.tables.dossier import GESTIONNAIRES, PLACES, faults, write

from cpomlib.entree.tables import read_folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_write(folder, encoding, separator):
    text = GESTIONNAIRES.replace(",", separator).replace("\n", "\r\n") + separator * 2 + "\r\n"
    write(folder, "gestionnaires", text, encoding)
    frame = read_folder(folder)["gestionnaires"]
    assert frame["raison_sociale"].tolist() == ["L’Étape & Fils <Loire>", "Foyer du Port"]
    assert frame["id_gestionnaire"].tolist() == ["732829320", "EJ-440000123"]


def test_french_numbers_and_dates(folder):
    write(
        folder,
        "salaries",
        "id_etablissement;annee;id_salarie;fonction;contrat;etp;tranche_age;cout_employeur\n"
        " 440001234 ;2025;P1;direction;cdi;0,8;45_54;45 678,90 €\n",
    )
    row = read_folder(folder)["salaries"].iloc[0]
    assert (row["id_etablissement"], row["etp"], row["cout_employeur"]) == (
        "440001234",
        0.8,
        4567890,
    )


def test_the_columns_of_a_header(folder):
    write(folder, "mouvements", "id_etablissement,annee,annee,entrees,,sorties,etp_budgetes\n")
    assert faults(folder) == [
        "mouvements.csv, ligne 1 : La colonne n° 5 n’a pas de nom. Nommez-la ou supprimez-la.",
        "mouvements.csv, ligne 1, colonne « annee » : Cette colonne est écrite deux fois. "
        "Gardez-en une.",
        "mouvements.csv, ligne 1, colonne « etp_vacants » : Cette colonne obligatoire manque. "
        "Ajoutez-la.",
    ]


def test_a_missing_required_column_is_told_once(folder):
    write(folder, "etablissements", "id_gestionnaire,nom\n732829320,A\n732829320,B\n")
    write(folder, "places", PLACES + "440001234,2025,3R,regroupe,40,38\n")
    told = faults(folder)
    assert "etablissements.csv, ligne 1, colonne « id_etablissement »" in told[3]
    assert len(told) == 7  # the seven other required columns, and nothing about the places


def test_rows_of_another_width(folder):
    row = "732829320,Foyer, dit le Port,association\n"
    write(folder, "gestionnaires", GESTIONNAIRES.split("\n", maxsplit=1)[0] + "\n" + row)
    told = faults(folder)
    assert told == [
        "gestionnaires.csv, ligne 2 : La ligne a 4 cellules, l’en-tête en a 3. Mettez entre "
        "guillemets un texte qui contient le séparateur, et gardez les cellules vides."
    ]


SAVE = "Dans le tableur, enregistrez la feuille au format « CSV UTF-8 »."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"Le fichier est vide : il n’a même pas de ligne d’en-tête. {SAVE}"),
        (b"\n\n", f"Le fichier est vide : il n’a même pas de ligne d’en-tête. {SAVE}"),
        (b"PK\x03\x04xl", f"Ce fichier est un classeur ou une archive, pas un CSV. {SAVE}"),
        (
            "annee\n".encode("utf-16"),
            f"Ce fichier est en « texte Unicode » (UTF-16), pas en UTF-8. {SAVE}",
        ),
        (b"annee\n\0\0", f"Ce fichier n’est pas un fichier texte. {SAVE}"),
        (b"annee\n\x81\xff", f"Ce fichier n’est écrit ni en UTF-8 ni en Windows-1252. {SAVE}"),
    ],
)
def test_files_that_are_not_text_tables(folder, content, message):
    (folder / "places.csv").write_bytes(content)
    assert faults(folder) == [f"places.csv : {message}"]


@pytest.mark.parametrize(
    ("cell", "line", "message"),
    [
        ("x" * 200_000, 2, "Une cellule est démesurée (plus de 100 000 caractères)."),
        (
            '"Foyer',
            2,
            "Les guillemets de cette ligne sont mal fermés ; la suite n’a pas été lue.",
        ),
    ],
)
def test_cells_that_cannot_be_cut(folder, cell, line, message):
    header = "id_gestionnaire,raison_sociale,statut\n"
    write(folder, "gestionnaires", f"{header}732829320,{cell},association\n")
    (told,) = faults(folder)
    assert told.startswith(f"gestionnaires.csv, ligne {line} : {message}")


def test_a_huge_cell_is_seen_whatever_the_process_allows(folder):
    previous = csv.field_size_limit(10**9)
    try:
        write(folder, "gestionnaires", GESTIONNAIRES + f"1,{'x' * 200_000},association\n")
        (told,) = faults(folder)
    finally:
        csv.field_size_limit(previous)
    assert told.startswith("gestionnaires.csv, ligne 4 : Une cellule est démesurée")


def test_a_file_that_may_not_be_read(folder):
    # a broken link cannot be opened, whoever runs the tests
    (folder / "places.csv").symlink_to(folder / "absent")
    assert faults(folder) == [
        "places.csv : Le fichier ne peut pas être ouvert. Fermez-le s’il est ouvert ailleurs et "
        "vérifiez vos droits d’accès."
    ]
