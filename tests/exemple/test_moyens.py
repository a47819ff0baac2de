"""The means of the invented contracts follow what the invented budgets grant."""

import pytest

from cpomlib.calcul.contrat import contrats_de
from cpomlib.exemple import contracts


@pytest.fixture(scope="module")
def tous(region):
    return contrats_de(contracts(region, 2025))


def test_the_base_is_what_the_state_granted_the_year_before(region, tous):
    rows = region["financements"]
    rows = rows[rows["financeur"].astype(str).str.startswith("etat_")]
    one = tous["C-000520015-1"]  # from 2024: its diagnostic is that of 2023
    first = [row for row in one.de("moyens") if row["annee"] == 2024]
    assert len(first) == len(one.de("contrat_etablissements"))
    for row in first:
        house = rows["id_etablissement"] == row["id_etablissement"]
        granted = int(rows.loc[house & (rows["annee"] == 2023), "montant_accorde"].sum())
        # to the hundred euros
        assert abs(row["base_budgetaire"] - granted) <= 50_00, row["id_etablissement"]


def test_the_groups_make_the_base_to_the_cent(tous):
    rows = [row for one in tous.values() for row in one.de("moyens") if row["base_budgetaire"]]
    assert rows
    for row in rows:
        assert row["base_budgetaire"] == row["groupe_1"] + row["groupe_2"] + row["groupe_3"]
