import re
from itertools import pairwise

import numpy as np
import pytest
from conftest import plain
from rendu.blocs.apercu import NOM, document

from cpomlib.droit import TEXTES
from cpomlib.rendu import theme
from cpomlib.rendu.blocs.page import headings, page
from cpomlib.rendu.dessin.langue import TIME_FORMAT_LOCALE
from cpomlib.socle.erreurs import ParametreError


@pytest.fixture(scope="module")
def whole():
    return document()


def test_a_page_asks_nothing_of_the_network(whole):
    without_names = whole.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//[a-z]|@import|<link|<script|<iframe", without_names)
    assert not re.search(r"url\((?!#)", without_names)


def test_a_page_says_its_language_and_lets_one_skip_to_the_content(whole):
    assert '<html lang="fr">' in whole
    assert '<a class="cpom-evitement" href="#contenu">' in whole
    assert whole.count("<main") == whole.count("<h1") == 1


def test_the_ids_of_a_page_are_unique_and_its_links_lead_somewhere(whole):
    ids = re.findall(r'\bid="([^"]+)"', whole)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', whole)) <= set(ids)
    for names in re.findall(r'aria-labelledby="([^"]+)"', whole):
        assert set(names.split()) <= set(ids)


def test_the_contents_are_read_from_the_headings():
    entries = headings('<h1>T</h1><h2 id="a">L’un &amp; <b>l’autre</b></h2><h2>sans</h2>')
    assert [(entry.texte, entry.ancre) for entry in entries] == [("L’un & l’autre", "a")]


def test_headings_go_down_one_level_at_a_time(whole):
    levels = [int(level) for level in re.findall(r"<h([1-6])", whole)]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("name", ["</title><script>x</script>", '"}</style><script>x', "a\nb\\c"])
def test_a_name_in_title_banner_or_margin_ends_nothing(name):
    made = page(name, "", bandeau=name, entete=name, pied=name)
    assert "<script" not in made
    assert made.count("</style>") == made.count("</title>") == 1
    css = re.search(r"@page\{@top-left\{content:\"([^\"]*)\"\}", made)
    assert css and "\n" not in css[1] and "<" not in css[1]


def test_the_name_is_in_the_title_as_it_is(whole):
    assert "<title>Diagnostic 2025 : L’Étape &amp; Fils &lt;Loire&gt;</title>" in whole
    assert NOM not in whole


@pytest.mark.parametrize(("text", "background"), TEXTES)
def test_every_text_is_readable_on_its_background(text, background):
    colours = theme.theme().couleurs
    assert theme.contrast(colours[text], colours[background]) >= 4.5


def test_contrast_is_that_of_the_recommendation():
    # black on white is 21; #767676 is the lightest grey that passes on white, at 4.54
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_series_stand_out_from_the_paper():
    for colour in theme.theme().series:
        assert theme.contrast(colour, "#ffffff") >= 3


# Machado, Oliveira, Fernandes (2009), full severity, applied to linear RGB
DALTONISM = {
    "protan": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deutan": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritan": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def lab(colour, matrix):
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ np.clip(np.array(matrix) @ linear, 0.003, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", DALTONISM)
def test_neighbours_stay_apart_for_the_colour_blind(sight):
    shades = [lab(colour, DALTONISM[sight]) for colour in theme.theme().series]
    gaps = [float(np.linalg.norm(one - next_one)) for one, next_one in pairwise(shades)]
    assert min(gaps) > 20  # CIE 1976: 2.3 is the least difference seen


def test_labels_in_segments_are_readable():
    for colour in [*theme.theme().series, theme.theme().couleurs["neutre"]]:
        assert theme.contrast(theme.readable_on(colour), colour) >= 4


def write(folder, text):
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_service_changes_only_what_it_names(tmp_path, monkeypatch):
    shipped = theme.theme()
    write(tmp_path, 'service: "DREETS <Bretagne>"\ncouleurs: {accent: "#7a1f3d"}')
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    look = theme.theme()
    assert (look.service, look.couleurs["accent"]) == ("DREETS <Bretagne>", "#7a1f3d")
    assert look.couleurs["encre"] == shipped.couleurs["encre"]
    assert look.series == shipped.series
    assert "--accent:#7a1f3d" in look.css()


def test_the_name_of_the_service_heads_the_page(tmp_path, monkeypatch):
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    write(tmp_path, 'service: "DREETS <Bretagne>"\nlogo: logo.svg')
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    made = page("T", "")
    assert "DREETS &lt;Bretagne&gt;" in made
    assert 'src="data:image/svg+xml;base64,' in made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("couleurs: {acent: '#123456'}", "La clé « acent » n’est pas connue."),
        ("colours: {}", "La clé « colours » n’est pas connue."),
        ("couleurs: {accent: rouge}", "« rouge » n’est pas une couleur."),
        ("couleurs: {encre: '#cccccc'}", "« encre » se lit mal sur « papier »."),
        ("logo: absent.png", "Le logo « absent.png » ne peut pas être montré."),
        ("- liste", "Ce fichier doit contenir des lignes « clé: valeur »."),
        ("a: [", "Ce fichier est mal écrit : une valeur manque."),
    ],
)
def test_a_wrong_theme_is_refused_by_name(tmp_path, monkeypatch, text, message):
    write(tmp_path, text)
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError) as caught:
        theme.theme()
    assert plain(caught.value.quoi) == message
    assert caught.value.ou.startswith(str(tmp_path / "theme.yaml"))


def test_the_nearest_setting_is_proposed(tmp_path, monkeypatch):
    write(tmp_path, "couleurs: {acent: '#123456'}")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError, match="Le plus proche\u00a0: «\u00a0accent\u00a0»"):
        theme.theme()


def test_a_low_contrast_is_said_in_figures(tmp_path, monkeypatch):
    # #cccccc has a luminance of 0.604: (1 + 0.05) / (0.604 + 0.05) = 1.6
    write(tmp_path, "couleurs: {encre: '#cccccc'}")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError, match=r"Le contraste est de 1,6 ; il en faut 4,5\."):
        theme.theme()


def test_the_calendar_is_french():
    assert len(TIME_FORMAT_LOCALE["months"]) == len(TIME_FORMAT_LOCALE["shortMonths"]) == 12
    assert TIME_FORMAT_LOCALE["days"][1] == "lundi"


@pytest.mark.navigateur
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_a_page_reflows_and_asks_for_nothing(whole, tmp_path, width, browser):
    path = tmp_path / "page.html"
    path.write_text(whole, encoding="utf-8")
    asked = []
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    across = tab.evaluate("document.documentElement.scrollWidth")
    tab.close()
    assert across <= width
    assert asked == [path.as_uri()]
