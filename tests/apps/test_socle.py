"""The scripts of the page in one file, and the delays a busy machine exceeds."""

import gzip

from cpomlib.apps.serveur import socle
from cpomlib.apps.serveur.lancement import Reglages, configuration
from cpomlib.project import notebooks_dir


def test_the_pieces_are_all_there_and_the_script_that_uses_them_is_last():
    made = socle.socle(socle.EXTENSIONS)
    scripts = made.texte.split(b"\n})();\n")
    # each of Voilà's pieces, those of the widgets, and the script that starts the page
    assert len(scripts) > len(socle._MORCEAUX) + 5
    assert b"webpackChunk_JUPYTERLAB_CORE_OUTPUT" in scripts[0]
    assert b"_JUPYTERLAB" in scripts[-2]
    assert scripts[-1] == b""
    assert gzip.decompress(made.serre) == made.texte


def test_no_delay_leaves_a_page_blank_on_a_busy_machine():
    text = socle.socle(socle.EXTENSIONS).texte
    for hasty, patient in socle._IMPATIENCES:
        assert hasty not in text
        assert text.count(patient) == 1
    settings = configuration(Reglages(notebooks_dir() / "applis" / "scenarios.ipynb", "Essai"))
    assert settings["VoilaExecutor"]["iopub_timeout"] >= 600
    assert settings["ZMQChannelsWebsocketConnection"] == {"limit_rate": False}


def test_without_voila_the_page_starts_as_voila_does(monkeypatch):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [])
    assert socle.socle(("aucune",)) is None
