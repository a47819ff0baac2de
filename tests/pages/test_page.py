"""The page of the scenarios, as people use it, in a real Chromium."""

import json
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from conftest import plain
from playwright.sync_api import expect

from cpomlib import base as store

GESTIONNAIRE = "000520015"
pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ouverte(browser, serveur):
    from pages.conftest import Visiteur

    one = Visiteur(browser, f"{serveur.url}?gestionnaire={GESTIONNAIRE}")
    yield one
    one.close()


def test_a_move_of_a_slider_changes_the_figures_and_the_chart(ouverte):
    before, drawn = ouverte.card("Trésorerie"), ouverte.page.inner_html("#fig-resultats svg")
    ouverte.move("actualisation", steps=5)
    expect(ouverte.box("actualisation", "taux")).to_have_value("0,5")
    after = ouverte.until("Trésorerie", before)
    assert number(after) > number(before)
    ouverte.page.wait_for_function(
        "old => document.querySelector('#fig-resultats svg').innerHTML !== old", arg=drawn
    )


def test_undo_takes_back_a_whole_move_and_the_base_comes_back(ouverte):
    ouverte.page.keyboard.press("Escape")
    ouverte.button("Annuler")
    expect(ouverte.box("actualisation", "taux")).to_have_value("0")
    assert ouverte.faults == []


def test_a_typed_number_is_read_in_french_and_a_wrong_one_is_said(ouverte):
    box = ouverte.box("actualisation", "taux")
    before = ouverte.card("Trésorerie")
    box.fill("1,5")
    box.press("Tab")
    ouverte.until("Trésorerie", before)
    box.fill("beaucoup")
    box.press("Tab")
    card = ouverte.page.locator(".cpom-type-actualisation")
    expect(card.locator(".cpom-refus")).to_contain_text("n’est pas un nombre")
    expect(card.locator(".cpom-champ-taux.cpom-refuse input[type=text]")).to_have_value("beaucoup")
    box.fill("0")
    box.press("Tab")
    expect(card.locator(".cpom-refus")).to_have_count(0)


def test_a_hypothesis_is_added_with_its_base_value_and_taken_away(ouverte):
    ouverte.add("Taux d’occupation")
    card = ouverte.page.locator(".cpom-type-occupation")
    card.wait_for()
    expect(card).to_contain_text(re.compile(r"en\s2025|Année de base"))
    card.get_by_role("button", name="Préciser").click()
    expect(card.get_by_label("Justification")).to_have_count(1)
    card.get_by_role("button", name="Retirer").click()
    card.wait_for(state="detached")
    ouverte.page.locator(".cpom-ligne-actualisation button").click()
    ouverte.slider("actualisation").wait_for()


def test_four_scenarios_are_laid_side_by_side_and_a_fifth_is_refused(ouverte):
    names = ouverte.page.locator(".cpom-scenarios button")
    for count in (2, 3, 4):
        ouverte.button("Dupliquer")
        expect(names).to_have_count(count)
    ouverte.button("Dupliquer")
    ouverte.said("Quatre scénarios")
    ouverte.see("Comparer")
    ouverte.page.locator(".cpom-tableau", has_text="Scénario D").first.wait_for()
    expect(names).to_have_count(4)
    for title in "DCB":
        ouverte.more("Retirer de la table")
        ouverte.said(f"« Scénario {title} » n’est plus sur la table")
    ouverte.see("Résultats")
    ouverte.page.locator("#fig-resultats").wait_for()


def test_goal_seek_finds_a_balanced_year_and_applies_it(ouverte):
    ouverte.see("Atteindre l’équilibre")
    ouverte.button("Chercher")
    answer = ouverte.page.locator(".cpom-reponse", has_text="le résultat de 2030 est de")
    answer.wait_for()
    # the answer names a result within one euro of zero: « 0,42 € », « −0,15 € »
    assert re.search(r"est de [−-]?0,\d\d €", plain(answer.inner_text()))
    ouverte.button("Appliquer au scénario")
    ouverte.see("Résultats")
    ouverte.page.wait_for_function(
        "/^[−-]?[01]\\s€$/.test(document.querySelector('.cpom-carte-valeur')?.innerText ?? '')"
    )
    # a slider has steps: the value found, finer than one of them, must not be rounded to it
    ouverte.written()
    assert re.fullmatch(r"[−-]?[01] €", plain(ouverte.card("Résultat")))


def test_what_weighs_and_what_may_happen_are_drawn(ouverte):
    before = ouverte.card("Trésorerie")
    ouverte.move("actualisation", steps=2)  # a tornado makes values vary: none of them at zero
    ouverte.until("Trésorerie", before)
    ouverte.see("Incertitude")
    ouverte.page.locator("#fig-tornade svg").wait_for()
    ouverte.page.locator("#fig-bandes-resultat svg").wait_for()
    ouverte.see("Écart")
    ouverte.page.locator("#fig-ecart svg").wait_for()
    ouverte.see("Détail")
    ouverte.page.locator(".cpom-tableau", has_text="Par établissement").first.wait_for()
    ouverte.see("Résultats")


def test_a_reload_loses_nothing_and_the_address_is_shared(ouverte, visiteur):
    before = ouverte.card("Trésorerie")
    ouverte.move("actualisation", steps=3)
    ouverte.until("Trésorerie", before)
    ouverte.written()
    moved = ouverte.card("Trésorerie")
    ouverte.more("Partager")
    shared = ouverte.page.locator("[data-cpom-copie]").inner_text()
    assert visiteur("?" + shared.partition("?")[2]).card("Trésorerie") == moved
    ouverte.reload()
    assert ouverte.card("Trésorerie") == moved


def test_the_workbook_is_downloaded_with_its_formulas(ouverte, tmp_path):
    import openpyxl

    with ouverte.page.expect_download() as waited:
        ouverte.more("Exporter (Excel)")
    path = tmp_path / waited.value.suggested_filename
    waited.value.save_as(path)
    book = openpyxl.load_workbook(path)
    formulas = [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) > 50


def test_a_saved_scenario_is_seen_by_the_other_who_may_not_overwrite_it(
    ouverte, visiteur, base_des_pages
):  # fmt: skip
    def kept(name):
        known = store.declarations(store.open_base(base_des_pages), [GESTIONNAIRE])
        return next((one.texte for one in known if one.nom == name), None)

    other = visiteur(f"?gestionnaire={GESTIONNAIRE}")
    other.more("Ouvrir…")
    save(ouverte, "Plan d’équilibre", "Léa")
    held = kept("plan-d-equilibre")
    assert yaml.safe_load(held)["auteur"] == "Léa"
    menu = other.page.get_by_label("Scénario enregistré")
    other.page.wait_for_function(
        "[...document.querySelectorAll('option')].some(o => o.value.startsWith('Plan d’équilibre'))"
    )
    save(other, "Plan d’équilibre", "Sam", told="rien n’a été écrit")
    assert kept("plan-d-equilibre") == held
    save(other, "Plan de Sam", "Sam", opened=True)
    assert kept("plan-de-sam")
    other.more("Ouvrir…")
    menu.wait_for()
    expect(other.page.locator("option", has_text="Plan de Sam")).to_have_count(1)
    expect(other.page.locator("option", has_text="Plan d’équilibre")).to_have_count(1)


def test_a_saved_scenario_is_renamed_then_taken_out_and_history_keeps_it(ouverte, base_des_pages):
    def kept():
        known = store.declarations(store.open_base(base_des_pages), [GESTIONNAIRE])
        return {one.nom for one in known}

    save(ouverte, "Essai à jeter", "Léa")
    ouverte.more("Ouvrir…")
    drawer = ouverte.page.locator(".cpom-tiroir-ouvrir")
    label = drawer.locator("option", has_text="Essai à jeter").inner_text()
    drawer.get_by_label("Scénario enregistré").select_option(label)
    drawer.get_by_label("Nouveau nom").fill("Essai gardé")
    drawer.get_by_label("Nouveau nom").press("Tab")
    drawer.get_by_role("button", name="Renommer").click()
    ouverte.said("s’appelle maintenant « Essai gardé »")
    assert "essai-garde" in kept()
    assert "essai-a-jeter" not in kept()
    label = drawer.locator("option", has_text="Essai gardé").inner_text()
    drawer.get_by_label("Scénario enregistré").select_option(label)
    drawer.get_by_role("button", name="Supprimer…").click()
    ouverte.button("Supprimer de la liste")
    ouverte.said("n’est plus dans la liste")
    assert "essai-garde" not in kept()


def test_after_a_reload_one_saves_one_s_own_scenario_again(visiteur):
    one = visiteur(f"?gestionnaire={GESTIONNAIRE}")
    one.type("actualisation", "taux", "1")
    save(one, "Le mien", "Léa")
    one.reload()
    one.type("actualisation", "taux", "2")
    save(one, "Le mien", "Léa")


def test_it_asks_the_network_for_nothing_but_its_server(ouverte, serveur):
    own = serveur.url.split("/?")[0].rstrip("/")
    away = [url for url in ouverte.asked if not url.startswith((own, "data:", "blob:"))]
    assert away == []


def test_it_fits_the_screen(visiteur):
    page = visiteur(f"?gestionnaire={GESTIONNAIRE}", width=400, height=720).page
    wide = {}
    for width in (400, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 720})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    assert {width: found for width, found in wide.items() if found > width} == {}


def test_a_lost_session_says_so_and_reloads(visiteur, serveur):
    import os
    import signal

    one = visiteur(f"?gestionnaire={GESTIONNAIRE}")
    before = one.card("Trésorerie")
    one.move("actualisation", steps=2)
    one.until("Trésorerie", before)
    one.written()
    moved = one.card("Trésorerie")
    kernel = one.page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    os.kill(process_of(kernel, serveur), signal.SIGKILL)
    one.page.locator("#cpom-perdu", has_text="La session s’est arrêtée").wait_for()
    with one.page.expect_navigation(wait_until="commit"):
        one.button("Recharger la page")
    one.ready()
    assert one.card("Trésorerie") == moved


def process_of(kernel, serveur):
    """Return the pid of a session: the child that listens on its sockets."""
    import psutil

    (path,) = Path(tempfile.gettempdir()).glob(f"cpom-app-*/voila_*/kernel-{kernel}.json")
    sockets = json.loads(path.read_text())["ip"]
    children = psutil.Process(serveur.process.pid).children(recursive=True)
    (mine,) = [
        child.pid
        for child in children
        if any(str(each.laddr).startswith(sockets) for each in child.net_connections("unix"))
    ]
    return mine


def save(one, name, author, opened=False, told=""):
    if not opened:
        one.button("Enregistrer")
    drawer = one.page.locator(".cpom-tiroir-enregistrer")
    drawer.get_by_label("Nom", exact=True).fill(name)
    drawer.get_by_label("Auteur").fill(author)
    drawer.get_by_role("button", name="Enregistrer sous ce nom").click()
    one.said(told or f"« {name} » est enregistré")


def number(text):
    return float(re.sub(r"[^\d,−-]", "", text).replace("−", "-").replace(",", "."))
