"""The service's own files that cannot be read: said, with why, never taken for absent."""

import subprocess
import sys

import pytest

from cpomlib.droit.dossiers import listes, override_of, service_dir
from cpomlib.socle.erreurs import ParametreError
from environnement.sans_droits import sans_pouvoirs

LIRE = {
    "nomenclatures": "from cpomlib.cli.declarations import *; verifier(date.today())",
}


@pytest.fixture
def service(tmp_path, monkeypatch):
    """A folder of parameters of a service."""
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    yield tmp_path
    for path in tmp_path.rglob("*"):
        path.chmod(0o755)


def refused(code):
    """Run a program without rights; return the last line it says."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          check=False, preexec_fn=sans_pouvoirs)  # fmt: skip
    assert done.returncode == 1
    return done.stderr.strip().splitlines()[-1].replace("\u00a0", " ")


def test_a_file_without_rights_is_named_with_why(service):
    path = service / "anomalies.yaml"
    path.write_text("profil: x", encoding="utf-8")
    path.chmod(0)
    said = refused("from cpomlib.droit import override_of; override_of('anomalies.yaml')")
    assert str(path) in said
    assert "vous n’en avez pas le droit" in said


@pytest.mark.parametrize("dossier", LIRE)
def test_a_folder_without_rights_is_named_too(service, dossier):
    (service / dossier).mkdir()
    (service / dossier).chmod(0)
    said = refused(LIRE[dossier])
    assert str(service / dossier) in said
    assert "ne peut pas être lu" in said


def test_what_is_absent_is_absent(service):
    assert override_of("plans/000520015.yaml") is None
    assert listes(service / "plans") == []
    (service / "plans").write_text("", encoding="utf-8")
    assert override_of("plans/000520015.yaml") is None


def test_what_is_no_file_is_not_taken_for_one(service):
    (service / "seuils.yaml").mkdir()
    with pytest.raises(ParametreError, match="Ce n’est pas un fichier"):
        override_of("seuils.yaml")


def test_a_mistyped_folder_is_said(service, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(service / "mal"))
    with pytest.raises(ParametreError, match="n’existe pas"):
        service_dir()
    (service / "mal").write_text("", encoding="utf-8")
    with pytest.raises(ParametreError, match="Ce n’est pas un dossier"):
        service_dir()
