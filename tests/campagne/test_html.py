"""From an executed notebook to a page: what is shown, what never is."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cpomlib.campagne import html
from cpomlib.socle.erreurs import RapportError


def notebook(*cells):
    return new_notebook(cells=list(cells))


def code(*outputs, source="secret_code = 1", **metadata):
    return new_code_cell(source, outputs=list(outputs), metadata=metadata)


def shown(**data):
    return new_output("display_data", data={key.replace("_", "/"): v for key, v in data.items()})


def test_markdown_is_rendered_with_anchors_and_its_html_is_not_interpreted() -> None:
    cell = new_markdown_cell(
        "## Activité et coûts\n\n*Oui* <script>alert(1)</script>\n\n|a|b|\n|-|-|\n|1|2|"
    )
    text = html.body(notebook(cell))
    assert '<h2 id="activite-et-couts">Activité et coûts</h2>' in text
    assert "<em>Oui</em>" in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "<td>2</td>" in text


def test_code_streams_and_plain_text_are_never_shown() -> None:
    cell = code(
        new_output("stream", name="stderr", text="un avertissement"),
        new_output("stream", name="stdout", text="un print"),
        new_output("execute_result", data={"text/plain": "<objet Python>"}),
        source="secret_code = 1",
    )
    assert html.body(notebook(cell)) == ""


def test_the_best_form_of_an_output_is_shown() -> None:
    cell = code(
        shown(text_html="<p>page</p>", text_plain="texte"),
        new_output("display_data", data={"image/svg+xml": "<svg></svg>", "text/plain": "x"}),
        new_output("display_data", data={"image/png": "aGVsbG8=\n"}),
        shown(text_markdown="**gras** <b>"),
    )
    assert html.body(notebook(cell)).splitlines() == [
        "<p>page</p>",
        "<svg></svg>",
        '<img alt="" src="data:image/png;base64,aGVsbG8=">',
        "<p><strong>gras</strong> &lt;b&gt;</p>",
    ]


def test_an_error_is_a_sentence_not_a_traceback() -> None:
    output = new_output("error", ename="ValueError", evalue="x", traceback=["Traceback…"])
    text = html.body(notebook(code(output)))
    assert "Cette partie n’a pas pu être établie" in text
    assert "ValueError" not in text
    assert "Traceback" not in text


def test_a_cell_tagged_hors_rapport_is_left_out() -> None:
    assert html.body(notebook(code(shown(text_html="<p>x</p>"), tags=["hors-rapport"]))) == ""


@pytest.mark.parametrize(
    "fragment",
    [
        '<script src="https://cdn.example/a.js"></script>',
        "<img alt='' src=//cdn.example/a.png>",
        '<link rel="stylesheet" href="http://cdn.example/a.css">',
        "<style>@import 'https://cdn.example/a.css';</style>",
        '<p style="background:url(https://cdn.example/a.png)">',
        '<svg><image xlink:href="https://cdn.example/a.png"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg><img src="//cdn.example/a.png">',
    ],
)
def test_an_outside_request_is_refused(fragment: str) -> None:
    with pytest.raises(RapportError, match=r"ressource extérieure : « .*cdn\.example"):
        html.render(notebook(code(shown(text_html=fragment))), "Titre")


def test_a_plain_link_or_a_namespace_asks_for_nothing() -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg"></svg><a href="https://legifrance.example/">x</a>'
        '<img src="data:image/png;base64,aGVsbG8=">'
    )
    assert html.outside_requests(text) == []


def test_the_page_stands_alone_with_its_title_and_banner() -> None:
    cells = notebook(new_markdown_cell("# Bilan"), code(shown(text_html="<p>Corps</p>")))
    page = html.render(cells, "L'Étape & Fils <Loire>", bandeau="Région inventée")
    assert page.startswith("<!")
    assert "L&#39;Étape &amp; Fils &lt;Loire&gt;" in page
    assert "Région inventée" in page
    assert "<p>Corps</p>" in page
    assert "secret_code" not in page
    assert html.outside_requests(page) == []
