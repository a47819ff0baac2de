"""Four stories told with few gestures: a click, a choice in a list, a value typed are one each."""

import pytest
from conftest import plain
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip


class Main:
    """A hand that counts what it does."""

    def __init__(self, one):
        self.page, self.gestes = one.page, 0

    def press(self, name, where="#rendered_cells"):
        self.gestes += 1
        self.page.locator(where).get_by_role("button", name=name, exact=True).click()

    def choose(self, where, value):
        self.gestes += 1
        self.page.locator(where).select_option(value)

    def type(self, where, text):
        self.gestes += 1
        box = self.page.locator(where)
        box.fill(text)
        box.press("Tab")


class Clavier(Main):
    """A hand without a mouse: it goes by Tab to what it wants, and loses its place nowhere."""

    def press(self, name, where="#rendered_cells"):
        self.gestes += 1
        self._aller("(e, nom) => e.tagName === 'BUTTON' && e.textContent.trim() === nom", name)
        self.page.keyboard.press("Enter")

    def choose(self, where, value):
        self.gestes += 1
        self._aller("(e, ou) => e.matches(ou)", where)
        names = "Array.from(document.activeElement.options, o => plain(o.textContent))"
        rank, now = self.page.evaluate(
            "asked => { const plain = t => t.replaceAll('\\u00a0', ' ');"
            f" return [{names}.indexOf(asked), document.activeElement.selectedIndex]; }}", value,
        )  # fmt: skip
        assert rank >= 0, f"{value} is not in {where}"
        self.page.keyboard.press("Space")
        for _ in range(abs(rank - now)):
            self.page.keyboard.press("ArrowDown" if rank > now else "ArrowUp")
        self.page.keyboard.press("Enter")

    def type(self, where, text):
        self.gestes += 1
        self._aller("(e, ou) => e.matches(ou)", where)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def _aller(self, test, asked):
        """Press Tab until the keyboard is there; wait first for what a gesture makes."""
        here = f"asked => ({test})(document.activeElement, asked)"
        every = "Array.from(document.querySelectorAll('#rendered_cells *'))"
        self.page.wait_for_function(f"asked => {every}.some(e => ({test})(e, asked))", arg=asked)
        self.page.wait_for_timeout(300)
        for _ in range(80):
            if self.page.evaluate(here, asked):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {asked}")


@pytest.fixture
def main(visiteur):
    return Main(visiteur("?gestionnaire=000520015"))


@pytest.fixture(params=[Main, Clavier], ids=["souris", "clavier"])
def mains(request, visiteur):
    return request.param(visiteur("?gestionnaire=000520015"))


def test_ten_places_go_from_regroupe_to_diffus_with_their_jobs_in_six_gestures(mains):
    mains.press("+ Ajouter une hypothèse")
    mains.press("Changer des places")
    mains.choose(".cpom-champ-vers select", "Diffus (4D)")
    mains.type(".cpom-champ-places input[type=text]", "10")
    mains.choose(".cpom-choix-financement_place select", "Moyenne de l’établissement")
    sentence = mains.page.locator("#rendered_cells .cpom-phrase")
    expect(sentence).to_contain_text("ferme 10")
    said = plain(sentence.inner_text())
    assert "ferme 10 places en regroupé" in said
    assert "ouvre 10 places en diffus" in said
    expect(mains.page.locator(".cpom-suite .cpom-suite-texte")).to_be_visible()
    assert mains.gestes <= 6


def test_balance_is_found_in_four_gestures(mains):
    mains.choose(".cpom-droite > .widget-dropdown select", "Atteindre l’équilibre")
    mains.press("Chercher")
    mains.page.locator(".cpom-reponse p").wait_for()
    mains.press("Appliquer au scénario")
    result = mains.page.locator("#rendered_cells .cpom-carte", has_text="Résultat")
    expect(result.locator(".cpom-carte-valeur")).to_have_text(["0 €"], use_inner_text=True)
    assert mains.gestes <= 4


def test_four_scenarios_are_compared_in_five_gestures(main):
    for count in (2, 3, 4):
        main.press("Dupliquer")
        expect(main.page.locator(".cpom-scenarios button")).to_have_count(count)
    main.choose(".cpom-droite > .widget-dropdown select", "Comparer")
    names = main.page.locator("#fig-resultats .cpom-vif")
    expect(names).to_have_count(5)
    assert main.gestes <= 5


def test_saving_sharing_and_printing_take_two_gestures_each(main):
    main.press("Enregistrer")
    main.press("Enregistrer sous ce nom")
    main.page.locator(".cpom-message", has_text="est enregistré").wait_for()
    main.press("Plus ▾")
    main.press("Partager")
    expect(main.page.locator("[data-cpom-copie]")).to_contain_text("etat=")
    main.press("Plus ▾")
    with main.page.expect_download():
        main.press("Imprimer (PDF)")
    assert main.gestes == 6
