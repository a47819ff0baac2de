"""The first screen: what was typed before a name was taken, and is told after."""

import pytest

from cpomlib.pages.scenarios.accueil import Accueil

NOMS = {"1": "L’Étape", "2": "L’Étoile", "3": "Le Phare"}


@pytest.fixture
def accueil():
    shown = Accueil(lambda _: None, lambda *_: None, lambda _: ())
    shown.montrer(NOMS, "", exemple=False)
    return shown


def offered(accueil):
    return [button.description for button in accueil.suite.children]


def test_letters_propose_the_names_that_hold_them(accueil):
    accueil.recherche.value = "ét"
    assert offered(accueil) == ["L’Étape", "L’Étoile"]


@pytest.mark.parametrize("late", ["éta", "étape", "ét"])
def test_what_is_told_late_does_not_undo_the_choice(accueil, late):
    """The button « Nouveau scénario » went away under the hand."""
    accueil.recherche.value = "ét"
    accueil.prendre("L’Étape")
    accueil.recherche.value = late
    assert accueil.recherche.value == "L’Étape"
    assert offered(accueil) == ["Nouveau scénario"]


def test_another_search_goes_on(accueil):
    accueil.recherche.value = "ét"
    accueil.prendre("L’Étape")
    for typed in ("L’Étap", "p", "ph"):
        accueil.recherche.value = typed
    assert offered(accueil) == ["Le Phare"]
