import json
import re
from html import escape
from html.parser import HTMLParser

import pandas as pd
import pytest
from markupsafe import Markup

from cpomlib.rendu.blocs import (
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Entree,
    Fait,
    Figure,
    Groupe,
    Identite,
    Paragraphe,
    Sommaire,
    Tableau,
    Titre,
)
from cpomlib.rendu.blocs.blocks import MIME_BLOC
from cpomlib.rendu.blocs.html import anchor, html
from cpomlib.rendu.blocs.svg import svg
from cpomlib.rendu.graphiques import barres_empilees, barres_triees
from cpomlib.socle.valeurs import Secret

FRAME = pd.DataFrame({"motif": ["Rue", "Violences"], "part": [0.6, 0.4]})
TABLE = Tableau(
    "Motifs", (Colonne("Motif"), Colonne("Part", "taux")), (("Rue", 0.6), ("Violences", 0.4))
)
HOSTILE = ["L’Étape & Fils <Loire>", "<script>alert(1)</script>", "</title>", "{{ 7*7 }}", "]]>",
           "\"' onload=x", "{% raw %}", "</style><b>"]  # fmt: skip


def figure(**changes):
    values = {
        "titre": "La rue d’abord", "graphique": barres_triees(FRAME, "motif", "part"),
        "unite": "en %", "source": "SIAO", "alternative": "60 % viennent de la rue.",
        "tableau": TABLE,
    }  # fmt: skip
    return Figure(**{**values, **changes})


def every_block(name):
    """One block of each kind, ``name`` in each of its texts."""
    frame = pd.DataFrame({"motif": [name, "b"], "part": [0.6, 0.4]})
    table = Tableau(name, (Colonne(name, aide=name, unite=name), Colonne("v", "taux")),
                    ((name, Secret(name)),), note=name, source=name)  # fmt: skip
    return [
        Titre(2, name),
        Paragraphe(name, titre=name, que_faire=name),
        Paragraphe(name, "manque", name, name),
        table,
        figure(titre=name, unite=name, source=name, alternative=name, tableau=table, note=name,
               graphique=barres_triees(frame, "motif", "part")),
        ChiffresCles(name, (
            ChiffreCle("a", name, name, "texte", name, 0.1, "points", name, "", name, name),
            ChiffreCle("b", name, None, raison=name, lien=name),
        ), note=name),
        Constats((Constat("force", name, name, "ancre"),), (), name, name),
        Identite(name, name, 2025, name, (Fait(name, name, aide=name),), (name,), exemple=True),
        Groupe((Paragraphe(name),)),
        Sommaire((Entree(name, "ancre"),), name),
    ]  # fmt: skip


class Texts(HTMLParser):
    """Collects the texts, the attributes' values and the tags of a fragment."""

    def __init__(self):
        super().__init__()
        self.texts, self.values, self.names, self.tags = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data):
        self.texts.append(data)


def read(fragment):
    reader = Texts()
    reader.feed(str(fragment))
    return reader


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("rank", range(10))
def test_a_name_is_shown_as_it_is_and_never_interpreted(rank, name):
    plain = read(html(every_block("Nom")[rank]))
    hostile = read(html(every_block(name)[rank]))
    assert hostile.tags == plain.tags
    assert hostile.names == plain.names
    assert sum(name in text for text in hostile.texts) == sum("Nom" in text for text in plain.texts)
    shown = [value for value in hostile.values if name in value]
    assert len(shown) == sum("Nom" in value for value in plain.values)


def test_a_masked_cell_says_why_and_shows_nothing_else():
    table = Tableau("T", (Colonne("a"), Colonne("b", "nombre")),
                    (("x", Secret("moins de 11 ménages")), ("y", None), ("z", 0)))  # fmt: skip
    shown = html(table)
    assert '<abbr class="cpom-absent" title="moins de 11 ménages">s.</abbr>' in shown
    assert '<abbr class="cpom-absent" title="non disponible">n. d.</abbr>' in shown
    assert '<td class="num">0</td>' in shown
    assert "n. d. : non disponible\u00a0· s. : moins de 11 ménages." in shown


def test_a_whole_table_needs_no_legend():
    assert "n. d." not in html(TABLE)


def test_a_table_names_its_rows_and_columns():
    shown = html(TABLE)
    assert '<th scope="col">Motif</th>' in shown
    assert '<th scope="row">Rue</th>' in shown
    assert '<td class="num">60,0\u00a0%</td>' in shown
    assert "<caption>Motifs</caption>" in shown


def test_an_empty_table_says_so():
    assert "Aucune ligne." in html(Tableau("T", (Colonne("a"),), ()))


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="2 columns expected"):
        Tableau("T", (Colonne("a"), Colonne("b")), ((1,),))


@pytest.mark.parametrize(
    ("evolution", "text"),
    [
        (0.05, "+5,0\u00a0points sur un an"),
        (-0.05, "−5,0\u00a0points sur un an"),
        (0.0, "stable sur un an"),
    ],
)
@pytest.mark.parametrize("jugement", ["favorable", "défavorable", "à vérifier", ""])
def test_a_key_figure_says_what_is_concluded_and_its_direction_concludes_nothing(
    evolution, text, jugement
):
    chiffre = ChiffreCle("a", "Taux", 0.4, "taux", evolution=evolution, jugement=jugement)
    shown = "".join(read(html(ChiffresCles("Clés", (chiffre,)))).texts)
    assert f"{text}\n" in shown
    words = {line for line in shown.split(text)[1].split("\n") if line}
    said = [w for w in ("favorable", "défavorable", "à vérifier") if w in words]
    assert said == [jugement] * bool(jugement)


def test_a_missing_key_figure_says_why():
    chiffre = ChiffreCle("a", "Taux", None, "taux", raison="Aucune absence déposée.")
    shown = html(ChiffresCles("Clés", (chiffre,)))
    assert ">n. d.<" in shown
    assert "Aucune absence déposée." in shown
    assert "sur un an" not in shown


def test_no_finding_is_said():
    assert "Aucune règle ne relève de force cette année." in html(Constats((), ()))


def test_a_figure_has_all_it_needs_to_be_read():
    shown = html(figure())
    assert shown.count("<figure") == shown.count("<figcaption>") == shown.count("<details") == 1
    for text in ("La rue d’abord", "en %", "Source : SIAO", "Voir les données"):
        assert text in shown
    assert re.search(r'<desc id="[^"]+">60 % viennent de la rue\.</desc>', shown)


def test_the_svg_is_named_by_its_title_and_described_by_its_finding():
    drawn = svg(figure().graphique, "Titre", "Constat", "f")
    assert 'role="img" aria-labelledby="f-t f-d"' in drawn
    assert '<title id="f-t">Titre</title><desc id="f-d">Constat</desc>' in drawn
    assert drawn.count("role=") == 1


def test_ids_are_unique_even_between_charts():
    stacked = barres_empilees(FRAME.assign(annee=2025), "annee", "motif", "part")
    other = figure(titre="Autre", graphique=stacked)
    ids = re.findall(r'\bid="([^"]+)"', html(Groupe((figure(), other, TABLE))))
    assert len(ids) == len(set(ids))
    for target in re.findall(r"url\(#([^)]+)\)", html(other)):
        assert target in ids


def test_the_same_figure_is_drawn_the_same_twice():
    assert html(figure()) == html(figure())


def test_a_chart_that_names_an_outside_file_is_not_drawn():
    spec = {
        "data": {"url": "https://exemple.invalid/a.csv"},
        "mark": "bar",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    assert "exemple.invalid" not in str(_drawn_or_refused(spec))


def _drawn_or_refused(spec):
    try:
        return svg(spec, "t", "a")
    except ValueError:
        return Markup("")


def test_a_link_in_a_chart_leads_nowhere():
    spec = {
        "data": {"values": [{"a": 1, "lien": "https://exemple.invalid/"}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "a", "type": "quantitative"},
            "href": {"field": "lien", "type": "nominal"},
        },
    }
    assert "exemple.invalid" not in svg(spec, "t", "a")


@pytest.mark.parametrize("rank", range(10))
def test_a_block_gives_a_notebook_both_its_forms(rank):
    block = every_block("Nom")[rank]
    bundle = block._repr_mimebundle_()
    content = json.loads(json.dumps(bundle[MIME_BLOC], allow_nan=False))
    assert content["type"] == type(block).__name__
    assert content["version"] == 1
    assert bundle["text/html"] == str(html(block))


def test_the_structured_content_keeps_raw_values():
    content = figure()._repr_mimebundle_()[MIME_BLOC]
    assert content["tableau"]["lignes"] == [["Rue", 0.6], ["Violences", 0.4]]
    assert content["graphique"]["config"]["view"] == {"stroke": None}


def test_a_masked_value_is_kept_masked_in_the_structured_content():
    table = Tableau("T", (Colonne("b", "nombre"),), ((Secret("peu"),),))
    assert table._repr_mimebundle_()[MIME_BLOC]["lignes"] == [[{"secret": "peu"}]]


@pytest.mark.parametrize(
    ("texte", "ancre", "made"),
    [
        ("L’activité en 2025", "", "l-activite-en-2025"),
        ("<script>", "", "script"),
        ("???", "", "section"),
        ("Peu importe", "rh", "rh"),
        ("Peu importe", 'a" onclick="x', "a-onclick-x"),
    ],
)
def test_an_anchor_is_plain(texte, ancre, made):
    assert anchor(texte, ancre) == made


def test_escaped_text_stays_readable():
    assert escape("L’Étape & Fils <Loire>", quote=False) in html(Titre(2, "L’Étape & Fils <Loire>"))
