"""What several tests share: a small invented region, its reports, a real browser."""

import asyncio
import gc
import os
import shutil
import signal
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import connect

import pytest
from click.testing import CliRunner
from hypothesis import settings
from sqlalchemy import Engine, event

from cpomlib.cli.main import main, speak_french

# as the command does: what click remembers of a command is then in French, whichever test is first
speak_french()
CHROMIUM = os.environ.get("CPOM_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
COMPLETE = os.environ.get("CPOM_TESTS_COMPLETS") == "1"

# on a busy machine, a case may take any time: what is slow is measured elsewhere. The whole suite
# tries the same cases each time, it tells of a change; a part of it, run alone, looks for more
settings.register_profile("cpomlib", deadline=None, derandomize=COMPLETE)
settings.load_profile("cpomlib")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 180
"""Seconds before what a test waits for is said not to come: a busy machine takes any time, and only
what never comes pays for it. No test sets a time of its own."""


def needs(tool, present):
    """Skip where a tool is missing on a person's machine, fail in continuous integration."""
    if not present:
        message = f"{tool} is not installed"
        (pytest.fail if COMPLETE else pytest.skip)(message)


def plain(message):
    """Write a message with ordinary spaces, so that a test can be read and typed."""
    return str(message).replace("\u00a0", " ").replace("\u202f", " ")


def attendre(coroutine):
    """Run a coroutine to its end, in a thread: Playwright holds a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def cpom(*arguments, check=True, **options):
    """Run ``cpom`` as a person does; with options of a process, in one of its own."""
    words = ["cpom", *map(str, arguments)]
    done = _elsewhere(words, options) if options else _here(words)
    if check:
        assert done.returncode == 0, done.stderr
    return done


def _elsewhere(words, options):
    command = [str(Path(sys.executable).parent / words[0]), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@contextmanager
def closed():
    """Close the bases that a command leaves open until its process ends: each is then one file."""
    opened = set()

    def note(connection):
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", note)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", note)
        for engine in opened:
            engine.dispose()


def _here(words):
    """Run what the command of that name runs: most of a process of its own goes to its imports."""
    with pytest.MonkeyPatch.context() as patch, closed(), CliRunner().isolation() as (out, err, _):
        patch.setattr(sys, "argv", words)
        patch.setattr(sys, "unraisablehook", sys.unraisablehook)
        if "rapports" in words:
            from warm import lend

            lend(patch)
        heard = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
        with pytest.raises(SystemExit) as end:
            main()
        for number, handler in heard.items():
            signal.signal(number, handler)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        said = [stream.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(words, end.value.code, *said)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than processors: a test that waits for a browser, or a server, leaves its own."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep on one worker the tests that share what a module, or a folder of tests, makes once."""
    for item in items:
        group = item.get_closest_marker("xdist_group") or made_once(item)
        if isinstance(group, str):
            item.add_marker(pytest.mark.xdist_group(group))


def pytest_collectstart():
    """Collect no garbage: what is imported stays, and would be looked at again and again."""
    gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


def pytest_sessionfinish():
    """End what commands have shared, if any has run; this file may have been read twice."""
    if "warm" in sys.modules:
        sys.modules["warm"].HELD.close()


def made_once(item):
    """Name where what a test shares is made, the largest place; none for what all tests share."""
    known = [found[-1] for found in item._fixtureinfo.name2fixturedefs.values()]
    folders = {one.baseid for one in known if one.scope == "session"} - {"", "tests"}
    modules = {one.baseid for one in known if one.scope == "module"}
    return min(folders | modules, key=len, default=None)


def copied(address, folder):
    """Copy a base that is a file into a folder, to write in; return its address."""
    path = folder / "cpom.db"
    source, target = connect(address.removeprefix("sqlite:///")), connect(path)
    with closing(source), closing(target):
        source.backup(target)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def example_base(tmp_path_factory):
    """An invented region of six gestionnaires, every trouble of the first six included."""
    address = f"sqlite:///{tmp_path_factory.mktemp('base') / 'cpom.db'}"
    cpom("exemple", "--base", address, "--region", "52", "--gestionnaires", "6", "--graine", "1")
    return address


@pytest.fixture(scope="session")
def dossier_de(example_base, tmp_path_factory):
    """Return the dossier of somebody of ``example_base``: loaded once, as one campaign does.

    To be left as it is: other tests read it too.
    """
    from cpomlib.rapports import diagnostic

    commun = tmp_path_factory.mktemp("commun")

    @cache
    def load(gestionnaire, *, publiable=False):
        with pytest.MonkeyPatch.context() as patch:
            if not publiable:
                patch.setenv("CPOM_COMMUN", str(commun))
            found = diagnostic.load(example_base, gestionnaire, 2025, "52", publiable=publiable)
            # what is concluded is computed when it is read: there too, the région once for all
            diagnostic.premiere_page(found)
        return found

    return load


@pytest.fixture(scope="session")
def region_de(example_base):
    """Return the région of ``example_base``, loaded once; other tests read it too."""
    from cpomlib.dossier import territoire

    @cache
    def load(*, publiable=False):
        return territoire.load(example_base, "52", 2025, publiable=publiable)

    return load


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright."""
    needs("Chromium", Path(CHROMIUM).exists())
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        launched.on("context", lambda context: context.set_default_timeout(PATIENCE * 1000))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server of our own: the folder of its socket."""
    from postgresql import serveur

    needs("PostgreSQL", serveur.programs())
    with serveur.started() as folder:
        yield folder


@pytest.fixture
def postgresql_base(postgresql):
    """The address of a base without any table, on a real server."""
    from postgresql import serveur

    name = f"base_{uuid.uuid4().hex[:12]}"
    serveur.administer(postgresql, "CREATE DATABASE {}", name)
    yield serveur.address(postgresql, name)
    serveur.administer(postgresql, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(params=["sqlite", "postgresql"])
def adresse(request, tmp_path):
    """The address of a base without any table: the same test on each kind of base."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_base")
    return f"sqlite:///{tmp_path / 'cpom.db'}"
