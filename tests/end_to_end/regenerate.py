"""Draw again ``docs/images``: the first page of a diagnostic of the invented region (pdftoppm)."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FICHIER = Path(__file__).parents[2] / "docs" / "images" / "diagnostic.png"
REGION, ANNEE, CHOISI, JOUR = "52", "2025", "000520049", "2026-04-01"
"""A troubled gestionnaire, its contract looked at on a day that does not change."""


def cpom(*words: str) -> None:
    """Run a command of the product."""
    subprocess.run([Path(sys.executable).with_name("cpom"), *words], check=True)


def main() -> None:
    """Make the invented region, its diagnostic on paper, and the picture of its first page."""
    with TemporaryDirectory() as folder:
        base, made = f"sqlite:///{folder}/cpom.db", Path(folder) / "rapports"
        common = ("--base", base, "--region", REGION, "--annee", ANNEE)
        cpom("exemple", *common, "--gestionnaires", "12", "--graine", "1")
        cpom("rapports", *common, "--gestionnaire", CHOISI, "--jour", JOUR, "--formats", "pdf",
             "--sortie", str(made))  # fmt: skip
        (paper,) = made.rglob("diagnostic-*.pdf")
        subprocess.run(
            ["pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-png", "-singlefile", str(paper),
             str(FICHIER.with_suffix(""))],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
