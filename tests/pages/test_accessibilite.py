"""axe-core on every screen of the page: nothing that is ours; what a library causes is listed."""

import pytest

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip

TOLERES: dict[str, str] = {}
"""Rule → which widget or library causes it; nothing today."""

ECRANS = (
    "Résultats", "Comparer", "Écart", "Détail", "Atteindre l’équilibre", "Incertitude", "Méthode",
)  # fmt: skip


def faults(page):
    from axe_playwright_python.sync_playwright import Axe

    return {
        item["id"]: [node["html"][:160] for node in item["nodes"][:3]]
        for item in Axe().run(page).response["violations"]
        if item["impact"] in ("serious", "critical") and item["id"] not in TOLERES
    }


def test_axe_finds_nothing_serious_on_any_screen(visiteur):
    one = visiteur("?gestionnaire=000520015")
    found = {}
    for ecran in ECRANS:
        one.see(ecran)
        one.page.wait_for_timeout(1500)
        found |= {(ecran, rule): where for rule, where in faults(one.page).items()}
    for drawer in ("Enregistrer", "Plus ▾", "+ Ajouter une hypothèse"):
        one.button(drawer)
        one.page.wait_for_timeout(500)
        found |= {(drawer, rule): where for rule, where in faults(one.page).items()}
    assert found == {}


def test_axe_finds_nothing_serious_on_the_first_screen_nor_in_a_card_of_places(
    browser, serveur, visiteur
):
    page = browser.new_page(locale="fr-FR")
    page.goto(serveur.url, wait_until="commit")
    page.locator("#rendered_cells .cpom-recherche input").wait_for(timeout=180_000)
    assert faults(page) == {}
    page.close()
    one = visiteur("?gestionnaire=000520015")
    one.add("Changer des places")
    one.page.locator(".cpom-type-transformer_places").wait_for()
    one.page.wait_for_timeout(800)
    assert faults(one.page) == {}
