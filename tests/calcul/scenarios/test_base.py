"""The base year as read in the shared tables."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from calcul.volet import gestionnaire

from cpomlib import base as store
from cpomlib.calcul.scenarios import etat, project
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform

G, P, S = gestionnaire.GUIDE, gestionnaire.AUTRE, gestionnaire.SERVICE


def plain(texts):
    return [t.replace("\u00a0", " ").replace("\u202f", " ") for t in texts]


def salarie(where, rank, fonction, etp, cost):
    return {
        "id_etablissement": where, "annee": 2025, "id_salarie": f"S{rank}", "fonction": fonction,
        "contrat": "cdi", "etp": etp, "tranche_age": "35_44", "cout_employeur": cost * 100,
    }  # fmt: skip


def tables(salaries=(), activite=()):
    made = gestionnaire.frames()
    if salaries:
        made["salaries"] = conform("salaries", pd.DataFrame(list(salaries)))
    if activite:
        made["activite"] = conform("activite", pd.DataFrame(list(activite)))
    return made


def test_charges_and_products_of_the_budget_executoire():
    # The guide: 150 000, 700 000, 225 000 recurrent, 25 000 not; products 1 055 000, 30 000,
    # 10 000, the 5 000 carried forward left out; base budgétaire 1 040 000
    read = etat(tables(), gestionnaire.ID, 2025, document="be")
    assert read.ids == (G, P, S)
    assert read.charges[:, 0].tolist() == [150_000, 700_000, 225_000]
    assert read.dotation.tolist() == [1_040_000, 488_000.1, 0]
    assert read.autres_produits[:, 0].tolist() == [30_000, 10_000]
    assert read.produits_presence[:, 0].tolist() == [30_000, 0]
    assert read.non_reconductible[:, 0].tolist() == [25_000, 0]
    # P: 500 000.10 − 11 000 (participations) − 1 000 (deficit carried forward) = 488 000.10
    assert read.charges[:, 1].tolist() == [0, 500_000.1, 0]
    assert read.autres_produits[0].tolist() == [30_000, 11_000, 80_000]


def test_the_dotation_may_be_what_was_granted():
    read = etat(tables(), gestionnaire.ID, 2025, document="be", dotation="constatee")
    assert read.dotation.tolist() == [1_055_000, 490_000.1, 0]


def test_what_departs_from_the_accounts_is_said():
    # Granted 1 055 000 + 490 000.10, base 1 040 000 + 488 000.10: 17 000 less. The budgets’ own
    # result: products 1 095 000 + 501 000.10 + 80 000 − charges 1 100 000 +
    # 500 000.10 + 80 000 = −4 000; the scenario's: −4 000 − 17 000 + 25 000 not recurrent
    said = plain(etat(tables(), gestionnaire.ID, 2025, document="be").avertissements)
    assert (
        "La dotation de départ est la base budgétaire : 17 000,00 € de moins que les produits de "
        "la tarification de l’année de base."
    ) in said
    assert (
        "Sont écartés de la base : 25 000,00 € de charges et 0,00 € de produits non reconductibles."
    ) in said
    assert (
        "Le résultat des budgets lus est de −4 000,00 € ; celui de l’année de base du scénario, "
        "de 4 000,00 €."
    ) in said


def test_the_compte_administratif_comes_first():
    read = etat(tables(), gestionnaire.ID, 2025)
    assert set(read.documents) == {"ca"}
    assert read.charges[:, 0].tolist() == [0, 1_000_000, 40_000]
    assert read.frais_siege.tolist() == [40_000, 20_000, 0]


def test_a_year_without_ca_is_read_in_its_be():
    made = tables()
    rows = made["budgets"]
    out = (rows["id_etablissement"] == P) & (rows["document"] == "ca")
    made["budgets"] = rows[~out].reset_index(drop=True)
    assert etat(made, gestionnaire.ID, 2025).documents == ("ca", "be", "ca")


def test_the_head_office_is_not_projected():
    read = etat(tables(), gestionnaire.ID, 2025)
    assert gestionnaire.SIEGE not in read.ids
    assert plain(read.avertissements)[0].startswith("Le siège n’est pas projeté à part")


def test_places_by_kind():
    read = etat(tables(), gestionnaire.ID, 2025)
    held = dict(zip(read.genres, read.places[0], strict=True))
    assert {k: v for k, v in held.items() if v} == {"3R": 30, "4D": 20}
    assert read.total_places.tolist() == [50, 25, 0]


def test_reserves_are_the_balances_and_the_year_s_result():
    # report 10 000 + compensation 15 000 = 25 000 shared by charges 1 040 000, 520 000, 80 000
    # (÷ 1 640 000): 15 853.66, 7 926.83, 1 219.51; results +20 000, −30 000, 0
    read = etat(tables(), gestionnaire.ID, 2025)
    assert read.reserves.tolist() == pytest.approx([35_853.66, -22_073.17, 1_219.51])
    assert sum(Decimal(f"{v:.2f}") for v in read.reserves) == Decimal("15000.00")


def test_without_balances_reserves_are_not_known():
    made = tables()
    made["balances"] = made["balances"].iloc[:0]
    read = etat(made, gestionnaire.ID, 2025)
    assert np.isnan(read.reserves).all()
    assert np.isnan(read.tresorerie).all()
    assert any("réserves et trésorerie ne sont pas connues" in t for t in read.avertissements)


def test_etp_and_their_cost_by_fonction():
    # socio-éducatif: 1 + 0.5 ETP for 75 000 ⇒ 50 000 an ETP
    read = etat(
        tables([salarie(G, 1, "socio_educatif", 1.0, 50_000),
                salarie(G, 2, "socio_educatif", 0.5, 25_000),
                salarie(G, 3, "direction", 0.5, 40_000)]),
        gestionnaire.ID, 2025,
    )  # fmt: skip
    at = read.fonctions.index
    assert read.etp[0, at("socio_educatif")] == 1.5
    assert read.couts_etp[0, at("socio_educatif")] == 50_000
    assert read.couts_etp[0, at("direction")] == 80_000
    assert read.masse[0] == 115_000
    assert np.isnan(read.etp[1]).all()
    assert any(
        t.startswith("CHRS du port : aucun salarié déposé") for t in plain(read.avertissements)
    )


def test_payroll_beyond_groupe_2_is_brought_down_to_it():
    # groupe 2 of P is 500 000 in its ca; 2 × 400 000 = 800 000 would exceed it
    read = etat(
        tables([salarie(P, 1, "direction", 1.0, 400_000), salarie(P, 2, "veille", 1.0, 400_000)]),
        gestionnaire.ID, 2025,
    )  # fmt: skip
    assert read.masse[1] == pytest.approx(500_000)
    assert any("dépassent le groupe II" in t for t in read.avertissements)


def test_occupation_is_realised_over_theoretical():
    months = [{"id_etablissement": G, "annee": 2025, "mois": m, "journees_theoriques": 1500,
               "journees_realisees": 1200 + 300 * (m == 1)} for m in (1, 2)]  # fmt: skip
    # (1 500 + 1 200) ÷ 3 000 = 0.9
    read = etat(tables(activite=months), gestionnaire.ID, 2025)
    assert read.occupation[0] == pytest.approx(0.9)
    assert np.isnan(read.occupation[1])


def test_a_year_without_budget_is_refused():
    with pytest.raises(CommandeError) as error:
        etat(tables(), gestionnaire.ID, 2019)
    (text,) = plain([str(error.value)])
    assert "Aucun budget de 2019 n’est déposé" in text
    assert "Années qui ont un budget : 2023, 2024, 2025." in text


@pytest.mark.parametrize(
    ("option", "said"),
    [({"document": "bp"}, "Valeurs connues : « ca », « be »."),
     ({"dotation": "base_budget"}, "Le plus proche : « base_budgetaire »."),],
)  # fmt: skip
def test_an_unknown_option_is_refused(option, said):
    with pytest.raises(CommandeError) as error:
        etat(tables(), gestionnaire.ID, 2025, **option)
    assert said in plain([str(error.value)])[0]


def test_the_shipped_scenarios_can_be_projected(example_base):
    from cpomlib.calcul.scenarios import projeter, read_scenario, sans_justification
    from cpomlib.socle.projet import parameters_dir

    frames = store.read(store.open_base(example_base), gestionnaires=["000520015"])
    files = sorted((parameters_dir() / "scenarios" / "000520015").glob("*.yaml"))
    assert len(files) >= 2
    for path in files:
        scenario = read_scenario(path)
        read = etat(frames, scenario.gestionnaire, scenario.annee_base)
        projeter(read, scenario.hypotheses, scenario.horizon)
        assert sans_justification(scenario) == ()


def test_without_hypothesis_each_year_is_the_base_year(example_base):
    """Charges, groupes 2 and 3 of the ca to the cent; groupe 1 is what was granted, if asked."""
    frames = store.read(store.open_base(example_base), gestionnaires=["000520015"])
    read = etat(frames, "000520015", 2025, dotation="constatee")
    wide = project(read, [], 3).set_index(["poste", "id_etablissement", "annee"])["montant"]
    rows = frames["budgets"]
    rows = rows[(rows["annee"] == 2025) & (rows["document"] == "ca") & ~rows["non_reconductible"]]
    rows = rows[~rows["compte"].str.startswith(("11", "002"))]
    sums = rows.groupby(["sens", "groupe", "id_etablissement"], observed=True)["montant"].sum()
    assert len(sums) > 20
    for (sens, groupe, where), cents in sums.items():
        for year in (2025, 2026, 2028):
            assert wide[f"{sens}s_groupe_{groupe}", where, year] == cents / 100
