"""If the widgets' script is not the one we know, Voilà as it is shows the page: slower, whole."""

import pytest
from playwright.sync_api import expect

from pages.conftest import Serveur

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip

BOITE = "#rendered_cells .cpom-type-actualisation .cpom-champ-taux input[type=text]"
"""What a slider moves: drawn by the widgets, perhaps after it."""
MUET = """new MutationObserver(() => ['cpom-etats', 'cpom-ebauche'].forEach(name => {
  const told = document.getElementById(name);
  if (told && told.textContent) { told.textContent = ''; }
})).observe(document, {childList: true, subtree: true});"""


def test_the_page_opens_and_a_move_is_followed(browser, example_base, tmp_path):
    strange = tmp_path / "nbextensions" / "jupyter-js-widgets" / "extension.js"
    strange.parent.mkdir(parents=True)
    strange.write_text("define([], function () {});")
    served = Serveur("app", "scenarios", "--base", example_base, journal=tmp_path / "journal.txt",
                     env={"JUPYTER_PATH": str(tmp_path)})  # fmt: skip
    try:
        assert "plus lentement" in served.journal.read_text()
        page = browser.new_page(locale="fr-FR")
        page.goto(f"{served.url}?gestionnaire=000520015", wait_until="commit")
        handle = page.locator(".cpom-type-actualisation .cpom-curseur")
        page.locator(BOITE).wait_for()
        handle.press("ArrowRight")
        expect(page.locator(".cpom-phrase")).to_contain_text("porte le résultat")
        page.close()
    finally:
        served.stop()


def test_a_page_that_knows_nothing_of_its_widgets_asks_its_session(browser, serveur):
    """So it is where Voilà keeps what runs the cells elsewhere than we know."""

    page = browser.new_page(locale="fr-FR")
    page.add_init_script(MUET)
    page.goto(f"{serveur.url}?gestionnaire=000520015", wait_until="commit")
    assert page.locator("#cpom-etats").text_content() == ""
    handle = page.locator("#rendered_cells .cpom-type-actualisation .cpom-curseur")
    page.locator(BOITE).wait_for()
    handle.press("ArrowRight")
    expect(page.locator("#rendered_cells .cpom-phrase")).to_contain_text("porte le résultat")
    page.close()
