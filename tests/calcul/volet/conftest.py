"""The machine's own parameters stay out; a service's folder on demand."""

import pytest
from calcul.volet import gestionnaire

from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.calcul.volet import Donnees, Droit


@pytest.fixture(autouse=True)
def _without_service(monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    monkeypatch.delenv("CPOM_BASE", raising=False)


@pytest.fixture
def service(tmp_path, monkeypatch, _without_service):
    """Return a function that writes a file of the service's folder."""
    folder = tmp_path / "service"
    folder.mkdir()
    monkeypatch.setenv("CPOM_PARAMETRES", str(folder))

    def write(relative, text):
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def donnees():
    """Return a function that makes the data of the small gestionnaire for a year."""

    def make(annee=2025, annees=(2023, 2024, 2025), garder=None, **soldes):
        frames = gestionnaire.frames(annees, **soldes)
        known = frames["etablissements"]
        kept = known if garder is None else known[known["id_etablissement"].isin(garder)]
        return Donnees(frames, gestionnaire.ID, kept, annee, conventions_des_seuils())

    return make


@pytest.fixture
def droit():
    return Droit()
