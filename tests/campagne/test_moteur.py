"""The engine: cells run by a fork of the maker show what a kernel shows, and take nobody along."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from conftest import PATIENCE, cpom

from campagne.carnets import ECRIRE, MONTRER, carnet
from campagne.region import ETAPE, PORT, SOLEIL
from campagne.temoin import Temoin
from cpomlib.campagne import campaign, moteur, pool
from cpomlib.campagne.inputs import portee
from cpomlib.campagne.modeles import modeles
from cpomlib.processus import possible

RACINE = Path(__file__).parents[2]
UN_FIL = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
DE_CHAQUE_SORTE = ("bilan_regional", "diagnostic", "fiche_etablissement", "synthese_regionale")
DEUX = ["--gestionnaire", "000520015", "--gestionnaire", "000520056"]
"""One that has all there is to show, one without « salaries »."""
pytestmark = pytest.mark.skipif(not possible(), reason="no fork here")

CELLULES = [
    "a = 1\na + 1",
    "import warnings\nprint('été')\nwarnings.warn('attention')\nprint('fin')",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'), {'a': 1})\n3",
    "!echo coucou",
    "%%bash\necho bash",
    # a kernel reads what a child writes in a thread of its own: leave it the time
    "import subprocess, time\ndone = subprocess.run(['echo', 'enfant'])\ntime.sleep(1.5)\n"
    "done.returncode",
    "import asyncio\nawait asyncio.sleep(0.01)\n'attendu'",
    "montre = display('avant', display_id='m')",
    "montre.update('après')",
    "from IPython.display import clear_output\nprint('effacé')\nclear_output()\nprint('reste')",
    "import pandas as pd\npd.DataFrame({'a': [1, float('nan')]})",
    "display({'application/vnd.cpom.bloc+json': {'genre': 'essai', 'n': [1.5, None]}}, raw=True)",
    "%who_ls str",
    "import ipywidgets\nipywidgets.IntSlider(3)",
    "get_ipython().__class__.__name__, __name__",
    "print(",
    "import sys\nsys.exit(3)",
    "def f():\n    return 1 / 0\n\nf()",
]
# a fork has the command line of what runs papermill, a kernel has its own
PERE = "import pathlib\n'papermill' in pathlib.Path('/proc/self/cmdline').read_text()"
MENER = """
import sys
from pathlib import Path
from cpomlib.campagne import notebook
for source, executed, delai in zip(*[iter(sys.argv[1:])] * 3):
    ecueil = notebook.run(Path(source), {}, Path(executed), int(delai)).ecueil
    print(ecueil.raison if ecueil else "")
"""
SANS_LA_MEME_VIE = [
    (re.compile(r"ipykernel_\d+"), "ipykernel"),
    (re.compile(r"[0-9a-f]{32}"), "identifiant"),
]


def mener(noyaux: str, sources: dict[Path, int]) -> list[tuple[dict, str]]:
    """Run notebooks, each with its delay, in a process that has one thread; return what is said."""
    asked = {
        source: (source.with_suffix(f".{noyaux}.ipynb"), sources[source]) for source in sources
    }
    env = {**os.environ, **UN_FIL, "CPOM_NOYAUX": noyaux}
    # under pytest, a kernel does not look at what other programs write
    env.pop("PYTEST_CURRENT_TEST", None)
    words = [str(word) for source, told in asked.items() for word in (source, *told)]
    done = subprocess.run(
        [sys.executable, "-c", MENER, *words], env=env, capture_output=True, text=True, check=True
    )
    made = [json.loads(executed.read_text(encoding="utf-8")) for executed, _ in asked.values()]
    return list(zip(made, done.stdout.splitlines(), strict=True))


def montre(document: dict) -> list[tuple]:
    """What each cell shows, as text; what no two runs have in common put apart."""
    found = []
    for cell in document["cells"]:
        text = json.dumps(cell.get("outputs"), ensure_ascii=False, sort_keys=True)
        for varies, name in SANS_LA_MEME_VIE:
            text = varies.sub(name, text)
        found.append((cell["source"], cell.get("execution_count"), text))
    return found


def widgets(document: dict) -> set[str]:
    (kept,) = document["metadata"]["widgets"].values()
    return {state["model_name"] for state in kept["state"].values()}


def test_a_fork_shows_what_a_kernel_shows(tmp_path: Path) -> None:
    source = carnet(tmp_path / "n.ipynb", *CELLULES)
    document = nbformat.read(source, 4)
    for cell in document.cells:
        cell.metadata.setdefault("tags", []).append("raises-exception")
    nbformat.write(document, source)
    forked, ordinary = (
        mener(noyaux, {source: PATIENCE})[0][0] for noyaux in ("fourche", "ordinaire")
    )
    for one, other in zip(montre(forked), montre(ordinary), strict=True):
        assert one == other
    names = "language_info", "kernelspec"
    assert [forked["metadata"].get(n) for n in names] == [
        ordinary["metadata"].get(n) for n in names
    ]
    kinds = [
        {
            state["model_name"]
            for state in each["metadata"]["widgets"].popitem()[1]["state"].values()
        }
        for each in (forked, ordinary)
    ]
    assert kinds[0] == kinds[1] == {"IntSliderModel", "LayoutModel", "SliderStyleModel"}


@pytest.mark.lent
# the others are made of the same blocks, by the same calls
@pytest.mark.parametrize("modele", DE_CHAQUE_SORTE)
def test_the_shipped_notebooks_show_the_same_both_ways(
    example_base: str, tmp_path: Path, modele: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for noyaux in ("fourche", "ordinaire"):
        monkeypatch.setenv("CPOM_NOYAUX", noyaux)
        asked = ["--base", example_base, "--region", "52", "--annee", "2025", "--modele", modele]
        asked += DEUX if portee(modeles()[modele]) != "region" else []
        # an ordinary maker is long to start: one makes them all
        cpom("rapports", *asked, "--sortie", tmp_path / noyaux, "--parallele", 1, check=False)
        made = sorted((tmp_path / noyaux).rglob("*.ipynb"))
        found.append({
            path.relative_to(tmp_path / noyaux): montre(json.loads(path.read_text("utf-8")))
            for path in made
        })  # fmt: skip
    assert found[0]
    assert found[0] == found[1]


MORTS = {
    "os._exit(0)": (PATIENCE, "tué avant la fin"),
    "os.kill(os.getpid(), 9)": (PATIENCE, "tué avant la fin"),
    "import ctypes\nctypes.string_at(0)": (PATIENCE, "tué avant la fin"),
    # longer than the cells before it take, however busy the machine is
    f"import time\ntime.sleep({PATIENCE})": (3, "plus de 3\u00a0secondes"),
    "b = bytearray(1 << 60)": (PATIENCE, "mémoire"),
}
"""What ends a cell → seconds it may take, what is said."""


@pytest.mark.parametrize("noyaux", ["fourche", "ordinaire"])
def test_what_was_shown_before_a_death_is_kept_and_the_cell_is_marked(
    tmp_path: Path, noyaux: str
) -> None:
    # an ordinary kernel sends what is shown from a thread of its own
    ends = {
        f"import os, sys, time\nprint('en cours', flush=True)\ntime.sleep(0.5)\n{cell}": told
        for cell, told in MORTS.items()
    }
    sources = {
        carnet(tmp_path / f"{rank}.ipynb", MONTRER, end, "print('jamais')"): delai
        for rank, (end, (delai, _)) in enumerate(ends.items())
    }
    for (end, (_, raison)), (document, said) in zip(
        ends.items(), mener(noyaux, sources), strict=True
    ):
        assert raison in said
        assert "An Exception was encountered" in document["cells"][0]["source"]
        cells = ["".join(cell["source"]) for cell in document["cells"]]
        place = cells.index(end)
        assert 'id="papermill-error-cell"' in cells[place - 1]
        assert "Rapport de" in json.dumps(document["cells"][place - 2]["outputs"])
        assert document["cells"][place]["outputs"][0]["text"] == "en cours\n"
        assert document["cells"][-1]["outputs"] == []


def test_a_report_that_kills_its_maker_takes_nobody_with_it(ask) -> None:
    """Its maker, not the process of its cells; one maker makes them all."""
    kill = f"import os\nif gestionnaire == {SOLEIL!r}:\n    os.kill(os.getppid(), 9)\n"
    bilan = campaign.run(ask(kill, parallele=1), Temoin())
    assert bilan.faits == (ETAPE, PORT)
    assert bilan.echecs == {SOLEIL: pool.PERDU}


def test_each_report_has_a_process_of_its_own_and_its_maker_stays(ask, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    note = (
        f"import os\nwith open({str(trace)!r}, 'a') as trace:\n"
        "    print(os.getpid(), os.getppid(), 'reste' in globals(), file=trace)\nreste = True\n"
    )
    campaign.run(ask(note, parallele=1), Temoin())
    lines = [line.split() for line in trace.read_text(encoding="utf-8").splitlines()]
    assert len({pid for pid, _, _ in lines}) == 3
    assert len({parent for _, parent, _ in lines}) == 1
    assert {kept for _, _, kept in lines} == {"False"}


@pytest.mark.parametrize("first", ["papermill.execute", "cpomlib.campagne.moteur"])
def test_an_installed_engine_is_found_whatever_is_imported_first(tmp_path: Path, first) -> None:
    """papermill loads what is declared while it is imported: here as if the wheel were there."""
    declared = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    target = declared["entry-points"]["papermill.engine"]["cpom"]
    folder = tmp_path / "essai-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: essai\nVersion: 1\n")
    (folder / "entry_points.txt").write_text(f"[papermill.engine]\ncpom_essai = {target}\n")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nimport {first}\n"
        "from papermill.engines import papermill_engines\n"
        "print(papermill_engines.get_engine('cpom_essai').__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == (f"{target.partition(':')[2]}\n", 0), done.stderr


def test_papermill_knows_the_engine_by_its_name(tmp_path: Path) -> None:
    declared = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = declared["entry-points"]["papermill.engine"]["cpom"].partition(":")
    (tmp_path / "voisin.py").write_text("DIT = 'voisin'", encoding="utf-8")
    source = carnet(tmp_path / "n.ipynb", "import voisin\nvoisin.DIT", PERE, ECRIRE)
    program = (
        f"from {module} import {name}\n"
        "from papermill.engines import papermill_engines\n"
        f"papermill_engines.register('cpom', {name})\n"
        "from papermill.cli import papermill\npapermill()"
    )
    typed = ["--engine", "cpom", "-k", "python3", "--language", "python", "-p", "annee", "2024"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *typed, str(source), "out.ipynb"],
        cwd=tmp_path, env={**os.environ, **UN_FIL}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(tmp_path / "out.ipynb", 4)
    assert executed.cells[3].outputs[0].data["text/plain"] == "'voisin'"
    assert executed.cells[4].outputs[0].data["text/plain"] == "True"
    assert executed.metadata.papermill.exception is None


def test_what_a_notebook_may_hold_is_kept_as_it_came_and_the_rest_is_checked():
    assert moteur._sain({"text/html": "<p>", "application/x+json": {"a": [1]}})
    assert not moteur._sain({"text/html": 3})
