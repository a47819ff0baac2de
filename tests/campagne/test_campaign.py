"""Campaigns with real kernels: what is made, what fails, what is made again."""

from dataclasses import replace
from pathlib import Path

import nbformat

from campagne.carnets import MONTRER, carnet
from campagne.region import ETAPE, NOMS, PORT, SOLEIL, again
from campagne.temoin import Temoin, lines, read, visible
from cpomlib.campagne import campaign, worker
from cpomlib.campagne.preparation import without_password
from cpomlib.rapports.sortie import MIME_INDICATEURS

CASSER = f"""\
from cpomlib.socle.erreurs import CpomError
if gestionnaire == {PORT!r}:
    raise CpomError("Le budget ne tombe pas juste.", que_faire="Vérifiez la balance.")
"""
COMPTER = """\
import pathlib, os
with open(pathlib.Path({dossier!r}) / gestionnaire, "a") as trace:
    trace.write("x")
"""


def test_one_failure_stops_no_other_and_resuming_redoes_only_it(ask, tmp_path: Path) -> None:
    traces = tmp_path / "traces"
    traces.mkdir()
    compter = COMPTER.format(dossier=str(traces))
    bilan = campaign.run(ask(compter, CASSER), Temoin())
    folder = tmp_path / "sortie/52/2025"

    assert bilan.echecs == {PORT: "Le budget ne tombe pas juste. Vérifiez la balance."}
    assert sorted(bilan.faits) == [ETAPE, SOLEIL]
    assert visible(folder) == [*NOMS, "campagne.json", "index.html"]
    assert visible(folder / ETAPE) == ["diagnostic.html", "diagnostic.ipynb", "indicateurs.json"]
    assert visible(folder / PORT) == ["diagnostic.ipynb"]
    failed = nbformat.read(folder / PORT / "diagnostic.ipynb", 4)
    assert "An Exception was encountered" in failed.cells[0].source

    page = (folder / ETAPE / "diagnostic.html").read_text(encoding="utf-8")
    assert f"<p>Rapport de {ETAPE}, 2025</p>" in page
    assert "Diagnostic 2025 – L&#39;Étape &amp; Fils &lt;Loire&gt;" in page
    assert "Région inventée" in page
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "Le budget ne tombe pas juste. Vérifiez la balance." in index
    assert "Traceback" not in index
    assert "<script>alert(1)" not in index

    record = read(folder)
    assert record["etat"] == "terminee"
    assert record["parametres"]["perimetre"] == "tous"
    assert [depot["auteur"] for depot in record["depots"]] == ["Claire Analyste"]
    assert {"cpomlib", "python", "papermill", "pandas"} <= set(record["versions"])
    assert {key: line["statut"] for key, line in lines(folder).items()} == {
        ETAPE: "fait",
        SOLEIL: "fait",
        PORT: "echec",
    }
    assert lines(folder)[ETAPE]["duree_s"] > 0

    temoin = Temoin()
    campaign.run(ask(compter, CASSER, reprendre=True), temoin)
    assert temoin.debuts == [(1, 2)]
    assert temoin.finis == [PORT]
    assert {path.name: path.read_text() for path in traces.iterdir()} == {
        ETAPE: "x",
        SOLEIL: "x",
        PORT: "xx",
    }

    # What is missing, and what was altered, are redone; the rest is not.
    (folder / SOLEIL / "diagnostic.html").write_text("coupé", encoding="utf-8")
    temoin = Temoin()
    campaign.run(ask(compter, CASSER, reprendre=True, gestionnaires=[ETAPE, SOLEIL]), temoin)
    assert temoin.finis == [SOLEIL]
    assert lines(folder)[PORT]["statut"] == "echec"

    # A new deposit makes every report of the region stale: each places itself among the others.
    again(ask().base, 310)
    assert campaign.run(
        ask(compter, CASSER, reprendre=True, gestionnaires=[ETAPE]), Temoin()
    ).faits == (ETAPE,)


def test_a_failure_leaves_the_older_report_in_place(ask, tmp_path: Path) -> None:
    folder = tmp_path / "sortie/52/2025"
    campaign.run(ask(gestionnaires=[PORT]), Temoin())
    before = (folder / PORT / "diagnostic.html").read_bytes()
    bilan = campaign.run(ask(CASSER, gestionnaires=[PORT]), Temoin())
    assert list(bilan.echecs) == [PORT]
    assert (folder / PORT / "diagnostic.html").read_bytes() == before
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "Le diagnostic montré est le précédent, du " in index
    assert f'href="{PORT}/diagnostic.html"' in index
    assert lines(folder)[ETAPE]["statut"] == "non_etabli"


def test_a_worker_that_is_killed_is_reported_and_the_rest_goes_on(
    ask, tmp_path: Path, monkeypatch
) -> None:
    # the parent of an ordinary kernel is the worker: it can be killed from there
    monkeypatch.setenv("CPOM_NOYAUX", "ordinaire")
    tuer = f"import os\nif gestionnaire == {PORT!r}:\n    os.kill(os.getppid(), 9)\n"
    bilan = campaign.run(ask(tuer, parallele=2), Temoin())
    assert sorted(bilan.faits) == [ETAPE, SOLEIL]
    assert bilan.echecs == {
        PORT: "Le processus du rapport a été tué (mémoire insuffisante, le plus souvent)."
    }
    assert visible(tmp_path / "sortie/52/2025") == [*NOMS, "campagne.json", "index.html"]


def test_a_notebook_without_indicators_is_a_failure_that_says_what_to_do(ask) -> None:
    campagne = ask(gestionnaires=[ETAPE])
    modele = carnet(campagne.notebook.with_name("muet.ipynb"), MONTRER)
    bilan = campaign.run(replace(campagne, modele=modele), Temoin())
    assert bilan.echecs[ETAPE].startswith("Le modèle de rapport ne porte pas les indicateurs.")
    assert visible(bilan.dossier / ETAPE) == ["muet.ipynb"]


def test_the_output_that_carries_indicators_has_one_name() -> None:
    assert worker.MIME_INDICATEURS == MIME_INDICATEURS


def test_a_password_goes_by_the_environment_not_by_the_notebook() -> None:
    address, environment = without_password("postgresql+psycopg://moi:se%40cret@serveur/base")
    assert address == "postgresql+psycopg://moi@serveur/base"
    assert environment == {"PGPASSWORD": "se@cret"}
    address, environment = without_password("postgresql+psycopg://serveur/base?password=x&port=1")
    assert address == "postgresql+psycopg://serveur/base?port=1"
    assert environment == {"PGPASSWORD": "x"}
    assert without_password("sqlite:///cpom.db") == ("sqlite:///cpom.db", {})


def test_nothing_that_a_campaign_leaves_holds_the_address_of_the_base(ask, tmp_path: Path) -> None:
    tells = (
        "from cpomlib.socle.erreurs import StoreError\n"
        f"if gestionnaire == {PORT!r}:\n"
        "    raise StoreError(f'La base « {base} » ne répond pas.')\n"
        f"if gestionnaire == {SOLEIL!r}:\n    raise ValueError(base)\n"
    )
    asked = ask(tells)
    bilan = campaign.run(asked, Temoin())
    assert bilan.echecs == {
        PORT: "La base « (base) » ne répond pas.",
        SOLEIL: "Erreur interne\u00a0: ValueError.",
    }
    folder = tmp_path / "sortie/52/2025"
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) > 6
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert str(asked.base).removeprefix("sqlite:///") not in text, path
        assert ".en-cours-" not in text, path
