"""What a row of the region's page leads to, and what is said of the data of its report."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from conftest import plain

from campagne.manifestes import MANIFESTE, RAPPORT, Cells, made
from cpomlib.campagne import index
from cpomlib.campagne.manifest import LigneManifeste


def test_a_row_says_how_sure_its_data_is_and_what_comes_first(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    said = {"donnees": {"Qualité": "à transmettre"}, "message": "Un exercice déficitaire"}
    lines = tuple(
        replace(each, rapport=replace(RAPPORT, resume=said)) if each.id == "100000009" else each
        for each in MANIFESTE.gestionnaires
    )
    page = index.render(replace(MANIFESTE, gestionnaires=lines), tmp_path)
    row = next(row for row in Cells(page).rows if "Zéb" in row[0][0])
    assert [plain(cell[0]) for cell in row[2:4]] == [
        "Qualité : à transmettre", "Un exercice déficitaire"
    ]  # fmt: skip
    assert plain(row[4][0]).startswith("Établi")


def test_a_row_leads_to_the_other_documents_and_says_when_their_data_is_another(
    tmp_path: Path,
) -> None:
    made(tmp_path, "100000009")
    others = (("volet_financier", "100000009", 1), ("fiche_operateur", "100000009", 7),
              ("tableau_de_bord", "region", 1))  # fmt: skip
    for model, who, state in others:
        (tmp_path / model / who).mkdir(parents=True)
        name = f"{model}.html"
        (tmp_path / model / who / name).write_text("<p>", encoding="utf-8")
        line = LigneManifeste(
            who, "Qui", "fait", rapport=replace(RAPPORT, etat=state, fichiers={name: ""})
        )
        text = json.dumps({"gestionnaires": [asdict(line)]})
        (tmp_path / model / "campagne.json").write_text(text, encoding="utf-8")
    page = index.render(MANIFESTE, tmp_path)
    row = next(row for row in Cells(page).rows if "Zéb" in row[0][0])
    assert 'href="volet_financier/100000009/volet_financier.html"' in page
    assert plain(row[1][0]).endswith("Fiche opérateur (état n° 7) · Volet financier")
    assert 'href="tableau_de_bord/region/tableau_de_bord.html"' in page


def test_a_campaign_of_another_model_is_on_the_page_of_the_diagnostics_at_once(
    tmp_path: Path,
) -> None:
    made(tmp_path, "100000009")
    (tmp_path / "campagne.json").write_text(json.dumps(MANIFESTE.as_data()), encoding="utf-8")
    folder = tmp_path / "volet_financier"
    (folder / "100000009").mkdir(parents=True)
    (folder / "100000009" / "volet_financier.html").write_text("<p>", encoding="utf-8")
    line = LigneManifeste(
        "100000009", "Qui", "fait", rapport=replace(RAPPORT, fichiers={"volet_financier.html": ""})
    )
    text = json.dumps({"gestionnaires": [asdict(line)]})
    (folder / "campagne.json").write_text(text, encoding="utf-8")
    index.relier(folder)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="volet_financier/100000009/volet_financier.html"' in page
    assert page == index.render(MANIFESTE, tmp_path)


def test_what_is_not_beside_diagnostics_changes_no_page(tmp_path: Path) -> None:
    for folder in (tmp_path / "volet_financier", tmp_path / "autre"):
        folder.mkdir()
        index.relier(folder)
    (tmp_path / "campagne.json").write_text("abîmé", encoding="utf-8")
    index.relier(tmp_path / "volet_financier")
    assert not (tmp_path / "index.html").exists()


def test_a_row_leads_to_the_documents_of_the_contracts_and_names_are_escaped(
    tmp_path: Path,
) -> None:
    made(tmp_path, "100000009")
    for code in ("C-1", "C-<2>"):
        (tmp_path / "bilan" / code).mkdir(parents=True)
        (tmp_path / "bilan" / code / "bilan.html").write_text("<p>", encoding="utf-8")
    lines = [
        LigneManifeste(code, f"Zébulon, contrat {code}", "fait", gestionnaire=whose,
              rapport=replace(RAPPORT, fichiers={"bilan.html": ""}))
        for code, whose in (("C-1", "100000009"), ("C-<2>", "100000009"), ("C-3", "100000009"))
    ]  # fmt: skip
    text = json.dumps({"gestionnaires": [asdict(line) for line in lines]})
    (tmp_path / "bilan" / "campagne.json").write_text(text, encoding="utf-8")
    page = index.render(MANIFESTE, tmp_path)
    row = next(row for row in Cells(page).rows if "Zéb" in row[0][0])
    # the file of the third is not there
    assert plain(row[1][0]).endswith("Bilan (C-1) · Bilan (C-<2>)")
    assert 'href="bilan/C-1/bilan.html"' in page and 'href="bilan/C-&lt;2&gt;/bilan.html"' in page


def test_the_only_contract_of_a_gestionnaire_is_named_without_its_code(tmp_path: Path) -> None:
    made(tmp_path, "100000009")
    (tmp_path / "bilan" / "C-1").mkdir(parents=True)
    (tmp_path / "bilan" / "C-1" / "bilan.html").write_text("<p>", encoding="utf-8")
    line = LigneManifeste("C-1", "Zébulon", "fait", gestionnaire="100000009",
                          rapport=replace(RAPPORT, fichiers={"bilan.html": ""}))  # fmt: skip
    text = json.dumps({"gestionnaires": [asdict(line)]})
    (tmp_path / "bilan" / "campagne.json").write_text(text, encoding="utf-8")
    row = next(row for row in Cells(index.render(MANIFESTE, tmp_path)).rows if "Zéb" in row[0][0])
    assert plain(row[1][0]).endswith("Bilan")


def test_those_who_are_left_out_are_said_to_be_with_the_reason(tmp_path: Path) -> None:
    out = {"Zoé": "ne tient pas de CHRS", "Les <A>": "agrément fini le 31/12/2024"}
    left = replace(MANIFESTE, parametres={**MANIFESTE.parametres, "ecartes": out})
    page = plain(index.render(left, tmp_path))
    assert (
        "Sans rapport : Les &lt;A&gt; (agrément fini le 31/12/2024), Zoé (ne tient pas de CHRS)."
        in page
    )
    assert "Sans rapport" not in index.render(MANIFESTE, tmp_path)
