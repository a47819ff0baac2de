"""What a director hesitates before: years, leaving, changing gestionnaire, printing."""

import pytest
from conftest import plain
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("page-scenarios"),
]  # fmt: skip
GESTIONNAIRE, AUTRE = "000520015", "000520023"
CARTE = ".cpom-type-actualisation"


@pytest.fixture(scope="module")
def ouverte(browser, serveur):
    from pages.conftest import Visiteur

    one = Visiteur(browser, f"{serveur.url}?gestionnaire={GESTIONNAIRE}")
    yield one
    one.close()


def test_a_rate_is_given_year_by_year_kept_by_a_reload_and_undone(ouverte):
    before = ouverte.card("Trésorerie")
    ouverte.page.locator(CARTE).get_by_role("button", name="Préciser").click()
    ouverte.page.locator(CARTE).get_by_role("button", name="Un taux par année").click()
    box = ouverte.page.get_by_label("Taux d’actualisation (% par an), 2027")
    box.fill("1,5")
    box.press("Tab")
    moved = ouverte.until("Trésorerie", before)
    ouverte.reload()
    expect(box).to_have_value("1,5")
    assert ouverte.card("Trésorerie") == moved
    single = ouverte.page.locator(CARTE).get_by_role("button", name="Un seul taux")
    single.click()
    expect(single).to_have_count(0)
    expect(ouverte.box("actualisation", "taux")).to_have_value("0")
    ouverte.button("Annuler")
    expect(box).to_have_value("1,5")
    ouverte.written()  # the whole panel is made again


def test_the_data_of_a_chart_stay_open_when_it_is_drawn_again(ouverte):
    details = ouverte.page.locator("#fig-resultats details")
    details.locator("summary").click()
    before = ouverte.card("Trésorerie")
    ouverte.add("Inflation")
    ouverte.slider("inflation").wait_for()
    ouverte.move("inflation", steps=3)
    ouverte.until("Trésorerie", before)
    ouverte.written()
    expect(details).to_have_attribute("open", "")


def test_the_cost_of_a_place_is_set_against_its_ceiling(ouverte):
    table = ouverte.page.locator(".cpom-zone-3 .cpom-tableau")
    expect(table).to_contain_text("Coût d’une place par GHAM, face à son plafond")
    expect(table).to_contain_text("à compléter")
    ouverte.see("Détail")
    ouverte.page.locator(".cpom-tableau", has_text="par CHRS et par GHAM").wait_for()
    ouverte.see("Résultats")
    ouverte.page.locator("#fig-resultats").wait_for()


def test_what_is_taken_off_the_table_comes_back(ouverte):
    ouverte.button("Dupliquer")
    expect(ouverte.page.locator(".cpom-scenarios button")).to_have_count(2)
    ouverte.more("Retirer de la table")
    ouverte.said("n’est plus sur la table")
    ouverte.button("Annuler")
    expect(ouverte.page.locator(".cpom-scenarios button")).to_have_count(2)
    ouverte.more("Retirer de la table")
    expect(ouverte.page.locator(".cpom-scenarios")).to_be_hidden()
    ouverte.button("Plus ▾")
    expect(ouverte.page.locator(".cpom-suite-barre .cpom-retirer")).to_be_disabled()
    ouverte.button("Plus ▾")
    expect(ouverte.page.locator(".cpom-suite-barre")).to_have_count(0)


def test_the_sheet_is_downloaded_and_paper_carries_the_hypotheses(ouverte, tmp_path):
    with ouverte.page.expect_download() as waited:
        ouverte.more("Imprimer (PDF)")
    waited.value.save_as(tmp_path / "fiche.pdf")
    assert (tmp_path / "fiche.pdf").read_bytes().startswith(b"%PDF-")
    assert waited.value.suggested_filename.endswith(".pdf")
    ouverte.page.emulate_media(media="print")
    printed = ouverte.page.locator(".cpom-imprime")
    assert printed.is_visible()
    assert "Actualisation de la dotation" in printed.inner_text()
    ouverte.page.emulate_media(media="screen")
    assert not printed.is_visible()


def test_unsaved_work_is_asked_about_before_another_gestionnaire(ouverte):
    name = ouverte.page.locator("h1").inner_text()
    ouverte.more("Changer de gestionnaire")
    ouverte.page.locator(".cpom-question", has_text="scénarios non enregistrés").wait_for()
    ouverte.button("Rester")
    ouverte.said("Rien n’a changé")
    assert ouverte.page.locator("h1").inner_text() == name
    ouverte.more("Changer de gestionnaire")
    ouverte.button("Continuer sans enregistrer")
    search = ouverte.page.get_by_label("Gestionnaire")
    search.wait_for()
    options = ouverte.page.locator("datalist option")
    other = next(o for o in options.evaluate_all("all => all.map(o => o.value)")
                 if plain(o) not in plain(name))  # fmt: skip
    search.fill(other)
    ouverte.button("Nouveau scénario")
    expect(ouverte.page.locator("h1")).to_contain_text(other)
    assert ouverte.faults == []
