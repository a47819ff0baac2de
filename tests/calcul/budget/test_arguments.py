"""How a rule reads its arguments, and what its error carries."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cpomlib.calcul.budget import base_budgetaire
from cpomlib.calcul.budget.regle import Regle, decimal
from cpomlib.socle.erreurs import CpomError, RegleBudgetaireError

RULE = Regle("Une règle", "CASF, art. R. 314-51")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (1040000, "1040000"),
        (0.1, "0.1"),
        (np.float64(0.1), "0.1"),
        (np.int64(7), "7"),
        (Decimal("0.10"), "0.10"),
        ("1 040 000,50", "1040000.50"),
        ("1\u202f040\u202f000,50", "1040000.50"),
        ("1\u00a0040.5", "1040.5"),
        ("\u22125", "-5"),
        ("+5", "5"),
        (1e22, "10000000000000000000000"),
    ],
)
def test_numbers_are_read_as_they_are_written(written, read):
    assert decimal(written) == Decimal(read)


@pytest.mark.parametrize(
    "written",
    ["", "1,234.56", "1_000", "1e3", "NaN", "douze", True, [1], {}, float("inf"), Decimal("-inf")],
)
def test_what_is_not_a_number_is_not_one(written):
    assert decimal(written) is None
    with pytest.raises(RegleBudgetaireError):
        RULE.montant(written, "montant")


@pytest.mark.parametrize(
    "missing", [None, "", float("nan"), np.nan, Decimal("NaN"), Decimal("sNaN"), pd.NA, pd.NaT]
)
def test_a_missing_value_is_asked_for(missing):
    with pytest.raises(RegleBudgetaireError, match="il manque une valeur"):
        RULE.montant(missing, "montant")


@pytest.mark.parametrize(
    ("written", "read"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.00499", "0"), ("-0.001", "0")]
)
def test_half_a_cent_goes_away_from_zero(written, read):
    found = RULE.montant(written, "montant")
    assert str(found) == str(Decimal(read).quantize(Decimal("0.01")))


def test_the_error_says_the_rule_the_values_the_article_and_the_remedy():
    with pytest.raises(CpomError) as caught:
        base_budgetaire(20000, 25000, 0, 0)
    error = caught.value
    assert error.regle == "Base budgétaire"
    assert error.article.startswith("arrêté du 25 octobre 2019")
    assert error.valeurs == {"charges_brutes": 20000, "charges_non_reconductibles": 25000}
    assert str(error) == (
        "Base budgétaire\u00a0: les charges non reconductibles (25\u202f000,00\u00a0€) dépassent "
        "les charges brutes (20\u202f000,00\u00a0€). Référence\u00a0: arrêté du 25 octobre 2019, "
        "annexe II, III 1 a\u00a0; guide «\u00a0Élaborer un CPOM\u00a0», étape 3. "
        "Elles en sont une partie\u00a0: vérifiez les deux montants."
    )
