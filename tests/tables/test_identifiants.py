"""Direct identifiers are seen; codes that look like nothing are let through."""

import pytest

from cpomlib.tables.identifiants import forbidden_column, identifying
from cpomlib.tables.schema import table

MENAGE = table("sejours").champ("id_menage")
SEJOUR = table("sejours").champ("id_sejour")
COMMENT = table("qualite").champ("commentaire")
LABEL = table("budgets").champ("libelle")
NIR = "185057800608491"
# 1850578006084 mod 97 = 6, and 97 - 6 = 91


def nature(champ, *texts):
    return {
        text: refus.message.split(". ")[0].removeprefix("Cette valeur ressemble à ")
        for text, refus in identifying(champ, list(texts)).items()
    }


@pytest.mark.parametrize(
    "name",
    [
        "nom",
        "Prénom",
        "NIR",
        "date_naissance",
        "Date de naissance",
        "dateNaissance",
        "adresse",
        "téléphone",
        "tel",
        "E-mail",
        "email",
        "courriel",
        "nom_usage",
        "num_secu",
        "Adresse mail",
    ],
)
def test_names_of_columns_that_are_refused(name):
    assert forbidden_column(name)


@pytest.mark.parametrize(
    "name",
    [
        "nom_etablissement",
        "nombre",
        "gam",
        "annee",
        "motif",
        "nomenclature",
        "telegestion",
        "annee_naissance_etablissement",
        "commune",
    ],
)
def test_names_of_columns_that_are_only_unknown(name):
    assert not forbidden_column(name)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("marie@exemple.fr", "une adresse électronique"),
        ("06 12 34 56 78", "un numéro de téléphone"),
        ("+33 6 12 34 56 78", "un numéro de téléphone"),
        ("0612345678", "un numéro de téléphone"),
        (NIR, "un numéro de sécurité sociale"),
        (NIR[:13], "un numéro de sécurité sociale"),
        ("1 85 05 78 006 084 91", "un numéro de sécurité sociale"),
        ("M. Dupont", "un nom de personne"),
        ("Marie Dupont", "un nom de personne"),
        ("DUPONT Jean-Luc", "un nom de personne"),
        ("Dupont", "un nom de personne"),
        ("marie.dupont", "un nom de personne"),
        ("12/04/1985", "une date de naissance"),
        ("M-1985-04-12", "une date de naissance"),
        ("19850412", "une date de naissance"),
    ],
)
def test_a_pseudonym_that_is_not_one(text, what):
    assert nature(MENAGE, text, "M0001") == {text: what}


@pytest.mark.parametrize(
    "text",
    [
        "M0042",
        "S000123",
        "a3f9c2",
        "d41d8cd98f00b204e9800998ecf8427e",
        "menage 12",
        "Menage A B",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "2025-0001",
        "20250001",
        "ABCDEF",
        "X12-44-7",
        "440001234-M-12",
        "185057800608490",
        "xkqzt",
        "0000000042",
        "ménage-alpha",
    ],
)
def test_a_code_passes(text):
    assert nature(MENAGE, text) == {}


def test_serial_numbers_of_ten_digits_are_not_telephones():
    # one in ten of them begins like a telephone number: the rest of the column tells
    serials = [f"{number:010d}" for number in range(123456789, 9_999_999_999, 987654321)]
    assert any(text.startswith("0") for text in serials)
    assert nature(MENAGE, *serials) == {}


def test_a_stay_may_be_named_after_its_date():
    assert nature(SEJOUR, "S-2025-01-15-003") == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("voir Mme Durand pour le suivi", "un nom de personne"),
        ("appeler le 06.12.34.56.78", "un numéro de téléphone"),
        ("écrire à a.b@exemple.org", "une adresse électronique"),
        (f"dossier {NIR}", "un numéro de sécurité sociale"),
    ],
)
def test_a_comment_that_names_someone(text, what):
    assert nature(COMMENT, text) == {text: what}


@pytest.mark.parametrize(
    "text",
    [
        "Le projet est relu chaque année.",
        "Mme la directrice anime le CVS.",
        "3 réunions en 2025",
        "Référence 2023-114 du 12/04/2023",
        "Conseil de la vie sociale",
    ],
)
def test_a_comment_about_the_establishment_passes(text):
    assert nature(COMMENT, text) == {}


def test_a_label_is_not_taken_for_a_name():
    assert nature(LABEL, "Personnel Extérieur", "Maison Durand", "Achats") == {}


def test_the_message_says_why_and_what_to_do():
    refus = identifying(MENAGE, ["Marie Dupont"])["Marie Dupont"]
    assert f"{refus.message} {refus.que_faire}" == (
        "Cette valeur ressemble à un nom de personne. Le diagnostic partagé ne reçoit rien qui "
        "désigne directement une personne (référentiel CNIL du 11 mars 2021). Remplacez-la par "
        "un pseudonyme, par exemple M0042, le même à chaque dépôt."
    )
