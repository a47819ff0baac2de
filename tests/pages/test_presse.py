"""A button that goes from under the hand is pressed all the same: the script alone, in Chromium."""

from pathlib import Path

import pytest

import cpomlib

pytestmark = [pytest.mark.navigateur, pytest.mark.xdist_group("page-contrat")]
SCRIPT = (Path(cpomlib.__file__).parent / "pages" / "serveur" / "gabarits" / "voila" / "templates"
          / "cpom" / "static" / "page.js")  # fmt: skip
HTML = """
<div id="rendered_cells"><p id="haut"></p><input type="text" id="boite" value="1">
<button class="b" title="Noter" id="noter">Noter</button>
<button class="b" title="Retirer 1">Retirer</button>
<button class="b" title="Retirer 2">Retirer</button>
<button class="b clore" title="Clore">C’est fait</button>
<button class="b clore" title="Clore">C’est fait</button>
<button id="gris" disabled>Enregistrer</button>
<figure id="fig"><details class="cpom-donnees"><summary>Un point</summary></details></figure></div>
"""
FAIRE = """() => {
  window.faits = [];
  window.cpomNoyau = { enRoute: () => false, attente: [], inquiet: () => false };
  document.addEventListener('click', (clic) => {
    const b = clic.target.closest('button');
    if (b) { window.faits.push(b.title || b.textContent); }
  });
}"""


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 800, "height": 600})
    opened = context.new_page()
    opened.set_content(HTML)
    opened.evaluate(FAIRE)
    opened.add_script_tag(path=SCRIPT)
    yield opened
    context.close()


def press(page, where, pendant="", bouge=0):
    """Press a button; ``pendant`` is what the session does between the two halves of the press."""
    place = page.locator(where).bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    if pendant:
        page.evaluate(pendant)
    page.mouse.move(x + bouge, y)
    page.mouse.up()
    page.wait_for_timeout(SITOT)


SITOT = 20
"""Milliseconds after which what is put off until the browser made its click is done."""
DOUBLE = 550
"""Milliseconds after which a second press is no double one."""
REFAIRE = """() => document.querySelectorAll('button.b').forEach(
  (b) => b.replaceWith(b.cloneNode(true)))"""
OTER = """() => document.querySelector('[title="Retirer %s"]').remove()"""
POUSSER = "() => { document.getElementById('haut').style.height = '200px'; }"


@pytest.mark.parametrize("pendant", ["", REFAIRE, POUSSER])
def test_what_is_pressed_is_done_once_whatever_happens_to_the_button(page, pendant):
    press(page, "#noter", pendant)
    page.wait_for_function("window.faits.length > 0")
    assert page.evaluate("window.faits") == ["Noter"]


def test_the_one_that_says_the_same_is_pressed_and_no_other(page):
    press(page, "[title='Retirer 2']", OTER % 1)
    page.wait_for_timeout(DOUBLE)
    press(page, "[title='Retirer 2']", REFAIRE)
    page.wait_for_function("window.faits.length > 1")
    assert page.evaluate("window.faits") == ["Retirer 2", "Retirer 2"]
    press(page, "[title='Retirer 2']", OTER % 2)
    press(page, "#noter", REFAIRE, bouge=40)
    assert page.evaluate("window.faits") == ["Retirer 2", "Retirer 2"]


def test_of_two_that_say_the_same_the_one_that_is_left_is_not_pressed_for_the_other(page):
    press(page, ".clore >> nth=1", "() => document.querySelectorAll('.clore')[1].remove()")
    assert page.evaluate("window.faits") == []


def test_a_second_press_does_not_land_on_what_takes_the_place_of_what_the_first_one_did(page):
    """« Noter » pressed twice: what is made again after the first press is another’s."""
    press(page, "#noter")
    press(page, "#noter", REFAIRE)
    assert page.evaluate("window.faits") == ["Noter"]


def test_a_button_that_says_something_else_when_it_is_let_go_of_is_not_pressed(page):
    press(
        page, "#noter", POUSSER[:-1] + "document.getElementById('noter').textContent = 'Vider'; }"
    )
    assert page.evaluate("window.faits") == []


def test_a_press_that_waits_is_forgotten_once_another_button_is_pressed(page):
    page.locator("#boite").press_sequentially("2")
    press(page, "#gris")
    press(page, "#noter")
    page.evaluate("() => { document.getElementById('gris').disabled = false; }")
    page.wait_for_timeout(150)
    assert page.evaluate("window.faits") == ["Noter"]


def test_a_summary_made_again_with_other_words_opens_and_stays_open(page):
    press(
        page,
        "summary",
        """() => { document.getElementById('fig').innerHTML =
      '<details class="cpom-donnees"><summary>Deux points</summary><p>y</p></details>'; }""",
    )
    page.wait_for_selector("details[open]")


def test_a_button_grey_until_what_is_typed_is_told_is_pressed_once_it_is_not(page):
    page.evaluate("""() => document.getElementById('boite').addEventListener('change', () =>
      setTimeout(() => { document.getElementById('gris').disabled = false; }, 200))""")
    press(page, "#gris")
    page.locator("#boite").press_sequentially("2")
    press(page, "#gris")
    page.wait_for_function("window.faits.length > 0")
    assert page.evaluate("window.faits") == ["Enregistrer"]


def test_a_button_that_is_grey_no_more_when_it_is_let_go_of_is_pressed_once(page):
    """The browser makes its own click of that press."""
    page.locator("#boite").press_sequentially("2")
    press(page, "#gris", "() => { document.getElementById('gris').disabled = false; }")
    page.wait_for_timeout(150)
    assert page.evaluate("window.faits") == ["Enregistrer"]
