"""The page of a contract, as people use it, in a real Chromium."""

import io
import zipfile

import pytest
from axe import faults
from conftest import plain
from playwright.sync_api import expect

from cpomlib import base as store
from cpomlib.calcul.contrat import contrats_de, toutes_les_cibles
from cpomlib.socle import write
from cpomlib.tables import contract_names
from pages.conftest import Serveur
from pages.visiteur_contrat import FRAPPE, PHRASE, VisiteurContrat

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-contrat"),
]  # fmt: skip
PREPARE, SIGNE, AUTRE = "C-000520056-1", "C-000520015-1", "C-000520023-1"


@pytest.fixture(scope="module")
def serveur_contrat(base_des_pages, tmp_path_factory):
    served = Serveur("app", "contrat", "--base", base_des_pages,
                     journal=tmp_path_factory.mktemp("journal") / "contrat.txt")  # fmt: skip
    yield served
    served.stop()


@pytest.fixture
def venir(browser, serveur_contrat):
    opened = []

    def come(query, **size):
        opened.append(VisiteurContrat(browser, serveur_contrat.url + query, **size))
        return opened[-1]

    yield come
    for one in opened:
        assert one.faults == []
        one.close()


def en_base(address, code):
    frames = store.read(store.open_base(address), contract_names())
    return contrats_de(frames)[code]


def derniere(address, indicateur):
    found = toutes_les_cibles(en_base(address, PREPARE))
    return next(one.derniere for one in found if one.indicateur == indicateur)


def test_a_target_is_set_by_drag_keyboard_and_number_kept_by_a_reload_undone_and_saved(
    venir, base_des_pages
):
    one = venir(f"?contrat={PREPARE}")
    expect(one.page.locator(".cpom-dit h3", has_text="Réaliste")).to_be_visible()
    place = one.point(2031).bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    before = one.box(2031).input_value()
    one.page.mouse.move(x, y)
    one.page.mouse.down()
    for step in range(1, 6):
        one.page.mouse.move(x, y + 6 * step)
    one.page.mouse.up()
    expect(one.box(2031)).not_to_have_value(before)
    dragged = int(one.box(2031).input_value())
    one.sentence(f"{dragged} % en 2031")
    one.point(2031).focus()
    one.page.keyboard.press("ArrowUp")
    one.sentence(f"{dragged + 1} % en 2031")
    expect(one.point(2031)).to_be_focused()
    one.page.keyboard.press("PageUp")
    one.sentence(f"{dragged + 6} % en 2031")
    one.box(2031).fill("44,5 %")
    one.box(2031).press("Tab")
    # 26 households out of 84 in 2025; 44,5 % of 84 is 37,38: 37, eleven more
    one.sentence("44,5 % en 2031 : 11 ménages de plus par an")
    one.box(2031).fill("beaucoup")
    one.box(2031).press("Tab")
    expect(one.page.locator(".cpom-an-2031 .cpom-refus")).to_contain_text("n’est pas un nombre")
    one.box(2031).fill("44,5")
    one.box(2031).press("Tab")
    expect(one.page.locator(".cpom-an-2031 .cpom-refus")).to_have_count(0)
    one.page.wait_for_function("location.search.includes('etat=')")
    one.reload()
    one.sentence("44,5 % en 2031")
    one.box(2029).fill("40")
    one.box(2029).press("Tab")
    one.sentence("40 % en 2029")
    one.press("Annuler")
    expect(one.box(2029)).to_have_value("")
    one.save()
    one.said("Enregistré le")
    assert derniere(base_des_pages, "cpom_1_taux") == (2031, 0.445)
    last = store.registre(store.open_base(base_des_pages))[0]
    assert last.depot.auteur == "DDETS" and PREPARE in last.depot.fichier
    expect(one.page.locator("#rendered_cells .cpom-enregistrer")).to_be_disabled()


def test_the_later_of_two_sees_the_difference_and_chooses(venir, base_des_pages):
    before = derniere(base_des_pages, "cpom_1_taux")[1]
    first, second = venir(f"?contrat={PREPARE}"), venir(f"?contrat={PREPARE}")
    for one, value in ((first, "45"), (second, "47")):
        one.box(2031).fill(value)
        one.box(2031).press("Tab")
        one.sentence(f"{value} % en 2031")
    first.save("La direction")
    first.said("Enregistré le")
    second.save("La DDETS")
    question = second.page.locator("#rendered_cells .cpom-question")
    expect(question).to_contain_text("La direction a changé la même chose entre-temps")
    said = "« Taux de sortie vers un logement ordinaire » 2031 : Cible"
    assert f"{said} {plain(write(before, 'taux'))} → 45,0 %" in plain(question.inner_text())
    assert derniere(base_des_pages, "cpom_1_taux") == (2031, 0.45)
    question.get_by_role("button", name="Garder les miens").click()
    second.said("relisez, puis enregistrez")
    second.sentence("47 % en 2031")
    second.save("La DDETS")
    second.said("Enregistré le")
    assert derniere(base_des_pages, "cpom_1_taux") == (2031, 0.47)


def test_from_a_point_of_attention_to_the_minutes_of_the_meeting(venir, base_des_pages):
    one = venir(f"?contrat={PREPARE}&ecran=objectifs")
    one.page.locator(".cpom-objectifs .cpom-ajouter").click()
    title = one.page.locator(".cpom-carte-objectif").get_by_label("Objectif", exact=True)
    title.fill("Pourvoir les postes")
    title.press("Tab")
    one.page.locator(".cpom-geste-decliner").click()
    split = one.page.locator(".cpom-objectifs .cpom-retrait", has_text="Pourvoir les postes")
    assert split.first.inner_text().startswith("4.1 · Pourvoir les postes, ")
    one.go("Séance")
    one.page.locator(".cpom-ouvrir-reunion").click()
    one.page.get_by_label("Ce qui est dit").fill("Deux recrutements avant l’été.")
    one.page.locator(".cpom-noter").get_by_label("Objectif").select_option(
        "4 · Pourvoir les postes"
    )
    one.page.get_by_label("Pour le").fill("demain")
    one.page.locator(".cpom-confirmer-note").click()
    one.said("n’est pas une date")
    one.page.get_by_label("Pour le").fill("30/06/2027")
    one.page.locator(".cpom-confirmer-note").click()
    expect(one.page.locator(".cpom-note")).to_contain_text("objectif 4 · Pourvoir les postes")
    one.page.evaluate(FRAPPE, "Les bailleurs sont d’accord.")
    expect(one.page.locator(".cpom-note").last).to_contain_text("Les bailleurs sont d’accord.")
    with one.page.expect_download() as given:
        one.page.locator(".cpom-compte-rendu").click()
    with zipfile.ZipFile(io.BytesIO(given.value.path().read_bytes())) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Deux recrutements avant l’été." in text and "Pourvoir les postes" in text
    one.save()
    one.said("Enregistré le")
    kept = en_base(base_des_pages, PREPARE)
    assert [row["texte"] for row in kept.de("releves")] == [
        "Deux recrutements avant l’été.", "Les bailleurs sont d’accord.",
    ]  # fmt: skip
    assert "Pourvoir les postes" in {row["intitule"] for row in kept.de("objectifs")}


def faire_le_point(one):
    """Say where an action and a decision stand, by what is read on the screen."""
    one.page.get_by_label("Faire le point sur").select_option(
        "Action 1.2-A · Développer les sorties vers le logement adapté"
    )
    drawn = one.page.locator(".cpom-gantt")
    expect(drawn).to_contain_text("en retard, 40 %")
    one.page.get_by_label("État", exact=True).select_option("faite")
    expect(one.page.get_by_label("Avancement (%)")).to_have_value("100")
    expect(drawn).not_to_contain_text("en retard")
    one.press("Annuler")
    expect(one.page.get_by_label("Avancement (%)")).to_have_value("40")
    one.page.get_by_label("État", exact=True).select_option("abandonnée")
    expect(drawn).to_contain_text("abandonnée, 40 %")
    one.page.get_by_label("Pourquoi, en un mot").fill("Un bailleur s’est retiré.")
    one.page.get_by_label("Pourquoi, en un mot").press("Tab")
    one.page.get_by_label("Faire le point sur").select_option(index=8)
    one.page.get_by_label("État", exact=True).select_option("fait")
    expect(one.page.get_by_label("Fait le")).not_to_have_value("")


def test_a_signed_contract_asks_for_its_amendment_and_keeps_what_was_signed(venir, base_des_pages):
    one = venir(f"?contrat={SIGNE}")
    expect(one.box(2028)).to_be_disabled()
    one.page.locator("#rendered_cells .cpom-avenant select").select_option(
        "préparer un nouvel avenant"
    )
    expect(one.box(2028)).to_be_enabled()
    one.box(2028).fill("46")
    one.box(2028).press("Tab")
    one.sentence("46 % en 2028")
    one.go("Suivi")
    expect(one.page.locator(PHRASE)).to_contain_text("en 2025")
    assert one.page.locator(".cpom-juge-non_atteinte").first.inner_text().endswith("non atteinte")
    expect(one.page.locator(".cpom-suivi-cibles")).to_contain_text("fragile")
    faire_le_point(one)
    one.save()
    one.said("Enregistré le")
    held = en_base(base_des_pages, SIGNE)
    [action] = [row for row in held.de("actions") if row["id_action"] == "1.2-A"]
    assert (action["etat"], action["avancement"], action["commentaire"]) == (
        "abandonnee", 0.4, "Un bailleur s’est retiré.",
    )  # fmt: skip
    assert action["date_point"] and next(iter(held.de("releves")))["close_le"]
    rows = [row for row in held.de("cibles")
            if row["indicateur"] == "cpom_1_taux" and row["annee"] == 2028]  # fmt: skip
    assert sorted((int(row["avenant"] or 0), row["cible"]) for row in rows)[-1][1] == 0.46
    assert len(rows) == 2


def test_a_reserved_page_shows_one_contract_whatever_the_address_asks(
    browser, base_des_pages, tmp_path
):
    served = Serveur("app", "contrat", "--base", base_des_pages, "--contrat", SIGNE,
                     "--chauds", "0", journal=tmp_path / "journal.txt")  # fmt: skip
    try:
        other = VisiteurContrat(browser, f"{served.url}?contrat={AUTRE}")
        shown = other.page.locator("body").inner_text()
        names = store.read(store.open_base(base_des_pages), ["gestionnaires"])["gestionnaires"]
        found = dict(zip(names["id_gestionnaire"], names["raison_sociale"], strict=True))
        assert found["000520015"] in shown and found["000520023"] not in shown
        other.page.wait_for_function(f"location.search.includes('contrat={SIGNE}')")
        expect(other.page.locator("#rendered_cells .cpom-changer")).to_be_disabled()
        other.go("Cibles")
        expect(other.page.locator(".cpom-dit h3", has_text="Réaliste")).to_be_visible()
        assert "comparables" not in other.page.locator(".cpom-dits").inner_text().split("fait")[0]
        other.close()
    finally:
        served.stop()


def test_every_screen_holds_in_each_width_and_axe_finds_nothing_serious(venir):
    found, wide = {}, {}
    one = venir(f"?contrat={SIGNE}")
    for size in ((1280, 720), (1920, 1080), (400, 800)):
        one.page.set_viewport_size({"width": size[0], "height": size[1]})
        for screen in ("Démarche", "Objectifs", "Cibles", "Séance", "Suivi"):
            one.go(screen)
            one.written()
            over = one.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide[size[0], screen] = over
            if size[0] != 1920:
                found |= {
                    (size[0], screen, rule): at
                    for rule, at in faults(one.page, "serious", "critical").items()
                }
    assert (found, wide) == ({}, {})


def test_a_moved_target_is_on_screen_with_few_words(venir):
    """What is around the contract is not said again: the hand would wait for it."""
    one = venir(f"?contrat={PREPARE}")
    expect(one.page.locator(".cpom-dit h3", has_text="Réaliste")).to_be_visible()
    one.written()
    said = []
    for rank in range(4):
        phrase, before = one.page.locator(PHRASE), len(one.heard)
        told = phrase.inner_text()
        one.point(2031).press(("ArrowDown", "ArrowUp")[rank % 2])
        expect(phrase).not_to_have_text(told, use_inner_text=True)
        one.written()
        said.append(len(one.heard) - before)
    assert max(said) <= 12, said
