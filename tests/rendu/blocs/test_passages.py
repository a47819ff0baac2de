"""A text cut at what is to be completed and at what leads elsewhere; nothing of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from cpomlib.rendu.blocs import Entree, Paragraphe, Portion, portions
from cpomlib.rendu.blocs.html import html

MARQUE = "[à compléter\u00a0: date d’effet]"
ANNEXE = (Entree("annexe 1", "annexe-1"), Entree("annexe 12", "annexe-12"))


def test_what_is_to_be_completed_stands_out():
    assert portions(f"Le {MARQUE} pour cinq ans.") == [
        Portion("Le "), Portion(MARQUE, manque=True), Portion(" pour cinq ans."),
    ]  # fmt: skip
    assert portions("Rien ne manque [ici].") == [Portion("Rien ne manque [ici].")]


def test_a_reference_leads_to_its_heading_and_a_longer_one_is_not_cut():
    assert portions("Voir annexe 12, puis annexe 1.", ANNEXE) == [
        Portion("Voir "), Portion("annexe 12", "annexe-12"), Portion(", puis "),
        Portion("annexe 1", "annexe-1"), Portion("."),
    ]  # fmt: skip


@given(st.lists(st.sampled_from([MARQUE, "annexe 1", "annexe 12", " et ", "[x]", "à compléter"])))
def test_nothing_is_lost(parts):
    text = "".join(parts)
    assert "".join(one.texte for one in portions(text, ANNEXE)) == text


def test_the_page_marks_and_links_and_escapes():
    said = str(html(Paragraphe(f"<b>{MARQUE}, annexe 1", renvois=ANNEXE)))
    assert f'<mark class="cpom-completer">{MARQUE}</mark>' in said
    assert '<a href="#annexe-1">annexe 1</a>' in said
    assert "<b>" not in said
