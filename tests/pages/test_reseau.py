"""The page and its session over a bad network: late answers, cut ways, one question for all."""

import time

import pytest
from conftest import PATIENCE
from playwright.sync_api import expect

from pages.conftest import PARTIRAIT, Visiteur

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip
TARD = 5000
"""Milliseconds: more than ipywidgets waits before it asks for its widgets one by one."""
RETARD = """
window.cpomLiaisons = [];
window.cpomTardives = 0;
window.WebSocket = class extends WebSocket {
  constructor(...values) {
    super(...values);
    window.cpomLiaisons.push(this);
  }
  set onmessage(action) {
    let order = Promise.resolve();
    super.onmessage = (received) => {
      const late = received.data.byteLength > 50000 ? %d : 0;
      if (late) { order = order.then(() => new Promise((go) => { setTimeout(go, late); })); }
      order = order.then(() => action(received)).then(() => { window.cpomTardives += late > 0; });
    };
  }
};
"""
"""Keeps the ways to the session; holds back the answer that describes all the widgets, and all that
comes after it; counts those that came late."""


SOURD = """
window.WebSocket = class extends WebSocket { set onmessage(action) {} };
"""
"""Hears nothing of the session."""


class Lent(Visiteur):
    """A visitor whose network is slow, and who keeps what is said to the session."""

    def __init__(self, browser, url, retard=0, script=RETARD):
        self.script, self.dits = script % retard if script == RETARD else script, []
        super().__init__(browser, url)

    def come(self, url):
        self.page.add_init_script(self.script)
        self.page.on("websocket", lambda way: way.on("framesent", self.keep))
        super().come(url)

    def keep(self, said):
        self.dits.append(said)

    def count(self, word):
        return sum(word in bytes(said) for said in self.dits)

    def asks(self, times):
        """Wait until the page has asked so many times what its widgets are."""
        limit = time.monotonic() + PATIENCE
        while self.count(b'"request_states"') < times:
            assert time.monotonic() < limit
            self.page.wait_for_timeout(50)

    def late(self, times):
        """Wait until so many late answers have come."""
        self.page.wait_for_function("times => cpomTardives >= times", arg=times)


@pytest.fixture
def lent(browser, serveur):
    opened = []

    def come(**kwargs):
        opened.append(Lent(browser, f"{serveur.url}?gestionnaire=000520015", **kwargs))
        return opened[-1]

    yield come
    for one in opened:
        one.close()


def test_all_widgets_come_in_one_answer_even_a_late_one(lent):
    one = lent(retard=TARD)
    one.asks(1)
    before = one.card("Trésorerie")
    one.move("actualisation", steps=2)
    one.late(1)
    one.until("Trésorerie", before)
    assert one.count(b'"request_states"') == 1
    assert one.count(b'"request_state"') == 0
    assert one.faults == []


def test_a_cut_network_comes_back_and_nothing_done_meanwhile_is_lost(lent):
    one = lent()
    before = one.card("Trésorerie")
    one.page.evaluate("cpomLiaisons.at(-1).close()")
    one.move("actualisation", steps=5)
    expect(one.box("actualisation", "taux")).to_have_value("0,5")
    moved = one.until("Trésorerie", before)
    assert one.page.evaluate("cpomLiaisons.length") == 2
    one.move("actualisation", steps=1)
    one.until("Trésorerie", moved)
    assert one.page.locator("#cpom-perdu").is_hidden()
    assert one.faults == []


def test_what_is_moved_while_the_session_describes_itself_is_not_set_back(lent):
    """After a cut, all is asked for again: the answer is older than what was moved meanwhile."""
    one = lent(retard=TARD)
    before = one.card("Trésorerie")
    one.page.evaluate("cpomLiaisons.at(-1).close()")
    one.asks(2)
    one.move("actualisation", steps=2)
    one.late(2)
    one.move("actualisation", steps=1)
    expect(one.box("actualisation", "taux")).to_have_value("0,3")
    one.until("Trésorerie", before)
    assert one.faults == []


def test_a_cut_network_is_not_told_as_a_session_that_died(lent):
    """It offered to reload, which lost what was moved meanwhile."""
    one = lent()
    before = one.card("Trésorerie")
    one.page.context.set_offline(True)
    one.move("actualisation", steps=5)
    told = one.page.locator("#cpom-perdu", has_text="La connexion est coupée")
    told.wait_for()
    expect(told.get_by_role("button")).to_be_hidden()
    one.page.context.set_offline(False)
    one.until("Trésorerie", before)
    expect(told).to_be_hidden()


def test_the_browser_asks_before_it_leaves_with_what_is_typed(lent):
    """A reload in the middle of a word, or at once after, lost it without a word."""
    one = lent()
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    one.page.on("dialog", stay)
    box = one.box("actualisation", "taux")
    box.click()
    box.press("Control+a")
    for act in (lambda: one.page.keyboard.type("4,5"), lambda: one.page.keyboard.press("Tab")):
        act()
        with one.page.expect_event("dialog"):
            one.page.evaluate("setTimeout(() => location.reload())")
        assert box.input_value() == "4,5"
    assert asked == ["beforeunload"] * 2
    one.reload()
    expect(one.box("actualisation", "taux")).to_have_value("4,5")
    assert len(asked) == 2


def test_a_way_cut_before_the_widgets_are_described_asks_again(lent):
    one = lent()
    one.page.add_init_script(
        "setTimeout(() => { const way = cpomLiaisons[0]; if (way) { way.close(); } }, 150);"
    )
    one.page.reload(wait_until="commit")
    one.ready()
    assert one.slider("actualisation").is_visible()
    assert one.faults == []


def test_the_widgets_are_there_before_the_session_says_anything(browser, serveur):
    page = browser.new_page()
    page.add_init_script(SOURD)
    page.goto(f"{serveur.url}?gestionnaire=000520015", wait_until="commit")
    handle = page.locator("#rendered_cells .cpom-type-actualisation .cpom-curseur").first
    expect(handle).to_be_visible()
    page.close()


def test_a_late_answer_does_not_undo_what_was_done_meanwhile(browser, serveur):
    page = browser.new_page()
    page.add_init_script(RETARD % TARD)
    page.goto(f"{serveur.url}?gestionnaire=000520015", wait_until="commit")
    handle = page.locator("#rendered_cells .cpom-type-actualisation .cpom-curseur").first
    handle.focus()
    before = handle.input_value()
    handle.press("ArrowRight")
    moved = handle.input_value()
    assert moved != before
    page.wait_for_function("cpomTardives > 0")
    assert handle.input_value() == moved
    page.close()


BARRAGE = """
window.cpomRetenus = null;
window.cpomRetenir = (mot) => { window.cpomRetenus = []; window.cpomMot = mot; };
window.cpomLacher = () => {
  cpomRetenus.forEach((heard) => heard());
  window.cpomRetenus = null;
};
window.WebSocket = class extends WebSocket {
  set onmessage(action) {
    super.onmessage = (received) => {
      const held = cpomRetenus && new TextDecoder().decode(received.data).includes(cpomMot);
      if (held) { cpomRetenus.push(() => action(received)); } else { action(received); }
    };
  }
};
"""
"""Hears nothing that the session says with a word in it while that is held back, then all of it."""


def test_the_browser_asks_before_it_leaves_as_long_as_the_session_works(lent):
    """That it had begun was taken for an answer: what was not done yet was lost."""
    one = lent(script=BARRAGE)
    one.written()
    before, address = one.card("Trésorerie"), one.page.evaluate("location.search")
    one.page.evaluate("""cpomRetenir('"idle"')""")
    one.type("actualisation", "taux", "4,5")
    one.until("Trésorerie", before)
    one.page.wait_for_function("before => location.search !== before", arg=address)
    assert not one.page.evaluate(PARTIRAIT)
    one.page.evaluate("cpomLacher()")
    one.written()


@pytest.mark.parametrize("etape", ["dit", "a moitie tape", "pas encore tape"])
def test_a_number_of_a_card_that_is_about_to_be_made_again_is_not_lost(browser, serveur, etape):
    """Told to the old card, it was told to nobody; half typed, it went with its box; typed a
    moment later, it went to the list that had made the card again.
    """
    page = browser.new_page(locale="fr-FR", viewport={"width": 1280, "height": 720})
    page.add_init_script(BARRAGE)
    page.goto(f"{serveur.url}?gestionnaire=000520015", wait_until="commit")
    page.wait_for_selector("body.cpom-pret #rendered_cells #fig-charges svg")
    for name in ("+ Ajouter une hypothèse", "Changer des places"):
        page.locator("#rendered_cells").get_by_role("button", name=name, exact=True).click()
    page.locator(".cpom-champ-vers select").wait_for()
    page.evaluate("cpomRetenir('')")
    page.locator(".cpom-champ-vers select").select_option("Diffus (4D)")
    box = page.locator(".cpom-champ-places input[type=text]")
    if etape != "pas encore tape":
        box.fill("10")
    if etape == "dit":
        box.press("Tab")
        page.locator(".cpom-choix-financement_place select").click()
    box.select_text() if etape == "pas encore tape" else None
    before = box.element_handle()
    page.evaluate("cpomLacher()")
    if etape == "pas encore tape":
        page.wait_for_function("before => !before.isConnected", arg=before)
        page.keyboard.type("10")
        page.keyboard.press("Tab")
    sentence = page.locator("#rendered_cells .cpom-phrase")
    expect(sentence).to_contain_text("ferme 10")
    expect(box).to_have_value("10")
    page.close()
