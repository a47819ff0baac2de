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
    before = ouverte.card("Résultat cumulé")
    ouverte.page.locator(CARTE).get_by_role("button", name="Un taux par année").click()
    box = ouverte.page.get_by_label("Taux d’actualisation (% par an), 2027")
    box.fill("1,5")
    box.press("Tab")
    moved = ouverte.until("Résultat cumulé", before)
    ouverte.page.wait_for_timeout(1500)
    ouverte.page.reload(wait_until="commit")
    ouverte.ready()
    expect(box).to_have_value("1,5")
    assert ouverte.card("Résultat cumulé") == moved
    single = ouverte.page.locator(CARTE).get_by_role("button", name="Un seul taux")
    single.click()
    expect(single).to_have_count(0, timeout=60_000)
    expect(ouverte.box("actualisation", "taux")).to_have_value("0")
    ouverte.button("Annuler")
    expect(box).to_have_value("1,5", timeout=60_000)
    ouverte.page.wait_for_timeout(1000)  # the whole panel is made again


def test_the_data_of_a_chart_stay_open_when_it_is_drawn_again(ouverte):
    details = ouverte.page.locator("#fig-resultats details")
    details.locator("summary").click()
    before = ouverte.card("Résultat cumulé")
    ouverte.move("inflation", steps=3)
    ouverte.until("Résultat cumulé", before)
    ouverte.page.wait_for_timeout(1000)
    assert details.get_attribute("open") is not None


def test_the_cost_of_a_place_is_set_against_its_ceiling(ouverte):
    table = ouverte.page.locator(".cpom-zone-4 .cpom-tableau")
    assert "Coût d’une place par GHAM, face à son plafond" in table.inner_text()
    assert "à compléter" in table.inner_text()
    ouverte.button("Détail")
    ouverte.page.locator(".cpom-tableau", has_text="par CHRS et par GHAM").wait_for()
    ouverte.button("Résultats")
    ouverte.page.locator(".cpom-cartes").wait_for()


def test_what_is_taken_off_the_table_comes_back(ouverte):
    ouverte.button("Dupliquer")
    expect(ouverte.page.locator(".cpom-scenarios button")).to_have_count(2)
    ouverte.button("Retirer de la table")
    ouverte.said("n’est plus sur la table")
    ouverte.button("Annuler")
    expect(ouverte.page.locator(".cpom-scenarios button")).to_have_count(2)
    ouverte.button("Retirer de la table")
    expect(ouverte.page.locator(".cpom-scenarios button")).to_have_count(1)
    ouverte.button("Retirer de la table")
    ouverte.said("Un scénario reste toujours")


def test_the_sheet_is_downloaded_and_paper_carries_the_hypotheses(ouverte, tmp_path):
    with ouverte.page.expect_download() as waited:
        ouverte.button("Imprimer (PDF)")
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
    menu = ouverte.page.locator(".cpom-liste-gestionnaire select")
    name, other = (
        ouverte.page.locator("h1").inner_text(),
        menu.locator("option").nth(1).inner_text(),
    )
    menu.select_option(index=1)
    ouverte.page.locator(".cpom-question", has_text="scénarios non enregistrés").wait_for()
    ouverte.button("Rester")
    ouverte.said("Rien n’a changé")
    assert ouverte.page.locator("h1").inner_text() == name
    assert plain(menu.evaluate("menu => menu.selectedOptions[0].text")) == name
    menu.select_option(index=1)
    ouverte.button("Continuer sans enregistrer")
    expect(ouverte.page.locator("h1")).to_have_text(plain(other), timeout=60_000)
    assert ouverte.faults == []
