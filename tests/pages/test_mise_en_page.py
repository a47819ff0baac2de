"""What is in sight at once on the screens of a meeting."""

import pytest
from playwright.sync_api import expect

from cpomlib.pages.scenarios.barre import Barre

LIEU = "name => document.querySelector('#rendered_cells ' + name).getBoundingClientRect().toJSON()"


def place(one, name):
    return one.page.evaluate(LIEU, name)


@pytest.mark.navigateur
@pytest.mark.lent
@pytest.mark.xdist_group("page-scenarios")
def test_a_card_of_places_and_its_result_are_in_sight_on_both_screens(visiteur):
    """The card went 350 pixels under the screen, half of a projector was white."""
    one = visiteur("?gestionnaire=000520015")
    one.add("Changer des places")
    one.page.locator(".cpom-variante select").select_option("Ouvrir")
    expect(one.page.locator(".cpom-type-ouvrir_places .cpom-suite-texte")).to_be_visible()
    title, jobs, years = (place(one, n) for n in
                          (".cpom-hypothese", ".cpom-suite", "#fig-resultats svg"))  # fmt: skip
    assert title["top"] > 200
    assert jobs["bottom"] <= 720
    assert years["bottom"] <= 720
    assert jobs["right"] < years["left"]
    one.page.set_viewport_size({"width": 1920, "height": 1080})
    years, charges = place(one, "#fig-resultats"), place(one, "#fig-charges")
    assert years["right"] < charges["left"]
    assert charges["right"] > 1860
    assert max(years["bottom"], charges["bottom"]) <= 1080


def test_long_names_keep_what_tells_them_apart_on_one_row():
    names = [f"Passage du regroupé au diffus, hypothèse {which} 2031" for which in ("1", "2")]
    bar = Barre(lambda _: None, lambda *_: None)
    bar.montrer("L’Étape", names, 0, exemple=False)
    shown = [label for label, _ in bar.scenarios.options]
    assert shown == ["Passage du regr…pothèse 1 2031", "Passage du regr…pothèse 2 2031"]
    assert list(bar.scenarios.tooltips) == names
    assert f'title="{names[0]}"' in bar.titre.value
