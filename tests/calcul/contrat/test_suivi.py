"""Following a target: a contract worked out by hand, and what must always hold."""

from dataclasses import replace
from datetime import date

import pytest
from calcul.contrat.fabrique import GARE, JOUR, PORT, cibles, contrat, lignes
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.calcul.contrat import (
    CLES,
    Mesuree,
    Mesures,
    Usages,
    cibles_en_vigueur,
    membres,
    suivre,
)
from cpomlib.calcul.contrat.jugement import (
    attendu,
    avancement,
    est_fragile,
    juger_mesure,
    pente,
    tolerance_de,
    wilson,
)
from cpomlib.calcul.contrat.suivi import etat_objectif, tendance

USAGES = Usages()
SENS = ("hausse", "baisse", "maintien", "plancher", "plafond")


def mesures(values, indicateur="cpom_1_taux", perimetre="chrs", n=None):
    return Mesures({
        ("C-1", indicateur, "", perimetre, year): Mesuree(
            value, None if n is None else value * n, n, effectif=n is not None)
        for year, value in values.items()
    })  # fmt: skip


def suivi(held, measured, jour=JOUR):
    return suivre({"C-1": held}, measured, USAGES, jour)


def test_a_contract_worked_out_by_hand():
    """R 20 % in 2024, targets 30 % in 2026 and 36 % in 2029; 100 households leave a year."""
    held = contrat({"cibles": cibles({2026: 0.30, 2029: 0.36})})
    rows = {row.annee: row for row in suivi(held, mesures({2025: 0.24, 2026: 0.31}, n=100.0),
                                            date(2027, 3, 1))}  # fmt: skip
    # 2025: half way from 20 % to 30 %; tolerance 0.1 × (36 − 20) = 1.6 points
    assert rows[2025].attendu == pytest.approx(0.20 + (0.30 - 0.20) * 1 / 2)
    assert rows[2025].interpolee
    assert rows[2025].tolerance == pytest.approx(0.1 * (0.36 - 0.20))
    assert rows[2025].jugement == "proche"  # 25 − 1.6 = 23.4 ≤ 24 < 25
    assert rows[2025].ecart == pytest.approx(0.24 - 0.25)
    assert rows[2025].avancement == pytest.approx((0.24 - 0.20) / (0.36 - 0.20))  # a quarter
    assert rows[2025].fragile  # Wilson at 90 % of 24/100: 17.7 % to 31.7 %, 25 % is within
    assert (rows[2026].attendu, rows[2026].interpolee, rows[2026].jugement) == (
        0.30,
        False,
        "atteinte",
    )
    # 2027: a third of the way from 30 % to 36 %, and the year goes on
    assert rows[2027].attendu == pytest.approx(0.30 + 0.06 / 3)
    assert (rows[2027].jugement, rows[2027].raison) == ("a_venir", "L’année n’est pas terminée.")
    assert rows[2029].attendu == 0.36
    assert list(rows) == [2025, 2026, 2027, 2028, 2029]


def test_a_row_has_the_keys_of_the_contract():
    (row,) = [one for one in suivi(contrat({"cibles": cibles({2025: 0.3})}), mesures({2025: 0.3}))
              if one.annee == 2025]  # fmt: skip
    assert tuple(row.record()) == CLES
    assert row.record() | {"reference": 0} == {
        "objectif": "1.1", "indicateur": "cpom_1_taux", "etablissement": None, "annee": 2025,
        "perimetre": "chrs", "reference": 0, "attendu": 0.3, "interpolee": False, "mesure": 0.3,
        "numerateur": None, "denominateur": None, "ecart": 0.0, "tolerance": pytest.approx(0.01),
        "avancement": pytest.approx(1), "jugement": "atteinte", "fragile": False, "raison": "",
    }  # fmt: skip


@pytest.mark.parametrize("sens", ["maintien", "plancher", "plafond"])
def test_what_leads_nowhere_is_never_interpolated(sens):
    (cible,) = cibles_en_vigueur(
        contrat({"cibles": cibles({2026: 0.9, 2029: 0.8}, sens=sens)}), 2029
    )
    years = [attendu(cible, 0.5, year).valeur for year in range(2024, 2031)]
    assert years == [None, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8]
    assert avancement(cible, 0.5, 0.85) is None


def test_progress_is_not_clipped_and_may_be_nothing():
    (cible,) = cibles_en_vigueur(contrat({"cibles": cibles({2026: 0.3})}), 2026)
    assert avancement(cible, 0.2, 0.1) == pytest.approx(-1)
    assert avancement(cible, 0.2, 0.5) == pytest.approx(3)
    assert avancement(cible, 0.3, 0.5) is None  # no way to go
    assert avancement(cible, 0.4, 0.5) is None  # a rise that would go down
    assert avancement(cible, 0.2, None) is None


@given(st.sampled_from(SENS), st.floats(-1e6, 1e6), st.floats(0, 10))
def test_a_measure_that_is_what_is_expected_is_reached(sens, value, tolerance):
    assert juger_mesure(sens, value, value, tolerance) == "atteinte"


def test_each_direction_is_judged_its_own_way():
    def said(sens, *measures):
        return [juger_mesure(sens, one, 0.5, 0.05) for one in measures]

    assert said("hausse", 0.5, 0.45, 0.4499) == ["atteinte", "proche", "non_atteinte"]
    assert said("plancher", 0.6, 0.46, 0.4) == ["atteinte", "proche", "non_atteinte"]
    assert said("baisse", 0.5, 0.55, 0.5501) == ["atteinte", "proche", "non_atteinte"]
    assert said("plafond", 0.4, 0.54, 0.6) == ["atteinte", "proche", "non_atteinte"]
    assert said("maintien", 0.45, 0.55, 0.56) == ["atteinte", "atteinte", "non_atteinte"]
    assert juger_mesure("hausse", 0.1 + 0.2, 0.3, 0) == "atteinte"  # the noise of fractions


def test_the_tolerance_of_what_is_kept_is_a_part_of_it():
    (cible,) = cibles_en_vigueur(contrat({"cibles": cibles({2026: 0.9}, sens="maintien")}), 2026)
    assert tolerance_de(cible, None, USAGES) == pytest.approx(0.05 * 0.9)
    assert tolerance_de(replace(cible, tolerance=0.2), None, USAGES) == 0.2


def test_wilson_by_hand():
    """2 of 10: (0.2 + 2.7055/20 ± 1.64485 × √(0.016 + 2.7055/400)) / (1 + 0.27055)."""
    low, high = wilson(2, 10)
    assert low == pytest.approx((0.2 + 0.135277 - 1.644854 * 0.150879) / 1.270554, abs=1e-5)
    assert high == pytest.approx((0.2 + 0.135277 + 1.644854 * 0.150879) / 1.270554, abs=1e-5)
    assert est_fragile(2, 10, 0.25) and not est_fragile(2, 10, 0.5)
    assert not est_fragile(None, 10, 0.25) and not est_fragile(2, 0, 0.25)


def test_the_line_says_when_the_last_target_would_be_met():
    """20, 22, 24 %: 2 points a year; from 24 % in 2025, 31 % asks 3.5 years, so 2029."""
    (cible,) = cibles_en_vigueur(contrat({"cibles": cibles({2026: 0.31})}), 2026)
    found = pente(cible, [(2023, 0.20), (2024, 0.22), (2025, 0.24)])
    assert (found.par_an, found.annee) == (pytest.approx(0.02), 2029)
    assert pente(cible, [(2023, 0.24), (2024, 0.22), (2025, 0.20)]).annee is None
    assert pente(cible, [(2024, 0.2), (2025, 0.3)]) is None
    # 39, 37, 44 %: the line is at 42.5 % in 2025, under 43 %, and the measure is there already
    (met,) = cibles_en_vigueur(contrat({"cibles": cibles({2026: 0.43})}), 2026)
    there = pente(met, [(2023, 0.39), (2024, 0.37), (2025, 0.44)])
    assert (there.atteinte, there.annee) == (True, 2025)
    # 38, 48, 42 %: the line is at 44.67 %, over 43 %, and the measure is not there
    near = pente(met, [(2023, 0.38), (2024, 0.48), (2025, 0.42)])
    assert (near.atteinte, near.annee) == (False, 2026)
    held = contrat({"cibles": cibles({2026: 0.31})})
    measured = mesures({2023: 0.20, 2024: 0.22, 2025: 0.24, 2026: 0.9})
    assert tendance(held, cible, measured, JOUR) == found  # 2026 is not over


def test_what_cannot_be_judged_says_why():
    held = contrat({"cibles": cibles({2025: 0.3}, valeur_reference=None)})
    assert [row.raison for row in suivi(held, Mesures()) if row.annee == 2025] == [
        "La mesure de cette année manque."
    ]
    interpolated = contrat({"cibles": cibles({2026: 0.3}, valeur_reference=None)})
    (row,) = [one for one in suivi(interpolated, mesures({2025: 0.3})) if one.annee == 2025]
    assert (row.jugement, row.attendu) == ("non_mesurable", None)
    assert row.raison == "La valeur de référence manque, et la mesure de son année aussi."
    from_measure = suivi(interpolated, mesures({2024: 0.2, 2025: 0.3}))
    assert [one.reference for one in from_measure if one.annee == 2025] == [0.2]


def test_a_target_without_value_is_followed_only():
    held = contrat({"cibles": cibles({2025: None})})
    assert [row.jugement for row in suivi(held, mesures({2025: 0.3})) if row.annee == 2025] == [
        "suivi"
    ]


def amended(effect):
    rows = cibles({2026: 0.3}) + cibles({2026: 0.25}, avenant=1)
    one = lignes("avenants", {"numero": 1, "nature": "avenant", "objet": "objectifs",
                              "date_effet": effect})  # fmt: skip
    return contrat({"cibles": rows, "avenants": one})


def test_a_year_is_judged_with_the_set_in_force_on_its_last_day():
    held = amended(date(2026, 12, 31))
    wanted = {row.annee: row.attendu for row in suivi(held, mesures({2025: 0.2, 2026: 0.2}))}
    assert wanted[2025] == pytest.approx(0.25)  # half of 20 % → 30 %
    assert wanted[2026] == 0.25
    late = {
        row.annee: row.attendu for row in suivi(amended(date(2027, 1, 1)), mesures({2026: 0.2}))
    }
    assert late[2026] == 0.3


def test_the_perimeter_follows_entries_and_exits():
    rows = lignes(
        "contrat_etablissements",
        {
            "id_etablissement": PORT,
            "date_entree": date(2025, 1, 1),
            "date_sortie": date(2026, 1, 1),
        },
        {"id_etablissement": GARE, "date_entree": date(2026, 12, 31)},
    )
    held = contrat({"contrat_etablissements": rows})
    assert membres(held, 2023) == (PORT,)  # before: those of the first day
    assert membres(held, 2025) == (PORT,)
    assert membres(held, 2026) == (GARE, PORT) or membres(held, 2026) == (PORT, GARE)
    assert membres(held, 2027) == (GARE,)  # it stops counting from the year after


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shuffle):
    rows = list(
        cibles({2025: 0.25, 2026: 0.3, 2029: 0.36}) + cibles({2026: 0.5}, "taux_occupation")
    )
    mixed = rows.copy()
    shuffle.shuffle(mixed)
    measured = mesures({2025: 0.24, 2026: 0.31})
    assert suivi(contrat({"cibles": mixed}), measured) == suivi(contrat({"cibles": rows}), measured)


def test_an_objective_has_a_word_not_a_mark():
    assert etat_objectif(["atteinte", "atteinte"]) == "atteint"
    assert etat_objectif(["atteinte", "non_atteinte"]) == "en_partie"
    assert etat_objectif(["non_atteinte", "a_venir"]) == "non_atteint"
    assert etat_objectif(["suivi"]) == "non_mesurable"
