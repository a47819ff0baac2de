"""Cells as people write them: what is understood, what is refused, and in which words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.entree import montants
from cpomlib.entree.ecriture import euros_text
from cpomlib.entree.montants import lire_montant
from cpomlib.tables.cellules import Refus, read_cell
from cpomlib.tables.schema import table

MONEY = table("budgets").champ("montant")
COUNT = table("activite").champ("journees_realisees")
RATE = table("mouvements").champ("etp_budgetes")
FLAG = table("sejours").champ("via_siao")
OPTIONAL_FLAG = table("sejours").champ("refus_logement")
DAY = table("sejours").champ("date_entree")
CHOICE = table("sejours").champ("composition")


@pytest.mark.parametrize(
    ("text", "centimes"),
    [
        ("1234.5", 123450),
        ("1234,56", 123456),
        ("1 234,56 €", 123456),
        ("1\u202f234\u00a0567,8\u00a0€", 123456780),
        ("-0,05", -5),
        ("\u22123", -300),
        ("0.29", 29),  # 0.29 * 100 is 28.999999999999996 in floating point
        ("9999999999.99", 999999999999),
        ("46200.00000000001", 4620000),  # what pandas writes of a sum in binary fractions
        ("46199.99999999999", 4620000),
        ("-0.30000000000000004", -30),
        ("123456789.12000001", 12345678912),
        ("46200.0000", 4620000),
        ("1e4", None),
    ],
)
def test_money_is_exact_centimes(text, centimes):
    read = read_cell(MONEY, text)
    assert isinstance(read, Refus) if centimes is None else read == centimes


@pytest.mark.parametrize("text", ["12.345", "12.3456", "1.000", "12.34001", "0.005", "1.0000101"])
def test_a_true_third_decimal_is_refused(text):
    assert read_cell(MONEY, text).message == "Le montant a plus de deux décimales."
    assert lire_montant("12.34001") == montants.TROP_FIN


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50))
def test_a_sum_in_binary_fractions_is_its_cents(amounts):
    total = sum(amount / 100 for amount in amounts)
    assert read_cell(MONEY, repr(total)) == sum(amounts)
    assert lire_montant(repr(total)) == sum(amounts)


@given(st.integers(-(10**12), 10**12))
def test_any_amount_comes_back(centimes):
    assert read_cell(MONEY, euros_text(centimes)) == centimes
    assert read_cell(MONEY, euros_text(centimes).replace(".", ",")) == centimes


@pytest.mark.parametrize(
    ("champ", "text", "value"),
    [
        (COUNT, "12", 12),
        (COUNT, "1 200", 1200),
        (COUNT, "12,00", 12),
        (COUNT, "007", 7),
        (COUNT, "11.999999999999998", 12),
        (RATE, "12,5", 12.5),
        (RATE, "0.8", 0.8),
        (FLAG, "oui", True),
        (FLAG, "NON", False),
        (FLAG, "1", True),
        (FLAG, "0", False),
        (FLAG, "Vrai", True),
        (FLAG, "faux", False),
        (FLAG, "true", True),
        (FLAG, "FALSE", False),
        (OPTIONAL_FLAG, "", None),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (DAY, "29/02/2024", date(2024, 2, 29)),
        (DAY, "1/3/2024", date(2024, 3, 1)),
        (DAY, "2024-03-01 00:00:00", date(2024, 3, 1)),
        (CHOICE, "homme_seul", "homme_seul"),
    ],
)
def test_what_is_understood(champ, text, value):
    read = read_cell(champ, text)
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(
    ("champ", "text", "message"),
    [
        (COUNT, "", "La valeur est obligatoire, la cellule est vide. Remplissez-la."),
        (
            COUNT,
            "douze",
            "Un nombre entier est attendu. Écrivez-le en chiffres, par exemple 12.",
        ),
        (
            COUNT,
            "12,5",
            "Un nombre entier est attendu, sans décimale. Arrondissez-le ou corrigez.",
        ),
        (COUNT, "12 34", "Un nombre entier est attendu. Écrivez-le en chiffres, par exemple 12."),
        (
            COUNT,
            "9" * 30,
            "Ce nombre est trop grand pour être vrai. Vérifiez-le : le maximum est d’un milliard.",
        ),
        (RATE, "nan", "Un nombre est attendu. Écrivez-le en chiffres, par exemple 0,8."),
        (RATE, "1e3", "Un nombre est attendu. Écrivez-le en chiffres, par exemple 0,8."),
        (
            RATE,
            "80 %",
            "Un nombre est attendu, pas un pourcentage. Écrivez 0,8 plutôt que 80 %.",
        ),
        (
            MONEY,
            "1.234",
            "Le montant a plus de deux décimales. Arrondissez-le au centime ; le point ou la "
            "virgule sépare les décimales, pas les milliers.",
        ),
        (
            MONEY,
            "1.234,56",
            "Un montant en euros est attendu. Écrivez-le en chiffres, avec au plus deux "
            "décimales, par exemple 12345,67.",
        ),
        (
            MONEY,
            "99999999999",
            "Ce montant est trop grand pour être vrai. Vérifiez-le : le maximum est de dix "
            "milliards d’euros.",
        ),
        (FLAG, "peut-être", "Oui ou non est attendu. Écrivez « oui » ou « non »."),
        (
            DAY,
            "45678",
            "Une date est attendue. Écrivez-la AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2025-03-31 "
            "ou 31/03/2025.",
        ),
        (DAY, "31/02/2024", "Ce jour n’existe pas. Corrigez le jour, le mois ou l’année."),
        (DAY, "0202-01-01", "Cette année n’est pas vraisemblable. Elle est entre 1900 et 2100."),
        (
            CHOICE,
            "home_seul",
            "Cette valeur n’est pas dans la liste. Le plus proche : « homme_seul », "
            "« femme_seule ».",
        ),
    ],
)
def test_what_is_refused_and_how_it_is_said(champ, text, message):
    refus = read_cell(champ, text)
    assert isinstance(refus, Refus)
    said = f"{refus.message} {refus.que_faire}"
    assert said.replace("\u00a0", " ").replace("\u202f", " ").startswith(message)


@given(st.text(max_size=12), st.sampled_from([MONEY, COUNT, RATE, FLAG, DAY, CHOICE]))
def test_any_text_is_read_or_refused_never_raised(text, champ):
    assert read_cell(champ, text) is not None
