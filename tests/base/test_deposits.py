"""Deposits on a real SQLite base: nothing overwritten, every past state readable."""

import multiprocessing
import os
import signal
import time

import pandas as pd
import pytest
from base.donnees import ALPHA, BETA, ORIGIN, STRUCTURE, activite, budget, etablissements, realised
from sqlalchemy import inspect, text

from cpomlib import base as store
from cpomlib.base.columns import column_of
from cpomlib.base.schema import rows_table
from cpomlib.socle.erreurs import StoreError
from cpomlib.tables.frames import conform
from cpomlib.tables.schema import stored_names, table


def test_what_is_deposited_is_read_back_with_its_types(base):
    for name, frame in STRUCTURE.items():
        pd.testing.assert_frame_equal(store.read(base, [name])[name], frame)


def test_money_is_exact_to_the_cent(base):
    amounts = [1, 10, 33, 99_999_999_999_99]
    rows = pd.concat(
        [budget("ca", cents).assign(compte=f"60{i}") for i, cents in enumerate(amounts)]
    )
    store.deposit(base, {"budgets": conform("budgets", rows)}, ORIGIN)
    assert store.read(base, ["budgets"])["budgets"]["montant"].tolist() == amounts
    with base.connect() as connection:
        shown = connection.execute(text("SELECT montant FROM budgets ORDER BY compte")).scalars()
        assert [float(euros) for euros in shown] == [0.01, 0.1, 0.33, 99_999_999_999.99]


def test_a_newer_deposit_supersedes_the_older_which_stays_readable(base):
    first = store.deposit(base, {"activite": activite("440000001", 2025, 900)}, ORIGIN)
    store.deposit(base, {"activite": activite("440000001", 2025, 950)}, ORIGIN)
    assert realised(base) == {"440000001": 950}
    assert realised(base, etat=first) == {"440000001": 900}


def test_another_year_and_another_gestionnaire_are_left_alone(base):
    store.deposit(base, {"activite": activite("440000001", 2024, 800)}, ORIGIN)
    store.deposit(base, {"activite": activite("440000003", 2025, 700)}, ORIGIN)
    store.deposit(base, {"activite": activite("440000001", 2025, 900)}, ORIGIN)
    frame = store.read(base, ["activite"])["activite"]
    assert sorted(frame["journees_realisees"]) == [700, 800, 900]


def test_an_establishment_that_the_file_does_not_mention_keeps_its_rows(base):
    both = pd.concat([activite("440000001", 2025, 900), activite("440000002", 2025, 500)])
    store.deposit(base, {"activite": both}, ORIGIN)
    store.deposit(base, {"activite": activite("440000001", 2025, 910)}, ORIGIN)
    assert realised(base) == {"440000001": 910, "440000002": 500}


def test_a_deposit_of_one_budget_document_keeps_the_others(base):
    store.deposit(base, {"budgets": budget("be", 100)}, ORIGIN)
    store.deposit(base, {"budgets": budget("ca", 120)}, ORIGIN)
    frame = store.read(base, ["budgets"])["budgets"]
    assert dict(zip(frame["document"], frame["montant"], strict=True)) == {"be": 100, "ca": 120}


def test_structure_is_merged_by_key(base):
    store.deposit(base, {"etablissements": etablissements({"440000009": BETA})}, ORIGIN)
    assert len(store.read(base, ["etablissements"])["etablissements"]) == 4


def test_the_past_of_an_establishment_follows_it_to_its_new_gestionnaire(base):
    store.deposit(base, {"activite": activite("440000002", 2025, 500)}, ORIGIN)
    store.deposit(base, {"etablissements": etablissements({"440000002": BETA})}, ORIGIN)
    assert realised(base, gestionnaires=[ALPHA]) == {}
    assert realised(base, gestionnaires=[BETA]) == {"440000002": 500}


def test_the_deposits_of_a_state_are_named(base):
    store.deposit(base, {"activite": activite("440000001", 2025, 900)}, ORIGIN)
    store.deposit(base, {"activite": activite("440000003", 2025, 700)}, ORIGIN)
    used = store.deposits_used(base, [ALPHA, "440000001", "440000002"])
    assert [depot.id for depot in used] == [1, 2]
    assert used[0].auteur == "Claire Analyste"
    assert store.years(base) == [2025]


def test_an_empty_deposit_is_refused(base):
    with pytest.raises(StoreError, match="Rien à déposer : toutes les tables sont vides"):
        store.deposit(base, {"activite": activite("440000001", 2025, 1).iloc[:0]}, ORIGIN)


def test_a_failure_in_the_middle_writes_nothing(base):
    broken = activite("440000001", 2025, 900).astype({"journees_realisees": "Int64"})
    broken.loc[0, "journees_realisees"] = pd.NA
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.deposit(base, {"budgets": budget("ca", 1), "activite": broken}, ORIGIN)
    assert store.latest_deposit(base) == 1
    assert store.read(base, ["budgets"])["budgets"].empty


def test_the_base_agrees_with_the_table_schemas(base):
    for name in stored_names():
        stored = inspect(base).get_columns(rows_table(name))
        expected = {column_of(champ): not champ.requis for champ in table(name).champs}
        assert {c["name"]: c["nullable"] for c in stored if c["name"] != "lot"} == expected


def _deposit_many(address, establishment, times):
    engine = store.open_base(address, creer=True)
    for number in range(times):
        store.deposit(engine, {"activite": activite(establishment, 2025, number)}, ORIGIN)


def test_two_writers_at_once_both_succeed(base):
    address = base.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_deposit_many, args=(address, establishment, 10))
        for establishment in ("440000001", "440000003")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert store.latest_deposit(base) == 21
    assert realised(base) == {"440000001": 9, "440000003": 9}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
def test_killed_at_any_moment_the_base_is_in_a_whole_state(base):
    context = multiprocessing.get_context("spawn")
    for pause in (0, 0.01, 0.05):
        writer = context.Process(target=_deposit_many, args=(str(base.url), "440000001", 10_000))
        before = store.latest_deposit(base)
        writer.start()
        while store.latest_deposit(base) == before:
            time.sleep(0.01)
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert store.latest_deposit(base) > before
        assert len(realised(base)) == 1
        if base.dialect.name == "sqlite":
            with base.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
