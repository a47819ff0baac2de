"""A year for each: what binds, why this year, what would make all of it hold."""

from datetime import date

import pytest
from calcul.programmation.fabrique import JOUR, recense
from conftest import plain

from cpomlib.calcul.programmation import (
    PROGRAMMATION,
    Priorite,
    Souhaits,
    noter,
    proposer,
    souhaits,
    volontaires,
)
from cpomlib.socle import CommandeError

HORIZON = (2027, 2028, 2029)


def proposed(recenses, capacites=None, notes=None, **fixes):
    marks = {f"id-{who}": Priorite(note) for who, note in (notes or {}).items()}
    given = {f"id-{who}": year for who, year in fixes.items()}
    made = proposer(recenses, marks, {}, Souhaits(HORIZON, capacites or {}, given))
    return made, {line.recense.nom: (line.annee, plain(line.motif)) for line in made.lignes}


def test_who_has_priority_signs_first_and_the_other_is_told_why():
    made, told = proposed([recense("Alpha"), recense("Beta")], {("44", y): 1 for y in HORIZON},
                          {"Beta": 0.5})  # fmt: skip
    assert told == {
        "Beta": (2027, "Première année possible."),
        "Alpha": (2028, "Reportée à 2028 : 1 signature déjà en 2027 dans le 44 (Beta (0,50))."),
    }
    assert made.charges == {("44", 2027): 1, ("44", 2028): 1}
    assert (made.depassements, made.relachements) == ({}, ())


def test_a_contract_in_force_is_renegotiated_a_year_before_it_ends():
    alpha = recense("Alpha", etat="en_vigueur", fin=date(2029, 6, 30))
    _, told = proposed([alpha])
    # 12 months before 30 June 2029: 30 June 2028
    assert told["Alpha"] == (
        2028,
        "Contrat en cours jusqu’au 30/06/2029 : négociation à ouvrir au plus tard le 30/06/2028, "
        "signature au plus tard en 2029.",
    )


@pytest.mark.parametrize(
    ("fin", "out"),
    [(date(2031, 12, 31), "Contrat en cours jusqu’au 31/12/2031."),
     (None, "Contrat signé dont l’échéance n’est pas connue.")],
)  # fmt: skip
def test_who_is_out_of_the_horizon_is_told(fin, out):
    made, told = proposed([recense("Alpha", etat="en_vigueur", fin=fin)])
    assert told == {}
    assert [(one.nom, why) for one, why in made.hors] == [("Alpha", out)]


def test_what_ends_before_the_horizon_signs_as_soon_as_can_be():
    _, told = proposed([recense("Alpha", etat="en_vigueur", fin=date(2026, 12, 31))])
    said = "Contrat en cours jusqu’au 31/12/2026, avant l’horizon : dès que possible."
    assert told["Alpha"] == (2027, said)


def test_what_cannot_hold_is_told_with_the_smallest_relaxation():
    ends = {"etat": "en_vigueur", "fin": date(2027, 12, 31)}
    two = [recense("Alpha", **ends), recense("Beta", **ends)]
    made, told = proposed(two, {("44", 2027): 1})
    assert [plain(one) for one in made.relachements] == [
        "1 signature de trop dans le 44 en 2027 (2 pour une capacité de 1).",
        "En ajoutant « --capacite 44:2027:2 », tout tient.",
    ]
    assert told["Alpha"][1].endswith("Au-delà de la capacité du 44 en 2027 (1).")
    again, _ = proposed(two, {("44", 2027): 2})
    assert (again.relachements, plain(again.tenue)) == ((), "Tout tient dans les capacités.")


def test_several_limits_are_relaxed_together_and_then_all_holds():
    ends = {"etat": "en_vigueur", "fin": date(2027, 12, 31)}
    held = [recense(name, {code: 1}, **ends) for name, code in
            (("A", "44"), ("B", "44"), ("C", "49"), ("D", "49"), ("E", "49"))]  # fmt: skip
    limits = {("44", 2027): 1, ("49", 2027): 1}
    made, _ = proposed(held, limits)
    # 44: 2 for 1; 49: 3 for 1; neither alone would do
    assert plain(made.relachements[-1]) == (
        "En ajoutant « --capacite 44:2027:2,49:2027:3 », tout tient.")  # fmt: skip
    asked = souhaits((2027, 2029), ["44:2027:1,49:2027:1", "44:2027:2,49:2027:3"], [],
                     {"44": "", "49": ""}, {})  # fmt: skip
    assert proposed(held, asked.capacites)[0].depassements == {}


def test_without_any_limit_nothing_is_said_to_hold_in_it():
    assert plain(proposed([recense("Alpha")])[0].tenue) == (
        "Aucune capacité n’est donnée : chacun signe dès qu’il peut.")  # fmt: skip


def test_who_signs_before_a_higher_mark_is_told_why():
    ends = {"etat": "en_vigueur", "fin": date(2027, 12, 31)}
    held = [recense("Alpha"), recense("Beta", **ends)]
    _, told = proposed(held, {("44", 2027): 1}, {"Alpha": 0.9, "Beta": 0.1})
    assert told["Alpha"] == (
        2028, "Reportée à 2028 : 1 signature déjà en 2027 dans le 44 (Beta (0,10, pas après "
        "2027)).")  # fmt: skip
    # Alpha, in both, would make two wait: 2 × 0.4 against 0.5
    both = [recense("Alpha", {"44": 1, "49": 1}), recense("Beta"), recense("Gamma", {"49": 1})]
    limits = {("44", 2027): 1, ("49", 2027): 1}
    _, told = proposed(both, limits, {"Alpha": 0.5, "Beta": 0.4, "Gamma": 0.4})
    assert told["Alpha"][1].endswith(
        "L’inverse dépasserait une capacité, ou ne ferait pas moins attendre l’ensemble."
    )


def test_many_who_came_before_are_counted_and_the_lowest_named():
    held = [recense(f"N{rank}") for rank in range(6)]
    marks = {f"N{rank}": (9 - rank) / 10 for rank in range(6)}
    _, told = proposed(held, {("44", 2027): 5}, marks)
    # N0 to N4 sign in 2027, marks 0.9 to 0.5; N5, 0.4, waits
    assert told["N5"] == (
        2028, "Reportée à 2028 : 5 signatures déjà en 2027 dans le 44 (priorités de 0,50 à 0,90, "
        "les plus basses N4 (0,50), N3 (0,60), N2 (0,70)).")  # fmt: skip


def test_a_year_given_is_kept_and_says_what_it_leaves():
    _, told = proposed([recense("Alpha")], Alpha=2029)
    assert told["Alpha"] == (2029, "Année demandée.")
    late = recense("Alpha", etat="en_vigueur", fin=date(2027, 12, 31))
    _, told = proposed([late], Alpha=2029)
    assert told["Alpha"][1] == (
        "Année demandée, hors des dates du contrat. Contrat en cours jusqu’au 31/12/2027 : "
        "négociation à ouvrir au plus tard le 31/12/2026, signature au plus tard en 2027."
    )
    for wrong in ({"id-Alpha": 2035}, {"id-Alpha": 2026}):
        with pytest.raises(CommandeError, match="pas dans l’horizon"):
            Souhaits(HORIZON, {}, wrong)


def test_the_mark_is_the_weighted_mean_of_the_criteria():
    declared = PROGRAMMATION.lire()
    whole = sum(each.poids for each in declared.criteres)
    found = noter(declared, {"places": 75.0, "mois_restants": 24.0, "volontaire": 1.0})
    # places: half of its scale (75 / 150); months: half of 36 → 12; volunteer: all of it
    by = {each.critere.mesure: each.critere.poids for each in found.details}
    expected = (by["places"] / 2 + by["mois_restants"] / 2 + by["volontaire"]) / whole
    assert found.note == round(expected, 3)
    assert [each.valeur for each in found.details if each.critere.mesure == "cout"] == [None]


NOMS = {"000520015": "L’Étape", "000520023": "Les Trois Moineaux"}


@pytest.mark.parametrize(
    ("horizon", "capacite", "fixe", "said"),
    [((2027, 2029), "44", "", "La capacité « 44 » ne se lit pas."),
     ((2027, 2029), "35:2", "", "Le département « 35 » n’est pas"),
     ((2027, 2029), "44:2035:1", "", "La capacité « 44:2035:1 » est d’une année hors de"),
     ((2029, 2027), "", "", "L’horizon va de 2029 à 2027."),
     ((2027, 2090), "", "", "L’horizon va de 2027 à 2090."),
     ((2027, 2029), "", "000520015", "« 000520015 » ne se lit pas"),
     ((2027, 2029), "", "L’Étap:2028", "Le gestionnaire « L’Étap »")],
)  # fmt: skip
def test_what_is_badly_asked_is_refused(horizon, capacite, fixe, said):
    with pytest.raises(CommandeError) as caught:
        souhaits(horizon, [capacite], [fixe], {"44": "Loire-Atlantique"}, NOMS)
    assert plain(caught.value.quoi).startswith(said)


def test_a_capacity_of_a_year_prevails_and_a_name_is_taken_for_its_id():
    found = souhaits((2027, 2028), ["44:2,44:2028:1"], ["l'etape:2028"], {"44": ""}, NOMS)
    assert found.capacites == {("44", 2027): 2, ("44", 2028): 1}
    assert found.fixes == {"000520015": 2028}
    assert JOUR.year + 1 == found.horizon[0]


def test_volunteers_are_known_or_refused():
    assert volontaires(["000520015, Les trois moineaux"], NOMS) == set(NOMS)
    with pytest.raises(CommandeError, match="52001"):
        volontaires(["00052001"], NOMS)
