"""A half goes up, as in a worksheet and on a chart: one value is printed the same everywhere."""

from decimal import Decimal

import pytest

from cpomlib.socle.typographie import nombre, taux


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (184.5, 0, "185"),
        (190.5, 0, "191"),
        (2.5, 0, "3"),
        (-0.5, 0, "\u22121"),
        (0.045, 2, "0,05"),
        (Decimal("12.25"), 1, "12,3"),
        (-0.04, 1, "0,0"),
    ],
)
def test_a_half_goes_up(value, decimals, written):
    assert nombre(value, decimals) == written


def test_a_rate_too_and_a_number_is_never_too_long():
    assert taux(0.1225) == "12,3\u00a0%"
    assert nombre(Decimal("1e60"), 2).startswith("1\u202f000")
