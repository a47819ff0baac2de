"""Names, whole files, one campaign at a time."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PATIENCE

from cpomlib.campagne import folders
from cpomlib.socle.erreurs import CommandeError

HOLD = """
import sys
from pathlib import Path
from cpomlib.campagne import folders
with folders.alone(Path(sys.argv[1]), lambda: None):
    print("tenu", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(
    "identifiant",
    ["..", "../../ailleurs", "12345678", "1234567890", "EJ-44000", "123456789\n", "EJ-44000123/",
     "", "٣٣٣٣٣٣٣٣٣", "123 45678"],
)  # fmt: skip
def test_an_id_of_another_form_never_names_a_folder(tmp_path: Path, identifiant: str) -> None:
    with pytest.raises(CommandeError, match="n’a pas la forme d’un identifiant de gestionnaire"):
        folders.report_folder(tmp_path, identifiant)


@pytest.mark.parametrize("identifiant", ["123456789", "EJ-440001234", "EJ-2A0001234"])
def test_an_id_names_its_folder(tmp_path: Path, identifiant: str) -> None:
    assert folders.report_folder(tmp_path, identifiant) == tmp_path / identifiant


def test_a_symbolic_link_cannot_lead_a_report_away(tmp_path: Path) -> None:
    outside = tmp_path / "ailleurs"
    outside.mkdir()
    sortie = tmp_path / "sortie"
    folder = folders.campaign_folder(sortie, "52", 2025)
    (folder / "123456789").symlink_to(outside)
    with pytest.raises(CommandeError, match="Un lien symbolique détourne le chemin"):
        folders.report_folder(folder, "123456789")
    (sortie / "53").symlink_to(outside)
    with pytest.raises(CommandeError, match="Un lien symbolique détourne le chemin"):
        folders.campaign_folder(sortie, "53", 2025)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(("region", "annee"), [("..", 2025), ("52/..", 2025), ("52", -1)])
def test_a_region_or_a_year_cannot_escape_either(tmp_path: Path, region: str, annee: int) -> None:
    with pytest.raises(CommandeError, match="ne peut pas nommer un dossier"):
        folders.campaign_folder(tmp_path, region, annee)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(CommandeError) as caught:
        folders.campaign_folder(tmp_path / "fichier", "52", 2025)
    assert "ne peuvent pas être écrits" in str(caught.value)
    assert "« --sortie »" in str(caught.value)


def test_stale_folders_go_and_reports_stay(tmp_path: Path) -> None:
    (tmp_path / "123456789").mkdir()
    left = folders.temporary(tmp_path, "123456789")
    (left / "diagnostic.html").write_text("moitié", encoding="utf-8")
    folders.clean(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["123456789"]


def test_a_second_campaign_waits_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    told = []
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()

        def wait() -> None:
            told.append(time.monotonic())
            other.kill()

        with folders.alone(tmp_path, wait):
            assert len(told) == 1
            assert other.wait(PATIENCE) != 0
