"""Where a scenario starts from: who is projected, which budget, which cash."""

import pandas as pd
import pytest
from calcul.scenarios.test_base import plain, tables
from calcul.volet import gestionnaire

from cpomlib.calcul.scenarios import etat
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform

G, P, S = gestionnaire.GUIDE, gestionnaire.AUTRE, gestionnaire.SERVICE


def closing(made, day, *houses):
    held = made["etablissements"]
    gone = held["id_etablissement"].isin(houses or [P])
    made["etablissements"] = held.assign(
        date_fermeture=held["date_fermeture"].mask(gone, pd.Timestamp(day))
    )
    return made


def test_an_establishment_closed_before_the_base_year_is_not_projected_and_is_said():
    read = etat(closing(tables(), "2024-08-31"), gestionnaire.ID, 2025, document="be")
    assert read.ids == (G, S)
    # 1 040 000 of the guide; the 488 000,10 of the port are gone
    assert read.dotation.tolist() == [1_040_000, 0]
    said = plain(read.avertissements)
    assert "CHRS du port a fermé le 31/08/2024, avant 2025 : il n’est pas projeté." in said


def test_one_that_closes_later_is_projected_and_its_day_is_said():
    read = etat(closing(tables(), "2026-03-31"), gestionnaire.ID, 2025)
    assert read.ids == (G, P, S)
    assert (
        "CHRS du port ferme le 31/03/2026 : le scénario le projette comme s’il restait ouvert. "
        "Écrivez l’hypothèse « fermer_places »."
    ) in plain(read.avertissements)


def test_a_gestionnaire_all_of_whose_establishments_closed_has_no_base_year():
    with pytest.raises(CommandeError) as error:
        etat(closing(tables(), "2024-12-31", G, P, S), gestionnaire.ID, 2025)
    assert "Un établissement fermé avant 2025 n’est pas projeté." in plain([str(error.value)])[0]


def test_a_base_read_in_an_earlier_budget_is_said():
    made = tables()
    rows = made["budgets"]
    late = (rows["document"] == "be") & (rows["annee"] == 2025) & (rows["id_etablissement"] == P)
    made["budgets"] = rows[~late]
    assert (
        "La base budgétaire de CHRS du port est celle de 2024, son dernier budget exécutoire : "
        "celui de 2025 n’est pas déposé."
    ) in plain(etat(made, gestionnaire.ID, 2025).avertissements)


def with_balance(made, *accounts):
    rows = [{"id_gestionnaire": gestionnaire.ID, "annee": 2025, "compte": compte,
             "debit": debit * 100, "credit": credit * 100}
            for compte, debit, credit in accounts]  # fmt: skip
    made["balances"] = conform("balances", pd.DataFrame(rows))
    return made


def test_a_scenario_starts_from_the_cash_at_the_bank():
    # 102: 100 000; a deficit of 900 000 − 820 000 = 80 000: 20 000 are left, all at the bank
    made = with_balance(tables(), ("102", 0, 100_000), ("64", 900_000, 0), ("73", 0, 820_000),
                        ("512", 20_000, 0))  # fmt: skip
    read = etat(made, gestionnaire.ID, 2025)
    assert read.tresorerie.sum() == pytest.approx(20_000)
    assert not [text for text in read.avertissements if "roulement" in text]


def test_cash_that_the_bank_does_not_hold_is_doubtful():
    made = with_balance(tables(), ("102", 0, 100_000), ("512", 20_000, 0))
    assert (
        "La trésorerie de départ est douteuse. Trésorerie nette (fonds de roulement moins "
        "besoin) : 100 000,00 € ; classe 5, moins les fournisseurs d’immobilisations : "
        "20 000,00 € (écart de 80 000,00 €)."
    ) in plain(etat(made, gestionnaire.ID, 2025).avertissements)


def test_a_chrs_without_places_and_a_result_that_is_not_known_are_said():
    made = tables()
    made["places"] = made["places"][made["places"]["id_etablissement"] != P]
    rows = made["budgets"]
    late = (rows["document"] == "ca") & (rows["annee"] == 2025) & (rows["id_etablissement"] == P)
    made["budgets"] = rows[~late]
    said = plain(etat(made, gestionnaire.ID, 2025).avertissements)
    assert (
        "CHRS du port n’a pas de places financées déposées en 2025 : le scénario ne lui en compte "
        "aucune."
    ) in said
    assert (
        "Les réserves de départ ne comptent pas le résultat 2025, faute de compte administratif "
        "lu, de : CHRS du port."
    ) in said
