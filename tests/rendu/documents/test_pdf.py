"""The PDF says all that the report says, as itself, on whole pages."""

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import needs

from cpomlib.rendu.blocs import (
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Fait,
    Figure,
    Groupe,
    Identite,
    Paragraphe,
    Sommaire,
    Tableau,
    Titre,
)
from cpomlib.rendu.documents import pdf, plan
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.pdf.contenu import document
from cpomlib.rendu.theme import theme
from cpomlib.socle.fichiers import EcritureError
from cpomlib.socle.valeurs import Secret

HOSTILE = (
    r"""#panic("x") *gras* _it_ $x^2$ \u{41} <a> "q" 'z' ]] [b] @ref = t - l + n / c `m` ~ {k}"""
)
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"annee": "2024", "places": 40}, {"annee": "2025", "places": 44}]},
    "mark": "bar", "width": 560, "height": 260,
    "encoding": {"x": {"field": "annee"}, "y": {"field": "places", "type": "quantitative"}},
}  # fmt: skip
FINANCES = Tableau(
    "Charges", (Colonne("Poste"), Colonne("Montant", "euros"), Colonne("Part", "taux")),
    (("Groupe 1", 1234.5, 0.25), ("Groupe 2", None, Secret("moins de 11 personnes")),
     ("Total", 1040000, 1.0)),
    lignes_total=1, source="les comptes",
)  # fmt: skip
LONG = Tableau(
    "Relevé", (Colonne("Rang", "nombre"), Colonne("Ce qui est dit")),
    tuple((n, f"Ligne-{n} " + "avec de quoi occuper la page " * (n % 9)) for n in range(1, 121)),
)  # fmt: skip
LARGE = Tableau(
    "Mois par mois", tuple(Colonne(f"Mois-{n}", "euros") for n in range(18)),
    (tuple(10_000_000 + n for n in range(18)),),
)  # fmt: skip


def figure(titre):
    tableau = Tableau("Places", (Colonne("Année"), Colonne("Places", "nombre")), (("2024", 4242),))
    return Figure(titre, SPEC, "en places", "l’enquête", "De 40 à 44 places.", tableau)


BLOCS = (
    Groupe((
        Identite("L’Étape", "Tous les établissements", 2025, faits=(Fait("Places", 128, "nombre"),),
                 depots=("Dépôt n° 1 du 3 mars",)),
        ChiffresCles("Les chiffres clés", (
            ChiffreCle("x", "Taux d’occupation", 0.923, "taux", evolution=0.021,
                       jugement="favorable", lien="finances"),
            ChiffreCle("y", "Coût", None, raison="pas de budget"),
        )),
        Constats((Constat("force", "Un exercice équilibré", lien="finances"),), ()),
    )),
    Titre(2, "Les finances", "finances"), Paragraphe("Un texte.", "note"), FINANCES,
    Titre(3, "Le bilan"), Sommaire(), *(figure(f"Une question {n} ?") for n in range(4)),
    Titre(2, "Les publics"), Paragraphe(HOSTILE), Titre(4, "Sans étage"), LONG,
    Titre(2, "L’annexe", nouvelle_page=True), LARGE,
)  # fmt: skip
ENVELOPPE = Enveloppe(
    "Diagnostic 2025 – L’Étape", "L’Étape – diagnostic 2025", "État des données n° 7",
    "Région inventée", "Le service",
)  # fmt: skip


def run(*words):
    needs("Poppler", shutil.which(words[0]))
    done = subprocess.run(words, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def flat(text):
    """Write a text on one line with ordinary spaces: where a line ends is not what is tested."""
    return re.sub(r"\s+", " ", text)


def pages(path):
    return [flat(page) for page in run("pdftotext", "-layout", path, "-").split("\f")[:-1]]


def spoken(path):
    """Return the text in reading order, as it is copied or read aloud."""
    return flat(run("pdftotext", "-raw", path, "-"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "rapport.pdf"
    pdf.ecrire(BLOCS, ENVELOPPE, path)
    return path


def test_every_heading_cell_and_note_is_there(made):
    said = spoken(made)
    for text in (
        "L’Étape", "Tous les établissements", "Places 128", "Dépôt n° 1 du 3 mars", "Sommaire",
        "1 Les chiffres clés", "92,3 %", "+2,1 points sur un an", "favorable", "pas de budget",
        "2 Ce qu’il faut retenir", "Un exercice équilibré", "3 Les finances", "3.1 Le bilan",
        "Tableau 1 – Charges", "Groupe 1 1 234,50 € 25,0 %", "Groupe 2 n. d. s.",
        "n. d. : non disponible", "s. : moins de 11 personnes", "Source : les comptes.",
        "Figure 3 – Une question 2 ?", "en places", "4 242",
    ):  # fmt: skip
        assert text in said, text


def test_hostile_text_comes_out_as_itself(made):
    assert HOSTILE in spoken(made)


def test_an_emoji_is_drawn_or_its_place_is_kept(tmp_path):
    pdf.ecrire([Titre(2, "Le Soleil 🌞 levant\x07"), FINANCES], ENVELOPPE, tmp_path / "r.pdf")
    assert re.search("Le Soleil [🌞□] levant", spoken(tmp_path / "r.pdf"))


def test_each_page_says_who_when_from_what_and_where_it_stands(made):
    count = len(pages(made))
    assert count > 5
    for number, page in enumerate(pages(made), start=1):
        assert f"page {number} / {count}" in page
        assert "État des données n° 7" in page and "Région inventée" in page
        assert ("L’Étape – diagnostic 2025" in page) == (number > 1)


def test_a_table_goes_on_under_its_header_and_no_row_is_cut(made):
    holding = [page for page in pages(made) if "Ligne-" in page]
    assert len(holding) > 2
    assert all("Rang Ce qui est dit" in page for page in holding)
    for rank, row in enumerate(LONG.lignes, start=1):
        assert any(flat(f"{rank} {row[1]}").strip() in page for page in raw_pages(made))


def raw_pages(path):
    return [flat(page) for page in run("pdftotext", "-raw", path, "-").split("\f")]


def test_a_chart_is_whole_with_its_title_and_its_source(made):
    for number in range(4):
        titled = [page for page in raw_pages(made) if f"– Une question {number} ?" in page]
        # its axis and what is written under it are on the page of its title
        assert "Source : l’enquête." in titled[0] and "2024 2025" in titled[0]


def test_a_table_too_wide_lies_on_its_side_and_keeps_every_number_whole(made):
    sizes = re.findall(r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)",
                       run("pdfinfo", "-l", "99", made))  # fmt: skip
    assert ("841.89", "595.276") in sizes and ("595.276", "841.89") in sizes
    assert all(f"10 000 0{n:02d},00 €" in spoken(made) for n in range(18))


def test_what_the_file_says_of_itself(made):
    facts = dict(re.findall(r"^([\w ]+):\s+(.*)$", run("pdfinfo", made), re.MULTILINE))
    assert facts["Title"] == ENVELOPPE.titre and facts["Author"] == "Le service"
    assert facts["Tagged"] == "yes" and "CreationDate" not in facts
    data = made.read_bytes()
    assert b"/Lang" in data and b"fr" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data


def test_its_structure_is_that_of_the_report(made):
    tree = run("pdfinfo", "-struct-text", made)
    assert len(re.findall(r"^ *Figure\b.*", tree, re.MULTILINE)) == 4
    assert len(re.findall(r"^ *TH\b", tree, re.MULTILINE)) >= 3
    levels = [int(each) for each in re.findall(r"^ *H([1-6])\b", tree, re.MULTILINE)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))


def test_fonts_are_those_of_the_project_and_travel_with_the_file(made):
    fonts = run("pdffonts", made).splitlines()[2:]
    assert {line.split()[0].split("+")[1] for line in fonts} == {
        "LiberationSans", "LiberationSans-Bold",
    }  # fmt: skip
    assert all(" yes yes yes " in line for line in fonts)


def test_the_same_content_makes_the_same_bytes(made, tmp_path):
    pdf.ecrire(BLOCS, ENVELOPPE, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == made.read_bytes()


def test_a_short_document_has_no_cover_of_its_own(tmp_path):
    pdf.ecrire([BLOCS[0].blocs[0], Titre(2, "Un"), FINANCES], ENVELOPPE, tmp_path / "r.pdf")
    assert len(pages(tmp_path / "r.pdf")) == 1 and "Sommaire" not in spoken(tmp_path / "r.pdf")


def test_key_figures_inside_a_section_are_a_part_of_it():
    inside = (Titre(2, "Un établissement"), BLOCS[0].blocs[1], BLOCS[0].blocs[2])
    first = document(BLOCS[0].blocs[1:], ENVELOPPE, theme())["blocs"]
    then = document(inside, ENVELOPPE, theme())["blocs"]
    assert [each["niveau"] for each in first] == [1, 1]
    assert [each["niveau"] for each in then] == [1, 2, 2]
    # the same levels as in the other formats, where sections are numbered by the plan
    numbers = [each.numero for each in plan.elements(inside) if each.numero]
    assert numbers == ["1", "1.1", "1.2"]


def test_a_masked_value_leaves_nothing_in_the_file_but_its_mark(made):
    rows = document([FINANCES], ENVELOPPE, theme())["blocs"][0]["lignes"]
    assert rows[1] == ["Groupe 2", "n.\u00a0d.", "s."]


def test_links_lead_somewhere_and_anchors_are_not_shared():
    found = document([*BLOCS, Titre(2, "Les finances", "finances")], ENVELOPPE, theme())["blocs"]
    anchors = [each["ancre"] for each in found if each.get("ancre")]
    assert len(anchors) == len(set(anchors))
    assert found[0]["cartes"][0]["lien"] == "finances"
    lost = document([BLOCS[0]], ENVELOPPE, theme())["blocs"]
    assert lost[0]["cartes"][0]["lien"] == ""


def test_the_name_and_logo_of_the_service_are_on_the_cover(tmp_path):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
    import base64

    logo = "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
    look = replace(theme(), logo=logo, service="DREETS d’essai")
    given = document(BLOCS, replace(ENVELOPPE, service=""), look)
    assert given["service"] == "DREETS d’essai"
    assert given["logo"] == {"format": "svg", "octets": list(drawing.encode())}
    from cpomlib.rendu.documents.pdf.moteur import composer

    path = tmp_path / "r.pdf"
    path.write_bytes(composer(given))
    assert "DREETS d’essai" in pages(path)[0]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(EcritureError) as caught:
        pdf.ecrire([FINANCES], ENVELOPPE, tmp_path / "absent" / "r.pdf")
    assert "r.pdf\u00a0: Ce fichier n’a pas pu être écrit." in str(caught.value)
    (tmp_path / "r.pdf").mkdir()
    with pytest.raises(EcritureError):
        pdf.ecrire([FINANCES], ENVELOPPE, tmp_path / "r.pdf")
    assert [each.name for each in tmp_path.iterdir()] == ["r.pdf"]
