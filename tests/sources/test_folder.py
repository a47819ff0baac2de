"""A folder of CSV files: what people put in it, and every fault told at once."""

import csv

import pytest

from cpomlib.errors import CommandeError, DonneesError
from cpomlib.sources.tables import folder_sha256, read_folder
from cpomlib.tables.frames import conform

GESTIONNAIRES = (
    "id_gestionnaire,raison_sociale,statut\n"
    "732829320,L’Étape & Fils <Loire>,association\n"
    "EJ-440000123,Foyer du Port,fondation\n"
)
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    "440001234,732829320,CHRS du Port,214,autorise,prefet,177,44,52\n"
    "S-732829320-SIEGE,732829320,Siège,000,siege,prefet,177,44,52\n"
)
PLACES = "id_etablissement,annee,gham,mode,places_autorisees,places_financees\n"
SEJOURS = (
    "id_sejour,id_etablissement,id_menage,date_entree,date_sortie,composition,nb_adultes,"
    "nb_enfants,tranche_age,droits_incomplets,via_siao,dls_active,destination\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gestionnaires.csv").write_text(GESTIONNAIRES, encoding="utf-8")
    (tmp_path / "etablissements.csv").write_text(ETABLISSEMENTS, encoding="utf-8")
    return tmp_path


def faults(path, known=None):
    with pytest.raises(DonneesError) as caught:
        read_folder(path, known)
    return [
        str(fault).replace("\u00a0", " ").replace("\u202f", " ") for fault in caught.value.fautes
    ]


def write(folder, name, text, encoding="utf-8"):
    (folder / f"{name}.csv").write_bytes(text.encode(encoding))


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


def test_lines_are_those_of_the_file(folder):
    write(
        folder,
        "gestionnaires",
        "id_gestionnaire,raison_sociale,statut\n"  # 1
        "\n"  # 2, blank
        '732829320,"Nom sur\ndeux lignes",association\n'  # 3 and 4
        ",,\n"  # 5, blank in a spreadsheet
        "123456789,Autre,club\n",  # 6
    )
    assert faults(folder) == [
        "gestionnaires.csv, ligne 6, colonne « id_gestionnaire », valeur « 123456789 » : Ce SIREN "
        "n’existe pas : sa clé de contrôle est fausse. Vérifiez les 9 chiffres ; à défaut, "
        "écrivez « EJ- » suivi du FINESS de l’entité juridique.",
        "gestionnaires.csv, ligne 6, colonne « statut », valeur « club » : Cette valeur n’est pas "
        "dans la liste. Valeurs connues : « association », « fondation », « public », « autre ».",
    ]


def test_all_the_faults_of_all_the_files_at_once(folder):
    write(
        folder,
        "places",
        PLACES.replace("gham", "gam").replace("\n", ",nir\n")
        + "440001234,1889,3R,difus,40,41,\n"
        + "440001243,2025,,diffus,-5,cinq,\n",
    )
    write(
        folder,
        "sejours",
        SEJOURS
        + "A1,440001234,Marie Dupont,2025-03-01,2025-02-01,couple,2,0,25_34,oui,non,non,tiers\n"
        + "A2,440001234,M2,2025-03-01,2025-04-01,couple,2,0,25_34,oui,non,non,\n"
        + "A1,440001234,M3,2025-03-01,,couple,2,0,25_34,oui,non,non,rue\n",
    )
    assert faults(folder) == [
        "places.csv, ligne 1, colonne « gam » : La table « places » n’a pas cette colonne. "
        "Le plus proche : « gham ».",
        "places.csv, ligne 1, colonne « nir » : Cette colonne désigne directement des personnes. "
        "Le diagnostic partagé ne reçoit rien qui désigne directement une personne (référentiel "
        "CNIL du 11 mars 2021). Supprimez-la du fichier avant de le déposer.",
        "places.csv, ligne 2, colonne « annee », valeur « 1889 » : Le minimum est 1990. "
        "Corrigez cette valeur.",
        "places.csv, ligne 2, colonne « mode », valeur « difus » : Cette valeur n’est pas dans la "
        "liste. Le plus proche : « diffus ».",
        "places.csv, ligne 2, colonne « places_financees », valeur « 41 » : Il y a plus de places "
        "financées que de places autorisées. Corrigez l’un des deux nombres.",
        "places.csv, ligne 3, colonne « id_etablissement », valeur « 440001243 » : Cette valeur "
        "n’est ni dans la table « etablissements » du dépôt, ni en base. Le plus proche : "
        "« 440001234 ».",
        "places.csv, ligne 3, colonne « places_autorisees », valeur « -5 » : Le minimum est 0. "
        "Corrigez cette valeur.",
        "places.csv, ligne 3, colonne « places_financees », valeur « cinq » : Un nombre entier est "
        "attendu. Écrivez-le en chiffres, par exemple 12.",
        "sejours.csv, ligne 2, colonne « date_sortie », valeur « 2025-02-01 » : La date de sortie "
        "est avant la date d’entrée. Corrigez l’une des deux dates.",
        "sejours.csv, ligne 2, colonne « id_menage », valeur « Marie Dupont » : Cette valeur "
        "ressemble à un nom de personne. Le diagnostic partagé ne reçoit rien qui désigne "
        "directement une personne (référentiel CNIL du 11 mars 2021). Remplacez-la par un "
        "pseudonyme, par exemple M0042, le même à chaque dépôt.",
        "sejours.csv, ligne 3, colonne « destination » : La destination manque alors que le "
        "séjour a une date de sortie. Indiquez-la : « inconnu » si elle n’est pas connue.",
        "sejours.csv, ligne 4, colonne « destination », valeur « rue » : Une destination est "
        "indiquée sans date de sortie. Indiquez la date de sortie, ou videz la destination si le "
        "ménage est présent.",
        "sejours.csv, ligne 4, colonne « id_sejour », valeur « A1 » : Cette clé est déjà à la "
        "ligne 2. Gardez une seule des deux lignes, ou corrigez l’une d’elles.",
    ]


def test_a_date_that_cannot_be_read_has_no_other_consequence(folder):
    row = "A1,440001234,M1,2025-03-01,31/02/2025,couple,2,0,25_34,oui,non,non,rue\n"
    write(folder, "sejours", SEJOURS + row)
    assert faults(folder) == [
        "sejours.csv, ligne 2, colonne « date_sortie », valeur « 31/02/2025 » : Ce jour n’existe "
        "pas. Corrigez le jour, le mois ou l’année."
    ]


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


def test_a_chrs_over_its_capacity(folder):
    write(
        folder,
        "places",
        PLACES + "440001234,2025,3R,regroupe,10,30\n440001234,2025,5D,diffus,10,5\n",
    )
    assert faults(folder) == [
        "places.csv, ligne 2, colonne « id_etablissement », valeur « 440001234 » : En 2025, ce "
        "CHRS a 35 places financées réparties par GHAM pour une capacité de 20 places. Corrigez "
        "la répartition ou la capacité.",
        "places.csv, ligne 2, colonne « places_financees », valeur « 30 » : Il y a plus de places "
        "financées que de places autorisées. Corrigez l’un des deux nombres.",
    ]


def test_a_balance_on_both_sides_and_a_third_decimal(folder):
    write(
        folder,
        "balances",
        "id_gestionnaire,annee,compte,debit,credit\n"
        "732829320,2025,106,0,12.50\n"
        "732829320,2025,512,1,2\n"
        "732829320,2025,1.6,0,1.234\n",
    )
    assert faults(folder) == [
        "balances.csv, ligne 3, colonne « credit », valeur « 2 » : Le compte a un solde débiteur "
        "et un solde créditeur. Un solde de clôture est d’un seul côté : mettez 0 de l’autre.",
        "balances.csv, ligne 4, colonne « compte », valeur « 1.6 » : Ce code n’a pas la forme "
        "attendue. Attendu : un numéro de compte (chiffres, sans espace ni point).",
        "balances.csv, ligne 4, colonne « credit », valeur « 1.234 » : Le montant a plus de deux "
        "décimales. Arrondissez-le au centime ; le point ou la virgule sépare les décimales, pas "
        "les milliers.",
    ]


def test_a_key_repeated_with_an_empty_part(folder):
    row = "440001234,2025,,diffus,5,5\n"
    write(folder, "places", PLACES + row + "440001234,2025,3R,diffus,5,5\n" + row)
    assert faults(folder) == [
        "places.csv, ligne 4, colonne « id_etablissement, annee, gham, mode », valeur "
        "« 440001234, 2025, (vide), diffus » : Cette clé est déjà à la ligne 2. Gardez une seule "
        "des deux lignes, ou corrigez l’une d’elles."
    ]


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
    (folder / "places.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "activite.csv").mkdir()
    (folder / "archives").mkdir()
    (folder / "LISEZMOI.txt").write_text("Région inventée")
    (folder / ".~lock.places.csv#").write_text("")
    assert faults(folder) == [
        "activite.csv : C’est un dossier, pas un fichier CSV. Remplacez-le par le fichier.",
        "archives : C’est un dossier : seuls les fichiers CSV du dossier indiqué sont lus. "
        "Enregistrez-le en CSV, ou retirez-le du dossier.",
        "places.xlsx : Ce fichier n’est pas un CSV. Enregistrez-le en CSV, ou retirez-le du "
        "dossier.",
        "sejour.csv : Ce fichier ne porte le nom d’aucune table. Le plus proche : « sejours ».",
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
