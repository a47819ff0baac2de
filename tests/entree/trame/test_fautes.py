"""Every fault of a trame at once, where it is, in plain French."""

from datetime import datetime

import pytest
from entree.trame.classeurs import FOYER, PORT, fautes, frame, known, petite, plain

from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.socle.erreurs import DonneesError

OBLIGATOIRE = "La valeur est obligatoire, la cellule est vide. Remplissez-la."


def test_faults_of_cells_all_at_once(book, tmp_path):
    sejours, budgets, places = book["Séjours"], book["Budgets"], book["Places"]
    sejours["F4"], sejours["D5"], sejours["G4"] = "femme seul avec enfants", "31/02/2025", "deux"
    sejours["J4"], sejours["C4"] = None, None
    budgets["B4"], budgets["H5"], budgets["I6"] = 2024, "1 234,5678", "peut-être"
    places["F5"], places["A5"] = 50, "999999999"
    expected = [
        "t.xlsx, feuille « Budgets », ligne 4, colonne « B (Année) », valeur « 2024 » : Cette "
        "trame est celle de l’exercice 2025. Corrigez l’année ; une autre année a sa propre trame.",
        f"t.xlsx, feuille « Séjours », ligne 4, colonne « C (Ménage) » : {OBLIGATOIRE}",
        "t.xlsx, feuille « Séjours », ligne 4, colonne « F (Composition) », valeur « femme seul "
        "avec enfants » : Cette valeur n’est pas dans la liste. Le plus proche : « femme avec "
        "enfants », « homme avec enfants », « couple avec enfants ».",
        "t.xlsx, feuille « Places », ligne 5, colonne « F (Places financées) », valeur « 50 » : "
        "Il y a plus de places financées que de places autorisées. Corrigez l’un des deux nombres.",
        "t.xlsx, feuille « Séjours », ligne 4, colonne « G (Adultes) », valeur « deux » : Un "
        "nombre entier est attendu. Écrivez-le en chiffres, par exemple 12.",
        "t.xlsx, feuille « Places », ligne 5, colonne « A (Établissement) », valeur « 999999999 » "
        ": Cette valeur n’est ni dans la feuille « Établissements », ni en base. Corrigez-la ou "
        "complétez la feuille « Établissements ».",
        "t.xlsx, feuille « Séjours », ligne 5, colonne « D (Date d’entrée) », valeur « 31/02/2025 "
        "» : Ce jour n’existe pas. Corrigez le jour, le mois ou l’année.",
        "t.xlsx, feuille « Budgets », ligne 5, colonne « H (Montant) », valeur « 1 234,5678 » : "
        "Le montant a plus de deux décimales. Arrondissez-le au centime ; le point ou la virgule "
        "sépare les décimales, pas les milliers.",
        "t.xlsx, feuille « Budgets », ligne 6, colonne « I (Non reconductible) », valeur "
        "« peut-être » : Oui ou non est attendu. Écrivez « oui » ou « non ».",
    ]
    assert sorted(fautes(book, tmp_path / "t.xlsx")) == sorted(expected)


def test_what_a_spreadsheet_does_wrong(book, tmp_path):
    budgets, salaries = book["Budgets"], book["Salariés"]
    budgets["H4"] = "=H5*2"  # no value is saved with it
    budgets["G5"], budgets["G5"].number_format = datetime(2025, 2, 1), "dd/mm/yyyy"
    budgets["F6"], budgets["A9"] = "#REF!", "Source : logiciel de comptabilité"
    salaries["F4"], salaries["C5"] = "80 %", "Jean Dupont"
    for rank in range(1, 10):
        budgets.cell(7, rank, budgets.cell(6, rank).value)
    budgets["F7"], budgets["F8"] = "606", None
    budgets["F6"].number_format = "@"
    told = fautes(book, tmp_path / "t.xlsx")
    assert told == [
        "t.xlsx, feuille « Salariés », ligne 4, colonne « F (ETP) », valeur « 80 % » : Un nombre "
        "est attendu, pas un pourcentage. Écrivez 0,8 plutôt que 80 %.",
        "t.xlsx, feuille « Budgets », ligne 4, colonne « H (Montant) » : La cellule contient une "
        "formule sans résultat enregistré. Ouvrez le classeur dans le tableur et enregistrez-le, "
        "ou collez la valeur à la place de la formule.",
        "t.xlsx, feuille « Salariés », ligne 5, colonne « C (Salarié) », valeur « (masqué : "
        "ressemble à un nom de personne) » : Cette valeur ressemble à un nom de personne. Le "
        "diagnostic partagé ne reçoit rien qui désigne directement une personne (référentiel "
        "CNIL du 11 mars 2021). Remplacez-la par un "
        "pseudonyme, par exemple M0042, le même à chaque dépôt.",
        "t.xlsx, feuille « Budgets », ligne 5, colonne « G (Libellé) », valeur « 2025-02-01 » : "
        "Le tableur a changé ce texte en date. Mettez la cellule au format « Texte », puis "
        "écrivez-le de nouveau.",
        "t.xlsx, feuille « Budgets », ligne 6, colonne « F (Compte) », valeur « #REF! » : La "
        "cellule contient une erreur du tableur. Corrigez la formule, ou écrivez la valeur.",
        "t.xlsx, feuille « Budgets », ligne 9, colonne « A (Établissement) » : Cette ligne n’a "
        "qu’une cellule remplie : ce n’est pas une ligne du tableau. Effacez-la, ou complétez-la.",
    ]


def test_the_same_key_twice(book, tmp_path):
    sheet = book["Places"]
    for rank in range(1, 8):
        sheet.cell(6, rank, sheet.cell(4, rank).value)
    (told,) = fautes(book, tmp_path / "t.xlsx")
    assert told == (
        "t.xlsx, feuille « Places », ligne 6, colonne « A (Établissement), B (Année), C (GHAM), "
        f"D (Mode) », valeur « {PORT}, 2025, 3R, regroupe » : Cette clé est déjà à la ligne 4. "
        "Gardez une seule des deux lignes, ou corrigez l’une d’elles."
    )


def test_headings(book, tmp_path):
    book["Places"]["D3"] = "Accueil"
    book["Séjours"]["C3"] = "Séjour"
    book["Salariés"]["L3"], book["Salariés"]["L4"] = "Nom du salarié", "x"
    book["Budgets"]["F3"] = book["Budgets"]["D3"] = book["Budgets"]["H3"] = None
    book["Qualité"].delete_rows(1, 3)
    book["Qualité"]["A1"] = "vide"
    expected = [
        "t.xlsx, feuille « Qualité » : La ligne d’en-tête de cette feuille est introuvable. "
        "Remettez-la au-dessus du tableau : Établissement *, Année *, Thème *, Question *, "
        "Cotation *, Commentaire.",
        "t.xlsx, feuille « Budgets », ligne 3, colonne « Compte » : Cette colonne obligatoire "
        "manque. Ajoutez-la.",
        "t.xlsx, feuille « Salariés », ligne 3, colonne « L (Nom du salarié) » : Cette colonne "
        "désigne directement des personnes. Le diagnostic partagé ne reçoit rien qui désigne "
        "directement une personne (référentiel CNIL du 11 mars 2021). Supprimez-la du fichier "
        "avant de le déposer.",
        "t.xlsx, feuille « Budgets », ligne 3, colonne « Montant » : Cette colonne obligatoire "
        "manque. Ajoutez-la.",
        "t.xlsx, feuille « Séjours », ligne 3, colonne « Ménage » : Cette colonne obligatoire "
        "manque. Ajoutez-la.",
        "t.xlsx, feuille « Places », ligne 3, colonne « Mode » : Cette colonne obligatoire "
        "manque. Ajoutez-la.",
        "t.xlsx, feuille « Budgets », ligne 3, colonne « Sens » : Cette colonne obligatoire "
        "manque. Ajoutez-la.",
        "t.xlsx, feuille « Séjours », ligne 3, colonne « A (Séjour) » : Cette colonne est écrite "
        "deux fois. Gardez-en une.",
    ]
    assert sorted(fautes(book, tmp_path / "t.xlsx")) == sorted(expected)


def test_the_same_table_twice(book, tmp_path):
    copy = book.copy_worksheet(book["Places"])
    copy.title = "Places (2)"
    assert fautes(book, tmp_path / "t.xlsx") == [
        "t.xlsx, feuille « Places (2) », ligne 3 : Cette feuille contient la même table que la "
        "feuille « Places ». Gardez une seule des deux."
    ]


def test_it_speaks_for_one_gestionnaire_only(book, tmp_path):
    book["Gestionnaire"]["A5"], book["Gestionnaire"]["B5"] = "552100554", "Autre"
    book["Gestionnaire"]["D5"] = "association"
    book["Places"]["A4"] = "490000999"
    path = tmp_path / "t.xlsx"
    book.save(path)
    other = (
        petite()["etablissements"]
        .iloc[:1]
        .assign(id_etablissement="490000999", id_gestionnaire="552100554")
    )
    base = {
        "gestionnaires": known()["gestionnaires"],
        "etablissements": frame("etablissements", *known()["etablissements"].to_dict("records"),
                                *other.to_dict("records")),
    }  # fmt: skip
    with pytest.raises(DonneesError) as caught:
        lire_trame(path, base)
    assert [plain(str(fault)) for fault in caught.value.fautes] == [
        "t.xlsx, feuille « Places », ligne 4, colonne « A (Établissement) », valeur « 490000999 » "
        ": Cet établissement est connu sous un autre gestionnaire. Corrigez le code ; s’il a "
        "changé de gestionnaire, dites-le au service de l’État.",
        "t.xlsx, feuille « Gestionnaire », ligne 5, colonne « A (Gestionnaire) », valeur "
        "« 552100554 » : Cette trame est celle du gestionnaire 732829320. Corrigez ou supprimez "
        "la ligne.",
    ]


def test_a_zero_is_not_put_back_by_guess(book, tmp_path):
    book["Places"]["A4"] = "44000123"  # a text of eight digits that no establishment has
    book["Places"]["A5"] = 440  # six zeros would be needed
    told = fautes(book, tmp_path / "t.xlsx")
    assert [fault.split(" : ")[1].split(". ")[0] for fault in told] == [
        "Ce code n’a pas la forme attendue",
        "Ce code n’a pas la forme attendue",
    ]
    assert FOYER not in "".join(told)
