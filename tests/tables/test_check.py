"""Typed frames that code built (FINESS, trame…) obey the same rules as files."""

import numpy as np
import pandas as pd
import pytest

from cpomlib.tables.check import check
from cpomlib.tables.contraintes import luhn
from cpomlib.tables.frames import conform, empty
from cpomlib.tables.lecture import PAR_COLONNE
from cpomlib.tables.schema import table_names


def structure(**changes):
    row = {
        "id_etablissement": "440001234",
        "id_gestionnaire": "732829320",
        "nom": "CHRS",
        "categorie": "214",
        "regime": "autorise",
        "autorite": "prefet",
        "programme": "177",
        "departement": "44",
        "region": "52",
    }
    gestionnaire = {
        "id_gestionnaire": ["732829320"],
        "raison_sociale": ["A"],
        "statut": ["association"],
    }
    return {
        "gestionnaires": conform("gestionnaires", pd.DataFrame(gestionnaire)),
        "etablissements": conform("etablissements", pd.DataFrame([row | changes])),
    }


def budgets(size=1, **changes):
    row = {
        "id_etablissement": "440001234",
        "annee": 2025,
        "document": "ca",
        "sens": "charge",
        "groupe": 2,
        "montant": 100,
        "non_reconductible": False,
    }
    frame = pd.DataFrame([row | changes] * size)
    return conform("budgets", frame.assign(compte=[str(10_000 + rank) for rank in range(size)]))


def told(frames, known=None, fichiers=None):
    return [
        str(fault).replace("\u00a0", " ").replace("\u202f", " ")
        for fault in check(frames, known, fichiers)
    ]


def test_empty_tables_and_clean_tables_have_no_fault():
    assert told({name: empty(name) for name in table_names()}) == []
    assert told(structure() | {"budgets": budgets(3)}) == []


def test_the_file_is_the_one_that_is_named():
    frames = structure(departement="1")
    assert told(frames, fichiers={"etablissements": "finess.csv"}) == [
        "finess.csv, ligne 2, colonne « departement », valeur « 1 » : Ce code n’a pas la forme "
        "attendue. Attendu : le code INSEE du département, zéro de tête compris (01, 2A, 974)."
    ]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("id_etablissement", "../../etc", "Ce code n’a pas la forme attendue."),
        ("id_etablissement", "S-", "Ce code n’a pas la forme attendue."),
        ("commune", "4410", "Ce code n’a pas la forme attendue."),
        ("region", "pdl", "Ce code n’a pas la forme attendue."),
        ("nom", "x" * 300, "Ce texte dépasse 255 caractères. Abrégez-le."),
        ("nom", "contact@exemple.fr", "Cette valeur ressemble à une adresse électronique."),
    ],
)
def test_the_rules_of_a_column(column, value, message):
    (fault,) = told(structure(**{column: value}))
    assert message in fault


@pytest.mark.parametrize("value", ["2A0000123", "S-AVDL_1", "S-732829320-SIEGE"])
def test_ids_that_are_good(value):
    assert told(structure(id_etablissement=value)) == []


def test_money_is_compared_in_euros():
    row = {"id_etablissement": ["440001234"], "annee": [2025], "financeur": ["caf"]}
    frame = conform("financements", pd.DataFrame(row | {"montant_accorde": [-1]}))
    assert told({"financements": frame}, structure()) == [
        "financements.csv, ligne 2, colonne « montant_accorde », valeur « -0.01 » : Le minimum est "
        "0. Corrigez cette valeur."
    ]


def test_a_budget_may_be_negative():
    assert told({"budgets": budgets(montant=-5000)}, structure()) == []


def test_beyond_many_identical_faults_the_rest_is_one():
    size = PAR_COLONNE + 500
    faults = check({"budgets": budgets(size, annee=1980)}, structure())
    assert len(faults) == PAR_COLONNE + 1
    assert faults[-1].message == "Le minimum est 1990. De même sur 500 autres lignes."
    assert faults[-1].ligne == PAR_COLONNE + 2


def test_the_order_of_rows_changes_no_verdict():
    frame = pd.concat([budgets(5), budgets(2)], ignore_index=True)
    order = np.random.default_rng(1).permutation(len(frame))
    shuffled = frame.iloc[order].reset_index(drop=True)
    messages = [
        {fault.valeur for fault in check({"budgets": rows}, structure())}
        for rows in (frame, shuffled)
    ]
    assert messages[0] == messages[1] and len(messages[0]) == 2


def test_a_service_of_the_base_that_the_deposit_turns_into_a_chrs_has_a_capacity():
    row = {"id_etablissement": ["440001234"], "annee": [2025], "gham": ["3R"], "mode": ["diffus"]}
    places = conform(
        "places", pd.DataFrame(row | {"places_autorisees": [5], "places_financees": [6]})
    )
    as_chrs = told({"places": places}, structure())
    assert any("pour une capacité de 5 places" in fault for fault in as_chrs)
    elsewhere = told({"places": places}, structure(categorie="219"))
    assert len(elsewhere) == 1


def test_the_luhn_key():
    # 732829320 : from the right 0 2*2 3 9*2=18→9 2 8*2=16→7 2 3*2=6 7 → 0+4+3+9+2+7+2+6+7 = 40
    assert luhn("732829320")
    assert not luhn("732829321")
