"""Campaigns in processes of their own: kill -9, Ctrl-C, two at once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PATIENCE

from campagne.region import ETAPE, NOMS, PORT, SOLEIL
from campagne.temoin import Temoin, lines, read, visible
from cpomlib.campagne import campaign
from cpomlib.campagne.campaign import Campagne
from cpomlib.campagne.manifest import Rapport

ALONE = """
import signal
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from cpomlib.campagne import campaign
from campagne.temoin import Temoin
if __name__ == "__main__":
    # the tests may have been started in the background, where Ctrl-C is ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
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


def until(condition) -> None:
    limit = time.monotonic() + PATIENCE
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
        f"    time.sleep({PATIENCE})\n"
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
    until(lambda: not vit(pid))
    until(lambda: not Path(profil).parent.exists())

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
        f"    pathlib.Path({str(marque)!r}).touch()\n    time.sleep({PATIENCE})\n"
    )
    with apart(ask(lent), tmp_path) as stopped:
        until(marque.exists)
        os.killpg(stopped.pid, signal.SIGINT)
        assert stopped.wait(PATIENCE) != 0
        assert stopped.stderr is not None
        assert b"KeyboardInterrupt" in stopped.stderr.read()
    assert read(folder)["etat"] == "interrompue"
    assert visible(folder) == [ETAPE, "campagne.json", "index.html"]
    assert "Pas encore établi" in (folder / "index.html").read_text(encoding="utf-8")


def test_two_campaigns_at_once_do_not_spoil_each_other(ask, tmp_path: Path) -> None:
    folder = tmp_path / "sortie/52/2025"
    waited = tmp_path / "attendu"
    lent = (
        "import pathlib, time\n"
        f"while not pathlib.Path({str(waited)!r}).exists():\n    time.sleep(0.02)\n"
    )

    class Second(Temoin):
        """Lets the first campaign end once it waits for it."""

        def attente(self) -> None:
            super().attente()
            waited.touch()

    with apart(ask(lent), tmp_path) as first:
        until((folder / "campagne.json").exists)
        temoin = Second()
        bilan = campaign.run(ask(lent, gestionnaires=[PORT], reprendre=False), temoin)
        assert first.wait(PATIENCE) == 0
    assert temoin.attentes == 1
    assert bilan.faits == (PORT,)
    assert {line["statut"] for line in lines(folder).values()} == {"fait"}
    for identifiant, line in lines(folder).items():
        assert Rapport(**line["rapport"]).stands(folder / identifiant)
    assert visible(folder) == [*NOMS, "campagne.json", "index.html"]
