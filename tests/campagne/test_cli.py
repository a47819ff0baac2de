"""``cpom rapports`` as it is typed."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE

from campagne.carnets import ECRIRE, carnet
from campagne.region import ETAPE, PORT, SOLEIL, base

CPOM = [sys.executable, "-c", "from cpomlib.cli.main import main; main()", "rapports"]


def cpom(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CPOM, *words],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )


def text(value: str) -> str:
    return value.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_unknown_gestionnaire_is_refused_in_french(tmp_path: Path) -> None:
    address = base(tmp_path / "base.db")
    done = cpom(
        "--region", "52", "--annee", "2025", "--base", address, "--gestionnaire", "100000026",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert text(done.stderr) == (
        "Erreur : Le gestionnaire « 100000026 » n’a pas d’établissement dans la région "
        f"52 (Pays de la Loire). Le plus proche : « {PORT} (Le Port) ».\n"
    )
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    ("parametre", "message"),
    [
        ("anee=2024", "n’a pas de paramètre « anee ». Le plus proche : « annee »."),
        ("annee=douze", "Le paramètre « annee » attend un nombre entier ; « douze » reçu."),
        ("annee", "« annee » : écrivez NOM=VALEUR."),
    ],
)
def test_a_notebook_parameter_is_checked_first(
    tmp_path: Path, parametre: str, message: str
) -> None:
    address = base(tmp_path / "base.db")
    done = cpom(
        "--region", "52", "--annee", "2025", "--base", address, "--parametre", parametre,
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode != 0
    assert message in text(done.stderr)
    assert not (tmp_path / "reports").exists()


SUITE = """
import sys
from cpomlib.campagne.preparation import Campagne
from cpomlib.cli.main import main
from pathlib import Path
if __name__ == "__main__":
    Campagne.notebook = property(lambda self: Path({modele!r}))
    main()
"""


def test_lines_for_a_log_where_to_open_and_the_exit_code(tmp_path: Path) -> None:
    """The command itself, on a notebook small enough to be run again and again."""
    modele = carnet(tmp_path / "diagnostic.ipynb", f"assert gestionnaire != {PORT!r}", ECRIRE)
    script = tmp_path / "cpom.py"
    script.write_text(SUITE.format(modele=str(modele)), encoding="utf-8")
    base(tmp_path / "cpom.db")

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        words = ["rapports", "--region", "52", "--annee", "2025", "--parallele", "1", *more]
        return subprocess.run(
            [sys.executable, str(script), *words],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE,
        )  # fmt: skip

    done = run()
    assert done.returncode == 1
    lines = text(done.stderr).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"[1/3] {ETAPE} L'Étape & Fils <Loire> : établi en ")
    assert lines[2] == f"[3/3] {PORT} Le Port : ÉCHEC. Erreur interne : AssertionError."
    index = tmp_path / "reports/52/2025/index.html"
    assert text(done.stdout).splitlines() == [
        "2 rapports établis, 0 à jour, 1 échec.",
        f"À ouvrir dans un navigateur : {index}",
    ]
    assert index.exists()

    done = run("--expliquer")
    assert done.returncode == 0
    assert text(done.stdout).splitlines() == [
        f"{ETAPE} L'Étape & Fils <Loire> : à jour.",
        f"{SOLEIL} Soleil 🌞 <script>alert(1)</script> : à jour.",
        f"{PORT} Le Port : à refaire (le dernier essai a échoué).",
        "1 rapport à refaire sur 3.",
    ]
    done = run("--expliquer", "--forcer", "--gestionnaire", ETAPE)
    assert "à refaire (tout est refait (« --forcer »))." in text(done.stdout)
    done = run("--reprendre", "--forcer")
    assert "« --reprendre » et « --forcer » se contredisent." in text(done.stderr)

    # « --reprendre » is what the command does by itself now, and is still understood
    done = run("--reprendre", "--gestionnaire", ETAPE)
    assert done.returncode == 0
    assert text(done.stderr) == "1 rapport est déjà à jour.\n"
    assert text(done.stdout).startswith("0 rapport établi, 1 à jour, 0 échec.\n")
