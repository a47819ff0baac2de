"""Exports of a SIAO: the sender's words, pseudonyms, what is dropped, what is refused."""

import hmac
import os

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cpomlib.errors import CommandeError, CpomError, DonneesError, ParametreError
from cpomlib.project import parameters_dir
from cpomlib.sources.lecture import resume
from cpomlib.sources.siao import creer_cle, lire_cle, lire_correspondance, proposer, read_siao
from cpomlib.sources.siao.cle import LONGUEUR, pseudonymes
from cpomlib.sources.siao.proposer import ecrire_proposition
from cpomlib.sources.siao.traduire import date_iso
from cpomlib.tables.check import check
from cpomlib.tables.frames import conform
from cpomlib.tables.identifiants import identifying
from cpomlib.tables.schema import table

CLE = bytes(range(32))
KNOWN = {
    "gestionnaires": conform(
        "gestionnaires",
        pd.DataFrame(
            {"id_gestionnaire": ["732829320"], "raison_sociale": ["A"], "statut": ["association"]}
        ),
    ),
    "etablissements": conform(
        "etablissements",
        pd.DataFrame(
            {
                "id_etablissement": ["440001234", "440001242"],
                "id_gestionnaire": "732829320",
                "nom": ["CHRS du Port", "CHRS du Quai"],
                "categorie": "214",
                "regime": "autorise",
                "autorite": "prefet",
                "programme": "177",
                "departement": "44",
                "region": "52",
            }
        ),
    ),
}
ENTETE = (
    "N° prise en charge;N° ménage;Nom;Prénom;Tél.;Date de naissance;Structure;Date d'entrée;"
    "Date de sortie;Composition familiale;Adultes;Enfants;Sexe;Droits incomplets;Ressources;"
    "Motif de sortie;SIAO;DLS;Commentaire"
)
PRESENT = (
    "1;101;DUPONT;Jean;0612345678;12/05/1980;CHRS du Port;12/05/2024;;Homme isolé;1;0;Masculin;"
    "non;RSA;;oui;non;Suivi par sa sœur"
)
PARTI = (
    "2;102;MARTIN;Anne;;13/05/1999;CHRS du Port;12/05/2024;30/06/2024;Femme seule avec enfant(s);"
    "1;2;Féminin;oui;Aucune;HLM;oui;oui;"
)
CORRESPONDANCE = """
table: sejours
colonnes:
  id_sejour: {colonne: N° prise en charge}
  id_menage: {colonne: N° menage}
  id_etablissement: {colonne: Structure, valeurs: {CHRS du Port: "440001234"}}
  date_entree: {colonne: Date d’entrée, dates: JJ/MM/AAAA}
  date_sortie: {colonne: Date de sortie}
  composition:
    colonne: Composition familiale
    valeurs: {homme isole: homme_seul, "Femme seule avec enfant(s)": femme_enfants}
  nb_adultes: {colonne: Adultes}
  nb_enfants: {colonne: Enfants}
  tranche_age: {colonne: Date de naissance, naissance_au: entree}
  sexe: {colonne: Sexe, valeurs: {Masculin: M, Féminin: F}}
  droits_incomplets: {colonne: Droits incomplets}
  ressources: {colonne: Ressources, valeurs: {Aucune: sans}}
  via_siao: {constante: oui}
  dls_active: {colonne: DLS}
  destination: {colonne: Motif de sortie, valeurs: {HLM: logement_social}}
"""


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def mapping(tmp_path, text=CORRESPONDANCE):
    path = tmp_path / "correspondance.yaml"
    path.write_text(text, encoding="utf-8")
    return lire_correspondance(path)


def exported(tmp_path, *lines, name="export.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text("\n".join([*lines, ""]), encoding=encoding)
    return path


def read(tmp_path, *lines, text=CORRESPONDANCE, known=KNOWN, **options):
    path = exported(tmp_path, ENTETE, *lines)
    return read_siao(path, mapping(tmp_path, text), CLE, known, **options)


def faults(tmp_path, *lines, **options):
    with pytest.raises(DonneesError) as refusal:
        read(tmp_path, *lines, **options)
    return [plain(str(fault)) for fault in refusal.value.fautes]


# Stays


def test_stays_in_the_sender_s_words(tmp_path):
    lecture = read(tmp_path, PRESENT, PARTI)
    assert (lecture.lues, lecture.gardees, lecture.format) == (2, 2, "siao-sejours")
    frame = lecture.frames["sejours"]
    assert check(lecture.frames, KNOWN) == []
    assert frame["id_etablissement"].tolist() == ["440001234"] * 2
    assert frame["composition"].tolist() == ["homme_seul", "femme_enfants"]
    # born on 12 May 1980, entered on 12 May 2024: 44 that day; born on 13 May 1999: still 24
    assert frame["tranche_age"].tolist() == ["35_49", "18_24"]
    assert frame["ressources"].tolist() == ["rsa", "sans"]  # RSA is our own label
    assert frame["via_siao"].tolist() == [True, True]
    assert frame["dls_active"].tolist() == [False, True]
    assert frame["destination"].isna().tolist() == [True, False]
    assert frame["date_sortie"].dt.date.astype("str").tolist()[1] == "2024-06-30"


def test_nothing_personal_is_left(tmp_path):
    lecture = read(tmp_path, PRESENT, PARTI)
    everything = lecture.frames["sejours"].to_csv() + resume(lecture)
    for personal in ("DUPONT", "Jean", "0612345678", "1980", "sœur", "101", "102"):
        assert personal not in everything
    assert [plain(line) for line in lecture.messages] == [
        "Retirées à l’entrée, car elles désignent directement des personnes : « Nom », "
        "« Prénom », « Tél. ».",
        "Lue pour la seule tranche d’âge, puis retirée : « Date de naissance ».",
        "Colonnes sans correspondance, non lues : « SIAO », « Commentaire ».",
        "Remplace tous les séjours de 1 gestionnaire.",
        "1 établissement de ces gestionnaires sans aucun séjour dans ce fichier : « 440001242 ».",
    ]


def test_unknown_words_are_counted_with_the_nearest(tmp_path):
    other = PRESENT.replace("1;101", "3;103").replace("Homme isolé", "Couple avec enf.")
    again = other.replace("3;103", "4;104").replace("RSA", "Mendicité")
    assert faults(tmp_path, PRESENT, other, again) == [
        "export.csv, ligne 3, colonne « Composition familiale », valeur « Couple avec enf. » : "
        "Ce libellé n’a pas de correspondance (2 lignes). Écrivez-le sous « composition: valeurs: "
        "» ; le plus proche : « couple_enfants », « couple », « homme_enfants ».",
        "export.csv, ligne 4, colonne « Ressources », valeur « Mendicité » : Ce libellé n’a pas de "
        "correspondance (1 ligne). Écrivez-le sous « ressources: valeurs: ».",
    ]


def test_unknown_words_of_optional_columns_may_count_as_not_given(tmp_path):
    begging = PRESENT.replace("RSA", "Mendicité")
    gone = PARTI.replace("HLM", "Parti en Italie")
    lecture = read(tmp_path, begging, gone, non_renseigne=True)
    frame = lecture.frames["sejours"]
    assert frame["ressources"].isna().tolist() == [True, False]
    assert frame["destination"].tolist()[1] == "inconnu"  # a stay that ended must have one
    told = [plain(line) for line in lecture.messages]
    assert (
        "« ressources » non renseigné sur 1 ligne, faute de correspondance : « Mendicité » (1)."
        in told
    )
    refused = faults(tmp_path, PRESENT.replace("Homme isolé", "Autre"), non_renseigne=True)
    assert len(refused) == 1
    assert "colonne « Composition familiale », valeur « Autre »" in refused[0]


def test_a_word_that_names_somebody_is_not_shown(tmp_path):
    (told,) = faults(tmp_path, PRESENT.replace(";RSA;", ";voir Mme Durand 06 12 34 56 78;"))
    assert "Durand" not in told
    assert "06 12" not in told
    assert "valeur « (masqué : semble désigner une personne) »" in told


def test_free_text_in_place_of_words_is_not_listed(tmp_path):
    lines = [PRESENT.replace("1;101", f"{n};{n}").replace("RSA", f"texte {n}") for n in range(201)]
    assert faults(tmp_path, *lines) == [
        "export.csv, colonne « Ressources » : 201 libellés sans correspondance (201 lignes) : "
        "c’est du texte libre ou une autre colonne. Vérifiez la colonne choisie pour "
        "« ressources »."
    ]


def test_an_unknown_establishment_names_the_nearest(tmp_path):
    assert faults(tmp_path, PRESENT.replace("CHRS du Port", "CHRS Quai")) == [
        "export.csv, ligne 2, colonne « Structure », valeur « CHRS Quai » : Ce libellé n’a pas de "
        "correspondance (1 ligne). Écrivez-le sous « id_etablissement: valeurs: » ; le plus "
        "proche : « 440001242 »."
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            ";12/05/2024;;",
            ";12 mai 2024;;",
            "colonne « Date d’entrée », valeur « 12 mai 2024 » : Une date est attendue. Écrivez-la "
            "AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2025-03-31 ou 31/03/2025.",
        ),
        (
            ";12/05/2024;;",
            ";12/05/2024;11/05/2024;",
            "colonne « Date de sortie », valeur « 2024-05-11 » : La date de sortie est avant la "
            "date d’entrée. Corrigez l’une des deux dates.",
        ),
        (
            ";1;0;",
            ";un;0;",
            "colonne « Adultes », valeur « un » : Un nombre entier est attendu. "
            "Écrivez-le en chiffres, par exemple 12.",
        ),
        (
            "12/05/1980",
            "mai 1980",
            "colonne « Date de naissance » : L’âge ne peut pas être calculé (1 ligne). Corrigez la "
            "date de naissance ou l’âge, qui ne sont pas montrés ici.",
        ),
        (
            "12/05/1980",
            "12/05/2030",
            "colonne « Date de naissance » : L’âge ne peut pas être calculé (1 ligne). Corrigez la "
            "date de naissance ou l’âge, qui ne sont pas montrés ici.",
        ),
        (
            "12/05/1980",
            "",
            "colonne « Date de naissance » : La valeur est obligatoire, la cellule est vide. "
            "Remplissez-la.",
        ),
        (
            "Suivi par sa sœur",
            "a;b",
            ": La ligne a 20 cellules, l’en-tête en a 19. Mettez entre guillemets un texte qui "
            "contient le séparateur, et gardez les cellules vides.",
        ),
    ],
)
def test_a_cell_that_cannot_be_read(tmp_path, before, after, fault):
    told = faults(tmp_path, PRESENT.replace(before, after))
    assert f"export.csv, ligne 2, {fault}".replace(", :", " :") in told


def test_two_stays_of_one_number(tmp_path):
    told = faults(tmp_path, PRESENT, PRESENT)
    assert len(told) == 1
    assert "Cette clé est déjà à la ligne 2." in told[0]


def test_a_destination_without_a_departure_is_software_s_default(tmp_path):
    lecture = read(tmp_path, PRESENT.replace("RSA;;", "RSA;HLM;"))
    assert lecture.frames["sejours"]["destination"].isna().all()


def test_an_empty_destination_may_mean_unknown(tmp_path):
    text = CORRESPONDANCE.replace("{HLM: logement_social}", "{HLM: logement_social}, vide: inconnu")
    lecture = read(tmp_path, PRESENT, PARTI.replace("HLM", ""), text=text)
    assert lecture.frames["sejours"]["destination"].astype("str").tolist()[1] == "inconnu"


def test_the_same_in_a_workbook_with_titles_above(tmp_path):
    book = Workbook()
    book.active.append(["Export du 21/11/2026"])
    book.active.append([])
    book.active.append(ENTETE.split(";"))
    cells = PRESENT.split(";")
    cells[5], cells[7] = pd.Timestamp("1980-05-12"), pd.Timestamp("2024-05-12")
    cells[10], cells[11] = 1, 0
    book.active.append(cells)
    book.save(tmp_path / "export.xlsx")
    lecture = read_siao(tmp_path / "export.xlsx", mapping(tmp_path), CLE, KNOWN)
    csv = read(tmp_path, PRESENT)
    pd.testing.assert_frame_equal(lecture.frames["sejours"], csv.frames["sejours"])


def test_a_sheet_or_a_column_that_does_not_exist(tmp_path):
    book = Workbook()
    book.active.title = "Export"
    book.active.append(["a"])
    book.save(tmp_path / "export.xlsx")
    with pytest.raises(CpomError) as refusal:
        sheet = mapping(tmp_path, CORRESPONDANCE + "feuille: Exprot\n")
        read_siao(tmp_path / "export.xlsx", sheet, CLE, KNOWN)
    assert plain(str(refusal.value)) == (
        "export.xlsx : La feuille « Exprot » n’existe pas. Le plus proche : « Export »."
    )
    with pytest.raises(CpomError) as refusal:
        read(tmp_path, PRESENT, text=CORRESPONDANCE.replace("colonne: Adultes", "colonne: Majeurs"))
    assert plain(str(refusal.value)) == (
        "export.csv : La colonne « Majeurs » n’est pas dans l’export. La correspondance la demande "
        "pour « nb_adultes ». Valeurs connues : « N° prise en charge », « N° ménage », "
        "« Date de naissance », « Structure », « Date d'entrée », « Date de sortie », "
        "« Composition familiale », « Adultes » et 8 autres."
    )


def test_an_export_without_a_row_or_a_text(tmp_path):
    with pytest.raises(CpomError) as refusal:
        read(tmp_path)
    assert (
        plain(str(refusal.value)) == "export.csv : Cet export n’a aucune ligne. Refaites l’export."
    )
    with pytest.raises(DonneesError, match="texte Unicode"):
        read_siao(
            exported(tmp_path, ENTETE, PRESENT, encoding="utf-16"), mapping(tmp_path), CLE, KNOWN
        )


@pytest.mark.parametrize(
    ("form", "text", "iso"),
    [
        ("JJ/MM/AAAA", "1/2/2024", "2024-02-01"),
        ("JJ/MM/AA", "01/02/24", "2024-02-01"),
        ("JJ/MM/AA", "01/02/85", "1985-02-01"),
        ("AAAAMMJJ", "20240201", "2024-02-01"),
        ("JJ.MM.AAAA", "01.02.2024 14:30", "2024-02-01"),
        ("MM/JJ/AAAA", "02/01/2024", "2024-02-01"),
        ("JJ/MM/AAAA", "2024-02-01", "2024-02-01"),
        ("JJ/MM/AAAA", "février", "février"),
    ],
)
def test_forms_of_dates(form, text, iso):
    assert date_iso(text, [form]) == iso


def test_an_age_in_years(tmp_path):
    text = CORRESPONDANCE.replace(
        "{colonne: Date de naissance, naissance_au: entree}", "{colonne: Age, age: true}"
    )
    lines = [
        PRESENT.replace("1;101", f"{n};{n}") + f";{age}"
        for n, age in enumerate((17, 18, 24, 25, 34, 35, 49, 50, 64, 65, 99))
    ]
    path = exported(tmp_path, ENTETE + ";Âge", *lines)
    frame = read_siao(path, mapping(tmp_path, text), CLE, KNOWN).frames["sejours"]
    assert frame["tranche_age"].tolist() == [
        "moins_18", "18_24", "18_24", "25_34", "25_34", "35_49", "35_49", "50_64", "50_64",
        "65_plus", "65_plus",
    ]  # fmt: skip


# Requests

DEMANDES = """
table: demandes_siao
colonnes:
  departement: {constante: "44"}
  annee: {colonne: Date de la demande}
  composition: {colonne: Composition}
  preconisation: {colonne: Préconisation, valeurs: {Urgence: hebergement_urgence}}
  reponse:
    colonne: Suite
    valeurs: {Pourvue: positive, Absence de place: non_pourvue}
    vide: en_attente
"""
LIGNES = (
    "N° demande;Date de la demande;Composition;Préconisation;Suite;Nom",
    "1;31/12/2024;homme seul;Urgence;Pourvue;A",
    "2;01/01/2025;homme seul;Urgence;Pourvue;B",
    "3;02/01/2025;homme seul;Urgence;Absence de place;C",
    "4;03/01/2025;homme seul;Urgence;;D",
    "4;03/01/2025;homme seul;Urgence;;E",
    "5;03/01/2025;couple sans enfant;logement adapté;Pourvue;F",
)


def test_requests_are_counted(tmp_path):
    path = exported(tmp_path, *LIGNES)
    lecture = read_siao(path, mapping(tmp_path, DEMANDES), None)
    rows = lecture.frames["demandes_siao"].astype("object").to_numpy().tolist()
    assert rows == [
        ["44", 2024, "homme_seul", "hebergement_urgence", 1, 1, 0],
        ["44", 2025, "homme_seul", "hebergement_urgence", 4, 1, 1],  # two still pending
        ["44", 2025, "couple", "logement_adapte", 1, 1, 0],
    ]
    assert check(lecture.frames) == []
    assert [plain(line) for line in lecture.messages] == [
        "Retirées à l’entrée, car elles désignent directement des personnes : « Nom ».",
        "Colonnes sans correspondance, non lues : « N° demande ».",
        "Remplace les demandes de ces départements et années : 44 en 2024, 44 en 2025.",
    ]


def test_a_request_written_twice_counts_once(tmp_path):
    text = DEMANDES + "  id_demande: {colonne: N° demande}\n"
    lecture = read_siao(exported(tmp_path, *LIGNES), mapping(tmp_path, text), CLE)
    assert lecture.frames["demandes_siao"]["demandes"].tolist() == [1, 3, 1]
    assert dict(lecture.ecartees) == {"demande déjà comptée (même numéro)": 1}
    assert (lecture.lues, lecture.gardees) == (6, 5)


def test_a_request_without_an_answer(tmp_path):
    text = DEMANDES.replace("    vide: en_attente\n", "")
    with pytest.raises(DonneesError) as refusal:
        read_siao(exported(tmp_path, *LIGNES), mapping(tmp_path, text), None)
    assert [plain(str(fault)) for fault in refusal.value.fautes] == [
        "export.csv, ligne 5, colonne « Suite » : La suite donnée est vide, à cette ligne et à "
        "1 autres. Dites ce que vaut une cellule vide : « vide: en_attente »."
    ]


# The mapping file


@pytest.mark.parametrize(
    ("before", "after", "refusal"),
    [
        ("table: sejours", "table: stays", " : La table « stays » ne vient pas d’un SIAO. Valeurs "
         "connues : « sejours », « demandes_siao »."),
        ("  sexe:", "  sexes:", ", colonnes : La clé « sexes » n’est pas connue. "
         "Le plus proche : « sexe »."),
        ("  nb_adultes: {colonne: Adultes}\n", "", ", colonnes : La clé « nb_adultes » manque. "
         "Ajoutez une ligne « nb_adultes: … »."),
        ("{colonne: Adultes}", "", ", colonnes, nb_adultes : Cette colonne obligatoire n’a pas de "
         "correspondance. Écrivez « colonne: … » ou « constante: … »."),
        ("{colonne: Adultes}", "{colonne: Adultes, constante: 1}", ", colonnes, nb_adultes : Il "
         "faut « colonne » ou « constante », et une seule des deux. Écrivez « colonne: nom de la "
         "colonne de l’export »."),
        ("{Aucune: sans}", "sans", ", colonnes, ressources : « valeurs » n’est pas une liste de "
         "correspondances. Écrivez « valeurs: {libellé de l’export: notre valeur} »."),
        ("{Aucune: sans}", "{Aucune: rien}", ", colonnes, ressources : La valeur « rien » n’est "
         "pas dans notre liste. Valeurs connues : « salaire », « chomage », « rsa », « aah », "
         "« retraite », « autre », « sans »."),
        ("dates: JJ/MM/AAAA", "dates: jour", ", colonnes, date_entree : Le format de date « jour » "
         "n’est pas connu. Écrivez-le avec JJ, MM et AAAA, par exemple JJ/MM/AAAA."),
        ("dates: JJ/MM/AAAA", "dates: 5", ", colonnes, date_entree : Le format de date « 5 » "
         "n’est pas connu. Écrivez-le avec JJ, MM et AAAA, par exemple JJ/MM/AAAA."),
        ("naissance_au: entree", "naissance_au: hier", ", colonnes, tranche_age : « hier » n’est "
         "pas un jour. Écrivez « entree », ou un jour AAAA-MM-JJ."),
        ("{colonne: Sexe,", "{colonne: Sexe, age: true,", ", colonnes, sexe : « naissance_au » et "
         "« age » ne servent qu’à la tranche d’âge. Retirez-les."),
        ("{colonne: N° menage}", "{colonne: NIR}", ", colonnes, id_menage : La colonne « NIR » "
         "désigne directement des personnes. Le diagnostic partagé ne reçoit rien qui désigne "
         "directement une personne (référentiel CNIL du 11 mars 2021). Prenez une autre colonne ; "
         "une date de naissance ne sert qu’à la tranche d’âge, avec « naissance_au »."),
        ("{colonne: N° menage}", "{constante: 1}", ", colonnes, id_menage : Un identifiant ne peut "
         "pas être le même partout. Indiquez la colonne des numéros."),
    ],
)  # fmt: skip
def test_a_mapping_badly_written(tmp_path, before, after, refusal):
    with pytest.raises(ParametreError) as raised:
        mapping(tmp_path, CORRESPONDANCE.replace(before, after))
    assert plain(str(raised.value)) == f"{tmp_path / 'correspondance.yaml'}{refusal}"


def service(tmp_path, monkeypatch, text):
    folder = tmp_path / "service" / "sources"
    folder.mkdir(parents=True)
    (folder / "siao.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(folder.parent))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "colonnes: {sejours: {}, demandes_siao: {motif: rue}}\nlibelles: {}\n",
            "parameters/sources/siao.yaml, demandes_siao : Il faut ici des listes de textes. "
            'Écrivez « notre nom: ["mot de l’export", "autre mot"] ».',
        ),
        (
            "colonnes: {sejours: {}}\nlibelles: {}\n",
            "parameters/sources/siao.yaml, colonnes : La clé « demandes_siao » manque. "
            "Ajoutez une ligne « demandes_siao: … ».",
        ),
    ],
)
def test_a_list_of_words_badly_written(tmp_path, monkeypatch, text, refusal):
    service(tmp_path, monkeypatch, text)
    with pytest.raises(ParametreError) as raised:
        proposer(exported(tmp_path, ENTETE, PRESENT))
    assert plain(str(raised.value)) == refusal


def test_the_words_of_the_service_are_used(tmp_path, monkeypatch):
    text = "colonnes: {sejours: {motif: [Commentaire]}, demandes_siao: {}}\nlibelles: {}\n"
    service(tmp_path, monkeypatch, text)
    assert '  motif:\n    colonne: "Commentaire"' in proposer(
        exported(tmp_path, ENTETE, PRESENT), "sejours"
    )


def test_the_example_shipped_is_well_written():
    example = lire_correspondance(parameters_dir() / "sources" / "siao_exemple.yaml")
    assert example.table == "sejours"


# A first mapping by resemblance


def test_a_mapping_is_proposed_and_works(tmp_path):
    path = exported(tmp_path, ENTETE, PRESENT, PARTI)
    text = proposer(path)
    assert "#   Prénom" in text
    assert "DUPONT" not in text
    assert "1980" not in text
    assert text.count("a_completer »") == 1  # the sentence at the top
    assert '"CHRS du Port": "a_completer"' in text
    done = text.replace('"a_completer"', '"440001234"')
    by_hand = read(tmp_path, PRESENT, PARTI).frames["sejours"]
    proposed = read_siao(path, mapping(tmp_path, done), CLE, KNOWN).frames["sejours"]
    pd.testing.assert_frame_equal(proposed, by_hand)


def test_a_proposed_mapping_of_requests(tmp_path):
    text = proposer(exported(tmp_path, *LIGNES))
    assert "table: demandes_siao" in text
    assert '"Urgence": "hebergement_urgence"' in text
    assert '"Absence de place": "non_pourvue"' in text


def test_what_is_left_to_complete_is_still_unknown(tmp_path):
    text = proposer(exported(tmp_path, ENTETE, PRESENT))
    (told,) = faults(tmp_path, PRESENT, text=text)
    assert "valeur « CHRS du Port » : Ce libellé n’a pas de correspondance (1 ligne)." in told


def test_a_proposal_does_not_replace_a_file(tmp_path):
    path = exported(tmp_path, ENTETE, PRESENT)
    ecrire_proposition(path, tmp_path / "c.yaml")
    with pytest.raises(CommandeError) as refusal:
        ecrire_proposition(path, tmp_path / "c.yaml")
    assert plain(str(refusal.value)) == (
        f"{tmp_path / 'c.yaml'} : Ce fichier existe déjà : il n’est pas remplacé. "
        "Donnez un autre nom, ou supprimez-le."
    )
    with pytest.raises(CommandeError, match="La correspondance ne peut pas être écrite ici"):
        ecrire_proposition(path, tmp_path / "absent" / "c.yaml")
    with pytest.raises(CommandeError, match="ne vient pas d’un SIAO"):
        proposer(path, "salaries")


LABELS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(LABELS, min_size=1, max_size=6), titles=st.lists(LABELS, max_size=4))
def test_a_proposal_is_always_yaml_that_reads_back(tmp_path_factory, words, titles):
    import csv

    folder = tmp_path_factory.mktemp("p")
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(["Composition", "Ressources", *titles])
        writer.writerows([[word, word, *titles] for word in words])
    text = proposer(path, "sejours")
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    mapped = lire_correspondance(folder / "c.yaml")
    assert {"id_sejour", "composition"} <= set(mapped.regles)


# Pseudonyms


def test_pseudonyms_are_known_ones():
    # HMAC-SHA-256 by the standard library, then five bits a character from the left
    digest = int.from_bytes(hmac.digest(CLE, b"M-\0" + b"101", "sha256"), "big")
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    expected = "".join(signs[digest >> (256 - 5 * rank) & 31] for rank in range(1, 13))
    assert pseudonymes(CLE, "M-", ["101", ""]) == [f"M-{expected}", ""]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), unique=True, max_size=50))
def test_pseudonyms_are_distinct_stable_and_say_nothing(numbers):
    made = pseudonymes(CLE, "M-", numbers)
    assert len(set(made)) == len(numbers)
    assert made == pseudonymes(CLE, "M-", numbers)
    assert all(len(name) == 2 + LONGUEUR for name in made)
    assert not set(made) & set(pseudonymes(bytes(32), "M-", numbers))
    assert not {name[2:] for name in made} & {
        name[4:] for name in pseudonymes(CLE, "SEJ-", numbers)
    }
    assert identifying(table("sejours").champ("id_menage"), made) == {}


def test_two_numbers_with_the_same_pseudonym(monkeypatch):
    monkeypatch.setattr("cpomlib.sources.siao.cle.LONGUEUR", 1)  # 33 numbers, 32 pseudonyms
    with pytest.raises(CommandeError) as refusal:
        pseudonymes(CLE, "M-", [str(number) for number in range(33)])
    assert plain(str(refusal.value)) == (
        "Deux numéros donnent le même pseudonyme. C’est possible par hasard, et presque jamais. "
        "Découpez l’export en deux fichiers, ou changez de clé avant le premier dépôt."
    )


def test_the_same_household_keeps_its_pseudonym_from_one_file_to_the_next(tmp_path):
    one = read(tmp_path, PRESENT, PARTI).frames["sejours"]["id_menage"]
    two = read(tmp_path, PRESENT.replace("1;101", "9;101")).frames["sejours"]["id_menage"]
    assert two[0] == one[0] != one[1]


def test_a_key_is_made_for_its_owner_only(tmp_path):
    path = tmp_path / "cle"
    creer_cle(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(lire_cle(path)) == 32
    assert lire_cle(path) != lire_cle(_second(tmp_path))


def _second(tmp_path):
    creer_cle(tmp_path / "autre")
    return tmp_path / "autre"


def refused(action):
    with pytest.raises(CommandeError) as refusal:
        action()
    return plain(str(refusal.value))


def test_refusals_about_the_key(tmp_path, monkeypatch):
    path = tmp_path / "cle"
    creer_cle(path)
    secret = path.read_text()
    assert refused(lambda: creer_cle(path)) == (
        f"{path} : Ce fichier existe déjà : il n’est pas remplacé. Une autre clé changerait tous "
        "les pseudonymes. Retirez « --creer-cle », ou donnez un autre nom."
    )
    assert refused(lambda: creer_cle(tmp_path / "non" / "cle")) == (
        f"{tmp_path / 'non' / 'cle'} : La clé ne peut pas être écrite ici. "
        "Vérifiez que le dossier existe et que vous pouvez y écrire."
    )
    assert refused(lambda: lire_cle(tmp_path / "absente")) == (
        f"{tmp_path / 'absente'} : La clé ne peut pas être lue. "
        "Vérifiez le chemin, ou créez-la avec « --creer-cle »."
    )
    assert refused(lambda: lire_cle(path, tmp_path / "cpom.db")) == (
        f"{path} : La clé ne peut pas être dans le dossier de la base. Qui copierait ce dossier "
        "aurait les pseudonymes et de quoi les lever. Rangez-la ailleurs, par exemple dans un "
        "dossier personnel."
    )
    monkeypatch.delenv("CPOM_CLE", raising=False)
    assert refused(lambda: lire_cle(None)) == (
        "Il faut une clé pour remplacer les numéros de ménage par des pseudonymes. Indiquez-la par "
        "« --cle FICHIER » ou par la variable CPOM_CLE ; « --creer-cle » en crée une."
    )
    monkeypatch.setenv("CPOM_CLE", str(path))
    assert lire_cle(None).hex() == secret.strip()
    path.write_text(secret[:-10])
    told = refused(lambda: lire_cle(path))
    assert told == (
        f"{path} : Ce fichier ne contient pas une clé. Une clé a 64 caractères hexadécimaux. "
        "Créez-la avec « --creer-cle »."
    )
    assert secret[:20] not in told


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_key_that_others_may_read(tmp_path):
    path = tmp_path / "cle"
    creer_cle(path)
    path.chmod(0o644)
    assert refused(lambda: lire_cle(path)) == (
        f"{path} : D’autres que vous peuvent lire cette clé. Réservez-la-vous : chmod 600 {path}"
    )
