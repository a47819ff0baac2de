"""A server of the scenarios page, and a visitor in a real Chromium."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

OUVERTURE = 180_000
"""Milliseconds to open a page: a busy machine, a cold session."""


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def fetch(url):
    """Return the status and the text of an address."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


class Serveur:
    """``cpom`` serving, in a process of its own."""

    def __init__(self, *arguments, journal, env=None, limite=None):
        self.journal = Path(journal)
        self.env = env
        self.port = free_port()
        command = [str(Path(sys.executable).parent / "cpom"), *arguments, "--port", str(self.port)]
        with self.journal.open("w") as stream:
            self.process = subprocess.Popen(
                command, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, **(env or {})}, preexec_fn=limite,  # noqa: PLW1509
            )  # fmt: skip
        self.url = self._announced()

    def _announced(self):
        limit = time.monotonic() + 120
        while time.monotonic() < limit:
            found = re.search(r"http://\S+", self.journal.read_text())
            if found:
                return found[0]
            assert self.process.poll() is None, self.journal.read_text()
            time.sleep(0.2)
        raise AssertionError(self.journal.read_text())

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(20)


class Visiteur:
    """A browser window on the page: what a person does, and what they read."""

    def __init__(self, browser, url, width=1280, height=720):
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="fr-FR", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.asked, self.faults = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.set_default_timeout(60_000)
        self.go(url)

    def go(self, url):
        self.page.goto(url, wait_until="commit")
        self.ready()

    def ready(self):
        self.page.wait_for_selector("#fig-charges svg", timeout=OUVERTURE)
        self.page.wait_for_function("location.search.includes('etat=')", timeout=OUVERTURE)

    def button(self, name, where="body"):
        self.page.locator(where).get_by_role("button", name=name, exact=True).click()

    def card(self, label):
        """Read a key figure by its label, with ordinary spaces."""
        card = self.page.locator("#rendered_cells .cpom-carte", has_text=label).first
        text = card.locator(".cpom-carte-valeur").inner_text()
        return " ".join(text.split())

    def slider(self, kind, rank=0):
        return self.page.locator(f".cpom-type-{kind} .cpom-curseur").nth(rank)

    def box(self, kind, field):
        return self.page.locator(f".cpom-type-{kind} .cpom-champ-{field} input").first

    def move(self, kind, steps=1, rank=0):
        """Move a slider by its keyboard."""
        handle = self.slider(kind, rank)
        handle.focus()
        for _ in range(steps):
            handle.press("ArrowRight")

    def until(self, label, differs_from):
        """Wait for a key figure to change, and return it."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            if (value := self.card(label)) != differs_from:
                return value
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{label} stayed at {differs_from}")

    def add(self, label):
        self.button("+ Ajouter une hypothèse")
        self.page.locator(".cpom-menu-types").get_by_role("button", name=label, exact=True).click()

    def more(self, name):
        """Press what « Plus » holds."""
        self.button("Plus ▾")
        self.button(name, ".cpom-suite-barre")

    def see(self, screen):
        self.page.get_by_label("Voir", exact=True).select_option(screen)

    def sentence(self):
        return " ".join(self.page.locator("#rendered_cells .cpom-phrase").inner_text().split())

    def type(self, kind, field, text):
        box = self.box(kind, field)
        box.fill(text)
        box.press("Tab")

    def said(self, text):
        self.page.locator(".cpom-message", has_text=text).wait_for()

    def close(self):
        self.context.close()


@pytest.fixture(scope="session")
def base_des_pages(example_base, tmp_path_factory):
    """A copy of the invented region, which the visitors of the server save into."""
    path = tmp_path_factory.mktemp("pages") / "cpom.db"
    source, target = (sqlite3.connect(p) for p in (example_base.removeprefix("sqlite:///"), path))
    with closing(source), closing(target):
        source.backup(target)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def serveur(base_des_pages, tmp_path_factory):
    """One server for all: a session heated in advance, scenarios kept in a base of ours."""
    served = Serveur(
        "app", "scenarios", "--base", base_des_pages, "--places", "8",
        journal=tmp_path_factory.mktemp("journal") / "journal.txt",
    )  # fmt: skip
    yield served
    served.stop()


@pytest.fixture
def visiteur(browser, serveur):
    opened = []

    def come(query="", **size):
        opened.append(Visiteur(browser, serveur.url + query, **size))
        return opened[-1]

    yield come
    for one in opened:
        one.close()
