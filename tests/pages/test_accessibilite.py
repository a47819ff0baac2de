"""Every screen of the page at three sizes: axe-core, and letters that a meeting room reads."""

import pytest
from axe import faults

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip

GRAVES = ("serious", "critical")

ECRANS = (
    "Résultats", "Comparer", "Écart", "Détail", "Atteindre l’équilibre", "Incertitude", "Méthode",
)  # fmt: skip


TAILLES = {(1280, 720): ECRANS, (1920, 1080): ECRANS[:2], (640, 360): ECRANS[:2]}
"""Width and height → the screens looked at; 640 × 360 is 1280 × 720 at 200 %."""

PETITS = """() => {
  const found = {}, seen = document.createTreeWalker(
    document.querySelector('#rendered_cells'), NodeFilter.SHOW_TEXT);
  while (seen.nextNode()) {
    const text = seen.currentNode.textContent.trim(), box = seen.currentNode.parentElement;
    if (!text || !box.checkVisibility({visibilityProperty: true})) continue;
    if (box.closest('.cpom-imprime, .cpom-signal, script, style')) continue;
    let size = parseFloat(getComputedStyle(box).fontSize);
    if (box instanceof SVGElement) {
      const scale = box.getScreenCTM();
      size *= Math.sqrt(Math.abs(scale.a * scale.d - scale.b * scale.c));
    }
    if (size < 13.95) found[text.slice(0, 40)] = size;
  }
  return found;
}"""
"""Texts that are shown under fourteen pixels, charts included: text → pixels."""


def test_every_screen_is_read_by_all_and_from_afar(visiteur):
    one = visiteur("?gestionnaire=000520015")
    one.type("actualisation", "taux", "1")
    found, small = {}, {}

    def look(taille, where):
        one.page.set_viewport_size({"width": taille[0], "height": taille[1]})
        one.written()
        found.update({(taille, where, rule): at for rule, at in faults(one.page, *GRAVES).items()})

    for ecran in ECRANS:
        one.see(ecran)
        for taille in (taille for taille, ecrans in TAILLES.items() if ecran in ecrans):
            look(taille, ecran)
            if taille != (640, 360):
                small |= {(taille, text): size for text, size in one.page.evaluate(PETITS).items()}
    for drawer in ("Enregistrer", "Plus ▾", "+ Ajouter une hypothèse"):
        one.button(drawer)
        for taille in TAILLES:
            look(taille, drawer)
    assert (found, small) == ({}, {})


def test_axe_finds_nothing_serious_on_the_first_screen_nor_in_a_card_of_places(
    browser, serveur, visiteur
):
    page = browser.new_page(locale="fr-FR")
    page.goto(serveur.url, wait_until="commit")
    page.locator("#rendered_cells .cpom-recherche input").wait_for()
    assert faults(page, *GRAVES) == {}
    page.close()
    one = visiteur("?gestionnaire=000520015")
    one.add("Changer des places")
    one.page.locator(".cpom-type-transformer_places").wait_for()
    one.written()
    assert faults(one.page, *GRAVES) == {}
