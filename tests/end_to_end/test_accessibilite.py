"""WCAG 2.1 AA on what a campaign makes, in a real Chromium: every model, wide and narrow."""

import pytest
from axe import faults
from conftest import cpom

from cpomlib.campagne.inputs import portee
from cpomlib.campagne.modeles import modeles

pytestmark = [
    pytest.mark.navigateur, pytest.mark.lent, pytest.mark.xdist_group("accessibilite"),
]  # fmt: skip
GESTIONNAIRE = "000520015"
DU_CONTRAT = {"contrat", "objectifs_et_suivi"}
"""Those of the seven documents of a contract that have all the kinds of blocks they have."""
D_UN_DEPARTEMENT = {"gouvernance_territoriale", "offre_insertion"}
MODELES = sorted(
    name for name, path in modeles().items()
    if path.parent.name != "contrat" or name in DU_CONTRAT
)  # fmt: skip


@pytest.fixture(scope="module")
def dossier(example_base, tmp_path_factory):
    return tmp_path_factory.mktemp("accessibles")


@pytest.fixture(scope="module")
def departement_base(tmp_path_factory):
    """A base with the invented département of the insertion, in another région."""
    address = f"sqlite:///{tmp_path_factory.mktemp('departement') / 'cpom.db'}"
    cpom("exemple", "--region", "52", "--gestionnaires", "1", "--insertion", "--base", address)
    return address


def pages(example_base, dossier, modele, region="52"):
    """Make the report of one gestionnaire, or of the région; return its pages and its indexes."""
    folder = dossier / region / "2025"
    known = {path: path.read_bytes() for path in folder.rglob("index.html")}
    asked = ["--region", region, "--annee", "2025", "--modele", modele, "--sortie", dossier]
    regional = portee(modeles()[modele]) == "region"
    cpom("rapports", "--base", example_base, *asked,
         *([] if regional else ["--gestionnaire", GESTIONNAIRE]))  # fmt: skip
    # an index that another report has left as it is has been looked at with that one
    indexes = (path for path in folder.rglob("index.html") if path.read_bytes() != known.get(path))
    return sorted(folder.rglob(f"{modele}.html")) + sorted(indexes)


@pytest.mark.parametrize("modele", MODELES)
def test_axe_finds_no_violation_and_nothing_overflows(
    browser, example_base, departement_base, dossier, modele
):
    found = {}
    asked = (departement_base, dossier, modele, "24") if modele in D_UN_DEPARTEMENT else (
        example_base, dossier, modele
    )  # fmt: skip
    made = pages(*asked)
    assert {path.stem for path in made} == {modele, "index"}
    for path in made:
        with browser.new_context(locale="fr-FR") as context:
            page = context.new_page()
            page.goto(path.as_uri())
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 900})
                said = faults(page)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    said["reflow"] = ["the page is wider than the screen"]
                found |= {(path.name, width, rule): where for rule, where in said.items()}
    assert found == {}


def test_the_keyboard_goes_to_the_content_first_and_every_stop_is_seen(
    browser, example_base, dossier
):
    made = next(dossier.rglob("diagnostic.html"), None)
    path = made or pages(example_base, dossier, "diagnostic")[0]
    with browser.new_context(locale="fr-FR") as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#contenu"
        for _ in range(8):
            page.keyboard.press("Tab")
            shown = page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                " || getComputedStyle(document.activeElement).boxShadow !== 'none'"
            )
            assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
