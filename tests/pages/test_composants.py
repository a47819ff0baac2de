"""Widgets built together are sent together, and those that a timer makes later are sent too."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import ipywidgets
import pytest
from conftest import plain

from cpomlib.pages.contrat.donnees import AccesContrats
from cpomlib.pages.contrat.page import Page as PageContrat
from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.page import Page
from cpomlib.pages.tenue import Rendezvous
from cpomlib.pages.tenue import composants as w


def test_what_a_timer_makes_after_its_block_is_sent():
    made = []

    async def run():
        later = Rendezvous(lambda: made.append(w.HTML("après")), 0)
        with w.ensemble():
            first = w.HTML("dedans")
            later.demander()
            assert first.comm is None
        assert first.comm is not None
        await asyncio.sleep(0.05)

    # in a thread: that of the tests may hold the loop of a browser
    with ThreadPoolExecutor(1) as one:
        one.submit(lambda: asyncio.run(run())).result()
    assert [one.comm is not None for one in made] == [True]


@pytest.fixture
def ordinaires(monkeypatch):
    """The widgets of ipywidgets as they are, each sent as soon as it is made."""
    for name in w.__all__:
        if name != "ensemble":
            monkeypatch.setattr(w, name, getattr(ipywidgets, name))
    monkeypatch.setattr(w, "ensemble", nullcontext)


def test_a_page_of_ordinary_widgets_works(ordinaires, example_base):
    """What makes them light leans on ipywidgets' insides: without it, the page is the same."""
    # in a thread: that of the tests may hold the loop of a browser
    with ThreadPoolExecutor(1) as one:
        one.submit(used, example_base).result()


def used(example_base):
    page = Page(Acces(example_base), {"gestionnaire": "000520015"})
    before = page.bandeau.value
    page.gestes.modifier(0, "taux", 0.02)
    page.gestes.ajouter("ouvrir_places")
    page.gestes.modifier(1, "places", 10)
    assert page.bandeau.value != before
    assert "ouvre 10 places" in plain(page.bandeau.value)
    page.gestes.oter(1)
    page.gestes.faire("annuler")
    assert "ouvre 10 places" in plain(page.bandeau.value)
    assert page.message.value == ""


def test_a_contract_of_ordinary_widgets_opens(ordinaires, example_base):
    access = AccesContrats(example_base)
    page = PageContrat(access, {"contrat": next(iter(access.contrats()))})
    assert "cpom-avis" not in page.message.value
    assert page.widget.children[0] is not page.accueil.widget
