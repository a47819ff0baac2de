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


@pytest.fixture
def main(visiteur):
    return Main(visiteur("?gestionnaire=000520015"))


def test_ten_places_go_from_regroupe_to_diffus_with_their_jobs_in_six_gestures(main):
    main.press("+ Ajouter une hypothèse")
    main.press("Changer des places")
    main.choose(".cpom-champ-vers select", "4D, diffus")
    main.type(".cpom-champ-places input[type=text]", "10")
    main.choose(".cpom-choix-financement_place select", "Moyenne de l’établissement")
    sentence = main.page.locator("#rendered_cells .cpom-phrase")
    expect(sentence).to_contain_text("ferme 10")
    said = plain(sentence.inner_text())
    assert "ferme 10 places en regroupé" in said
    assert "ouvre 10 places en diffus" in said
    expect(main.page.locator(".cpom-suite .cpom-suite-texte")).to_be_visible()
    assert main.gestes <= 6


def test_balance_is_found_in_four_gestures(main):
    main.choose(".cpom-droite > .widget-dropdown select", "Atteindre l’équilibre")
    main.press("Chercher")
    main.page.locator(".cpom-reponse p").wait_for()
    main.press("Appliquer au scénario")
    result = main.page.locator("#rendered_cells .cpom-carte", has_text="Résultat")
    expect(result.locator(".cpom-carte-valeur")).to_have_text(["0 €"], use_inner_text=True)
    assert main.gestes <= 4


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
