"""The product as it is installed: no checkout, a path with a space and an accent, no home.

The package is laid out as its wheel lays it out, and the libraries are those of this environment.
"""

import os
import shutil
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest
from conftest import PATIENCE
from pages.conftest import kept_port

ROOT = Path(__file__).parents[2]
CPOM = "from cpomlib.cli.main import main; main()"


@pytest.fixture(scope="module")
def installe(tmp_path_factory):
    """Lay out the wheel; return the environment of somebody who has nothing else."""
    home = tmp_path_factory.mktemp("Poste de Zoé") / "outils d’été"
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = told["tool"]["hatch"]["build"]["targets"]["wheel"]
    ignored = shutil.ignore_patterns("__pycache__")
    for package in wheel["packages"]:
        shutil.copytree(ROOT / package, home / package, ignore=ignored)
    for source, target in wheel["force-include"].items():
        shutil.copytree(ROOT / source, home / target, ignore=ignored)
    (home.parent / "travail").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return home, {**kept, "PYTHONPATH": str(home), "HOME": "/dev/null/personne"}


@pytest.fixture(scope="module")
def run(installe):
    home, env = installe

    def asked(*words):
        done = subprocess.run(
            [sys.executable, "-c", CPOM, *map(str, words)],
            env=env, cwd=home.parent / "travail", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    return asked


@pytest.fixture(scope="module")
def region(run):
    """A region of one gestionnaire, in a folder of work."""
    run("exemple", "--region", "52", "--gestionnaires", 1, "--sejours", 60)
    return "sqlite:///cpom.db"


def test_the_commands_work(installe, run, region):
    home, env = installe
    where = subprocess.run(
        [sys.executable, "-c", "import cpomlib; print(cpomlib.__file__)"],
        env=env, cwd=home, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.strip() == str(home / "cpomlib" / "__init__.py")
    said = run("etat")
    assert "0 à corriger" in said or "Tout va bien." in said
    assert "cpom.db, état n°" in said
    run("indicateurs", "--region", "52", "--annee", 2025, "-o", "région.xlsx")
    run("trame", "--region", "52", "--annee", "2024-2025", "-o", "trames à remplir")
    run("modele", "nouveau", "mien.ipynb")
    made = home.parent / "travail"
    assert (made / "région.xlsx").exists() and len(list((made / "trames à remplir").iterdir())) == 1


def test_a_report_is_made_in_every_format(installe, run, region):
    run("rapports", "--region", "52", "--annee", 2025, "--modele", "fiche_etablissement",
        "--formats", "html,pdf,docx,odt,xlsx")  # fmt: skip
    made = installe[0].parent / "travail" / "reports" / "52" / "2025" / "fiche_etablissement"
    (folder,) = [path for path in made.iterdir() if path.is_dir()]
    assert {path.suffix for path in folder.iterdir()} >= {".html", ".pdf", ".docx", ".odt", ".xlsx"}


def test_the_page_opens(installe, region):
    home, env = installe
    with kept_port() as held:
        port = held.getsockname()[1]
        page = subprocess.Popen(
            [sys.executable, "-c", CPOM, "app", "scenarios", "--port", str(port), "--chauds", "0"],
            env=env, cwd=home.parent / "travail", stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            assert "Scénarios" in opened(page, f"http://127.0.0.1:{port}/")
        finally:
            page.terminate()
            page.wait(PATIENCE)


def opened(page, address):
    """Return the page once the server answers."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        assert page.poll() is None, page.stdout.read()
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.5)
    raise AssertionError("no answer")
