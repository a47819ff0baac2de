"""A gestionnaire's own counts: what a rate without value gives away is no mask."""

import pandas as pd
import pytest
from conftest import plain

from cpomlib.secret import SecretError, masquer

# present on 31 December: 40 = 30 + 10 + 0, of which 10 is small; hidden with it, the zero would let
# it be anything from 0 to 10
PRESENTS = {"G": 40, "E1": 30, "E2": 10, "E3": 0}
SORTIES = {"G": 100, "E1": 100}


def lignes():
    rows = []
    for unite, count in PRESENTS.items():
        rows.append((unite, "menages_presents_31_12", count, None, count, "ok", ""))
        # a median over nobody has no value, and says why
        nobody = (None, "nd", "Le dénominateur est nul : ménages présents.")
        rows.append((unite, "anciennete_mediane_presents", None, count,
                     *((5.0, "ok", "") if count else nobody)))  # fmt: skip
    for unite, count in SORTIES.items():
        rows.append((unite, "sorties_menages", count, None, count, "ok", ""))
        received = PRESENTS[unite] + count
        rows.append((unite, "menages_accueillis", received, None, received, "ok", ""))
    columns = ["unite", "id", "numerateur", "denominateur", "valeur", "statut", "raison"]
    numbers = dict.fromkeys(("numerateur", "denominateur", "valeur"), "float64")
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def masques(rows):
    shown = masquer(rows, {"G": ["E1", "E2", "E3"]})
    counts = shown[shown["id"] == "menages_presents_31_12"]
    return dict(zip(counts["unite"], counts["statut"] == "secret", strict=True))


def test_a_zero_that_nothing_tells_protects():
    silent = lignes()
    silent = silent[silent["statut"] == "ok"].reset_index(drop=True)
    assert masques(silent) == {"G": False, "E1": False, "E2": True, "E3": True}


def test_a_zero_that_a_rate_without_value_tells_protects_nobody():
    # 140 - 100 and 130 - 100 give 40 and 30 back, whatever is masked: 40 - 30 - 0 is 10
    with pytest.raises(SecretError) as caught:
        masques(lignes())
    assert "La case masquée « E2|menages_presents_31_12 » se retrouve : elle vaut 10." in plain(
        caught.value
    )


def test_it_may_be_protected_otherwise():
    alone = lignes()
    alone = alone[alone["id"].isin(["menages_presents_31_12", "anciennete_mediane_presents"])]
    assert masques(alone.reset_index(drop=True)) == {
        "G": False, "E1": True, "E2": True, "E3": False
    }  # fmt: skip
