"""The OpenDocument text: opened by odfdo and by LibreOffice, it says all the report says."""

import zipfile

import pytest
from lxml import etree
from odfdo import Document
from rendu.documents.bureau import (
    BLOCS,
    DESSIN,
    ENVELOPPE,
    HOSTILES,
    assert_discreet,
    assert_stable,
    members,
    shown,
    tables,
    texts,
)

from cpomlib.rendu.documents.odt import ecrire
from cpomlib.rendu.documents.odt.odf import ESPACES, nom

pytestmark = pytest.mark.xdist_group("soffice")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("odt") / "rapport.odt"
    ecrire(BLOCS, ENVELOPPE, made)
    return made


@pytest.fixture(scope="module")
def document(path):
    return Document(path)


@pytest.fixture(scope="module")
def xml(path):
    """The two files of the text, as trees."""
    return {
        name: etree.fromstring(text.encode())
        for name, text in members(path).items()
        if name in {"content.xml", "styles.xml"}
    }


def find(tree, expression):
    return tree.xpath(expression, namespaces=ESPACES)


def words(node):
    """Return the text of a node, line breaks, tabs and runs of spaces included."""
    spaces = {"line-break": "\n", "tab": "\t", "s": " "}
    parts = [node.text or ""]
    for child in node:
        parts += [spaces.get(etree.QName(child).localname, ""), words(child), child.tail or ""]
    return "".join(parts)


def test_headings_are_headings(document):
    found = [(int(h.get_attribute("text:outline-level")), shown(h.inner_text))
             for h in document.body.headers]  # fmt: skip
    assert found == [
        (1, "Les chiffres clés"), (1, "Ce qu’il faut retenir"), (2, "Forces"),
        (2, "Points de vigilance"), (1, "Les comptes"), (2, "Le détail"), (1, "Les comptes"),
        (1, "Les données des graphiques"),
    ]  # fmt: skip


def test_every_cell_of_every_table(xml):
    found = [
        [
            [shown(words(cell)) for cell in find(row, "table:table-cell")]
            for row in find(table, ".//table:table-row")
        ]
        for table in find(xml["content.xml"], "//table:table")
    ]
    assert found[1][1][:3] == ["Occupation", "92,3 %", "−2,1 points"]
    for cells, tableau in zip(found[2:], tables(), strict=True):
        wanted = texts(tableau)
        assert cells == (wanted if tableau.lignes else [wanted[0], ["Aucune ligne."]])


def test_odfdo_reads_the_tables(document):
    money = document.body.tables[2]
    assert [shown(str(v)) for v in money.get_row_values(0)][:2] == ["Poste", "Montant (€)"]
    assert document.body.tables[2].get_element("table:table-header-rows") is not None


def test_tables_are_kept_readable(xml):
    content = xml["content.xml"]
    for table in find(content, "//table:table"):
        assert len(find(table, "table:table-header-rows/table:table-row")) == 1
        assert find(table, "table:title")[0].text
    styles = find(find(content, "//table:table")[2], ".//text:p/@text:style-name")
    assert nom("Nombre de tableau") in styles
    assert nom("Total de nombre") in styles
    rows = find(content, "//style:style[@style:name='Ligne']/style:table-row-properties")
    assert rows[0].get(f"{{{ESPACES['fo']}}}keep-together") == "always"


def test_every_style_used_is_declared(xml):
    declared = set(find(xml["styles.xml"], "//style:style/@style:name"))
    declared |= set(find(xml["content.xml"], "//style:style/@style:name"))
    for attribute in ("text:style-name", "table:style-name", "draw:style-name",
                      "style:parent-style-name"):  # fmt: skip
        for tree in xml.values():
            assert set(find(tree, f"//@{attribute}")) <= declared
    layouts = set(find(xml["styles.xml"], "//style:page-layout/@style:name"))
    assert set(find(xml["styles.xml"], "//@style:page-layout-name")) == layouts


def test_a_heading_or_a_caption_never_ends_a_page(xml):
    for name in ("Heading", "Caption", "Figure"):
        (shape,) = find(
            xml["styles.xml"], f"//style:style[@style:name='{name}']/style:paragraph-properties"
        )
        assert shape.get(f"{{{ESPACES['fo']}}}keep-with-next") == "always"


def test_a_picture_says_its_finding(path, document):
    (frame,) = document.body.frames
    assert frame.svg_title == DESSIN.titre
    assert frame.svg_description == DESSIN.alternative
    with zipfile.ZipFile(path) as archive:
        assert archive.read("Pictures/figure1.png").startswith(b"\x89PNG")
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_margins_carry_the_report_and_the_page_numbers(xml):
    sheet = xml["styles.xml"]
    header = find(sheet, "//style:master-page[@style:name='Standard']/style:header/text:p")
    assert [words(p) for p in header] == [ENVELOPPE.entete, ENVELOPPE.bandeau]
    (footer,) = find(sheet, "//style:footer/text:p")
    assert words(footer) == f"{ENVELOPPE.pied}\t1 / 1"
    assert find(footer, "text:page-number") and find(footer, "text:page-count")
    assert not find(sheet, "//style:master-page[@style:name='First_20_Page']/*")


def test_the_contents_are_filled_and_lead_to_the_headings(xml):
    content = xml["content.xml"]
    lines = [shown(words(p)) for p in find(content, "//text:index-body/text:p")]
    assert "3 Les comptes" in lines
    assert "3.1 Le détail" in lines
    marks = find(content, "//text:bookmark-start/@text:name")
    links = [link[1:] for link in find(content, "//text:a/@xlink:href")]
    assert len(marks) == len(set(marks)) == 8
    assert set(links) <= set(marks)
    assert find(content, "//text:p//text:a[@xlink:href='#les-comptes']/text:span")


def test_captions_are_numbered(xml):
    captions = find(xml["content.xml"], "//text:p[@text:style-name='Caption']")
    assert [shown(words(p)) for p in captions] == [
        "Tableau 1 – Charges", "Figure 1 – Qui paie ? (Part, en %)", "Tableau 2 – =Pièges",
        "Tableau 3 – Rien", "Tableau 4 – Long", "Figure 1, données : Financeurs",
    ]  # fmt: skip


def test_it_speaks_french_and_names_nobody_but_the_service(document, xml):
    assert document.meta.title == ENVELOPPE.titre
    assert document.meta.creator == ENVELOPPE.service
    assert document.meta.creation_date is None
    assert find(xml["styles.xml"], "//style:default-style//@fo:country") == ["FR"]


def test_it_tells_nothing_more(path):
    assert_discreet(path)


def test_the_same_report_is_the_same_file(tmp_path):
    assert_stable(ecrire, tmp_path / "r.odt")


def test_libreoffice_lays_it_out(path, pdf_text):
    text = shown(pdf_text(path))
    for said in ("L’Étape & Fils <Loire>", "Ce qu’il faut retenir", "1 040 000,05 €",
                 "à compléter", "Une note.", "ligne 239", *HOSTILES[:5]):  # fmt: skip
        assert shown(said) in text
