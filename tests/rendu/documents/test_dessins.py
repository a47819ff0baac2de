"""A chart is drawn once for every format, and the page's drawing is the one that is used."""

import struct

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cpomlib.rendu.blocs import Colonne, Figure, Groupe, Tableau, Titre, figures
from cpomlib.rendu.documents import dessins
from cpomlib.rendu.documents.lecture import lire

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"annee": "2024", "places": 40}, {"annee": "2025", "places": 44}]},
    "mark": "bar",
    "width": 300,
    "encoding": {"x": {"field": "annee"}, "y": {"field": "places", "type": "quantitative"}},
}


def figure(titre="Les places augmentent"):
    return Figure(
        titre, SPEC, "places", "l’enquête", "De 40 à 44 places.",
        Tableau("Places", (Colonne("Année"), Colonne("Places", "nombre")), (("2024", 40),)),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_kept():
    dessins.retenir(new_notebook())


@pytest.fixture(scope="module")
def executed():
    return new_notebook(
        cells=[
            new_code_cell(outputs=[new_output("display_data", bloc._repr_mimebundle_())])
            for bloc in (
                Groupe((figure("Un"), Titre(3, "Entre"), figure("Deux")), cote_a_cote=True),
                figure("Trois"),
            )
        ]
    )


def test_the_drawings_of_the_page_are_used_again(executed, monkeypatch):
    dessins.retenir(executed)
    monkeypatch.setattr(dessins, "svg", None)
    found = [(each.titre, dessins.dessin(each)) for each in figures(lire(executed))]
    assert [titre for titre, _ in found] == ["Un", "Deux", "Trois"]
    page = "".join(cell.outputs[0]["data"]["text/html"] for cell in executed.cells)
    for titre, drawing in found:
        assert f">{titre}</title>" in drawing and drawing in page


def test_a_chart_is_drawn_once(monkeypatch):
    first = dessins.dessin(figure())
    monkeypatch.setattr(dessins, "svg", None)
    assert dessins.dessin(figure()) is first
    assert first.startswith("<svg") and ">De 40 à 44 places.</desc>" in first


def test_two_charts_that_look_alike_keep_their_own_names():
    assert ">Un</title>" in dessins.dessin(figure("Un"))
    assert ">Deux</title>" in dessins.dessin(figure("Deux"))


def test_the_picture_is_as_large_as_asked():
    def width(picture):
        assert picture.startswith(b"\x89PNG")
        return struct.unpack(">I", picture[16:20])[0]

    # the chart is 300 wide, its axis and its padding beside it; twice that in pixels
    once, twice = width(dessins.image(figure(), 1.0)), width(dessins.image(figure()))
    assert once > 300 and abs(twice - 2 * once) <= 1


def test_a_page_that_does_not_match_its_blocks_is_not_trusted(executed):
    cell = executed.cells[1]
    data = {**cell.outputs[0]["data"], "text/html": "<svg>autre</svg><svg>chose</svg>"}
    dessins.retenir(new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", data)])]))
    assert ">Trois</title>" in dessins.dessin(figure("Trois"))
