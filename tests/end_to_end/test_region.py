"""A region from nothing, as its analyst makes it and as a director opens it."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import cpom, needs

pytestmark = [pytest.mark.xdist_group("region"), pytest.mark.lent]
ETAPE = "000520015"
SANS_RH = "000520056"


@pytest.fixture(scope="module")
def reports(example_base, tmp_path_factory):
    out = tmp_path_factory.mktemp("rapports")
    cpom("rapports", "--base", example_base, "--region", "52", "--annee", "2025", "--sortie", out)
    return out / "52" / "2025"


@pytest.fixture
def opened(browser, reports):
    """Open a page of the campaign and watch what it asks for and complains of."""
    contexts = []

    def show(relative, width=1280, height=900):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((reports / relative).as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def test_every_gestionnaire_has_its_three_files(reports):
    campaign = json.loads((reports / "campagne.json").read_text(encoding="utf-8"))
    assert {line["statut"] for line in campaign["gestionnaires"]} == {"fait"}
    for line in campaign["gestionnaires"]:
        names = {path.name for path in (reports / line["id"]).iterdir()}
        assert names == {"diagnostic.html", "diagnostic.ipynb", "indicateurs.json"}


def test_the_report_gives_the_figures_of_the_command(reports, example_base):
    asked = ["--gestionnaire", ETAPE, "--annee", "2025", "--format", "json"]
    printed = json.loads(cpom("indicateurs", "--base", example_base, *asked).stdout)
    reported = json.loads((reports / ETAPE / "indicateurs.json").read_text(encoding="utf-8"))
    assert {i["id"]: i["valeur"] for i in reported} == {i["id"]: i["valeur"] for i in printed}


@pytest.mark.navigateur
def test_a_report_opens_without_asking_anybody_for_anything(opened):
    page = opened(f"{ETAPE}/diagnostic.html")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []


def unfolded(page):
    """Open every part of the technical annex."""
    page.evaluate("document.querySelectorAll('.cpom-annexe').forEach(part => part.open = true)")
    return page


@pytest.mark.navigateur
def test_the_first_screen_says_who_what_comes_first_and_the_mandatory_indicators(opened):
    page = opened(f"{ETAPE}/diagnostic.html")
    assert page.locator("h1").inner_text() == "L’Étape & Fils <Loire>"
    assert "Les données." in page.locator("main").inner_text()[:600]
    # with five others in its région, nothing is told apart from chance; its contract is missed
    assert "Des cibles du contrat ne sont pas atteintes" in page.locator("main").inner_text()[:900]
    assert page.locator(".cpom-tableau").first.locator("tbody tr").count() == 4
    assert "inventé" in page.locator("body").inner_text()[:300].lower()
    for link in page.locator("main a[href^='#']").all():
        assert page.locator(link.get_attribute("href")).count() == 1


@pytest.mark.navigateur
def test_the_annex_is_folded_and_a_figure_opens_the_part_of_its_rows(opened):
    page = opened(f"{ETAPE}/diagnostic.html")
    parts = page.locator("details.cpom-annexe")
    assert parts.count() == 12
    assert page.locator("details.cpom-annexe[open]").count() == 0
    page.locator(".cpom-tableau tbody th a").first.click()
    assert page.locator("details.cpom-annexe[open] h2").all_inner_texts() == ["La méthode"]
    assert page.get_by_text("De quelles lignes viennent les chiffres").is_visible()


@pytest.mark.navigateur
def test_each_part_has_charts_with_all_it_takes_to_read_them(opened):
    page = unfolded(opened(f"{ETAPE}/diagnostic.html"))
    html = page.content()
    for part, following in (
        ("publics", "activite"),
        ("activite", "indicateurs-obligatoires"),
        ("finances", "rh"),
        ("rh", "etablissements"),
    ):
        section = html[html.index(f'id="{part}"') : html.index(f'id="{following}"')]
        assert section.count("<figure") >= 2, part
    for figure in page.locator("figure").all():
        drawing = figure.locator("svg[role=img]")
        assert len(drawing.locator("> desc").text_content()) > 20
        assert figure.locator("figcaption").inner_text()
        assert "Source" in figure.inner_text()
        data = figure.locator("details")
        assert not data.locator("table").is_visible()
        data.locator("summary").click()
        assert data.locator("table").is_visible()


@pytest.mark.navigateur
@pytest.mark.parametrize("width", [1920, 1280, 400, 320])
def test_nothing_runs_off_the_screen(opened, width):
    for name in ("index.html", f"{ETAPE}/diagnostic.html"):
        page = opened(name, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.navigateur
def test_a_telephone_reads_a_signed_table_row_by_row(opened):
    page = opened(f"{ETAPE}/diagnostic.html", width=400)
    first = page.locator(".cpom-tableau").first
    held = first.locator(".cpom-defile")
    assert held.evaluate("box => box.scrollWidth <= box.clientWidth")
    said = first.locator("tbody tr").first.locator("td").first
    assert said.evaluate("cell => getComputedStyle(cell, '::before').content") == '"2023"'
    text = first.locator("tbody tr").first.locator("td").last
    assert text.bounding_box()["width"] > 300
    wide = opened(f"{ETAPE}/diagnostic.html", width=1280).locator(".cpom-tableau").first
    said = wide.locator("tbody td").first
    assert said.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"


@pytest.mark.navigateur
def test_a_part_without_data_says_so_and_the_rest_stands(opened):
    page = unfolded(opened(f"{SANS_RH}/diagnostic.html"))
    text = page.locator("body").inner_text()
    after = text[text.rindex("Les ressources humaines\n") :]
    assert "données manquantes" in after
    assert "«\u00a0Salariés\u00a0»" in after[:400]
    assert "cpom importer tables" in after[:600]
    assert "Compte administratif et base budgétaire" in text
    assert "nan" not in re.findall(r"\w+", text.lower())


@pytest.mark.navigateur
def test_no_english_nor_machine_talk_is_shown(opened):
    words = r"\b(undefined|null|None|True|False|Traceback|Error|DataFrame|NaN|NaT|dtype)\b"
    for name in ("index.html", f"{ETAPE}/diagnostic.html", f"{SANS_RH}/diagnostic.html"):
        assert re.findall(words, unfolded(opened(name)).locator("body").inner_text()) == []


@pytest.mark.navigateur
def test_it_prints_on_a4_with_every_page_used(opened, tmp_path):
    paper = tmp_path / "diagnostic.pdf"
    opened(f"{ETAPE}/diagnostic.html").pdf(path=paper, prefer_css_page_size=True)
    needs("pdfinfo", Path("/usr/bin/pdfinfo").exists())
    facts = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert "A4" in facts
    pages = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")[:-1]
    # what is folded is not printed: the document to sign is
    assert 5 <= len(pages) <= 8
    assert min(len(page.split()) for page in pages) > 15


@pytest.mark.navigateur
def test_the_index_leads_to_every_report(opened, reports):
    page = opened("index.html")
    assert page.complaints == []
    links = page.locator("tbody a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links
    assert [link for link in links if not (reports / link).is_file()] == []
