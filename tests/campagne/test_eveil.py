"""What is woken with the command: used, or sent away at once; it leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from conftest import PATIENCE

from cpomlib.campagne import moyens, prechauffe
from cpomlib.campagne.eveil import eveiller
from cpomlib.campagne.modeles import modele
from cpomlib.processus import culture
from cpomlib.processus.lien import ADRESSE

CPOM = [str(Path(sys.executable).with_name("cpom"))]
# the tests may have been started in the background, where Ctrl-C is ignored
HEARS = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from cpomlib.cli.main import main
main()
"""
pytestmark = pytest.mark.skipif(not culture.possible(), reason="kernels are not forked here")


def of_this_command(mark: str) -> list[str]:
    """Return the command lines of the living processes that were started for ``mark``."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("CPOM_TEMOIN") == mark and process.status() != "zombie":
                found.append(" ".join(process.cmdline()))
    return found


def nothing_left(mark: str) -> None:
    limit = time.monotonic() + PATIENCE
    while left := of_this_command(mark):
        assert time.monotonic() < limit, left
        time.sleep(0.1)


def test_a_command_that_is_refused_leaves_no_process_and_no_file(example_base, tmp_path):
    mark = str(tmp_path)
    asked = ["--base", example_base, "--region", "999", "--annee", "2025", "--sortie", tmp_path]
    done = subprocess.run(
        [*CPOM, "rapports", *map(str, asked)],
        capture_output=True, text=True, env=environment(mark), check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Erreur\u00a0: La région «\u00a0999\u00a0»")
    nothing_left(mark)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_the_parent_of_kernels_wakes_says_one_french_word(example_base, tmp_path):
    mark = str(tmp_path)
    asked = ["--base", example_base, "--region", "52", "--annee", "2025", "--sortie", tmp_path]
    process = subprocess.Popen(
        [sys.executable, "-c", HEARS, "rapports", *map(str, asked)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment(mark), start_new_session=True,
    )  # fmt: skip
    limit = time.monotonic() + PATIENCE
    while not any("processus.parent" in line for line in of_this_command(mark)):
        assert time.monotonic() < limit
        time.sleep(0.01)
    # as a terminal does: to all that the command started and did not set apart
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 130
    assert said.splitlines()[-1:] == ["Interrompu."]
    assert "Traceback" not in said
    nothing_left(mark)


def test_it_is_used_by_the_campaign_it_was_woken_for():
    notebook = modele("diagnostic")
    with eveiller(notebook) as awake:
        assert awake.notebook == notebook
        assert Path(awake.environnement[ADRESSE]).is_relative_to(awake.noyaux)
    assert not awake.noyaux.exists()


def test_the_driver_of_a_server_is_for_a_base_on_a_server():
    notebook = modele("diagnostic")
    assert "psycopg" not in prechauffe.modules(notebook, "sqlite:///cpom.db")
    assert "psycopg" in prechauffe.modules(notebook, "postgresql+psycopg://serveur/cpom")


def test_one_report_more_than_cores_unless_it_is_said(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert moyens._en_meme_temps(0) == 5
    assert moyens._en_meme_temps(2) == 2


def test_the_parent_of_kernels_imports_no_debugger():
    asked = (
        "import sys\n"
        "from cpomlib.processus import parent as pepiniere, culture\n"
        "from cpomlib.processus.alleger import alleger\n"
        "alleger(*pepiniere.DEBOGUEUR)\n"
        "pepiniere.precharger([*culture.NOYAU])\n"
        "print(sys.modules['debugpy'], 'ipykernel.ipkernel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "True"]


def environment(mark: str) -> dict[str, str]:
    return {**os.environ, "CPOM_TEMOIN": mark}
