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
from conftest import PATIENCE
from playwright.sync_api import expect

PARTIRAIT = """() => {
  const depart = new Event('beforeunload', {cancelable: true});
  dispatchEvent(depart);
  return !depart.defaultPrevented;
}"""
"""Whether the browser would leave without asking: all that was done is in the address."""
COURSE = """(curseur, pas) => {
  curseur.focus();
  for (let fait = 0; fait < pas; fait += 1) {
    curseur.stepUp();
    curseur.dispatchEvent(new Event('input', {bubbles: true}));
  }
}"""


def kept_port():
    """Take a port that nobody else is given: it is bound, and not listened on, as long as held."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held


def fetch(url):
    """Return the status and the text of an address."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


class Serveur:
    """``cpom`` serving, in a process of its own."""

    def __init__(self, *arguments, journal, env=None, limite=None):
        self.journal = Path(journal)
        self.env = env
        self.tenu = kept_port()
        self.port = self.tenu.getsockname()[1]
        command = [str(Path(sys.executable).parent / "cpom"), *arguments, "--port", str(self.port)]
        with self.journal.open("w") as stream:
            self.process = subprocess.Popen(
                command, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, **(env or {})}, preexec_fn=limite,  # noqa: PLW1509
            )  # fmt: skip
        self.url = self._announced()

    def _announced(self):
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            found = re.search(r"http://\S+(?=\s)", self.journal.read_text())
            if found:
                return found[0]
            assert self.process.poll() is None, self.journal.read_text()
            time.sleep(0.2)
        raise AssertionError(self.journal.read_text())

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.tenu.close()


class Visiteur:
    """A browser window on the page: what a person does, and what they read."""

    def __init__(self, browser, url, width=1280, height=720):
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="fr-FR", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.asked, self.heard, self.faults = [], [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda way: way.on("framereceived", self.hear))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.come(url)

    def come(self, url):
        self.page.goto(url, wait_until="commit")
        self.ready()

    def hear(self, said):
        self.heard.append(said)

    def ready(self):
        """Wait for the true widgets, not for the drawn ones that are there before them."""
        self.page.wait_for_selector("body.cpom-pret #rendered_cells #fig-charges svg")
        self.page.wait_for_function("location.search.includes('etat=')")

    def written(self):
        """Wait until all that was done is in the address: a reload would lose nothing of it."""
        self.page.wait_for_function(PARTIRAIT)

    def reload(self):
        self.written()
        self.page.reload(wait_until="commit")
        self.ready()

    def button(self, name, where="body"):
        self.page.locator(where).get_by_role("button", name=name, exact=True).click()

    def value(self, label):
        """Return where a key figure is written, by its label."""
        card = self.page.locator("#rendered_cells .cpom-carte", has_text=label).first
        return card.locator(".cpom-carte-valeur")

    def card(self, label):
        """Read a key figure, with ordinary spaces."""
        return " ".join(self.value(label).inner_text().split())

    def slider(self, kind, rank=0):
        return self.page.locator(f".cpom-type-{kind} .cpom-curseur").nth(rank)

    def box(self, kind, field):
        return self.page.locator(f".cpom-type-{kind} .cpom-champ-{field} input").first

    def move(self, kind, steps=1, rank=0):
        """Let a slider run some steps, as a key held down does."""
        self.slider(kind, rank).evaluate(COURSE, steps)

    def until(self, label, differs_from):
        """Wait for a key figure to change, and return it."""
        expect(self.value(label)).not_to_have_text(differs_from, use_inner_text=True)
        return self.card(label)

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
