"""A year for each: what binds, why this year, what would make all of it hold."""

from datetime import date

import pytest
from calcul.programmation.fabrique import JOUR, recense
from conftest import plain

from cpomlib.calcul.programmation import PROGRAMMATION, Priorite, Souhaits, noter, proposer
from cpomlib.calcul.programmation.demande import souhaits
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
    made, told = proposed([recense("Alpha", **ends), recense("Beta", **ends)], {("44", 2027): 1})
    assert [plain(one) for one in made.relachements] == [
        "Il manque 1 signature dans le 44 en 2027 : avec « --capacite 44:2027:2 », tout tient."
    ]
    assert told["Alpha"][1].endswith("Au-delà de la capacité du 44 en 2027 (1).")
    again, _ = proposed([recense("Alpha", **ends), recense("Beta", **ends)], {("44", 2027): 2})
    assert again.relachements == ()


def test_a_year_given_is_kept_and_one_out_of_the_horizon_refused():
    _, told = proposed([recense("Alpha")], Alpha=2029)
    assert told["Alpha"] == (2029, "Année demandée.")
    with pytest.raises(CommandeError, match="pas dans l’horizon"):
        Souhaits(HORIZON, {}, {"id-Alpha": 2035})


def test_the_mark_is_the_weighted_mean_of_the_criteria():
    declared = PROGRAMMATION.lire()
    whole = sum(each.poids for each in declared.criteres)
    found = noter(declared, {"places": 75.0, "mois_restants": 24.0, "volontaire": 1.0})
    # places: half of its scale (75 / 150); months: half of 36 → 12; volunteer: all of it
    by = {each.critere.mesure: each.critere.poids for each in found.details}
    expected = (by["places"] / 2 + by["mois_restants"] / 2 + by["volontaire"]) / whole
    assert found.note == round(expected, 3)
    assert [each.valeur for each in found.details if each.critere.mesure == "cout"] == [None]


@pytest.mark.parametrize(
    ("capacite", "said"),
    [("44", "La capacité « 44 » ne se lit pas."), ("35:2", "Le département « 35 » n’est pas")],
)
def test_a_capacity_badly_written_is_refused(capacite, said):
    with pytest.raises(CommandeError) as caught:
        souhaits((2027, 2029), [capacite], [], {"44": "Loire-Atlantique"}, [])
    assert plain(caught.value.quoi).startswith(said)


def test_a_capacity_of_a_year_prevails():
    found = souhaits((2027, 2028), ["44:2,44:2028:1"], [], {"44": "Loire-Atlantique"}, [])
    assert found.capacites == {("44", 2027): 2, ("44", 2028): 1}
    assert JOUR.year + 1 == found.horizon[0]
