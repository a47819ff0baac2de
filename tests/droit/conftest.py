"""A service's own folder of parameters, empty, named by ``CPOM_PARAMETRES``."""

import pytest


@pytest.fixture
def service(tmp_path, monkeypatch, without_service):
    folder = tmp_path / "service"
    folder.mkdir()
    monkeypatch.setenv("CPOM_PARAMETRES", str(folder))
    return folder


@pytest.fixture
def write(service):
    """Return a function that writes a file of the service's folder."""

    def _write(relative, text):
        path = service / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture(autouse=True)
def without_service(monkeypatch):
    """Keep the machine's own CPOM_PARAMETRES out of the tests."""
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
