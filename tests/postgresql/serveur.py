"""A real PostgreSQL server for the tests: its own files, a Unix socket, no network port."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from conftest import PATIENCE
from psycopg import sql

ADMIN = "cpom_admin"
"""The administrator of the server: it owns the bases, and policies do not bind it."""
AVEC_MOT_DE_PASSE = "avec_mot_de_passe"
"""The one role of which the server asks a password; the others are believed."""
_SETTINGS = {"listen_addresses": "", "fsync": "off", "max_connections": "60"}
_ACCESS = f"local all {AVEC_MOT_DE_PASSE} scram-sha-256\nlocal all all trust\n"


def programs() -> Path | None:
    """Return the folder of the server's programs, None when it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return packaged[-1].parent if packaged else None


def _version(program):
    return int(program.parts[-3])


def _command(*words):
    """PostgreSQL refuses to run as root: it runs as the account its package made.

    It stops with the tests, even when they are killed.
    """
    if not shutil.which("setpriv"):
        return list(map(str, words))
    account = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    mine = account if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig=INT", *mine, *map(str, words)]


@contextmanager
def started():
    """Make a server, give the folder of its socket, stop it and remove it."""
    # A short path: a socket's is limited to 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = None
    try:
        server = _start(programs(), folder)
        yield folder
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # at once: a terminate waits for the clients
            server.wait(PATIENCE)
        shutil.rmtree(folder)


def _start(binaries, folder):
    data = folder / "data"
    # The order of a French dictionary, so that what depends on the server's order shows.
    locale = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=fr-FR"]
    made = [binaries / "initdb", "-D", data, "-U", ADMIN, "-A", "trust", "-N", *locale]
    # Its messages in English whatever a test before left in the environment.
    spoken = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    subprocess.run(_command(*made), check=True, capture_output=True, cwd="/", env=spoken)
    (data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
    settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    words = [binaries / "postgres", "-D", data, "-k", folder, *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(_command(*words), stdout=log, stderr=log, cwd="/", env=spoken)
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if server.poll() is not None:
            raise RuntimeError((folder / "log").read_text(encoding="utf-8"))
        try:
            psycopg.connect(_dsn(folder)).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return server
    raise RuntimeError("the server does not answer")


def _dsn(folder, base="postgres", role=ADMIN):
    return f"host={folder} dbname={base} user={role}"


def address(folder, base, role=ADMIN):
    """Return the address of a base as ``--base`` takes it."""
    return f"postgresql+psycopg://{role}@/{base}?host={folder}"


def administer(folder, statement, *names):
    """Run a statement on the server itself (make or drop a base or a role)."""
    with psycopg.connect(_dsn(folder), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def leave(folder, base):
    """Close what is still connected to a base, which cannot be copied otherwise."""
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(_dsn(folder)) as connection:
        connection.execute(query, (base,))
