"""The rows behind a figure add up to it: every indicator, every unit of the invented region."""

import math

import pytest

from cpomlib.base import open_base, read
from cpomlib.calcul import par_etablissement, par_gestionnaire
from cpomlib.calcul.indicateurs import (
    MEDIANES,
    Contexte,
    Conventions,
    apports,
    compute,
    fiches,
    units_of,
)


@pytest.fixture(scope="module", params=[par_gestionnaire, par_etablissement])
def both(request, example_base):
    """The figures of a year, and the rows said to be behind them."""
    frames, conventions = read(open_base(example_base)), Conventions(18, 3)
    units = request.param(frames["etablissements"])
    figures = compute(frames, units, 2025, conventions).set_index(["id", "unite"])
    return figures, apports(Contexte(frames, units_of(units), 2025, conventions)), units.unites


def test_every_indicator_has_its_rows(both):
    _, behind, _ = both
    assert set(behind) == set(fiches())
    without = {name for name, (above, _) in behind.items() if above is None}
    assert without == set(MEDIANES)


@pytest.mark.parametrize("indicateur", fiches())
def test_rows_add_up_to_the_numerator_and_the_denominator(both, indicateur):
    figures, behind, unites = both
    for rank, unit in enumerate(unites):
        figure = figures.loc[(indicateur, unit)]
        for part, held in zip(("numerateur", "denominateur"), behind[indicateur], strict=True):
            if not math.isnan(figure[part]):
                added = math.fsum(held.valeurs[held.rows.unit == rank])
                assert added == pytest.approx(figure[part], rel=1e-9, abs=1e-6), (unit, part)
                # one selection for both: the figure is their sum, to the last bit
                assert held.total[rank] == figure[part], (unit, part)


def test_what_counts_persons_one_by_one_is_under_the_secret(both):
    """An indicator added without saying so would be published as it is."""
    _, behind, _ = both
    counted = {
        name for name, (above, _) in behind.items()
        if above is not None and above.table in ("sejours", "salaries") and len(above.bruts)
        and set(above.bruts) == {1.0} and fiches()[name].unite in ("nombre", "taux")
    }  # fmt: skip
    assert {"part_cdi", "part_emploi"} <= counted
    assert [name for name in sorted(counted) if not fiches()[name].personnes] == []


def test_the_example_tries_most_of_them(both):
    """A figure that is missing everywhere would prove nothing."""
    figures, _, _ = both
    tried = figures["numerateur"].notna().groupby("id").any()
    assert set(tried.index[~tried]) <= set(MEDIANES)
