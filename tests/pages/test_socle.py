"""The scripts of the page in one file, and the delays a busy machine exceeds."""

import gzip
import shutil
from pathlib import Path

import pytest
from conftest import plain
from jupyter_core.paths import jupyter_path

from cpomlib.pages.serveur import socle
from cpomlib.pages.serveur.lancement import Reglages, configuration
from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.projet import notebooks_dir


def test_what_the_widgets_ask_for_is_declared_before_them():
    made = socle.socle()
    declared = made.texte.index(b"window.define =")
    assert made.texte.index(b"window.cpomComms =") < declared < made.texte.index(b"define([")
    assert gzip.decompress(made.serre) == made.texte


def test_nothing_of_jupyterlab_is_in_the_page():
    made = socle.socle()
    assert b"_JUPYTERLAB" not in made.texte
    # JupyterLab's own were 1,360 kB once compressed
    assert len(made.serre) < 400_000


def test_the_page_speaks_to_its_session_before_the_widgets_are_there():
    assert "window.cpomNoyau =" in socle.en_page()
    assert b"window.cpomNoyau =" not in socle.socle().texte


def test_the_script_of_the_widgets_is_kept_whole():
    whole = widgets().read_bytes().replace(b"//# sourceMappingURL=extension.js.map", b"")
    assert socle.socle().texte.endswith(whole)


def widgets():
    """Return where ipywidgets' script for the classic notebook is."""
    folders = map(Path, jupyter_path("nbextensions"))
    paths = [folder / "jupyter-js-widgets" / "extension.js" for folder in folders]
    return next(path for path in paths if path.exists())


def test_no_delay_leaves_a_page_blank_on_a_busy_machine():
    settings = configuration(Reglages(notebooks_dir() / "applis" / "scenarios.ipynb", "Essai"))
    assert settings["VoilaExecutor"]["iopub_timeout"] >= 600
    assert settings["Liaison"] == {"limit_rate": False}


@pytest.fixture
def ailleurs(tmp_path, monkeypatch):
    """Where the widgets are looked for, empty."""
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path)])
    socle.socle.cache_clear()
    yield tmp_path
    socle.socle.cache_clear()


def test_without_the_widgets_it_says_which_package_is_missing(ailleurs):
    with pytest.raises(CommandeError) as refused:
        socle.socle()
    assert plain(str(refused.value)) == (
        "La page ne peut pas s’ouvrir : ses curseurs et ses boutons manquent. Ils "
        "viennent du paquet widgetsnbextension (version 4), installé avec ipywidgets : il manque, "
        "ou sa version n’est pas connue. Réinstallez cpom avec ses dépendances, puis relancez la "
        "commande."
    )


def test_widgets_of_another_kind_are_refused_by_their_place(ailleurs):
    path = ailleurs / "jupyter-js-widgets" / "extension.js"
    path.parent.mkdir()
    path.write_text("define([], function () {});")
    with pytest.raises(CommandeError, match=r"extension\.js"):
        socle.socle()


def test_the_address_of_the_file_changes_with_what_it_holds(ailleurs):
    known = widgets()
    copy = ailleurs / "jupyter-js-widgets" / "extension.js"
    copy.parent.mkdir()
    shutil.copy(known, copy)
    first = socle.socle().empreinte
    copy.write_bytes(known.read_bytes() + b"\n// another one")
    socle.socle.cache_clear()
    assert socle.socle().empreinte != first


def test_another_script_of_widgets_opens_the_page_by_voila_as_it_is(ailleurs):
    from cpomlib.pages.serveur.lancement import SECOURS, gabarit, habillage

    assert gabarit() == SECOURS
    assert habillage("Essai")["scripts"] == ""
