"""What several tests share: a small invented region, its reports, a real browser."""

import asyncio
import os
import shutil
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cpomlib.cli.main import speak_french

# as the command does: what click remembers of a command is then in French, whichever test is first
speak_french()
CHROMIUM = os.environ.get("CPOM_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
COMPLETE = os.environ.get("CPOM_TESTS_COMPLETS") == "1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
    """Run ``cpom`` as a person does, in a process of its own."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "cpom"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="session")
def example_base(tmp_path_factory):
    """An invented region of six gestionnaires, every trouble of the first six included."""
    address = f"sqlite:///{tmp_path_factory.mktemp('base') / 'cpom.db'}"
    cpom("exemple", "--base", address, "--region", "52", "--gestionnaires", "6", "--graine", "1")
    return address


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright."""
    needs("Chromium", Path(CHROMIUM).exists())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
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
