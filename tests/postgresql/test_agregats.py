"""Aggregates sent are bound to the perimeter of each role, as the rows they stand for."""

import pandas as pd
import pytest
from postgresql.conftest import B

from cpomlib import base as store
from cpomlib.socle.erreurs import StoreError
from cpomlib.tables.frames import conform

ORIGINE = store.Origine("Asso A", "agregats.zip", "0" * 64, "agregats")
ROW = {"annee": 2025, "indicateur": "menages_accueillis", "numerateur": 40.0, "valeur": 40.0,
       "statut": "ok"}  # fmt: skip


def sent(houses, gestionnaire):
    """Make one row per establishment, and one for the whole."""
    return {
        "agregats_etablissements": conform(
            "agregats_etablissements",
            pd.DataFrame([{**ROW, "id_etablissement": house} for house in houses]),
        ),
        "agregats_gestionnaires": conform(
            "agregats_gestionnaires",
            pd.DataFrame([{**ROW, "id_gestionnaire": gestionnaire, "perimetre": "tous"}]),
        ),
    }


def houses(shared, gestionnaire):
    known = shared.frames(tables=["etablissements"])["etablissements"]
    mine = known[known["id_gestionnaire"] == gestionnaire]
    return dict(zip(mine["id_etablissement"], mine["departement"], strict=True))


def test_each_role_sees_the_aggregates_of_its_perimeter(copie):
    mine = houses(copie, B)  # in the départements 44 and 49
    engine = store.open_base(copie.address("asso_b"))
    store.deposit(engine, sent(mine, B), ORIGINE)
    engine.dispose()
    names = ["agregats_etablissements", "agregats_gestionnaires"]
    seen = {
        role: [len(frame) for frame in copie.frames(role, names).values()]
        for role in ("asso_b", "dreets_52", "analyste_52", "dd_44", "asso_a")
    }
    local = sum(departement == "44" for departement in mine.values())
    assert 0 < local < len(mine)
    assert seen == {
        "asso_b": [len(mine), 1],
        "dreets_52": [len(mine), 1],
        "analyste_52": [len(mine), 1],
        "dd_44": [local, 0],  # the whole would tell of the houses of the 49
        "asso_a": [0, 0],
    }


def test_nobody_sends_aggregates_for_another(copie):
    engine = store.open_base(copie.address("asso_a"))
    for name, frame in sent(houses(copie, B), B).items():
        with pytest.raises(StoreError) as caught:
            store.deposit(engine, {name: frame}, ORIGINE)
        assert "sort du périmètre du rôle « asso_a »" in str(caught.value).replace("\u00a0", " ")
    engine.dispose()
