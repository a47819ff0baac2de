"""Campaigns with real kernels: failures, resumption, refusals, two at once, kill -9."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from cpomlib.errors import CommandeError, StoreError
from cpomlib.reports import campaign
from cpomlib.reports.campaign import Campagne
from reports.carnets import ECRIRE, MONTRER, carnet
from reports.region import ETAPE, NOMS, PORT, SOLEIL, again, base

CASSER = f"""\
from cpomlib.errors import CpomError
if gestionnaire == {PORT!r}:
    raise CpomError("Le budget ne tombe pas juste.", que_faire="Vérifiez la balance.")
"""
COMPTER = """\
import pathlib, os
with open(pathlib.Path({dossier!r}) / gestionnaire, "a") as trace:
    trace.write("x")
"""


class Temoin:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.attentes = 0
        self.debuts: list[tuple[int, int]] = []
        self.finis: list[str] = []

    def attente(self) -> None:
        self.attentes += 1

    def debut(self, total: int, a_jour: int) -> None:
        self.debuts.append((total, a_jour))

    def fini(self, cible, issue) -> None:
        self.finis.append(cible.id)


def read(folder: Path) -> dict:
    return json.loads((folder / "campagne.json").read_text(encoding="utf-8"))


def lines(folder: Path) -> dict[str, dict]:
    return {line["id"]: line for line in read(folder)["gestionnaires"]}


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".verrou")


@pytest.fixture
def ask(tmp_path: Path):
    """A campaign on the tiny region, with a notebook made of the given cells."""
    address = base(tmp_path / "base.db", "exemple")

    def build(*cells: str, **changes) -> Campagne:
        modele = carnet(tmp_path / "diagnostic.ipynb", *cells, ECRIRE, MONTRER)
        wanted = {"base": address, "sortie": tmp_path / "sortie", "modele": modele, **changes}
        return Campagne("52", 2025, **wanted)

    return build


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


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"region": "pay de la loire"},
            "La région « pay de la loire » n’existe pas. Le plus proche : « Pays de la Loire ».",
        ),
        (
            {"region": "53"},
            "La base ne contient aucun établissement de la région 53 (Bretagne). "
            "Régions de la base : 52 (Pays de la Loire).",
        ),
        (
            {"annee": 2031},
            "Aucune donnée pour 2031 dans la région 52 (Pays de la Loire). Années connues : 2025.",
        ),
        (
            {"gestionnaires": ["100000026"]},
            "Le gestionnaire « 100000026 » n’a pas d’établissement dans la région "
            f"52 (Pays de la Loire). Le plus proche : « {PORT} (Le Port) ».",
        ),
        (
            {"gestionnaires": ["le porc"]},
            "Le gestionnaire « le porc » n’a pas d’établissement dans la région "
            f"52 (Pays de la Loire). Le plus proche : « {PORT} (Le Port) ».",
        ),
        ({"perimetre": "chr"}, "Périmètre « chr » inconnu. Le plus proche : « chrs »."),
        (
            {"parametres": {"anee": 2024}},
            "Le modèle « diagnostic.ipynb » n’a pas de paramètre « anee ». "
            "Le plus proche : « annee ».",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything(
    ask, tmp_path: Path, changes: dict, message: str
) -> None:
    from dataclasses import replace

    with pytest.raises(CommandeError) as caught:
        campaign.run(replace(ask(), **changes), Temoin())
    assert str(caught.value).replace("\u00a0", " ") == message
    assert not (tmp_path / "sortie").exists()


def test_an_absent_base_and_a_closed_folder_are_refused(ask, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="n’existe pas"):
        campaign.run(ask(base=f"sqlite:///{tmp_path}/absente.db"), Temoin())
    (tmp_path / "sortie").write_text("un fichier", encoding="utf-8")
    with pytest.raises(CommandeError, match="ne peuvent pas être écrits"):
        campaign.run(ask(), Temoin())


def test_a_password_goes_by_the_environment_not_by_the_notebook() -> None:
    from cpomlib.reports.preparation import without_password

    address, environment = without_password("postgresql+psycopg://moi:se%40cret@serveur/base")
    assert address == "postgresql+psycopg://moi@serveur/base"
    assert environment == {"PGPASSWORD": "se@cret"}
    address, environment = without_password("postgresql+psycopg://serveur/base?password=x&port=1")
    assert address == "postgresql+psycopg://serveur/base?port=1"
    assert environment == {"PGPASSWORD": "x"}
    assert without_password("sqlite:///cpom.db") == ("sqlite:///cpom.db", {})


ALONE = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from cpomlib.reports import campaign
from reports.test_campaign import Temoin
if __name__ == "__main__":
    campaign.run(
        campaign.Campagne("52", 2025, base={base!r}, sortie=Path({sortie!r}),
                          modele=Path({modele!r}), parallele=1),
        Temoin(),
    )
"""


def apart(campagne: Campagne, tmp_path: Path) -> subprocess.Popen[bytes]:
    """Start a campaign in a process of its own, in a group of its own."""
    script = tmp_path / "campagne.py"
    text = ALONE.format(
        tests=str(Path(__file__).parents[1]),
        base=campagne.base,
        sortie=str(campagne.sortie),
        modele=str(campagne.notebook),
    )
    script.write_text(text, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script)], start_new_session=True, stderr=subprocess.PIPE
    )


def until(condition, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "trop long"
        time.sleep(0.05)


def vit(pid: str) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="lit /proc")
def test_killed_then_resumed(ask, tmp_path: Path) -> None:
    folder = tmp_path / "sortie/52/2025"
    marque = tmp_path / "marque"
    lent = (
        f"import os, pathlib, time\nif gestionnaire == {SOLEIL!r} and "
        f"not os.path.exists({str(marque)!r}):\n"
        f"    pathlib.Path({str(marque)!r}).write_text(\n"
        "        f\"{os.environ['IPYTHONDIR']} {os.getpid()}\")\n"
        "    time.sleep(120)\n"
    )
    with apart(ask(lent), tmp_path) as killed:
        until(marque.exists)
        until(marque.read_text)
        os.kill(killed.pid, signal.SIGKILL)
    profil, pid = marque.read_text().split()

    assert lines(folder)[ETAPE]["statut"] == "fait"
    assert lines(folder)[SOLEIL]["statut"] == "non_etabli"
    assert not (folder / SOLEIL).exists()
    assert [path for path in folder.iterdir() if path.name.startswith(".en-cours-")]
    until(lambda: not vit(pid), 20)
    until(lambda: not Path(profil).parent.exists(), 20)

    temoin = Temoin()
    campaign.run(ask(lent, reprendre=True), temoin)
    assert temoin.debuts == [(2, 1)]
    assert sorted(temoin.finis) == [SOLEIL, PORT]
    assert visible(folder) == [*NOMS, "campagne.json", "index.html"]
    assert {line["statut"] for line in lines(folder).values()} == {"fait"}


@pytest.mark.skipif(sys.platform == "win32", reason="signaux POSIX")
def test_ctrl_c_keeps_what_is_done_and_writes_the_index(ask, tmp_path: Path) -> None:
    folder = tmp_path / "sortie/52/2025"
    marque = tmp_path / "marque"
    lent = (
        f"import pathlib, time\nif gestionnaire == {SOLEIL!r}:\n"
        f"    pathlib.Path({str(marque)!r}).touch()\n    time.sleep(120)\n"
    )
    with apart(ask(lent), tmp_path) as stopped:
        until(marque.exists)
        os.killpg(stopped.pid, signal.SIGINT)
        assert stopped.wait(20) != 0
        assert stopped.stderr is not None
        assert b"KeyboardInterrupt" in stopped.stderr.read()
    assert read(folder)["etat"] == "interrompue"
    assert visible(folder) == [ETAPE, "campagne.json", "index.html"]
    assert "Pas encore établi" in (folder / "index.html").read_text(encoding="utf-8")


def test_two_campaigns_at_once_do_not_spoil_each_other(ask, tmp_path: Path) -> None:
    folder = tmp_path / "sortie/52/2025"
    with apart(ask(), tmp_path) as first:
        until((folder / "campagne.json").exists)
        temoin = Temoin()
        bilan = campaign.run(ask(gestionnaires=[PORT], reprendre=False), temoin)
        assert first.wait(60) == 0
    assert temoin.attentes == 1
    assert bilan.faits == (PORT,)
    assert {line["statut"] for line in lines(folder).values()} == {"fait"}
    for identifiant, line in lines(folder).items():
        from cpomlib.reports.manifest import Rapport

        assert Rapport(**line["rapport"]).stands(folder / identifiant)
    assert visible(folder) == [*NOMS, "campagne.json", "index.html"]


def test_a_notebook_without_indicators_is_a_failure_that_says_what_to_do(ask) -> None:
    from dataclasses import replace

    campagne = ask(gestionnaires=[ETAPE])
    modele = carnet(campagne.notebook.with_name("muet.ipynb"), MONTRER)
    bilan = campaign.run(replace(campagne, modele=modele), Temoin())
    assert bilan.echecs[ETAPE].startswith("Le modèle de rapport ne porte pas les indicateurs.")
    assert visible(bilan.dossier / ETAPE) == ["muet.ipynb"]


def test_the_output_that_carries_indicators_has_one_name() -> None:
    from cpomlib.diagnostic.sortie import MIME_INDICATEURS
    from cpomlib.reports import worker

    assert worker.MIME_INDICATEURS == MIME_INDICATEURS
