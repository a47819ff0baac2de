"""The yearly dialogue: what is done for an operator, what is late, what no table tells."""

from datetime import date

from calcul.contrat.fabrique import contrat, lignes

from cpomlib.calcul.contrat import Delai
from cpomlib.calcul.programmation import avancees, comptes, retards

JOUR = date(2026, 11, 29)


def steps(tables=None, delais=(), jour=JOUR, annee=2026, **cells):
    found = avancees(contrat(tables, **cells), delais, annee, jour)
    return {one.etape.code: (one.etat, one.le) for one in found}


def met(nature, day):
    return {"rencontres": lignes("rencontres", {"nature": nature, "date": day})}


def test_a_meeting_of_its_kind_in_its_time_makes_a_step_done():
    assert steps(met("activites", date(2025, 10, 3)))["activites"] == ("faite", date(2025, 10, 3))
    # a meeting of another year is that of another dialogue
    assert steps(met("activites", date(2024, 10, 3)))["activites"] == ("en_retard", None)
    assert steps(met("moyens", date(2025, 10, 3)))["activites"] == ("en_retard", None)


def test_a_step_waits_runs_then_is_late():
    states = [steps(jour=day)["activites"][0]
              for day in (date(2025, 9, 14), date(2025, 10, 1), date(2025, 11, 1))]  # fmt: skip
    assert states == ["a_venir", "en_cours", "en_retard"]


def test_a_step_that_deadlines_know_has_their_day():
    due = Delai("C-1", "budget_previsionnel", "2026", date(2025, 10, 31), date(2025, 10, 20))
    assert steps(delais=[due])["budget"] == ("faite", date(2025, 10, 20))
    late = Delai("C-1", "budget_previsionnel", "2026", date(2025, 10, 31))
    assert steps(delais=[late])["budget"] == ("en_retard", None)
    assert steps(delais=[])["budget"] == ("sans_objet", None)


def test_a_contract_that_nothing_changes_has_no_amendment_to_sign():
    assert steps()["contrat"] == ("sans_objet", None)
    assert steps(annee=2025)["contrat"] == ("faite", date(2025, 1, 1))
    assert steps(statut="preparation")["contrat"] == ("en_retard", None)


def test_without_a_contract_nothing_is_known_which_is_not_late():
    found = avancees(None, (), 2026, JOUR)
    assert {one.etat for one in found} == {"sans_trace"}
    assert retards({"G": found}) == []
    assert comptes([found])["lancement"] == {"sans_trace": 1}
