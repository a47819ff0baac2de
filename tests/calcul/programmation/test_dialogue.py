"""The yearly dialogue: what is done for an operator, what is late, what no table tells."""

from dataclasses import replace
from datetime import date

from calcul.contrat.fabrique import contrat, lignes

from cpomlib.calcul.contrat import Delai
from cpomlib.calcul.programmation import avancees, comptes, retards

JOUR = date(2026, 11, 29)
DEBUT = date(2025, 11, 15)
"""A day of the first steps of the dialogue of 2026."""


def steps(tables=None, delais=(), jour=DEBUT, annee=2026, **cells):
    return told([contrat(tables, **cells)], delais, jour, annee)


def told(contrats, delais=(), jour=DEBUT, annee=2026):
    found = avancees(contrats, {"C-1": delais}, annee, jour)
    return {one.etape.code: (one.etat, one.le) for one in found}


def met(nature, day):
    return {"rencontres": lignes("rencontres", {"nature": nature, "date": day})}


def test_a_meeting_of_its_kind_in_its_time_makes_a_step_done():
    assert steps(met("activites", date(2025, 10, 3)))["activites"] == ("faite", date(2025, 10, 3))
    # a meeting of another year is that of another dialogue
    assert steps(met("activites", date(2024, 10, 3)))["activites"] == ("en_retard", None)
    assert steps(met("moyens", date(2025, 10, 3)))["activites"] == ("en_retard", None)


def test_a_step_waits_runs_is_late_then_only_has_no_trace():
    # September 2025, and nine months in which it may still be held: until 30 June 2026
    days = (date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 1), date(2026, 6, 30),
            date(2026, 7, 1))  # fmt: skip
    states = [steps(jour=day)["activites"][0] for day in days]
    assert states == ["a_venir", "en_cours", "en_retard", "en_retard", "sans_trace"]


def test_the_days_are_those_of_the_calendar_of_the_guide():
    found = avancees([contrat()], {}, 2026, DEBUT)
    told = {one.etape.code: (one.debut, one.fin) for one in found}
    assert told == {
        "preparation": (date(2025, 4, 1), date(2025, 5, 31)),
        "lancement": (date(2025, 9, 1), date(2025, 9, 15)),
        "activites": (date(2025, 9, 1), date(2025, 9, 30)),
        "budget": (date(2025, 9, 15), date(2025, 10, 31)),
        "moyens": (date(2025, 10, 1), date(2025, 11, 30)),
        "notification": (date(2026, 2, 1), date(2026, 6, 30)),
        "contrat": (date(2026, 2, 1), date(2026, 6, 30)),
        "suivi": (date(2026, 7, 1), date(2026, 12, 31)),
        "comptes": (date(2027, 1, 1), date(2027, 4, 30)),
    }


def test_a_step_that_deadlines_know_has_their_day_and_stays_late():
    due = Delai("C-1", "budget_previsionnel", "2026", date(2025, 10, 31), date(2025, 10, 20))
    assert steps(delais=[due])["budget"] == ("faite", date(2025, 10, 20))
    late = Delai("C-1", "budget_previsionnel", "2026", date(2025, 10, 31))
    assert steps(delais=[late], jour=JOUR)["budget"] == ("en_retard", None)
    # the day of a notification runs from endowments that nobody has deposited: not « no object »
    assert steps(delais=[])["notification"] == ("sans_trace", None)


def test_a_contract_that_nothing_changes_has_no_amendment_to_sign():
    assert steps()["contrat"] == ("sans_objet", None)
    assert steps(annee=2025)["contrat"] == ("faite", date(2025, 1, 1))
    prepared = steps(statut="preparation", jour=JOUR)
    assert prepared["contrat"] == ("en_retard", None)
    # nobody follows what is not signed
    assert (prepared["suivi"], steps(jour=JOUR)["suivi"][0]) == (("sans_objet", None), "en_cours")


def test_a_year_that_no_contract_covers_is_not_late():
    """Signed from 2025 to 2029: neither 2024 nor 2030 asks anything of it."""
    for year, day in ((2024, date(2024, 3, 1)), (2030, date(2030, 3, 1))):
        assert {state for state, _ in steps(annee=year, jour=day).values()} == {"sans_trace"}
    ended = {"statut": "resilie", "date_resiliation": date(2025, 12, 31)}
    assert {state for state, _ in steps(**ended, jour=JOUR).values()} == {"sans_trace"}
    assert steps(**ended, annee=2025, jour=JOUR)["contrat"] == ("faite", date(2025, 1, 1))
    # what is being prepared now was not the dialogue of a past year
    assert steps(statut="preparation", annee=2025, jour=JOUR)["lancement"][0] == "sans_trace"


def test_the_contract_of_the_year_counts_not_the_one_of_the_day():
    """The next contract is signed: the budget of 2025 was asked of the one before it."""
    first = contrat(met("activites", date(2024, 9, 20)), duree_mois=12)
    then = contrat(id_contrat="C-2", date_effet=date(2026, 1, 1))
    due = Delai("C-1", "budget_previsionnel", "2025", date(2024, 10, 31), date(2024, 10, 20))
    found = told([first, then], [due], JOUR, 2025)
    assert found["budget"] == ("faite", date(2024, 10, 20))
    assert found["activites"] == ("faite", date(2024, 9, 20))
    assert found["contrat"] == ("faite", date(2025, 1, 1))
    assert told([first, then], [due], JOUR, 2026)["contrat"] == ("faite", date(2026, 1, 1))


def test_without_a_contract_nothing_is_known_which_is_not_late():
    found = avancees((), {}, 2026, JOUR)
    assert {one.etat for one in found} == {"sans_trace"}
    assert retards({"G": found}) == []
    assert comptes([found])["lancement"] == {"sans_trace": 1}


def test_of_several_contracts_the_least_advanced_tells_whatever_their_order():
    """C-2 owes nothing of that exercice any more: it says nothing of it."""
    held = [contrat(id_contrat=code) for code in ("C-1", "C-2", "C-3")]
    sent = Delai("C-1", "budget_previsionnel", "2026", date(2025, 10, 31), date(2025, 10, 20))
    gone = replace(sent, contrat="C-2", faite_le=None, sans_objet=True)
    late = replace(sent, contrat="C-3", faite_le=None)
    for due, state in (([sent, gone], "faite"), ([sent, gone, late], "en_retard")):
        for contrats in (held, held[::-1]):
            found = avancees(contrats, {one.contrat: [one] for one in due}, 2026, JOUR)
            assert next(one.etat for one in found if one.etape.code == "budget") == state
