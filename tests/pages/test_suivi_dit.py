"""What the following of a contract says, without a browser."""

from datetime import date

from calcul.contrat.fabrique import JOUR, cibles, contrat, lignes
from conftest import plain

from cpomlib.calcul.contrat import (
    CadreDelais,
    Delai,
    Delais,
    Mesures,
    Usages,
    echeances,
    suivre,
)
from cpomlib.pages.contrat import suivi_dit
from cpomlib.pages.contrat.gantt import gantt


def dit(held):
    found = echeances(held, CadreDelais(JOUR, Delais(JOUR), {}))
    return suivi_dit.echeances(found, JOUR, held).replace("\u00a0", " ")


def test_past_the_legal_day_is_said_neutrally():
    said = dit(contrat(statut="preparation", date_effet=None, duree_mois=None))
    assert "Date légale de signature du contrat, 31/12/2024. Échéance légale dépassée" in said
    assert "Rien n’est dû." in said and "en retard" not in said
    assert "dépassée" not in dit(contrat(date_effet=date(2024, 6, 1)))


def test_what_is_followed_without_a_target_says_so_once_and_conventions_come_under():
    held = contrat({"cibles": cibles({2025: None})})
    rows = suivre({"C-1": held}, Mesures(), Usages(), JOUR)
    shown = suivi_dit.tableau([one for one in rows if one.annee == 2025], 20, ["Convention : 24."])
    assert shown.count("sans cible") == 1 and "Suivi sans cible" not in shown
    assert shown.index("Convention : 24.") < shown.index(suivi_dit.NEUTRE)


def releves(lates, later):
    """Return decisions to carry out: one late per day before, one to come per day after."""
    days = [date.fromordinal(JOUR.toordinal() - n) for n in range(1, lates + 1)]
    days += [date.fromordinal(JOUR.toordinal() + n) for n in range(1, later + 1)]
    return [Delai("C-1", "releve", f"{n}", day, None) for n, day in enumerate(sorted(days))]


def test_what_is_due_and_not_shown_is_counted_on_its_side():
    """Twelve are shown: fifteen late leave three older ones, which do not come « plus tard »."""

    def told(*counts):
        return plain(suivi_dit.echeances(releves(*counts), JOUR, contrat()))

    assert "Et 3 autres en retard depuis plus longtemps, 5 autres plus tard." in told(15, 5)
    assert "Et 13 autres plus tard." in told(5, 20)
    assert "autre" not in told(5, 7)


def action(code, **cells):
    return {"id_objectif": "1.1", "id_action": code, "intitule": f"Action {code}",
            "etat": "en_cours", **cells}  # fmt: skip


def test_an_action_says_its_state_in_words_and_one_without_dates_is_not_left_out():
    span = {"date_debut": date(2024, 1, 1), "date_fin": date(2024, 12, 31)}
    done = span | {"etat": "faite", "avancement": 1.0}
    rows = lignes("actions", action("A", avancement=0.4, **span), action("B", **done), action("C"))
    drawn = plain(gantt(rows, date(2026, 11, 30)))
    assert drawn.count("en retard, 40 %") == 3  # beside its name, in its title, for who hears it
    assert "faite, 100" not in drawn and "Sans dates : Action C, en cours." in drawn
    assert gantt(lignes("actions", action("C")), JOUR).startswith("<p")
    assert "Aucune action" in gantt((), JOUR)
