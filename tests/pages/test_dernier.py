"""The next session is drawn for whom the last visitor asked for."""

from cpomlib.pages.tenue.dernier import DERNIER, dernier, noter


def test_the_last_one_asked_for_is_remembered(monkeypatch, tmp_path):
    monkeypatch.setenv(DERNIER, str(tmp_path / "dernier"))
    assert dernier({"A", "B"}) == ""
    noter("A")
    noter("B")
    assert dernier({"A", "B"}) == "B"


def test_who_is_not_in_the_base_is_nobody(monkeypatch, tmp_path):
    monkeypatch.setenv(DERNIER, str(tmp_path / "dernier"))
    noter("../../etc/passwd")
    assert dernier({"A"}) == ""


def test_a_server_without_that_file_does_without(monkeypatch):
    monkeypatch.delenv(DERNIER, raising=False)
    noter("A")
    assert dernier({"A"}) == ""
