"""What misled people on the page, each as it was seen: none of it comes back."""

import re

import pytest
from conftest import plain
from playwright.sync_api import expect

from cpomlib.calcul.scenarios import TYPES, Scenario
from cpomlib.pages.scenarios import adresse
from cpomlib.pages.scenarios.seance import Seance
from cpomlib.pages.tenue.passe import ELAN

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip
GESTIONNAIRE = "000520015"
SANS_RH = "000520056"


@pytest.fixture
def ouverte(visiteur):
    return visiteur(f"?gestionnaire={GESTIONNAIRE}")


def test_a_value_beyond_the_slider_stays_as_it_was_typed(ouverte):
    """The slider's own rounding came back as a move: 12 fell back to 0."""
    for texte in ("12", "−7"):
        before = ouverte.card("Résultat")
        ouverte.type("actualisation", "taux", texte)
        moved = ouverte.until("Résultat", before)
        ouverte.written()
        expect(ouverte.box("actualisation", "taux")).to_have_value(texte)
        assert ouverte.card("Résultat") == moved
        slider = ouverte.slider("actualisation").input_value()
        assert float(slider) == float(texte.replace("−", "-"))


def test_opening_places_never_gives_money_without_cost_in_silence(ouverte):
    """Fifty places brought 687 000 euros a year, not one job and no word."""
    posts = ouverte.card("Postes (ETP)")
    ouverte.add("Changer des places")
    ouverte.page.locator(".cpom-variante select").select_option("Ouvrir")
    card = ouverte.page.locator(".cpom-type-ouvrir_places")
    card.wait_for()
    ouverte.type("ouvrir_places", "places", "50")
    sentence = ouverte.page.locator("#rendered_cells .cpom-phrase")
    expect(sentence).to_contain_text("ouvre 50 places")
    expect(sentence).to_contain_text("postes")
    assert number(ouverte.card("Postes (ETP)")) > number(posts)
    expect(card.locator(".cpom-suite-texte")).to_contain_text("Avec ces places")
    card.get_by_role("button", name="Ne pas compter").click()
    expect(ouverte.page.locator("#rendered_cells .cpom-doutes")).to_contain_text(
        "50 places ouvertes, emplois écartés sans raison"
    )
    card.get_by_role("button", name="Compter les emplois").click()
    expect(ouverte.page.locator("#rendered_cells .cpom-doutes")).to_have_count(0)


def test_a_refusal_is_said_as_the_page_writes_it(ouverte):
    """« 1 » est hors des bornes, écrivez 0.010: obeying gave 0,01 %."""
    ouverte.type("actualisation", "taux", "100 %")
    told = ouverte.page.locator(".cpom-type-actualisation .cpom-refus").last
    expect(told).to_be_visible()
    assert plain(told.inner_text()) == (
        "100 % par an est hors des bornes. La valeur admise la plus proche est 50 % par an. "
        "La valeur d’avant, 0, reste comptée."
    )


def test_a_refused_value_stays_marked_and_its_message_goes_with_its_cause(ouverte):
    before = ouverte.card("Résultat")
    ouverte.type("actualisation", "taux", "abc")
    marked = ouverte.page.locator(".cpom-champ-taux.cpom-refuse input[type=text]")
    expect(marked).to_have_value("abc")
    assert ouverte.card("Résultat") == before
    ouverte.type("actualisation", "taux", "1")
    ouverte.until("Résultat", before)
    expect(ouverte.page.locator(".cpom-champ-taux.cpom-refuse")).to_have_count(0)
    expect(ouverte.page.locator(".cpom-champ-taux .cpom-refus")).to_have_count(0)


def test_a_slider_does_not_follow_what_is_refused(ouverte):
    """After « 1000 » it went to 1000, where nothing of it was counted, and one step was 10."""
    handle, box = ouverte.slider("actualisation"), ouverte.box("actualisation", "taux")
    for refused in ("1000", "abc", ""):
        ouverte.type("actualisation", "taux", refused)
        expect(ouverte.page.locator(".cpom-champ-taux.cpom-refuse")).to_have_count(1)
        assert handle.input_value() == "0"
        assert (handle.get_attribute("min"), handle.get_attribute("max")) == ("-5", "10")
        ouverte.type("actualisation", "taux", "0")
        expect(ouverte.page.locator(".cpom-champ-taux.cpom-refuse")).to_have_count(0)
    ouverte.type("actualisation", "taux", "12")
    expect(handle).to_have_attribute("max", "12")
    ouverte.type("actualisation", "taux", "1")
    expect(handle).to_have_attribute("max", "10")
    expect(box).to_have_value("1")


def test_what_cannot_apply_is_greyed_with_its_reason(visiteur):
    """« + Postes » without HR data froze everything."""
    one = visiteur(f"?gestionnaire={SANS_RH}")
    one.button("+ Ajouter une hypothèse")
    button = one.page.locator(".cpom-plus-etp")
    expect(button).to_be_disabled()
    assert "aucun salarié déposé" in button.inner_text()


def test_a_fault_lives_in_its_card_and_all_the_rest_goes_on(ouverte):
    ouverte.add("Changer des places")
    ouverte.page.locator(".cpom-variante select").select_option("Fermer")
    ouverte.page.locator(".cpom-type-fermer_places").wait_for()
    ouverte.type("fermer_places", "places", "4000")
    card = ouverte.page.locator(".cpom-type-fermer_places")
    expect(card.locator(".cpom-refus").first).to_contain_text("moins de zéro place")
    before = ouverte.card("Résultat")
    ouverte.page.locator(".cpom-ligne-actualisation button").click()
    ouverte.type("actualisation", "taux", "1")
    ouverte.until("Résultat", before)
    ouverte.see("Détail")
    ouverte.page.locator(".cpom-tableau", has_text="Par établissement").first.wait_for()
    ouverte.button("Enregistrer")
    ouverte.button("Enregistrer sous ce nom")
    ouverte.said("L’hypothèse 2 n’est pas comptée")


@pytest.mark.parametrize(
    ("query", "said"),
    [("", ""), ("?gestionnaire=999999999", "« 999999999 » n’est pas dans la base"),
     (f"?gestionnaire={GESTIONNAIRE}&etat=eJxTU1", "L’adresse est incomplète")],
)  # fmt: skip
def test_an_address_that_opens_nothing_shows_nobody_s_figures(browser, serveur, query, said):
    """An unknown gestionnaire, or a cut address, opened the first of the alphabet."""
    page = browser.new_page(locale="fr-FR")
    page.goto(serveur.url + query, wait_until="commit")
    search = page.locator("#rendered_cells").get_by_label("Gestionnaire")
    search.wait_for()
    assert page.locator(".cpom-carte").count() == 0
    assert said in plain(page.locator("#rendered_cells").inner_text())
    page.close()


def test_a_field_is_undone_alone_and_done_again(ouverte):
    """Undo swallowed a field; there was no way back."""
    box = ouverte.box("actualisation", "taux")
    for text in ("1", "2"):
        before = ouverte.card("Résultat")
        ouverte.type("actualisation", "taux", text)
        # a busy machine hears of the first one late: they would be one move of a slider
        ouverte.until("Résultat", before)
        ouverte.written()
        ouverte.page.wait_for_timeout(ELAN * 1000)
    ouverte.button("Annuler")
    expect(box).to_have_value("1")
    ouverte.button("Annuler")
    expect(box).to_have_value("0")
    ouverte.button("Rétablir")
    expect(box).to_have_value("1")
    ouverte.button("Rétablir")
    expect(box).to_have_value("2")
    expect(ouverte.page.locator("#rendered_cells .cpom-retablir")).to_be_disabled()


def test_the_keyboard_is_never_lost(ouverte):
    """After « + », a choice, an undo, it was on BODY."""

    def held():
        ouverte.page.wait_for_timeout(400)
        ouverte.page.wait_for_function("document.activeElement !== document.body")

    ouverte.add("Inflation")
    held()
    ouverte.page.locator(".cpom-type-inflation select").first.select_option("III")
    held()
    ouverte.button("Annuler")
    held()
    ouverte.page.locator(".cpom-ligne-actualisation button").click()
    held()


def test_the_fortieth_hypothesis_is_added_with_as_few_words_as_the_second(visiteur):
    """All the cards were made again: it took seven seconds at 37."""
    said = {many: _said_by_an_addition(visiteur, many) for many in (1, 39)}
    assert 0 < said[39] < 1.1 * said[1]


def _said_by_an_addition(visiteur, many):
    """Return how many messages of the session one more hypothesis takes."""
    held = tuple(TYPES["cofinancement"](financeur="region", montant=1000.0) for _ in range(many))
    begun = Seance((Scenario("Scénario A", GESTIONNAIRE, 2025, 5, held),))
    one = visiteur(adresse.ecrire(begun))
    one.button("+ Ajouter une hypothèse")
    one.page.locator(".cpom-plus-cofinancement").wait_for()
    one.written()
    before = len(one.heard)
    one.page.locator(".cpom-plus-cofinancement").click()
    title = one.page.locator(".cpom-gauche h2")
    expect(title).to_have_text(re.compile("Deux hypothèses" if many == 1 else "40 hypothèses"))
    one.page.locator(".cpom-type-cofinancement input[type=text]").wait_for()
    one.written()
    return len(one.heard) - before


def test_the_sentence_and_the_figures_stay_in_sight(visiteur):
    """640 × 360 is 1280 × 720 at 200 %."""
    one = visiteur(f"?gestionnaire={GESTIONNAIRE}", width=640, height=360)
    for width, height in ((640, 360), (400, 720), (1280, 720), (1920, 1080)):
        one.page.set_viewport_size({"width": width, "height": height})
        one.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        for place in (".cpom-phrase", ".cpom-quatre"):
            box = one.page.locator(f"#rendered_cells {place}").bounding_box()
            assert box["y"] >= -1, (width, place)
            assert box["y"] + box["height"] <= height, (width, place)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_screen_holds_what_matters(ouverte):
    page = ouverte.page
    bar = page.locator("#rendered_cells .cpom-haut").bounding_box()
    assert bar["y"] + bar["height"] <= 110
    # whatever the name: a long one wrapped under itself, and the bar took more
    page.locator("h1").evaluate(
        "title => { title.firstChild.textContent = 'Association imaginaire des Trois Moineaux et "
        "des Quatre Vents de la vallée'; }"
    )
    long = page.locator("#rendered_cells .cpom-haut").bounding_box()
    assert long["y"] + long["height"] <= 110
    seen = page.locator(
        "#rendered_cells :is(button, input, select, textarea):visible"
    ).evaluate_all("all => all.filter(x => x.getBoundingClientRect().top < innerHeight).length")
    assert seen <= 12
    chart = page.locator("#fig-resultats svg").bounding_box()
    assert chart["y"] + chart["height"] <= 720
    assert "Région inventée" in page.locator("#rendered_cells .cpom-haut").inner_text()


def test_a_great_amount_never_touches_its_frame(ouverte):
    overflow = ouverte.page.locator("#rendered_cells .cpom-quatre .cpom-carte-valeur").evaluate_all(
        "all => all.map(x => { x.textContent = '−99 999 999 €';"
        " return x.scrollWidth - x.clientWidth; })"
    )
    assert max(overflow) <= 0


def test_the_controls_are_there_before_the_script_and_what_is_done_is_kept(browser, serveur):
    """The script of the widgets is held back: a value typed meanwhile is not lost."""
    page = browser.new_page(locale="fr-FR")

    held = []
    page.route("**/cpom/socle.js*", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/cpom/socle.js*"):
        page.goto(f"{serveur.url}?gestionnaire={GESTIONNAIRE}", wait_until="commit")
    box = page.locator("#cpom-ebauche .cpom-type-actualisation .cpom-champ-taux input[type=text]")
    box.fill("1,5")
    box.press("Tab")
    held[0].continue_()
    true = page.locator("#rendered_cells .cpom-champ-taux input[type=text]")
    expect(true).to_have_value("1,5")
    expect(page.locator("#rendered_cells .cpom-phrase")).to_contain_text("porte le résultat")
    assert page.locator("#cpom-ebauche").count() == 0
    page.close()


def number(text):
    return float(re.sub(r"[^\d,−-]", "", text).replace("−", "-").replace(",", "."))
