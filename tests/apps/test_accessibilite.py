"""axe-core on the page: nothing serious that is ours; what ipywidgets causes is listed here."""

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.lent]

TOLERES = {
    "region": "JupyterLab’s shell wraps the page in elements outside the landmarks",
}
"""Rule → which widget or library causes it."""


@pytest.mark.parametrize("ecran", ["Résultats", "Comparer", "Atteindre l’équilibre"])
def test_axe_finds_nothing_serious(visiteur, ecran):
    from axe_playwright_python.sync_playwright import Axe

    one = visiteur("?gestionnaire=000520015")
    one.button(ecran)
    one.page.wait_for_timeout(2000)
    found = Axe().run(one.page).response["violations"]
    serious = {
        item["id"]: [node["html"][:160] for node in item["nodes"][:3]]
        for item in found
        if item["impact"] in ("serious", "critical") and item["id"] not in TOLERES
    }
    assert serious == {}
