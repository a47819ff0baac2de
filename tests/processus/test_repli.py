"""Wherever no warm parent can make a kernel, an ordinary one is started."""

import os
import sys

import pytest

from cpomlib.processus import culture
from cpomlib.processus.culture import pepiniere, possible
from cpomlib.processus.fourche import naissance
from cpomlib.processus.lien import ADRESSE

from .noyau import play

pytestmark = pytest.mark.xdist_group("noyaux")
LANCEUR = [sys.executable, "-m", "ipykernel_launcher", "--version"]
BORN = f"import os; print(os.environ['JPY_PARENT_PID'] == '{os.getpid()}')"


def test_kernels_are_ordinary_when_asked_to(monkeypatch):
    monkeypatch.setenv("CPOM_NOYAUX", "ordinaire")
    with pepiniere(None) as env:
        assert env == {}
        assert play(env, BORN) == ["True"]


@pytest.mark.parametrize(("system", "expected"), [("win32", False), ("darwin", False)])
def test_there_is_no_fork_on_other_systems(monkeypatch, system, expected):
    monkeypatch.setattr(culture.sys, "platform", system)
    assert possible() is expected


def test_a_dead_parent_leaves_ordinary_kernels(tmp_path):
    assert play({ADRESSE: str(tmp_path / "personne")}, BORN) == ["True"]


@pytest.mark.skipif(not possible(), reason="no fork here")
def test_a_parent_with_threads_makes_no_kernel(tmp_path, monkeypatch):
    (tmp_path / "avec_fil.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pepiniere(None, ["avec_fil"]) as env:
        assert naissance(LANCEUR, {"env": {**os.environ, **env}}) is None


@pytest.mark.skipif(not possible(), reason="no fork here")
def test_another_command_or_other_settings_are_not_forked():
    with pepiniere(None) as env:
        known = {**os.environ, **env}
        assert naissance(["R", "--slave"], {"env": known}) is None
        assert naissance([sys.executable, "-c", "1"], {"env": known}) is None
        assert naissance([sys.executable, "-O", *LANCEUR[1:]], {"env": known}) is None
        assert naissance(LANCEUR, {"env": known, "preexec_fn": print}) is None
        assert naissance(LANCEUR, {"env": {**known, "CPOM_PARAMETRES": "ailleurs"}}) is None
        born = naissance(LANCEUR, {"env": known})
        assert born is not None
