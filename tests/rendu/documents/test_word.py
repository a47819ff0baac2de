"""The Word document: opened by python-docx and by LibreOffice, it says all the report says."""

import pytest
from docx import Document
from docx.oxml.ns import qn
from rendu.documents.bureau import (
    BLOCS,
    DESSIN,
    ENVELOPPE,
    HOSTILES,
    assert_discreet,
    assert_stable,
    shown,
    tables,
    texts,
)

from cpomlib.rendu.blocs import Identite, Paragraphe, Tableau, Titre
from cpomlib.rendu.documents.word import ecrire
from cpomlib.socle.fichiers import EcritureError

pytestmark = pytest.mark.xdist_group("soffice")
PPR = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr",
       "shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")  # fmt: skip
TBLPR = ("tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook",
         "tblCaption", "tblDescription")  # fmt: skip
STYLE = ("name", "basedOn", "next", "link", "uiPriority", "semiHidden", "unhideWhenUsed",
         "qFormat", "rsid", "pPr", "rPr", "tblPr", "tcPr", "tblStylePr")  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("word") / "rapport.docx"
    ecrire(BLOCS, ENVELOPPE, made)
    return made


@pytest.fixture(scope="module")
def document(path):
    return Document(path)


def paragraphs(document, style):
    return [shown(p.text) for p in document.paragraphs if p.style.name == style]


def test_headings_are_headings(document):
    # the key figures and the findings have a heading of their own, the charts' data come last
    assert paragraphs(document, "Heading 1") == [
        "Les chiffres clés", "Ce qu’il faut retenir", "Les comptes", "Les comptes",
        "Les données des graphiques",
    ]  # fmt: skip
    assert paragraphs(document, "Heading 2") == ["Forces", "Points de vigilance", "Le détail"]
    assert paragraphs(document, "Title") == ["L’Étape & Fils <Loire>"]


def test_every_paragraph_has_a_named_style_and_nothing_by_hand(document):
    for element in document.element.body.iter(qn("w:p")):
        settings = element.find(qn("w:pPr"))
        assert settings[0].tag == qn("w:pStyle")
        by_hand = {child.tag for child in settings[1:]}
        assert by_hand <= {qn("w:keepNext"), qn("w:pageBreakBefore")}
    used = {p.style.name for p in document.paragraphs}
    assert {"Encadré Manque", "Encadré Avertissement", "Encadré Force", "Caption"} <= used


def test_every_cell_of_every_table(document):
    found = [
        [[shown(cell.text) for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    expected = [texts(tableau) for tableau in tables()]
    # the cover's facts and the key figures come first
    assert found[0][1:] == [["Places", "128"], ["Statut", "=Association"]]
    assert found[1][1][:3] == ["Occupation", "92,3 %", "−2,1 points"]
    assert found[1][2][:2] == ["Durée (séjours non fournis)", "n. d."]
    assert found[1][3][1] == "s."
    for cells, wanted in zip(found[2:], expected, strict=True):
        if wanted[1][0] == "Aucune ligne.":
            assert cells[1][0] == "Aucune ligne."
        else:
            assert cells == wanted


def test_tables_are_kept_readable(document):
    money = document.tables[2]
    head = money.rows[0]._tr
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in money.rows)
    names = [[cell.paragraphs[0].style.name for cell in row.cells] for row in money.rows]
    assert names[0][:2] == ["En-tête de tableau", "En-tête de nombre"]
    assert names[1][:2] == ["Texte de tableau", "Nombre de tableau"]
    assert names[-1][:2] == ["Total de tableau", "Total de nombre"]
    assert document.styles["Nombre de tableau"].paragraph_format.alignment == 2
    assert document.styles["Total de tableau"].font.bold
    held = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in money.rows]
    assert held[1:] == [True, True, True, None]
    long = next(table for table in document.tables if len(table.rows) == 241)
    assert not long.rows[5].cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_a_heading_or_a_caption_never_ends_a_page(document):
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption", "Figure"):
        assert document.styles[name].paragraph_format.keep_with_next


def test_captions_are_numbered_by_fields(document):
    assert paragraphs(document, "Caption") == [
        "Tableau 1 – Charges", "Figure 1 – Qui paie ? (Part, en %)", "Tableau 2 – =Pièges",
        "Tableau 3 – Rien", "Tableau 4 – Long", "Figure 1, données : Financeurs",
    ]  # fmt: skip
    notes = paragraphs(document, "Note de tableau")
    said = (
        "Une note. n. d. : non disponible · s. : moins de 5 gestionnaires. "
        "Source : table partagée « Budgets »."
    )
    assert said in notes


def test_a_picture_says_its_finding(document):
    (said,) = document.element.body.iter(qn("wp:docPr"))
    assert said.get("descr") == DESSIN.alternative
    assert said.get("title") == DESSIN.titre
    assert document.inline_shapes[0].width.mm <= 174


def test_margins_carry_the_report_and_the_page_numbers(document):
    section = document.sections[0]
    assert [p.text for p in section.header.paragraphs] == [ENVELOPPE.entete, ENVELOPPE.bandeau]
    assert section.footer.paragraphs[0].text == f"{ENVELOPPE.pied}\t1 / 1"
    fields = [e.text.strip() for e in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer


def test_the_contents_are_a_field_already_filled(document):
    fields = [e.text.strip() for e in document.element.body.iter(qn("w:instrText"))]
    assert fields[0].startswith("TOC")
    lines = paragraphs(document, "toc 1") + paragraphs(document, "toc 2")
    assert "3 Les comptes" in lines
    assert "3.1 Le détail" in lines
    kinds = [e.get(qn("w:fldCharType")) for e in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    links = {e.get(qn("w:anchor")) for e in document.element.body.iter(qn("w:hyperlink"))}
    marks = [e.get(qn("w:name")) for e in document.element.body.iter(qn("w:bookmarkStart"))]
    assert links <= set(marks)
    assert len(marks) == len(set(marks)) == 8


def test_its_pieces_are_in_the_order_word_asks_for(document):
    """Word refuses a file whose elements are out of order; the libraries do not look."""
    roots = [document.element, document.styles.element, document.part.numbering_part.element]
    for tag, order in (("w:pPr", PPR), ("w:tblPr", TBLPR), ("w:style", STYLE)):
        for element in (each for root in roots for each in root.iter(qn(tag))):
            names = [child.tag.partition("}")[2] for child in element]
            known = [name for name in names if name in order]
            assert known == sorted(known, key=order.index), (tag, names)


def test_it_speaks_french_and_names_nobody_but_the_service(document):
    known = document.core_properties
    assert (known.title, known.author) == (ENVELOPPE.titre, ENVELOPPE.service)
    assert known.language == "fr-FR"
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert {e.get(qn("w:val")) for e in defaults.iter(qn("w:lang"))} == {"fr-FR"}


def test_it_tells_nothing_more(path):
    assert_discreet(path)


def test_the_same_report_is_the_same_file(tmp_path):
    assert_stable(ecrire, tmp_path / "r.docx")


def test_a_failure_leaves_the_former_file(tmp_path, monkeypatch):
    path = tmp_path / "r.docx"
    path.write_text("avant")

    def broken(_):
        raise OSError("disque plein")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(EcritureError, match="n’a pas pu être écrit"):
        ecrire(BLOCS[:1], ENVELOPPE, path)
    assert path.read_text() == "avant"
    assert [each.name for each in tmp_path.iterdir()] == ["r.docx"]


def test_a_short_sheet_has_neither_cover_nor_contents(tmp_path):
    fiche = (Identite("Le Port", "CHRS", 2025), Titre(2, "Un"), Paragraphe("Texte."))
    ecrire(fiche, ENVELOPPE, tmp_path / "f.docx")
    document = Document(tmp_path / "f.docx")
    assert not paragraphs(document, "toc 1")
    assert not document.sections[0].different_first_page_header_footer
    assert not [e for e in document.element.body.iter(qn("w:pageBreakBefore"))]


def test_a_table_without_cover_is_under_the_title_of_the_document(tmp_path):
    ecrire((Tableau("T", BLOCS[1].blocs[2].colonnes, ()),), ENVELOPPE, tmp_path / "t.docx")
    assert paragraphs(Document(tmp_path / "t.docx"), "Title") == [ENVELOPPE.titre]


def test_libreoffice_lays_it_out(path, pdf_text):
    text = shown(pdf_text(path))
    for said in ("L’Étape & Fils <Loire>", "Ce qu’il faut retenir", "1 040 000,05 €",
                 "à compléter", "Une note.", "ligne 239", *HOSTILES[:5]):  # fmt: skip
        assert shown(said) in text
