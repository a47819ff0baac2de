"""Asked to stop: children ended, folders gone, what is done written, and a sentence."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PATIENCE
from pages.conftest import Serveur, fetch

from environnement.sans_droits import en_marche, sans_pouvoirs

CPOM = str(Path(sys.executable).parent / "cpom")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="lit /proc")


@pytest.fixture
def ferme(tmp_path):
    """The environment of a user whose home cannot be written, with temporary files of their own."""
    home, temporary = tmp_path / "chez-soi", tmp_path / "t"
    home.mkdir()
    temporary.mkdir()
    home.chmod(0o555)
    return {**os.environ, "HOME": str(home), "TMPDIR": str(temporary)}


def mine(mark):
    """Return the processes whose environment holds a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def gone(mark):
    """Wait until no process has the mark; return those that are left."""
    limit = time.monotonic() + PATIENCE
    while (left := mine(mark)) and time.monotonic() < limit:
        time.sleep(0.1)
    return left


def test_a_campaign_asked_to_stop_keeps_what_is_done(example_base, tmp_path, ferme):
    out = tmp_path / "sortie"
    command = [CPOM, "rapports", "--base", example_base, "--region", "52", "--annee", "2025",
               "--sortie", str(out), "--parallele", "1"]  # fmt: skip
    with en_marche(command, sans_pouvoirs, env=ferme, stderr=subprocess.STDOUT,
                   start_new_session=True) as process:  # fmt: skip
        for line in process.stdout:
            if line.startswith("[1/"):
                break
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert said.strip().endswith("Arrêté.")
    assert "Traceback" not in said
    folder = out / "52" / "2025"
    record = json.loads((folder / "campagne.json").read_text(encoding="utf-8"))
    assert record["etat"] == "interrompue"
    done = [line["id"] for line in record["gestionnaires"] if line["statut"] == "fait"]
    # the first one, and what was made before the signal came
    assert 0 < len(done) < len(record["gestionnaires"])
    assert done[0] in (folder / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [".verrou", "campagne.json", "index.html", *done]
    )
    assert gone(ferme["TMPDIR"]) == []
    assert list(Path(ferme["TMPDIR"]).iterdir()) == []


@pytest.mark.lent
@pytest.mark.xdist_group("atelier")
def test_the_lab_runs_where_home_is_closed_and_ends_with_all_it_started(
    example_base, tmp_path, ferme
):
    served = Serveur(
        "lab", "--base", example_base, "--dossier", str(tmp_path / "atelier"),
        journal=tmp_path / "journal.txt", env={**ferme, "CPOM_JETON": "jeton-de-test"},
        limite=sans_pouvoirs,
    )  # fmt: skip
    assert served.url.endswith("token=jeton-de-test")
    assert answered(served.url)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(PATIENCE) == 128 + signal.SIGTERM
    said = served.journal.read_text(encoding="utf-8")
    assert said.strip().endswith("Arrêté.")
    assert "Traceback" not in said
    assert "Warning" not in said
    assert gone(ferme["TMPDIR"]) == []
    assert list(Path(ferme["TMPDIR"]).iterdir()) == []


@pytest.mark.lent
@pytest.mark.xdist_group("page-scenarios")
def test_the_page_runs_where_home_is_closed(example_base, tmp_path, ferme):
    served = Serveur(
        "app", "scenarios", "--base", example_base, journal=tmp_path / "journal.txt", env=ferme,
        limite=sans_pouvoirs,
    )  # fmt: skip
    try:
        assert answered(served.url)
    finally:
        served.stop()
    assert gone(ferme["TMPDIR"]) == []
    assert list(Path(ferme["TMPDIR"]).iterdir()) == []


def answered(url):
    """Ask until the server answers."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            return fetch(url)[0] == 200
        except OSError:
            time.sleep(0.5)
    return False
