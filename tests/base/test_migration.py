"""A base of the first version is brought up to date, whole or not at all."""

import multiprocessing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from base import donnees
from conftest import PATIENCE
from sqlalchemy import create_engine, text

from cpomlib import base as store
from cpomlib.base import schema

WHEN = "2026-03-03T10:00:00.000000+00:00"
ROWS = """
INSERT INTO depots VALUES (1, :w, 'Alpha', 'a', 'aa', 'tables'),
    (2, :w, 'Alpha', 'b', 'bb', 'tables');
INSERT INTO lots VALUES (1, 1, 1, 'gestionnaires', '000000018', 0, ''),
    (2, 2, 1, 'etablissements', '440000001', 0, ''), (3, 3, 1, 'activite', '440000001', 2025, ''),
    (4, 4, 2, 'activite', '440000001', 2025, '');
INSERT INTO lignes_gestionnaires VALUES (1, '000000018', 'Alpha', NULL, 'association', NULL);
INSERT INTO lignes_etablissements VALUES (2, '440000001', '000000018', 'E', '214', 'autorise',
    'prefet', '177', NULL, '44', '52', NULL, NULL);
INSERT INTO lignes_activite VALUES (3, '440000001', 2025, 1, 1000, 900),
    (4, '440000001', 2025, 1, 1000, 950)
"""


@pytest.fixture
def old(tmp_path):
    """The address of a base as version 0001 left it: two deposits, the second replacing."""
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    engine = create_engine(address)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in ROWS.split(";"):
            connection.execute(text(statement.replace(":w", f"'{WHEN}'")))
    engine.dispose()
    return address


def test_each_deposit_becomes_a_state_of_the_same_number(old):
    engine = store.open_base(old)
    assert store.latest_state(engine) == 2
    assert donnees.realised(engine) == {"440000001": 950}
    assert donnees.realised(engine, etat=1) == {"440000001": 900}
    second, first = store.registre(engine)
    assert (first.statut, second.statut) == ("valide", "valide")
    assert first.lignes == {"gestionnaires": 1, "etablissements": 1, "activite": 1}
    assert (first.lots, first.en_vigueur) == (3, 2)
    store.retablir(engine, 1, "DREETS")
    assert donnees.realised(engine) == {"440000001": 900}


def test_the_shared_tables_are_still_views_of_the_current_state(old):
    with store.open_base(old).connect() as connection:
        shown = connection.execute(text("SELECT journees_realisees FROM activite")).scalars()
        assert list(shown) == [950]


def test_a_failure_in_the_middle_leaves_the_old_version(old, monkeypatch):
    from alembic.operations import Operations

    def refuse(*arguments, **options):
        raise OSError("no room left")

    monkeypatch.setattr(Operations, "create_index", refuse)
    with pytest.raises(OSError, match="no room left"):
        store.open_base(old)
    monkeypatch.undo()
    with create_engine(old).connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        columns = connection.execute(text("SELECT name FROM pragma_table_info('lots')")).scalars()
        assert (version, "etat" in list(columns)) == ("0001", False)
    assert donnees.realised(store.open_base(old)) == {"440000001": 950}


def _open(address, queue):
    queue.put(store.latest_state(store.open_base(address, creer=True)))


@pytest.mark.parametrize("exists", [True, False])
def test_several_who_open_at_once_upgrade_or_create_once(old, tmp_path, exists):
    address = old if exists else f"sqlite:///{tmp_path / 'neuve.db'}"
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    openers = [context.Process(target=_open, args=(address, queue)) for _ in range(3)]
    for opener in openers:
        opener.start()
    assert [queue.get(timeout=PATIENCE) for _ in openers] == [2 if exists else 0] * 3
    for opener in openers:
        opener.join()
