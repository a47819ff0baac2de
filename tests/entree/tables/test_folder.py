"""A folder of CSV files: what people put in it, beside tables or instead of them."""

import pytest
from entree.tables.dossier import GESTIONNAIRES, PLACES, faults, write

from cpomlib.entree.tables import folder_sha256, read_folder
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform


def test_a_clean_folder(folder):
    write(
        folder, "places", PLACES + "440001234,2025,3R,regroupe,40,38\n440001234,2025,,diffus,5,5\n"
    )
    frames = read_folder(folder)
    assert list(frames) == ["gestionnaires", "etablissements", "places"]
    places = frames["places"]
    assert places["places_financees"].tolist() == [38, 5]
    assert places["gham"].tolist()[0] == "3R" and places["gham"].isna().tolist() == [False, True]
    for name, frame in frames.items():
        assert conform(name, frame).dtypes.equals(frame.dtypes)


def test_references_are_found_in_the_base(folder, tmp_path_factory):
    known = read_folder(folder)
    other = tmp_path_factory.mktemp("suite")
    write(other, "places", PLACES + "440001234,2025,3R,regroupe,40,38\n")
    assert list(read_folder(other, known)) == ["places"]
    assert faults(other) == [
        "places.csv, colonne « id_etablissement » : Cette colonne renvoie à la table "
        "« etablissements », qui n’est ni dans le dépôt, ni en base. Ajoutez le fichier "
        "etablissements.csv."
    ]


def test_what_is_not_a_table(folder):
    (folder / "sejour.csv").write_text("a\n")
    (folder / "cibles.csv").write_text("a\n")
    (folder / "places.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "activite.csv").mkdir()
    (folder / "archives").mkdir()
    (folder / "LISEZMOI.txt").write_text("Région inventée")
    (folder / ".~lock.places.csv#").write_text("")
    assert faults(folder) == [
        "activite.csv : C’est un dossier, pas un fichier CSV. Remplacez-le par le fichier.",
        "archives : C’est un dossier : seuls les fichiers CSV du dossier indiqué sont lus. "
        "Enregistrez-le en CSV, ou retirez-le du dossier.",
        "cibles.csv : Ce fichier ne porte le nom d’aucune table. C’est une table de contrat : "
        "« cpom importer contrat DOSSIER ».",
        "places.xlsx : Ce fichier n’est pas un CSV. Enregistrez-le en CSV, ou retirez-le du "
        "dossier.",
        "sejour.csv : Ce fichier ne porte le nom d’aucune table. Le plus proche : « sejours ».",
    ]


def test_folders_that_are_not(tmp_path):
    with pytest.raises(CommandeError, match="n’existe pas"):
        read_folder(tmp_path / "absent")
    (tmp_path / "f").write_text("")
    with pytest.raises(CommandeError, match="n’est pas un dossier"):
        read_folder(tmp_path / "f")
    (tmp_path / "vide").mkdir()
    assert faults(tmp_path / "vide") == [
        "vide : Ce dossier ne contient aucun fichier CSV. Il faut un fichier par table, par "
        "exemple gestionnaires.csv."
    ]


def test_the_digest_follows_the_content(folder):
    first = folder_sha256(folder)
    assert first == folder_sha256(folder) and len(first) == 64
    write(folder, "gestionnaires", GESTIONNAIRES + "\n")
    assert folder_sha256(folder) != first
