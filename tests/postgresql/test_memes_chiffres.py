"""From import to report on a server: the same figures as in a file; whole or nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import cpom
from postgresql.conftest import A, run
from sqlalchemy import NullPool, create_engine, text

from cpomlib import base as store

REGION = ["--region", "52", "--gestionnaires", "3", "--graine", "1"]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("envoi") / "region"
    cpom("exemple", *REGION, "--dossier", folder)
    return folder


def indicators(address):
    words = ["indicateurs", "--gestionnaire", A, "--annee", "2025", "--format", "json"]
    code, said = run(*words, base=address)
    assert code == 0, said
    return json.loads(said)


def waiting(address):
    """Return how many connections wait for the writing transaction."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        query = (
            "SELECT count(*) FROM pg_locks WHERE relation = to_regclass('verrou') AND NOT granted"
        )
        return connection.execute(text(query)).scalar_one()


def importing(folder, address):
    command = [str(Path(sys.executable).parent / "cpom"), "importer", "tables", str(folder)]
    return subprocess.Popen(
        [*command, "--base", address, "--forcer"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.lent
def test_the_same_indicators_and_report_as_in_a_file(postgresql_base, dossier, tmp_path):
    file = f"sqlite:///{tmp_path / 'cpom.db'}"
    reported = []
    for address in (file, postgresql_base):
        code, said = run("importer", "tables", dossier, base=address)
        assert code == 0, said
        out = tmp_path / address.split(":")[0]
        words = ["--region", "52", "--annee", "2025", "--gestionnaire", A, "--sortie", out]
        code, said = run("rapports", *words, base=address)
        assert code == 0, said
        reported.append((out / "52" / "2025" / A / "indicateurs.json").read_bytes())
    assert reported[0] == reported[1]
    assert len(json.loads(reported[0])) > 50
    assert indicators(file) == indicators(postgresql_base)
    there, here = (store.read(store.open_base(address)) for address in (file, postgresql_base))
    for name, frame in there.items():
        assert frame.equals(here[name]), name


def test_an_example_is_the_same_in_a_file_and_on_a_server(postgresql_base, tmp_path):
    file = f"sqlite:///{tmp_path / 'cpom.db'}"
    # but for the address, in the command that comes next
    said = {
        (code, told.partition(" --base ")[0])
        for code, told in (
            run("exemple", *REGION, base=address) for address in (file, postgresql_base)
        )
    }
    assert len(said) == 1
    assert indicators(file) == indicators(postgresql_base)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
def test_killed_while_it_writes_an_import_leaves_the_old_state(postgresql_base, dossier):
    run("base", "creer", base=postgresql_base)
    engine = create_engine(postgresql_base, poolclass=NullPool)
    with engine.connect() as blocking:
        # It has the lock and has written deposits and lots when it meets this.
        blocking.execute(text("LOCK TABLE lignes_qualite IN EXCLUSIVE MODE"))
        client = importing(dossier, postgresql_base)
        query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        with engine.connect() as watching:
            while not watching.execute(query).scalar_one() and client.poll() is None:
                time.sleep(0.05)
        assert client.poll() is None
        os.kill(client.pid, signal.SIGKILL)
        client.communicate()
    with engine.connect() as connection:
        for name in ("depots", "lots", "evenements", "lignes_sejours", "lignes_qualite"):
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == 0
    code, said = run("importer", "tables", dossier, base=postgresql_base)
    assert code == 0, said


def test_two_imports_at_once_the_second_waits_and_both_succeed(postgresql_base, dossier):
    run("base", "creer", base=postgresql_base)
    engine = create_engine(postgresql_base, poolclass=NullPool)
    with engine.begin() as blocking:
        blocking.execute(text("LOCK TABLE lignes_qualite IN EXCLUSIVE MODE"))
        clients = [importing(dossier, postgresql_base) for _ in range(2)]
        while not waiting(postgresql_base) and all(one.poll() is None for one in clients):
            time.sleep(0.05)
    said = [one.communicate() for one in clients]
    assert [one.returncode for one in clients] == [0, 0], said
    opened = store.open_base(postgresql_base)
    assert store.latest_deposit(opened) == store.latest_state(opened) == 2
    frames = store.read(opened, ["qualite", "sejours"])
    assert [depot.id for depot in store.deposits_used(opened)] == [2]
    assert not frames["sejours"]["id_sejour"].duplicated().any()
    opened.dispose()
