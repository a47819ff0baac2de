"""What a visitor may not reach, and a page kept for one gestionnaire."""

import time

import pytest
from conftest import PATIENCE

from pages.conftest import Serveur, Visiteur, fetch

pytestmark = [pytest.mark.lent, pytest.mark.xdist_group("page-scenarios")]

INTERDITS = (
    "tree", "lab", "terminals", "api", "api/kernels", "api/contents",
    "api/contents/scenarios.ipynb",
    "api/sessions", "api/terminals", "api/kernelspecs", "voila/tree", "voila/files/scenarios.ipynb",
    "voila/files/../../pyproject.toml", "voila/render/scenarios.ipynb", "voila/api/contents",
    "voila/execution/11111111-1111-1111-1111-111111111111", "scenarios.ipynb", "files/x",
)  # fmt: skip


@pytest.mark.parametrize("chemin", INTERDITS)
def test_nothing_but_the_page_answers(serveur, chemin):
    status, text = fetch(serveur.url + chemin)
    assert status == 404
    assert "Page introuvable" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("chemin", "code"),
    [("voila/static/rien.js", 403), ("voila/templates/cpom/static/rien", 404),
     ("api/kernels/12345678-1234-1234-1234-123456789012", 404),
     ("api/kernels/12345678-1234-1234-1234-123456789012/channels", 404)],
)  # fmt: skip
def test_what_is_refused_is_refused_in_french(serveur, chemin, code):
    status, text = fetch(serveur.url + chemin)
    assert status == code
    assert '<html lang="fr">' in text
    assert "Recharger la page" in text


def test_a_failure_of_the_server_is_said_in_french():
    from cpomlib.pages.serveur.reponses import refus

    assert "La page n’a pas pu être affichée" in refus(500)
    assert "Accès refusé" in refus(403)


def test_the_page_holds_neither_source_nor_outside_address(serveur):
    status, text = fetch(serveur.url)
    assert status == 200
    assert "scenarios.ouvrir" not in text
    assert "cdn" not in text.lower()
    assert "font-awesome" not in text.lower()


def a_place_comes_free(url):
    """Ask again until the server has noticed that the page was closed."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if fetch(url)[0] == 200:
            return True
        time.sleep(0.5)
    return False


@pytest.mark.navigateur
def test_a_page_kept_for_one_shows_nothing_of_another_and_one_visitor_at_a_time(
    browser, example_base, tmp_path
):
    served = Serveur(
        "app", "scenarios", "--base", example_base, "--gestionnaire", "000520015", "--chauds", "0",
        "--places", "1", journal=tmp_path / "journal.txt",
    )  # fmt: skip
    one = None
    try:
        one = Visiteur(browser, served.url + "?gestionnaire=000520023")
        assert "gestionnaire=000520015" in one.page.url
        one.button("Plus ▾")
        one.page.locator(".cpom-suite-barre .cpom-gestionnaire").wait_for()
        assert one.page.locator(".cpom-suite-barre .cpom-gestionnaire").is_disabled()
        status, text = fetch(served.url)
        assert (status, "Toutes les places sont prises" in text) == (503, True)
        one.close()
        one = None
        assert a_place_comes_free(served.url)
    finally:
        if one is not None:
            one.close()
        served.stop()


def test_beyond_this_machine_a_token_is_asked_for_in_french(example_base, tmp_path):
    served = Serveur(
        "app", "scenarios", "--base", example_base, "--adresse", "0.0.0.0", "--chauds", "0",
        journal=tmp_path / "journal.txt",
    )  # fmt: skip
    try:
        assert "?token=" in served.url
        _status, text = fetch(f"http://127.0.0.1:{served.port}/")
        assert "Cette page est protégée" in text
        assert "jupyter-config-data" not in text
    finally:
        served.stop()
