"""What always holds of a contract: its following, its checks, its deadlines."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from calcul.contrat.fabrique import GARE, JOUR, PORT, cibles, connus, contrat, lignes
from calcul.contrat.riche import mesures_riches, riche
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.contrat import (
    CadreDelais,
    Delais,
    Mesuree,
    Mesures,
    Usages,
    Vue,
    echeances,
    membres,
    suivre,
    verifier,
)

SENS = ("hausse", "baisse", "maintien", "plancher", "plafond")
LOI = Delais(JOUR)
APRES = date(2031, 1, 2)
values = st.integers(0, 1000).map(lambda one: one / 1000)
days = st.dates(date(2025, 1, 1), date(2029, 12, 31))


def delais(held, jour=JOUR):
    return echeances(held, CadreDelais(jour, LOI, {PORT: "autorise", GARE: "subventionne"}, True))


def mesuree(values, indicateur="cpom_1_taux"):
    return Mesures({("C-1", indicateur, "", "chrs", year): Mesuree(value)
                    for year, value in values.items()})  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_of_any_table_changes_nothing(shuffle):
    held = riche()
    tables = {name: shuffle.sample(rows, len(rows)) for name, rows in held.tables.items()}
    mixed = replace(held, tables=tables)
    seen = Vue(JOUR, connus(), mesures=mesures_riches())
    assert suivre({"C-1": mixed}, mesures_riches(), Usages(), JOUR) == suivre(
        {"C-1": held}, mesures_riches(), Usages(), JOUR
    )
    assert delais(mixed) == delais(held)
    found = [sorted(map(str, verifier(one, seen))) for one in (mixed, held)]
    assert found[0] == found[1] != []


@given(st.sampled_from(SENS), values, values, st.integers(2025, 2029))
def test_a_measure_that_is_what_is_expected_is_reached(sens, reference, goal, year):
    held = contrat({"cibles": cibles({2026: goal, 2029: goal}, sens=sens,
                                     valeur_reference=reference)})  # fmt: skip

    def followed(measured):
        rows = suivre({"C-1": held}, mesuree(measured), Usages(), APRES)
        return next(row for row in rows if row.annee == year)

    wanted = followed({}).attendu
    assert followed({year: wanted}).jugement == "atteinte"


@given(st.sampled_from(("hausse", "baisse")), values, values, values,
       st.lists(values, min_size=5, max_size=5))  # fmt: skip
def test_following_equals_a_computation_of_its_own(sens, reference, middle, last, measured):
    """Expected by the interpolation of numpy, judged by signs: nothing of the product."""
    held = contrat({"cibles": cibles({2026: middle, 2029: last}, sens=sens,
                                     valeur_reference=reference)})  # fmt: skip
    years = range(2025, 2030)
    rows = suivre({"C-1": held}, mesuree(dict(zip(years, measured, strict=True))), Usages(), APRES)
    wanted = np.interp(years, [2024, 2026, 2029], [reference, middle, last])
    way = 1 if sens == "hausse" else -1
    margin = 0.1 * abs(last - reference)
    for row, expected, value in zip(rows, wanted, measured, strict=True):
        ahead = round(way * (value - expected), 9)
        said = "atteinte" if ahead >= 0 else "proche" if ahead >= -round(margin, 9) else None
        close = abs(ahead + margin) < 1e-8 or abs(ahead) < 1e-8
        assert row.attendu == pytest.approx(expected)
        assert close or row.jugement == (said or "non_atteinte")
        assert row.interpolee is (row.annee not in (2026, 2029))


def shifted(value, years):
    return value.replace(year=value.year + years) if isinstance(value, date) else value


def moved(held, years):
    """Move every date and every exercice of a contract."""

    def row(cells):
        own = {k: shifted(v, years) for k, v in cells.items()}
        return own | {k: own[k] + years for k in ("exercice", "annee") if own.get(k)}

    tables = {name: tuple(map(row, rows)) for name, rows in held.tables.items()}
    return replace(held, ligne=row(held.ligne), tables=tables)


@given(st.integers(1, 12), st.integers(2, 28), st.integers(24, 60), st.sampled_from((1, 2, 3, 4)))
def test_moving_every_date_by_a_year_moves_every_deadline_by_a_year(month, day, months, years):
    """Not from the first of a month: the end would be the 28th or the 29th of a February."""
    held = riche(date_effet=date(2025, month, day), duree_mois=months)
    now = [(one.nature, shifted(one.le, years), shifted(one.faite_le, years), one.statut(JOUR))
           for one in delais(held)]  # fmt: skip
    jour = shifted(JOUR, years)
    then = [(one.nature, one.le, one.faite_le, one.statut(jour))
            for one in delais(moved(held, years), jour)]  # fmt: skip
    assert sorted(then, key=str) == sorted(now, key=str)


@given(days, days)
def test_an_establishment_counts_from_its_entry_and_no_more_the_year_after_it_left(one, other):
    entered, left = sorted((one, other))
    first = {"id_etablissement": PORT, "date_entree": date(2025, 1, 1)}
    second = {"id_etablissement": GARE, "date_entree": entered, "date_sortie": left}
    rows = lignes("contrat_etablissements", first, second)
    held = contrat({"contrat_etablissements": rows})
    counted = [year for year in range(2025, 2031) if GARE in membres(held, year)]
    assert counted == list(range(entered.year, left.year + 1))
