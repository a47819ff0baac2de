"""What covers the deficits, and what is left of them: one rule, read by two sections."""

from decimal import Decimal

import pandas as pd
import pytest
from calcul.volet.gestionnaire import AUTRE, GUIDE, SERVICE
from calcul.volet.test_regles import plain

from cpomlib.calcul.volet import affectation, equilibre
from cpomlib.calcul.volet.plan_financier import Plan
from cpomlib.rapports.volet_financier import resultat as volet_resultat
from cpomlib.rapports.volet_financier import retour_equilibre as volet_equilibre
from cpomlib.rendu.blocs.html import html
from cpomlib.tables.frames import conform

D = Decimal


@pytest.mark.parametrize(
    ("report", "compensation", "owed", "effort"),
    [
        # 30 000 of deficits − 10 000 carried − 20 000 of reserve = 0: nothing is owed
        (10_000, 20_000, "0.00", "0.00"),
        # 30 000 − 10 000 − 15 000 = 5 000, as the cover of the page says; ÷ 5 = 1 000
        (10_000, 15_000, "5000.00", "1000.00"),
        # 40 000 carried + 30 000 = 70 000; − 15 000 of reserve → 55 000; ÷ 5 = 11 000
        (-40_000, 15_000, "55000.00", "11000.00"),
    ],
)
def test_what_remains_uncovered(donnees, droit, report, compensation, owed, effort):
    data = donnees(report=report, compensation=compensation)
    found = equilibre(data, Plan(), affectation(data, Plan(), droit))
    # +20 000 − 30 000 + 0 = −10 000
    assert found.resultat == D("-10000.00")
    assert (found.deficit_cumule, found.effort) == (D(owed), D(effort))
    assert found.necessaire == (D(owed) > 0)


def test_when_the_plan_lands(donnees, droit):
    data = donnees(report=-40_000)
    plan = Plan(resultats_prevus={2026: 25_000, 2027: 20_000, 2028: 10_000})
    found = equilibre(data, plan, affectation(data, plan, droit))
    again, expected = found.hypotheses
    assert again.retour.annee is None
    # −55 000 − 30 000 a year: the surplus of the other establishment absorbs nothing of it
    assert again.retour.soldes[2026] == D("-85000.00")
    # −55 000 + 25 000 + 20 000 + 10 000 = 0 in 2028
    assert expected.retour.annee == 2028


def with_ca(data, *rows):
    """Replace the comptes administratifs of 2025: (establishment, sens, account, euros)."""
    budgets = data.frames["budgets"]
    kept = budgets[(budgets["document"] != "ca") | (budgets["annee"] != 2025)]
    lines = [
        {"id_etablissement": house, "annee": 2025, "document": "ca", "sens": sens, "groupe": 3,
         "compte": compte, "montant": round(amount * 100), "non_reconductible": False}
        for house, sens, compte, amount in rows
    ]  # fmt: skip
    data.frames["budgets"] = pd.concat(
        [kept, conform("budgets", pd.DataFrame(lines))], ignore_index=True
    )
    return data


def test_the_surplus_of_one_does_not_make_the_deficit_of_another_smaller(donnees, droit):
    data = with_ca(
        donnees(report=0, compensation=0),
        (GUIDE, "charge", "6411", 400_000), (GUIDE, "produit", "732", 500_000),
        (AUTRE, "charge", "6411", 603_000), (AUTRE, "produit", "732", 500_000),
    )  # fmt: skip
    affected = affectation(data, Plan(), droit)
    found = equilibre(data, Plan(), affected)
    # +100 000 and −103 000: not 3 000
    assert found.deficit_cumule == D("103000.00")
    covers = {c.regime: c for c in affected.couvertures}
    assert covers["libre"].parts["report_a_nouveau_deficitaire"] == found.deficit_cumule


def test_the_surplus_of_the_only_establishment_lowers_its_own_deficit(donnees, droit):
    data = with_ca(
        donnees(report=-40_000, compensation=0),
        (GUIDE, "charge", "6411", 470_000), (GUIDE, "produit", "732", 500_000),
    )  # fmt: skip
    found = equilibre(data, Plan(), affectation(data, Plan(), droit))
    # 40 000 carried − 30 000 of surplus
    assert found.deficit_cumule == D("10000.00")


def test_the_deficit_of_a_subsidised_service_is_not_forgotten(donnees, droit):
    data = with_ca(
        donnees(report=500, compensation=1_000),
        (GUIDE, "produit", "732", 9_000), (SERVICE, "charge", "6411", 4_000),
    )  # fmt: skip
    found = equilibre(data, Plan(), affectation(data, Plan(), droit))
    assert found.deficits == (D("0"), D("4000.00"))
    # 4 000 − 500 carried forward: the réserve de compensation is that of the tariffed ones
    assert found.deficit_cumule == D("3500.00")


def test_an_establishment_without_accounts_is_named(donnees, droit):
    data = with_ca(donnees(), (GUIDE, "produit", "732", 9_000))
    found = affectation(data, Plan(), droit)
    # the head office is not asked for one
    assert found.absents == ("CHRS du port", "Service AVDL")
    shown = plain(str(html(volet_resultat.affectation(found, 2025))))
    assert "Aucun compte administratif 2025 n’est déposé pour : CHRS du port, Service" in shown


@pytest.mark.parametrize(
    ("sens", "compte", "amount", "to_affect"),
    [
        # −14 000 + 27 000 of surplus taken in; −14 000 − 3 000 of deficit taken in
        ("produit", "002", 27_000, "13000.00"),
        ("charge", "119", 3_000, "-17000.00"),
    ],
)
def test_the_result_to_affect_holds_the_earlier_results_taken_in(
    donnees, droit, sens, compte, amount, to_affect
):
    data = with_ca(
        donnees(),
        (GUIDE, "charge", "6411", 514_000), (GUIDE, "produit", "732", 500_000),
        (GUIDE, sens, compte, amount),
    )  # fmt: skip
    found = affectation(data, Plan(), droit)
    (line,) = found.resultats
    assert (line.resultat, line.a_affecter) == (D("-14000.00"), D(to_affect))
    assert found.excedent - found.deficit == D(to_affect)


@pytest.mark.parametrize(
    ("report", "sens", "amount", "left"),
    [
        (10_000, "produit", 4_000, "6000.00"),
        (10_000, "produit", 12_000, "0.00"),  # the balance holds no more than 10 000
        (0, "produit", 4_000, "0.00"),
        (-10_000, "charge", 4_000, "-6000.00"),
        (-10_000, "produit", 4_000, "-10000.00"),  # it does not hold that surplus
    ],
)
def test_the_report_left_is_that_which_no_result_holds(donnees, droit, report, sens, amount, left):
    data = with_ca(donnees(report=report), (GUIDE, sens, "110", amount))
    assert affectation(data, Plan(), droit).soldes["report_a_nouveau"] == D(left)


def test_a_surplus_taken_in_covers_only_once(donnees, droit):
    data = with_ca(
        donnees(report=10_000, compensation=0),
        (GUIDE, "charge", "6411", 514_000), (GUIDE, "produit", "732", 500_000),
        (GUIDE, "produit", "110", 10_000),
    )  # fmt: skip
    affected = affectation(data, Plan(), droit)
    # −14 000 + 10 000 = −4 000; the 10 000 of account 110 are those taken in: nothing is left
    assert affected.deficit == D("4000.00")
    assert affected.soldes["report_a_nouveau"] == D("0.00")
    assert equilibre(data, Plan(), affected).deficit_cumule == D("4000.00")


def test_the_page_shows_what_was_taken_in_and_the_deficits_apart(donnees, droit):
    data = with_ca(
        donnees(report=0, compensation=0),
        (GUIDE, "charge", "6411", 514_000), (GUIDE, "produit", "732", 500_000),
        (GUIDE, "produit", "002", 27_000), (AUTRE, "charge", "6411", 3_000),
    )  # fmt: skip
    affected = affectation(data, Plan(), droit)
    found = equilibre(data, Plan(), affected)
    results = plain(str(html(volet_resultat.affectation(affected, 2025))))
    for shown in ("Reprise de résultats antérieurs", "27 000,00 €", "13 000,00 €", "−3 000,00 €"):
        assert shown in results
    need = plain(str(html(volet_equilibre.equilibre(found, 2025))))
    assert "3 000,00 € de déficit restent sans couverture fin 2025" in need
    assert "Déficits 2025 à couvrir, établissements tarifés" in need
