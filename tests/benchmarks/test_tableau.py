"""The benchmarks: they load, their page is written, a ratio that goes back is seen."""

import ast
import json
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from conftest import plain

ROOT = Path(__file__).parents[2]
LONGS = ["campagne", "grande", "page", "contrat", "million", "formats", "scenarios"]


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))


def rows():
    from benchmarks.mesure import Mesure

    return [
        Mesure("a", "Une campagne", "Plus vite", 12.5, sens="haut", cible=12, rapport=True),
        Mesure("b", "Une campagne", "Plus lent", 2.75, cible=2.5, rapport=True, note="À deux."),
        Mesure("c", "La page", "Un curseur", 1234.5, "ms"),
        Mesure("d", "La page", "Refusés", 0, "", cible=0, note="Ensemble."),
    ]


@pytest.mark.parametrize("banc", LONGS)
def test_every_benchmark_loads_and_gives_measures(banc: str) -> None:
    from benchmarks.__main__ import BANCS

    assert banc in BANCS
    assert callable(import_module(f"benchmarks.{banc}").mesures)


@pytest.mark.parametrize("banc", LONGS)
def test_what_a_benchmark_imports_late_is_there(banc: str) -> None:
    tree = ast.parse((ROOT / "benchmarks" / f"{banc}.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imports
    for node in imports:
        exec(ast.unparse(node), {})


@pytest.mark.parametrize(("bancs", "written"), [(["scenarios"], False), ([], True)])
def test_the_reference_is_made_of_all_the_benchmarks_or_not_at_all(
    bancs, written, tmp_path, monkeypatch, capsys
) -> None:
    from benchmarks import __main__ as commande

    monkeypatch.setattr(commande.tableau, "REFERENCE", tmp_path / "reference.json")
    monkeypatch.setattr(commande.tableau, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr(commande, "_measured", lambda bancs, petit: rows())
    monkeypatch.setattr(
        commande.tableau.ecrire_reference, "__defaults__", (tmp_path / "reference.json",)
    )
    monkeypatch.setattr(
        commande.tableau.lire_reference, "__defaults__", (tmp_path / "reference.json",)
    )
    assert commande.main(bancs) == 0
    assert (tmp_path / "reference.json").exists() is written
    assert (tmp_path / "performance.md").exists() is written


def test_the_page_says_where_when_with_what_and_what_is_wanted() -> None:
    from benchmarks.tableau import page

    text = plain(page(rows(), date(2026, 11, 21), {"pandas": "3.0", "autre": "1"}, "2 cœurs"))
    assert "Mesuré le 21 novembre 2026 sur 2 cœurs. Versions : pandas 3.0." in text
    assert text.index("## Une campagne") < text.index("## La page")
    assert "| Plus vite | 12,5 × | ≥ 12 × : tenu |" in text
    assert "| Plus lent (1) | 2,75 × | ≤ 2,5 × : **non tenu** |" in text
    assert "| Un curseur | 1 235 ms |  |" in text
    assert "| Refusés (1) | 0,00 | ≤ 0 : tenu |" in text
    assert "1. À deux." in text


def test_only_a_ratio_worse_by_more_than_a_fifth_is_a_regression() -> None:
    from benchmarks.tableau import reculs

    # 12,5 against 15,6 is 19,9 % less, against 15,7 is 20,4 % less
    assert reculs(rows(), {"a": 15.6, "b": 2.3, "c": 1.0}) == []
    found = [plain(each) for each in reculs(rows(), {"a": 15.7, "b": 2.29})]
    assert found == [
        "Plus vite : 12,5 ×, contre 15,7 × dans la référence.",
        "Plus lent : 2,75 ×, contre 2,29 × dans la référence.",
    ]


def test_accepting_keeps_the_ratios_of_the_others(tmp_path: Path) -> None:
    from benchmarks.tableau import ecrire_reference, lire_reference

    path = tmp_path / "reference.json"
    assert lire_reference(path) == {}
    path.write_text(json.dumps({"z": 3, "a": 1}), encoding="utf-8")
    ecrire_reference(rows(), path)
    assert lire_reference(path) == {"z": 3, "a": 12.5, "b": 2.75}


def test_the_exponent_of_growth() -> None:
    from benchmarks.mesure import exposant

    # time = 3 n², at three sizes
    assert exposant([10, 100, 1000], [300, 30_000, 3_000_000]) == pytest.approx(2)


def test_an_unknown_benchmark_is_refused(capsys) -> None:
    from benchmarks.__main__ import main

    with pytest.raises(SystemExit):
        main(["campagnes"])
    known = "Bancs : campagne, grande, profil, page, contrat, million, formats, scenarios."
    assert known in capsys.readouterr().err
