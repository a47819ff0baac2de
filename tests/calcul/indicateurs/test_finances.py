"""Finances by hand; amounts in the tables are centimes, results are euros."""

import numpy as np
import pytest
from calcul.indicateurs.builders import ANNEE, frames, indicators, value


def line(sens, groupe, euros, **rest):
    compte = rest.pop("compte", f"6{groupe}{len(rest)}" if sens == "charge" else f"7{groupe}")
    return {
        "sens": sens,
        "groupe": groupe,
        "montant": round(euros * 100),
        "compte": compte,
        **rest,
    }


def test_the_compte_administratif_by_hand():
    computed = indicators(
        frames(
            budgets=[
                line("charge", 1, 150_000.10),
                line("charge", 2, 700_000.20),
                line("charge", 3, 250_000.30),
                line("charge", 3, 25_000, non_reconductible=True),
                line("produit", 1, 1_055_000),
                line("produit", 2, 30_000),
                line("produit", 3, 10_000.05),
                line("charge", 1, 1_000_000, annee=ANNEE - 1),
                line("charge", 1, 9, document="bp"),
            ],
            places=[{"id_etablissement": "E1", "places_financees": 50, "places_autorisees": 50}],
            activite=[
                {"id_etablissement": "E1", "mois": month, "journees_theoriques": 130,
                 "journees_realisees": 125}
                for month in range(1, 13)
            ],
        )
    )  # fmt: skip
    assert value(computed, "charges_groupe_1") == 150_000.10
    assert value(computed, "charges_groupe_3") == 275_000.30  # 250 000.30 + 25 000
    # 150 000.10 + 700 000.20 + 250 000.30 + 25 000 = 1 125 000.60
    assert value(computed, "charges_brutes") == 1_125_000.60
    assert value(computed, "charges_non_reconductibles") == 25_000
    assert value(computed, "recettes_attenuation") == 40_000.05  # 30 000 + 10 000.05
    # products 1 095 000.05 - 1 125 000.60
    assert value(computed, "resultat") == -30_000.55
    assert value(computed, "taux_resultat") == pytest.approx(-30_000.55 / 1_095_000.05)
    # (1 125 000.60 - 25 000) / 50 and / (12 × 125 = 1 500)
    assert value(computed, "cout_place") == pytest.approx(22_000.012)
    assert value(computed, "cout_journee") == pytest.approx(1_100_000.60 / 1500)
    # 150 000.10 / 50, 700 000.20 / 50, 275 000.30 / 50: 22 500.012, the cost of a place and the
    # 25 000 / 50 = 500 that will not come again
    by_group = [value(computed, f"charges_place_groupe_{number}") for number in (1, 2, 3)]
    assert by_group == pytest.approx([3_000.002, 14_000.004, 5_500.006])
    assert sum(by_group) == pytest.approx(value(computed, "cout_place") + 25_000 / 50)
    assert value(computed, "part_personnel") == pytest.approx(700_000.20 / 1_125_000.60)
    assert value(computed, "evolution_charges") == pytest.approx(0.1250006)  # 1 125 000.60 / 1 M


GUIDE = [
    line("charge", 1, 150_000),
    line("charge", 2, 700_000),
    line("charge", 3, 225_000),
    line("charge", 3, 25_000, non_reconductible=True),
    line("produit", 1, 1_055_000),
    line("produit", 2, 30_000),
    line("produit", 3, 10_000),
]


@pytest.mark.parametrize(
    ("report", "base"),
    [
        # 1 100 000 - 25 000 - 40 000 + 5 000: the example of the guide
        (line("produit", 3, 5_000, compte="110"), 1_040_000),
        (line("produit", 2, 5_000, compte="002"), 1_040_000),
        # a deficit carried forward is negative: 1 100 000 - 25 000 - 40 000 - 5 000
        (line("charge", 3, 5_000, compte="119"), 1_030_000),
    ],
)
def test_the_base_budgetaire_of_the_guide(report, base):
    rows = [{**row, "document": "be"} for row in [*GUIDE, report]]
    assert value(indicators(frames(budgets=rows)), "base_budgetaire") == base


def test_the_base_budgetaire_is_read_on_the_latest_be_up_to_the_year():
    rows = [
        line("charge", 1, amount, document="be", annee=year)
        for year, amount in [(ANNEE - 2, 100), (ANNEE - 1, 200), (ANNEE + 1, 400)]
    ]
    assert value(indicators(frames(budgets=rows)), "base_budgetaire") == 200


def opened(*rows):
    """Describe establishments by name and day of closing."""
    return [{"id_etablissement": f"E{rank}", "nom": name, "date_fermeture": day}
            for rank, (name, day) in enumerate(rows, 1)]  # fmt: skip


def be(house, amount, annee=ANNEE):
    return line("charge", 1, amount, document="be", annee=annee, id_etablissement=house)


def test_the_base_adds_up_the_latest_budget_of_each_establishment_and_says_the_years():
    rows = [be("E1", 100), be("E1", 90, ANNEE - 1), be("E2", 300, ANNEE - 1),
            be("E3", 50, ANNEE - 1)]  # fmt: skip
    houses = opened(("Nord", None), ("Sud", None), ("Est", None))
    computed = indicators(frames(etablissements=houses, budgets=rows))
    # 100 of 2024 + 300 and 50 of 2023; the 90 that E1 had in 2023 is no longer its latest
    assert value(computed, "base_budgetaire") == 450
    assert computed.loc["base_budgetaire", "note"] == (
        "Budgets exécutoires de 2023 (2\u00a0établissements) et 2024 (1\u00a0établissement)."
    )


def test_budgets_all_of_the_year_need_no_word():
    computed = indicators(frames(budgets=[be("E1", 100), be("E2", 20)]))
    assert value(computed, "base_budgetaire") == 120
    assert computed.loc["base_budgetaire", "note"] == ""


def test_an_establishment_closed_before_the_year_is_left_out_of_the_base_and_said():
    houses = opened(("Nord", None), ("Sud", "2023-12-31"), ("Est", "2024-06-30"))
    rows = [be("E1", 100), be("E2", 300, ANNEE - 1), be("E3", 50)]
    computed = indicators(frames(etablissements=houses, budgets=rows))
    # 100 + 50: Est closes during the year; the 300 of Sud are gone with it
    assert value(computed, "base_budgetaire") == 150
    assert computed.loc["base_budgetaire", "note"] == (
        "Fermés avant 2024 et laissés de côté\u00a0: Sud (31/12/2023). "
        "Ferment en 2024\u00a0: Est (30/06/2024)."
    )


def test_a_base_of_closed_establishments_only_is_unknown():
    houses = opened(
        ("Nord", "2023-12-31"),
    )
    computed = indicators(frames(etablissements=houses, budgets=[be("E1", 300, ANNEE - 1)]))
    assert value(computed, "base_budgetaire") is None
    assert computed.loc["base_budgetaire", "raison"].startswith("Les établissements qui ont un")


def test_a_result_carried_forward_is_no_charge_of_the_year():
    rows = [line("charge", 1, 100), line("charge", 3, 40, compte="119")]
    assert value(indicators(frames(budgets=rows)), "charges_brutes") == 100


def test_financings_by_hand():
    amounts = {"etat_177": 600_000, "etat_104": 100_000, "departement": 200_000, "caf": 100_000}
    computed = indicators(
        frames(
            financements=[
                {"financeur": who, "montant_accorde": euros * 100} for who, euros in amounts.items()
            ]
        )
    )
    assert value(computed, "part_financeur_etat_177") == 0.6
    assert value(computed, "part_financeur_ars") == 0
    assert value(computed, "taux_cofinancement") == pytest.approx(0.3)  # (200 + 100) / 1 000


BALANCE = {
    # account: (debit, credit), in euros
    "10685": (0, 30_000),
    "10686": (0, 12_000),
    "110": (0, 8_000),
    "1641": (0, 150_000),
    "165": (0, 5_000),
    "2131": (400_000, 0),
    "28131": (0, 240_000),
    "411": (60_000, 0),
    "401": (0, 25_000),
    "43": (0, 10_000),
    "512": (40_000, 0),
    "606": (100_000, 0),
    "641": (700_000, 0),
    "6811": (40_000, 0),
    "7311": (0, 850_000),
    "777": (0, 10_000),
}


def balance(**changes):
    accounts = {**BALANCE, **changes}
    return [
        {"compte": compte, "debit": debit * 100, "credit": credit * 100}
        for compte, (debit, credit) in accounts.items()
    ]


def test_the_balance_by_hand():
    computed = indicators(frames(balances=balance()))
    # In thousands. Credits of classes 1 and 2: 30 + 12 + 8 + 150 + 5 + 240 = 445; debits: 400.
    # Result of the year, classes 6 and 7 being open: 860 - 840 = 20. 445 - 400 + 20 = 65
    assert value(computed, "frng") == 65_000
    assert value(computed, "bfr") == 25_000  # 411: 60 - 401: 25 - 43: 10
    assert value(computed, "tresorerie") == 40_000  # 65 - 25, which is account 512
    # Cash charges 100 + 700 = 800; 40 x 365 / 800
    assert value(computed, "jours_tresorerie") == pytest.approx(18.25)
    # Result 20; + 68: 40; - 777: 10
    assert value(computed, "caf") == 50_000
    assert value(computed, "taux_caf") == pytest.approx(50 / 850)  # class 7 without 777
    assert value(computed, "taux_vetuste") == 0.6  # 240 / 400
    # Loans 150 (165 left out); stable: 30 + 12 + 8 + 150 + result 20 = 220
    assert value(computed, "taux_endettement") == pytest.approx(150 / 220)
    assert value(computed, "duree_apparente_dette") == 3  # 150 / 50
    assert value(computed, "reserve_tresorerie") == 30_000
    assert value(computed, "reserve_compensation") == 12_000


def closed(balance):
    """Close classes 6 and 7 into account 12: 860 - 840 = 20 thousand euros of surplus."""
    kept = [row for row in balance if row["compte"][0] not in "67"]
    return [*kept, {"compte": "120", "debit": 0, "credit": 2_000_000}]


def test_closing_the_year_into_account_12_changes_no_cash():
    opened = indicators(frames(balances=balance()))
    done = indicators(frames(balances=closed(balance())))
    for name in ("frng", "bfr", "tresorerie", "taux_endettement", "taux_vetuste"):
        assert value(done, name) == value(opened, name), name


@pytest.mark.parametrize(
    "name", ["caf", "taux_caf", "jours_tresorerie", "duree_apparente_dette"]
)  # fmt: skip
def test_what_needs_classes_6_and_7_is_unknown_once_they_are_closed(name):
    done = indicators(frames(balances=closed(balance())))
    assert value(done, name) is None
    # never a zero: the cash is known, the charges that would divide it are not
    unknown = (
        "denominateur" if name in ("jours_tresorerie", "duree_apparente_dette") else "numerateur"
    )
    assert np.isnan(done.loc[name, unknown])
    assert done.loc[name, "raison"] == (
        "Dans la balance déposée, les charges et les produits (classes 6 et 7) sont soldés dans "
        "le compte 12\u00a0: ce chiffre ne s’y lit plus. Déposez la balance arrêtée avant ce "
        "solde."
    )


def test_a_deficit_is_no_cash():
    # 641 grows by 100: the bank falls to 40 - 100 = -60 thousand
    spent = balance(**{"641": (800_000, 0), "512": (0, 60_000)})
    computed = indicators(frames(balances=spent))
    # 445 - 400 + (860 - 940) = -35; -35 - 25 = -60, which is account 512
    assert value(computed, "frng") == -35_000
    assert value(computed, "tresorerie") == -60_000


def test_a_balance_is_not_read_on_a_part_of_a_gestionnaire():
    computed = indicators(frames(balances=balance()), choisis=["E1"])
    assert value(computed, "frng") is None
    assert computed.loc["frng", "raison"] == (
        "La balance est tenue pour le gestionnaire entier\u00a0: elle ne se lit pas sur une "
        "partie de ses établissements. Calculez cet indicateur sur tous les établissements du "
        "gestionnaire."
    )


def test_a_debt_has_no_duration_without_self_financing():
    computed = indicators(frames(balances=balance(**{"641": (800_000, 0)})))  # caf: 50 - 100
    assert value(computed, "caf") == -50_000
    assert value(computed, "duree_apparente_dette") is None
    assert computed.loc["duree_apparente_dette", "raison"].startswith("La capacité")


def test_what_lacks_an_account_is_said_with_the_figures_it_is_missing_from():
    """E2 has 30 places and no account: 470 000 over 50 places is no cost of E1, nor of both."""
    computed = indicators(
        frames(
            etablissements=[
                {"id_etablissement": "E1", "nom": "Nord"},
                {"id_etablissement": "E2", "nom": "Sud"},
                {"id_etablissement": "S3", "nom": "Aide", "regime": "subventionne"},
                {"id_etablissement": "E4", "nom": "Clos", "date_fermeture": "2023-12-31"},
            ],
            budgets=[line("charge", 1, 470_000), line("charge", 1, 450_000, document="be")],
            places=[
                {"id_etablissement": "E1", "places_financees": 20},
                {"id_etablissement": "E2", "places_financees": 30},
            ],
        )
    )
    assert value(computed, "cout_place") == pytest.approx(9_400)  # 470 000 / (20 + 30)
    assert computed.loc["cout_place", "note"] == (
        "Sans compte administratif de 2024, mais comptés au dénominateur\u00a0: Sud."
    )
    assert computed.loc["resultat", "note"] == (
        "Sans compte administratif de 2024, et non comptés\u00a0: Sud."
    )
    assert computed.loc["base_budgetaire", "note"] == (
        "Sans budget exécutoire jusqu’à 2024, et non comptés\u00a0: Sud."
    )
