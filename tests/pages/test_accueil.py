"""The first screen: what was typed before a name was taken, and is told after."""

import re

import pytest
from conftest import plain
from playwright.sync_api import expect

from cpomlib.pages.contrat.accueil import Accueil as Contrats
from cpomlib.pages.scenarios.accueil import Accueil
from cpomlib.pages.tenue import composants as w

NOMS = {"1": "L’Étape", "2": "L’Étoile", "3": "Le Phare"}


@pytest.fixture
def accueil():
    shown = Accueil(lambda _: None, lambda *_: None, lambda _: ())
    shown.montrer(NOMS, "", exemple=False)
    return shown


def offered(accueil):
    return [one.description for one in accueil.suite.children if isinstance(one, w.Button)]


def told(accueil):
    return plain(" ".join(one.value for one in accueil.suite.children if isinstance(one, w.HTML)))


def test_the_names_are_there_before_anything_is_typed(accueil):
    """The screen was a box on a white page: nothing said who could be found."""
    assert offered(accueil) == ["L’Étape", "L’Étoile", "Le Phare"]
    assert told(accueil) == ""


def test_beyond_eight_names_it_says_how_many_are_left(accueil):
    accueil.montrer({str(n): f"Association {n}" for n in range(20)}, "", exemple=False)
    assert len(offered(accueil)) == 8
    assert "12 autres : tapez quelques lettres de plus." in told(accueil)


@pytest.mark.parametrize("typed", ["etape", "ETAPE", "l'etape", "L etape", "  étape "])
def test_accents_and_apostrophes_do_not_matter(accueil, typed):
    """« etape » found nobody, without a word."""
    accueil.recherche.value = typed
    assert offered(accueil) == ["L’Étape"]


def test_it_says_that_nobody_has_this_name(accueil):
    accueil.recherche.value = "le fare"
    assert offered(accueil) == []
    assert "Aucun nom ne contient « le fare ». Le plus proche : « Le Phare »." in told(accueil)
    accueil.recherche.value = "zzz"
    assert "Aucun nom ne contient « zzz »." in told(accueil)
    assert "proche" not in told(accueil)


def test_the_first_screen_of_contracts_searches_alike():
    chosen = []
    shown = Contrats(chosen.append)
    shown.montrer(NOMS, "")
    assert offered(shown) == ["L’Étape", "L’Étoile", "Le Phare"]
    shown.recherche.value = "etoile"
    assert offered(shown) == ["L’Étoile"]
    shown.suite.children[0].click()
    assert chosen == ["2"]
    shown.recherche.value = "le fare"
    assert "Le plus proche : « Le Phare »" in told(shown)


def test_a_name_that_is_pressed_as_more_letters_come_is_taken(accueil):
    """The letters typed before come first: they took away the button that was pressed."""
    _, pressed, _ = accueil.suite.children
    accueil.recherche.value = "étape"
    assert offered(accueil) == ["L’Étape"] and not pressed.ferme
    accueil.recherche.value = "ét"
    assert accueil.suite.children[1] is pressed
    pressed.click()
    assert accueil.recherche.value == "L’Étoile"
    assert offered(accueil) == ["Nouveau scénario"]


def test_letters_propose_the_names_that_hold_them(accueil):
    accueil.recherche.value = "ét"
    assert offered(accueil) == ["L’Étape", "L’Étoile"]


@pytest.mark.parametrize("late", ["éta", "étape", "ét"])
def test_what_is_told_late_does_not_undo_the_choice(accueil, late):
    """The button « Nouveau scénario » went away under the hand: what was pressed was lost."""
    accueil.recherche.value = "ét"
    accueil.prendre("L’Étape")
    before = accueil.suite.children
    for _ in range(2):
        accueil.recherche.value = late
        assert accueil.recherche.value == "L’Étape"
        assert accueil.suite.children is before
    assert offered(accueil) == ["Nouveau scénario"]


def test_another_search_goes_on(accueil):
    accueil.recherche.value = "ét"
    accueil.prendre("L’Étape")
    for typed in ("L’Étap", "p", "ph"):
        accueil.recherche.value = typed
    assert offered(accueil) == ["Le Phare"]


@pytest.mark.navigateur
@pytest.mark.lent
@pytest.mark.xdist_group("page-scenarios")
def test_the_first_screen_finds_a_gestionnaire_by_some_letters(browser, serveur):
    page = browser.new_page(locale="fr-FR")
    page.goto(serveur.url, wait_until="commit")
    search = page.locator("#rendered_cells").get_by_label("Gestionnaire")
    search.wait_for()
    assert "Région inventée" in page.locator("#rendered_cells").inner_text()
    page.wait_for_function("document.body.classList.contains('cpom-pret')")
    search.press_sequentially("etape", delay=30)
    expect(page.locator("#rendered_cells .cpom-accueil-suite button")).to_have_text(
        [re.compile("Étape")]
    )
    search.press("Enter")
    expect(page.get_by_role("button", name="Nouveau scénario")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#rendered_cells h1")).to_contain_text("Étape")
    page.wait_for_function("location.search.includes('gestionnaire=')")
    kept = page.url
    for name in ("Plus ▾", "Changer de gestionnaire"):
        page.locator("#rendered_cells").get_by_role("button", name=name, exact=True).click()
    page.get_by_role("link", name="Reprendre où vous en étiez").click()
    expect(page.locator("#rendered_cells h1")).to_contain_text("Étape")
    page.wait_for_url(kept, wait_until="commit")
    page.close()


@pytest.mark.navigateur
@pytest.mark.lent
@pytest.mark.xdist_group("page-scenarios")
def test_letters_typed_before_the_script_is_there_are_told_and_the_rest_follows(browser, serveur):
    """The drawn box went before the true one was there: the keyboard was lost, and the rest."""
    page = browser.new_page(locale="fr-FR")
    held = []
    page.route("**/cpom/socle.js*", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/cpom/socle.js*"):
        page.goto(serveur.url, wait_until="commit")
    page.locator("#cpom-ebauche .cpom-recherche input").press_sequentially("etap")
    held[0].continue_()
    names = page.locator("#rendered_cells .cpom-accueil-suite button")
    expect(names).to_have_text([re.compile("Étape")])
    search = page.locator("#rendered_cells .cpom-recherche input")
    expect(search).to_be_focused()
    page.keyboard.type("e")
    expect(search).to_have_value("etape")
    expect(names).to_have_text([re.compile("Étape")])
    page.close()
