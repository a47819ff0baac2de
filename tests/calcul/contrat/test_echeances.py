"""Deadlines: each rule by its dates, what silence means, and days that are not worked."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from calcul.contrat.conventions import convention
from calcul.contrat.fabrique import JOUR, PORT, cadre, contrat, dates, ligne, lignes
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.calcul.contrat import (
    echeances,
    plus_mois,
    terme,
)
from cpomlib.calcul.contrat.delais import ECHEANCES, NATURES, Delai


def test_months_clip_to_the_end_of_the_month():
    assert plus_mois(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert plus_mois(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert plus_mois(date(2024, 12, 15), 1) == date(2025, 1, 15)
    assert terme(date(2025, 1, 1), 60) == date(2029, 12, 31)
    assert terme(date(2024, 8, 31), 6) == date(2025, 2, 27)


def test_each_exercice_has_its_budget_and_its_accounts_even_outside_the_contract():
    held = contrat(duree_mois=24)  # 2025 and 2026
    assert dates(held, "budget_previsionnel") == [
        ("2025", date(2024, 10, 31), "en_retard"), ("2026", date(2025, 10, 31), "en_retard"),
    ]  # fmt: skip
    for nature in ("compte_administratif", "bilan_etape"):
        assert dates(held, nature) == [
            ("2025", date(2026, 4, 30), "en_retard"), ("2026", date(2027, 4, 30), "a_venir"),
        ]  # fmt: skip
    assert dates(held, "enquete_couts")[0] == ("2025", date(2026, 10, 31), "en_retard")
    assert dates(held, "rapport_execution") == [("0", date(2026, 12, 31), "proche")]
    assert dates(held, "terme") == [("0", date(2026, 12, 31), "proche")]


def test_what_was_agreed_replaces_the_legal_day_and_what_is_in_is_done():
    acts = lignes(
        "actes",
        {"nature": "budget_previsionnel", "exercice": 2026, "attendu_le": date(2025, 12, 1)},
        {
            "nature": "compte_administratif",
            "exercice": 2025,
            "fait_le": date(2026, 4, 20),
            "recu_le": date(2026, 4, 22),
        },
    )
    held = contrat({"actes": acts})
    assert dates(held, "budget_previsionnel")[1] == ("2026", date(2025, 12, 1), "en_retard")
    done = next(one for one in echeances(held, cadre()) if one.nature == "compte_administratif")
    assert (done.statut(JOUR), done.faite_le) == ("faite", date(2026, 4, 22))
    assert done.statut(date(2026, 4, 21)) == "proche"  # as of a day before


def test_close_is_sixty_days():
    one = Delai("C-1", "terme", "0", date(2027, 1, 28))
    assert one.statut(JOUR) == "proche" and one.statut(JOUR - timedelta(days=1)) == "a_venir"
    assert (
        one.statut(date(2027, 1, 28)) == "proche" and one.statut(date(2027, 1, 29)) == "en_retard"
    )


def test_past_the_legal_day_of_signature_is_a_neutral_state():
    held = contrat(statut="preparation", date_effet=None, duree_mois=None)
    assert dates(held, "conclusion_cpom") == [("0", date(2024, 12, 31), "sans_objet")]
    (legal,) = echeances(held, cadre())
    assert (legal.nature, legal.dit) == ("conclusion_cpom", "Échéance légale dépassée.")
    assert "sanction" in ECHEANCES.lire().natures["conclusion_cpom"].silence
    (before,) = echeances(held, cadre(date(2024, 12, 31)))
    assert before.dit == ""
    # what was signed in time is not told to be past it
    assert echeances(contrat(), cadre())[0].dit == ""
    assert dates(contrat(), "conclusion_cpom")[0][2] == "faite"


def test_the_budget_campaign_runs_from_the_publication():
    """Published on 8 April 2026: 60 days later is 7 June; letters at least 12 days before it."""
    acts = lignes(
        "actes",
        {"nature": "drl", "exercice": 2026, "fait_le": date(2026, 4, 8)},
        {
            "nature": "courrier_modification",
            "exercice": 2026,
            "numero": 1,
            "recu_le": date(2026, 5, 20),
        },
        {"nature": "notification", "exercice": 2026, "recu_le": date(2026, 6, 5)},
    )
    held = contrat({"actes": acts})
    assert dates(held, "notification") == [("2026", date(2026, 6, 7), "faite")]
    assert dates(held, "courrier_modification") == [("2026", date(2026, 5, 26), "faite")]
    assert dates(held, "reponse_contradictoire") == [("2026-1", date(2026, 5, 28), "en_retard")]
    assert dates(held, "budget_executoire", public=True) == [
        ("2026", date(2026, 7, 5), "en_retard")
    ]
    assert dates(held, "budget_executoire") == []
    fixed = lignes(
        "moyens",
        {"id_etablissement": PORT, "annee": 2026, "regime": "dgf", "modalite": "formule_fixe"},
    )
    assert (
        dates(contrat({"actes": acts, "moyens": fixed}), "reponse_contradictoire")[0][2]
        == "sans_objet"
    )


@pytest.mark.parametrize("nature", ["decision_modificative", "ppi"])
def test_the_silence_of_the_authority_is_an_agreement(nature):
    acts = lignes(
        "actes",
        {"nature": nature, "exercice": 2026, "recu_le": date(2026, 7, 1), "preuve": "dépôt"},
    )
    held = contrat({"actes": acts})
    assert dates(held, nature, date(2026, 8, 29)) == [("2026", date(2026, 8, 30), "proche")]
    assert dates(held, nature, date(2026, 8, 30)) == [("2026", date(2026, 8, 30), "faite")]


def test_committees_follow_their_rhythm():
    meetings = lignes("rencontres", {"date": date(2025, 11, 3), "nature": "comite_suivi"},
                      {"date": date(2027, 6, 20), "nature": "mi_parcours"})  # fmt: skip
    held = contrat({"rencontres": meetings}, periodicite_comite_mois=12)
    assert dates(held, "comite_suivi", date(2027, 7, 1)) == [
        ("1", date(2026, 1, 1), "faite"), ("2", date(2027, 1, 1), "en_retard"),
        ("3", date(2028, 1, 1), "faite"), ("4", date(2029, 1, 1), "a_venir"),
    ]  # fmt: skip
    assert dates(held, "comite_mi_parcours", date(2027, 7, 1)) == [("0", date(2027, 7, 1), "faite")]


def test_subsidies_evaluations_actions_and_decisions():
    acts = [
        {"nature": "evaluation_has", "id_etablissement": PORT, "fait_le": date(2023, 9, 30)},
        {"nature": "autorisation", "id_etablissement": PORT, "fait_le": date(2017, 1, 3)},
    ]
    decision = {
        "date": date(2026, 6, 1),
        "numero": 2,
        "nature": "decision",
        "texte": "x",
        "echeance": date(2026, 9, 1),
    }
    action = {
        "id_objectif": "1",
        "id_action": "A",
        "intitule": "x",
        "etat": "faite",
        "date_fin": date(2026, 3, 1),
        "date_point": date(2026, 2, 1),
    }
    held = contrat({
        "actes": lignes("actes", *acts), "releves": lignes("releves", decision),
        "actions": lignes("actions", action),
    }, duree_mois=12)  # fmt: skip
    assert dates(held, "evaluation_has") == [(PORT, date(2028, 9, 30), "a_venir")]
    assert dates(held, "autorisation") == [(PORT, date(2032, 1, 3), "a_venir")]
    assert dates(held, "releve") == [("2026-06-01-2", date(2026, 9, 1), "en_retard")]
    assert dates(held, "action") == [("A", date(2026, 3, 1), "faite")]
    subsidised = dates(held, "avenant_subvention", regimes={PORT: "subventionne"})
    assert subsidised == [("2025", date(2025, 12, 31), "en_retard")]
    assert dates(held, "avenant_subvention") == []


def test_a_multi_funder_agreement_runs_with_its_approval():
    approval = {"agrement_debut": date(2025, 1, 1), "agrement_fin": date(2028, 12, 31)}
    held = contrat(cadre="pluripartite", duree_mois=48, reconduction_tacite=True, **approval)
    assert dates(held, "agrement")[0][1] == date(2028, 12, 31)
    assert dates(held, "renouvellement_agrement")[0][1] == date(2027, 10, 31)
    assert dates(held, "evaluation_convention")[0][1] == date(2027, 12, 31)
    assert [day for _, day, _ in dates(held, "reconduction")] == [
        date(y, 1, 1) for y in (2026, 2027, 2028)
    ]
    assert dates(held, "conclusion_cpom") == []


@given(st.integers(1, 12), st.integers(1, 28), st.integers(12, 72))
def test_moving_every_date_by_four_years_moves_every_deadline_by_four_years(month, day, months):
    """Four, so that a 29 February falls alike in the days that are counted."""

    def shifted(value):
        return value.replace(year=value.year + 4) if isinstance(value, date) else value

    acts = ligne("actes", nature="evaluation_has", fait_le=date(2025, 3, 1))
    held = contrat({"actes": (acts,)}, date_effet=date(2025, month, day), duree_mois=months,
                   periodicite_comite_mois=6, cadre="l313_11")  # fmt: skip
    later = replace(
        held,
        ligne={k: shifted(v) for k, v in held.ligne.items()},
        tables={n: tuple({k: shifted(v) for k, v in row.items()} for row in rows)
                for n, rows in held.tables.items()},
    )  # fmt: skip
    now = [shifted(one.le) for one in echeances(held, cadre())]
    assert [one.le for one in echeances(later, cadre(JOUR.replace(year=2030)))] == now


def test_every_kind_has_its_words_and_no_two_the_same_name():
    held = ECHEANCES.lire().natures
    assert set(held) == set(NATURES)
    assert all(each.libelle and each.article for each in held.values())
    uids = [one.uid for one in echeances(contrat(periodicite_comite_mois=6), cadre())]
    assert len(uids) == len(set(uids))


@pytest.mark.parametrize("kind", ["pluripartite", "objectifs_moyens", "schema_departemental"])
def test_no_deadline_of_another_contract_cites_the_law_of_the_cpom(kind):
    held = convention()
    held = replace(held, ligne=held.ligne | {"cadre": kind, "periodicite_comite_mois": 12})
    due = echeances(held, cadre())
    told = {one.nature: ECHEANCES.lire().natures[one.nature] for one in due}
    assert "terme_convenu" in told and "comite_convenu" in told
    assert ("documents_financiers" in told) == (kind == "pluripartite")
    for nature, words in told.items():
        assert not re.search("R\\.|L\\.|Arrêté|tarification", words.article + words.silence), nature


@pytest.mark.parametrize(("nature", "cle", "year"), [
    ("bilan_etape", "2027", "2027"), ("action", "2027", ""), ("bilan_etape", "1", ""),
])  # fmt: skip
def test_the_code_of_an_action_is_no_exercice(nature, cle, year):
    assert Delai("C-1", nature, cle, date(2027, 1, 1)).exercice == year
