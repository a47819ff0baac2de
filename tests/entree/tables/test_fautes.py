"""Every fault of every table told at once, with its file, line and column."""

from entree.tables.dossier import PLACES, SEJOURS, faults, write


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
        "sejours.csv, ligne 2, colonne « id_menage », valeur « (masqué : ressemble à un nom "
        "de personne) » : Cette valeur ressemble à un nom de personne. Le diagnostic partagé "
        "ne reçoit rien qui désigne "
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
