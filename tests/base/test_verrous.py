"""The locks of SQLite hold whatever the process does meanwhile."""

import subprocess
import sys

import pytest
from base.donnees import ORIGIN, STRUCTURE

from cpomlib import base as store
from cpomlib.base.transaction import writing


@pytest.fixture
def base(tmp_path):
    engine = store.open_base(f"sqlite:///{tmp_path / 'cpom.db'}", creer=True)
    store.deposit(engine, STRUCTURE, ORIGIN)
    return engine


def test_reading_while_writing_does_not_let_another_writer_in(base):
    """Two copies of SQLite in a process would: the system drops all its locks when one closes."""
    give_up = (
        "import sqlite3, sys\n"
        "base = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n"
        "base.execute('BEGIN IMMEDIATE')\n"
    )
    with writing(base):
        store.read(base)
        other = subprocess.run(
            [sys.executable, "-c", give_up, base.url.database],
            capture_output=True,
            text=True,
            check=False,
        )
    assert "database is locked" in other.stderr
