"""The same file twice is noticed, under the lock of the writers."""

import multiprocessing

import pandas as pd
from base.donnees import ORIGIN, activite, budget
from conftest import PATIENCE

from cpomlib import base as store
from cpomlib.base import Recu

FRAMES = {"activite": activite("440000001", 2025, 900), "budgets": budget("ca", 100)}
FILE = store.Origine("Alpha", "envoi.csv", "a" * 64, "tables")


def test_the_same_file_is_not_written_twice(base):
    assert store.deposit_once(base, FRAMES, FILE) == Recu(2, deja=False)
    assert store.deposit_once(base, FRAMES, FILE) == Recu(2, deja=True)
    shuffled = {name: FRAMES[name].iloc[::-1] for name in reversed(FRAMES)}
    assert store.deposit_once(base, shuffled, FILE) == Recu(2, deja=True)
    assert store.latest_deposit(base) == 2


def test_a_draft_is_noticed_too(base):
    store.deposit_once(base, FRAMES, FILE, "brouillon")
    assert store.deposit_once(base, FRAMES, FILE) == Recu(2, deja=True)
    assert store.latest_state(base) == 1


def test_read_with_other_options_it_is_another_deposit(base):
    store.deposit_once(base, FRAMES, FILE)
    other_rows = {**FRAMES, "activite": activite("440000001", 2025, 901)}
    other_scope = {**FRAMES, "activite": activite("440000003", 2025, 900)}
    fewer = {"activite": FRAMES["activite"]}
    for frames in (other_rows, other_scope, fewer):
        assert not store.deposit_once(base, frames, FILE).deja


def test_another_format_or_another_file_is_another_deposit(base):
    store.deposit_once(base, FRAMES, FILE)
    as_fec = store.Origine("Alpha", "envoi.csv", "a" * 64, "fec")
    assert store.deposit_once(base, FRAMES, as_fec) == Recu(3, deja=False)
    assert store.deposit_once(base, FRAMES, ORIGIN) == Recu(4, deja=False)


def test_once_replaced_even_in_part_it_may_be_deposited_again(base):
    store.deposit_once(base, FRAMES, FILE)
    store.deposit(base, {"activite": activite("440000001", 2025, 901)}, ORIGIN)
    assert store.deposit_once(base, FRAMES, FILE) == Recu(4, deja=False)


def test_missing_values_and_dates_are_compared_as_they_are(base):
    given = FRAMES["budgets"].assign(libelle=pd.Series([None], dtype="str"))
    store.deposit_once(base, {"budgets": given}, FILE)
    assert store.deposit_once(base, {"budgets": given}, FILE).deja
    named = given.assign(libelle="Énergie")
    assert not store.deposit_once(base, {"budgets": named}, FILE).deja


def _deposit(address, queue):
    queue.put(store.deposit_once(store.open_base(address), FRAMES, FILE))


def test_two_at_once_write_it_once(base):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    writers = [context.Process(target=_deposit, args=(str(base.url), queue)) for _ in range(3)]
    for writer in writers:
        writer.start()
    found = [queue.get(timeout=PATIENCE) for _ in writers]
    for writer in writers:
        writer.join()
    assert sorted(recu.deja for recu in found) == [False, True, True]
    assert {recu.depot for recu in found} == {2}
