"""What a bilan to publish may tell: both sides of a fact are many, nobody makes a sum alone."""

from datetime import date

from calcul.contrat.fabrique import JOUR, connus, contrat, etablissement, lignes
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.calcul.contrat import Delai, argent
from cpomlib.calcul.programmation import retards_d_actions, taire_argent, tenues
from cpomlib.calcul.secret import Regles

OWNERS = {f"C-{rank}": f"G{rank}" for rank in range(20)}
CINQ = Regles()


def due(rank, nature="bilan_etape", done=True, le=date(2026, 4, 30)):
    return Delai(f"C-{rank}", nature, "2025", le, le if done else None)


def of(done, late, **others):
    held = [due(rank, done=rank < done, **others) for rank in range(done + late)]
    [one] = tenues(held, OWNERS, JOUR)
    return one


def test_deadlines_are_counted_by_state_and_by_who_owes_them():
    one = of(2, 3)
    assert dict(one.etats) == {"faite": 2, "en_retard": 3}
    assert one.qui("en_retard") == {"G2", "G3", "G4"}


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_kind_is_told_only_where_both_sides_hold_enough(done, late):
    """The number of contracts is public: what one side counts says what the other does."""
    if done + late:
        assert (not of(done, late).taire(5)) == (done >= 5 and late >= 5)


def test_several_deadlines_of_one_gestionnaire_are_one_gestionnaire():
    held = [due(0, done=False) for _ in range(9)] + [due(rank) for rank in range(1, 7)]
    assert tenues(held, OWNERS, JOUR)[0].taire(5)


def test_what_is_not_due_yet_tells_of_nobody_but_few_are_still_few():
    assert not of(0, 6, le=date(2027, 4, 30)).taire(5)
    assert of(0, 4, le=date(2027, 4, 30)).taire(5)


def action(rank, state="en_cours", end=date(2026, 6, 30)):
    rows = lignes("actions", {"id_action": "A", "id_objectif": "1", "date_fin": end, "etat": state})
    return contrat({"actions": rows}, id_contrat=f"C-{rank}", id_gestionnaire=f"G{rank}")


def test_actions_late_are_told_beside_those_that_could_have_been():
    held = [action(rank, "en_cours" if rank < 6 else "faite") for rank in range(11)]
    told = retards_d_actions(held, JOUR)
    assert (len(told.lignes), told.gestionnaires, told.autres) == (6, 6, 5)
    assert not told.taire(5)
    # one fewer that kept its days: who reads knows nearly each of those who did not
    assert retards_d_actions(held[:10], JOUR).taire(5)
    # what ends later, or was given up, is late for nobody
    others = [action(1, end=date(2027, 1, 1)), action(2, "abandonnee")]
    assert (retards_d_actions(others, JOUR).lignes, retards_d_actions(others, JOUR).autres) == (
        (), 0)  # fmt: skip


def money(*planned, notified=()):
    houses = [f"44000001{rank}" for rank in range(len(planned))]
    rows = [
        contrat({"moyens": lignes("moyens", {"id_etablissement": houses[rank], "annee": 2026,
                 "regime": "dgf", "montant_prevu": amount,
                 "montant_notifie": (dict(enumerate(notified))).get(rank)}),
                 "contrat_etablissements": lignes("contrat_etablissements", {
                     "id_etablissement": houses[rank], "date_entree": date(2025, 1, 1)})},
                id_contrat=f"C-{rank}", id_gestionnaire=f"G{rank}")
        for rank, amount in enumerate(planned)
    ]  # fmt: skip
    return argent(rows, connus(*map(etablissement, houses)), {}, [2026], JOUR)[0]


def test_a_sum_that_few_make_is_not_told_however_many_have_a_row():
    assert not taire_argent(money(20, 20, 20, 20, 20), CINQ)
    assert taire_argent(money(20, 20, 20, 20), CINQ)
    # five rows, four amounts: the sum is that of four
    assert taire_argent(money(20, 20, 20, 20, None), CINQ)
    # all planned, one notified: the column « notifié » would be its amount
    assert taire_argent(money(20, 20, 20, 20, 20, notified=(19,)), CINQ)
    assert not taire_argent(money(20, 20, 20, 20, 20, notified=(9, 9, 9, 9, 9)), CINQ)


def test_a_sum_that_one_nearly_makes_is_not_told():
    # 90 of 90 + 4 × 2 + 2: 90 %, above 85 %
    assert taire_argent(money(90, 2, 2, 2, 4), CINQ)
    # 60 of 100 is no more than 85 %, but the second, 30, takes itself away: 60 of 70
    assert taire_argent(money(60, 30, 4, 3, 3), CINQ)
    assert not taire_argent(money(30, 30, 20, 10, 10), CINQ)
