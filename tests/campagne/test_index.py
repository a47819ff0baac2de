"""The region's page: figures, words, order, and no trap in a name."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import plain

from campagne.manifestes import MANIFESTE, RAPPORT, Cells, made
from cpomlib.campagne import html, index


@pytest.fixture
def page(tmp_path: Path) -> str:
    made(
        tmp_path,
        "100000009",
        {"id": "places_financees", "valeur": 1040, "statut": "ok"},
        {"id": "taux_occupation", "valeur": 0.923, "statut": "ok"},
        {"id": "cout_place", "valeur": None, "statut": "nd"},
        {"id": "resultat", "valeur": -12345.67, "statut": "ok"},
        {"id": "cpom_1_taux", "valeur": None, "statut": "secret"},
    )
    return index.render(MANIFESTE, tmp_path)


def test_figures_are_french_and_sorted_on_raw_values(page: str) -> None:
    row = next(row for row in Cells(page).rows if "Zébulon" in row[0][0])
    assert row[2:9] == [
        ("ÉtabliDonnées\u00a0: état n°\u00a01", "Établi"),
        ("1\u202f040", "1040"),
        ("92,3\u00a0%", "0.923"),
        ("n. d.", ""),
        ("\u221212\u202f346\u00a0€", "-12345.67"),
        ("s.", ""),
        ("n. d.", ""),
    ]
    assert 'href="100000009/diagnostic.html"' in page
    assert 'href="100000009/indicateurs.json"' in page


def test_names_are_shown_as_they_are_and_never_interpreted(page: str) -> None:
    cells = Cells(page)
    row = next(row for row in cells.rows if "Étape" in row[0][0])
    assert row[0] == ("L'Étape & Fils <Loire> 🌞100000017", "L'Étape & Fils <Loire> 🌞")
    assert row[2][0] == "ÉchecErreur <b>grave</b>."
    assert not {"loire", "b"} & cells.tags
    assert "dépôt &lt;x&gt;, par A &amp; B" in page


def test_rows_are_in_french_order_and_every_status_is_in_words(page: str) -> None:
    names = [row[0][1] for row in Cells(page).rows[1:]]
    assert names == ["École", "L'Étape & Fils <Loire> 🌞", "Zébulon"]
    assert "Pas encore établi" in page
    assert (
        "1\u00a0diagnostic établi sur 3\u00a0gestionnaires, 1\u00a0échec, "
        "dont la raison est donnée ci-dessous." in page
    )


def test_the_page_asks_for_nothing_and_forbids_it(page: str) -> None:
    assert html.outside_requests(page) == []
    assert "default-src 'none'" in page
    assert "&#39;" not in page.split("<style>")[1].split("</style>", maxsplit=1)[0]


def test_invented_data_is_said_and_only_then(page: str, tmp_path: Path) -> None:
    assert "Région inventée" not in page
    assert "Région inventée" in index.render(replace(MANIFESTE, exemple=True), tmp_path)


def test_an_older_report_stays_with_its_date(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    line = replace(MANIFESTE.gestionnaires[0], statut="echec", raison="Données cassées.")
    page = index.render(MANIFESTE.with_line(line), tmp_path)
    row = next(row for row in Cells(page).rows if "Zébulon" in row[0][0])
    assert row[2][0] == (
        "ÉchecDonnées cassées.Le diagnostic montré est le précédent, du 2 mars 2026."
        "Données\u00a0: état n°\u00a01"
    )
    assert 'href="100000009/diagnostic.html"' in page
    assert "Carnet de l’échec" in page


def test_every_key_figure_is_an_indicator_of_the_catalogue() -> None:
    from cpomlib.calcul.indicateurs.fiches import fiches

    assert {chiffre.id for chiffre in index.CHIFFRES} <= set(fiches())


def test_figures_that_cannot_be_read_are_missing_not_zero(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    (tmp_path / "100000009/indicateurs.json").write_text('{"cassé', encoding="utf-8")
    row = next(r for r in Cells(index.render(MANIFESTE, tmp_path)).rows if "Zébulon" in r[0][0])
    assert {cell for cell in row[3:9]} == {("n. d.", "")}


@pytest.mark.navigateur
def test_columns_are_sorted_with_the_keyboard_and_missing_stays_last(
    tmp_path: Path, browser: Any
) -> None:
    made(tmp_path, "100000009", {"id": "places_financees", "valeur": 9, "statut": "ok"})
    made(tmp_path, "100000017", {"id": "places_financees", "valeur": 1040, "statut": "ok"})
    second = replace(MANIFESTE.gestionnaires[1], statut="fait", raison="", rapport=RAPPORT)
    path = tmp_path / "index.html"
    path.write_text(index.render(MANIFESTE.with_line(second), tmp_path), encoding="utf-8")
    asked: list[str] = []
    tab = browser.new_page(viewport={"width": 320, "height": 800})
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    button = tab.get_by_role("button", name="Places financées")
    orders = []
    for _ in range(2):
        button.focus()
        tab.keyboard.press("Enter")
        head = tab.locator("th[aria-sort]:not([aria-sort=none])")
        names = tab.locator("tbody th").evaluate_all("e => e.map(x => x.dataset.valeur)")
        orders.append((head.get_attribute("aria-sort"), names))
    across = tab.evaluate("document.documentElement.scrollWidth")
    tab.close()
    assert orders == [
        ("ascending", ["Zébulon", "L'Étape & Fils <Loire> 🌞", "École"]),
        ("descending", ["L'Étape & Fils <Loire> 🌞", "Zébulon", "École"]),
    ]
    assert asked == [path.as_uri()]
    assert across <= 320


def test_the_contract_and_its_next_deadline_have_columns_where_there_is_one(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    told = {"etat": "en vigueur jusqu’au 31/12/2027", "echeance": "Comité, 30/04/2026",
            "le": "2026-04-30"}  # fmt: skip
    line = MANIFESTE.gestionnaires[0]
    assert line.rapport and "Prochaine échéance" not in index.render(MANIFESTE, tmp_path)
    held = replace(line, rapport=replace(line.rapport, resume={"contrat": told}))
    rows = Cells(index.render(MANIFESTE.with_line(held), tmp_path)).rows
    assert [text for text, _ in rows[0]][2:4] == ["Contrat", "Prochaine échéance"]
    by_name = {row[0][1]: row[2:4] for row in rows[1:]}
    # sorted by date, whatever is due
    assert by_name["Zébulon"] == [(told["etat"], told["etat"]), (told["echeance"], "2026-04-30")]
    assert by_name["École"] == [("", ""), ("", "")]


def two(tmp_path: Path, **changes: Any) -> str:
    """Return the page of two reports, the second of which differs."""
    made(tmp_path, "100000009")
    made(tmp_path, "100000025")
    first, failed, third = MANIFESTE.gestionnaires
    other = replace(third, statut="fait", rapport=replace(RAPPORT, **changes))
    whole = replace(MANIFESTE, gestionnaires=(first, failed, other),
                    parametres={"etat": 2, "perimetre": "tous"})  # fmt: skip
    return plain(index.render(whole, tmp_path))


def test_reports_of_two_states_are_said_to_be(tmp_path: Path) -> None:
    page = two(tmp_path, etat=2)
    assert (
        "Ces rapports ne se comparent pas tous : état des données, n° 1 (1 rapport), "
        "n° 2 (1 rapport)."
    ) in page
    assert "Données : état n° 1" in page
    assert "Données : état n° 2" in page
    assert "<dt>État des données</dt><dd>n° 1 (1 rapport), n° 2 (1 rapport)</dd>" in page
    assert "Dépôts de l’état n° 2" in page


def test_reports_of_one_state_are_not_warned_of(tmp_path: Path) -> None:
    page = two(tmp_path)
    assert "ne se comparent pas" not in page
    # the last campaign looked at state 2, and remade nothing: its reports are of state 1
    assert "<dt>État des données</dt><dd>n° 1</dd>" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"perimetre": "chrs"}, "périmètre, chrs (1 rapport), tous (1 rapport)"),
     ({"version": "0.2"}, "version de cpomlib, 0.1 (1 rapport), 0.2 (1 rapport)")],
)  # fmt: skip
def test_other_perimeters_and_versions_are_said_too(
    tmp_path: Path, changes: Any, said: str
) -> None:
    assert f"Ces rapports ne se comparent pas tous : {said}." in two(tmp_path, **changes)


def test_a_report_whose_files_are_gone_or_changed_is_not_said_whole(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    (tmp_path / "100000009" / "diagnostic.html").write_text("retouché", encoding="utf-8")
    row = next(row for row in Cells(index.render(MANIFESTE, tmp_path)).rows if "Zéb" in row[0][0])
    assert "a changé depuis qu’il a été établi" in row[2][0]
    (tmp_path / "100000009" / "diagnostic.html").unlink()
    page = index.render(MANIFESTE, tmp_path)
    row = next(row for row in Cells(page).rows if "Zéb" in row[0][0])
    assert row[2] == ("Fichier absent", "Fichier absent")
    assert "0 diagnostic établi sur 3 gestionnaires, 1 fichier absent, 1 échec" in plain(page)


def test_figures_that_cannot_be_read_are_said_not_to_be(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    (tmp_path / "100000009" / "indicateurs.json").write_text("[{", encoding="utf-8")
    page = plain(index.render(MANIFESTE, tmp_path))
    assert (
        "Ses chiffres n’ont pas pu être lus dans indicateurs.json : le fichier est abîmé." in page
    )
