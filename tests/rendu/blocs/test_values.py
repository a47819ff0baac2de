from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pandas as pd
import pytest
from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from cpomlib.socle.typographie import nombre
from cpomlib.socle.valeurs import Secret, direction, jsonable, write, write_signed

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "format", "unite", "text"),
    [
        ("L’Étape", "texte", "", "L’Étape"),
        (1234, "nombre", "", "1\u202f234"),
        (14.25, "decimal", "mois", "14,3\u00a0mois"),
        (Decimal("1040000.00"), "euros", "", "1\u202f040\u202f000,00\u00a0€"),
        (1040000.4, "euros_ronds", "", "1\u202f040\u202f000\u00a0€"),
        (0.923, "taux", "", "92,3\u00a0%"),
        (-0.005, "points", "", "−0,5\u00a0point"),
        (0.021, "points", "", "2,1\u00a0points"),
        (date(2025, 12, 31), "date", "", "31/12/2025"),
        (2025, "annee", "", "2025"),
        (0, "nombre", "", "0"),
    ],
)
def test_a_value_is_written_in_french(value, format, unite, text):
    assert write(value, format, unite) == text


NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e12, 1e12),
    st.decimals(-(10**9), 10**9, places=4),
)


@given(NUMBERS, st.integers(0, 3))
@example(-0.04, 1)
@example(2.5, 0)
@example(0.045, 2)
@example(1_234_567.895, 2)
def test_a_number_is_written_as_the_french_data_of_babel_say(value, decimales):
    shape = "#,##0" + "." * bool(decimales) + "0" * decimales
    # Babel rounds as the current context does, a half to the even by default
    with localcontext(rounding=ROUND_HALF_UP):
        expected = format_decimal(value, shape, locale="fr_FR").replace("-", "\u2212")
    # Babel writes « −0 »
    zero = not any(digit in expected for digit in "123456789")
    assert nombre(value, decimales) == (expected.lstrip("\u2212") if zero else expected)


@pytest.mark.parametrize("value", [None, NAN, pd.NaT, pd.NA])
@pytest.mark.parametrize("format", ["texte", "nombre", "euros", "taux", "date", "annee"])
def test_a_missing_value_is_never_zero(value, format):
    assert write(value, format, "mois") == "n. d."


def test_a_masked_value_is_written_s():
    assert write(Secret("moins de 11 ménages"), "euros", "mois") == "s."


@pytest.mark.parametrize(
    ("value", "text", "way"),
    [
        (0.021, "+2,1\u00a0points", "hausse"),
        (-0.021, "−2,1\u00a0points", "baisse"),
        (0, "0,0\u00a0point", "stable"),
        (None, "n. d.", ""),
        (Secret(), "s.", ""),
    ],
)
def test_a_change_has_its_sign_and_its_direction(value, text, way):
    assert write_signed(value, "points") == text
    assert direction(value) == way


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (NAN, None),
        (Decimal("12.30"), {"decimal": "12.30"}),
        (date(2025, 12, 31), {"date": "2025-12-31"}),
        (Secret("peu"), {"secret": "peu"}),
        (pd.Series([3])[0], 3),
        ("a", "a"),
    ],
)
def test_json_keeps_the_type_of_a_value(value, kept):
    assert jsonable(value) == kept
