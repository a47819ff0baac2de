"""The lab: guided notebooks that run, JupyterLab in French, two people in one notebook."""

import time

import nbformat
import papermill
import pytest
from conftest import PATIENCE
from playwright.sync_api import expect

from cpomlib.campagne import prechauffe
from cpomlib.campagne.kernel import manager_class, private_folder
from cpomlib.pages import atelier
from cpomlib.pages.atelier.lancement import preparer
from cpomlib.processus import culture
from cpomlib.rapports import diagnostic
from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.projet import notebooks_dir
from pages.conftest import Serveur, fetch

GESTIONNAIRE = "000520015"
pytestmark = pytest.mark.xdist_group("atelier")
CARNETS = sorted((notebooks_dir() / "atelier").glob("*.ipynb"))


@pytest.fixture(scope="module")
def dossier(example_base):
    return diagnostic.load(example_base, GESTIONNAIRE, 2025)


@pytest.fixture(scope="module")
def executer(tmp_path_factory):
    """Run a notebook in a kernel born warm, that shares with the others what a région is read for.

    Its sockets are files of its own: no two kernels can want the same port.
    """
    names = dict.fromkeys(name for carnet in CARNETS for name in prechauffe.modules(carnet))

    def run(carnet, executed, parameters):
        with private_folder() as folder:
            done = papermill.execute_notebook(
                str(carnet), str(executed), parameters, kernel_name="python3", progress_bar=False,
                start_timeout=PATIENCE, kernel_manager_class=manager_class(folder),
            )  # fmt: skip
        return [cell for cell in done.cells if cell.cell_type == "code" and cell.outputs]

    with culture.pepiniere(None, list(names)) as warm, pytest.MonkeyPatch.context() as patch:
        shared = {prechauffe.COMMUN: str(tmp_path_factory.mktemp("commun"))}
        for name, value in {**warm, **shared}.items():
            patch.setenv(name, value)
        yield run


@pytest.mark.parametrize("carnet", CARNETS, ids=lambda path: path.stem)
def test_a_guided_notebook_runs_from_end_to_end(carnet, example_base, tmp_path, executer):
    asked = {"gestionnaire": GESTIONNAIRE, "annee": 2025, "region": "52", "base": example_base}
    assert len(executer(carnet, tmp_path / carnet.name, asked)) >= 2


@pytest.mark.parametrize("carnet", CARNETS, ids=lambda path: path.stem)
def test_as_delivered_it_runs_from_end_to_end(
    carnet, example_base, tmp_path, executer, monkeypatch
):
    """« Exécuter tout » on an untouched notebook ended in an error."""
    monkeypatch.setenv("CPOM_BASE", example_base)
    assert len(executer(carnet, tmp_path / carnet.name, None)) >= 3


def test_the_list_sets_the_variable_of_the_cells_below(example_base, monkeypatch):
    from cpomlib.pages.atelier import choix

    held, made = {}, []
    monkeypatch.setattr(choix, "_carnet", lambda: held)
    monkeypatch.setattr("IPython.display.display", made.append)
    first = choix.choisir(example_base)
    menu = made[0].children[0]
    other = next(code for _, code in menu.options if code != first)
    menu.value = other
    assert held["gestionnaire"] == other
    assert choix.choisir(example_base) == other
    assert choix.choisir(example_base, GESTIONNAIRE) == GESTIONNAIRE


def test_a_share_is_shown_with_its_numerator_and_denominator(dossier):
    found = atelier.part(dossier, "places", "places_financees", "mode == 'diffus'", "Diffus")
    places = atelier.table(dossier, "places")
    now = places[places["annee"] == 2025]
    above = int(now.loc[now["mode"] == "diffus", "places_financees"].sum())
    below = int(now["places_financees"].sum())
    assert found.lignes[-1] == (2025, above, below, above / below)


def test_money_is_in_euros_in_a_share_and_in_a_table(dossier):
    """Amounts were shown in centimes: a hundred times what they are."""
    raw = dossier.frames["budgets"]
    kept = raw["id_etablissement"].isin(dossier.structures["id_etablissement"])
    centimes = raw.loc[kept & (raw["annee"] == 2025), "montant"]
    table = atelier.table(dossier, "budgets")
    assert table.loc[table["annee"] == 2025, "montant"].sum() == pytest.approx(centimes.sum() / 100)
    found = atelier.part(dossier, "budgets", "montant", "groupe == 2", "Personnel")
    assert found.lignes[-1][2] == pytest.approx(centimes.sum() / 100)
    assert [column.format for column in found.colonnes][1:3] == ["euros", "euros"]


def test_another_table_and_column_make_another_indicator(dossier):
    found = atelier.part(dossier, "salaries", "etp", "fonction == 'direction'", "Direction")
    staff = dossier.frames["salaries"]
    now = staff[staff["annee"] == 2025]
    assert found.lignes[-1][1] == pytest.approx(
        now.loc[now["fonction"] == "direction", "etp"].sum()
    )
    assert found.lignes[-1][2] == pytest.approx(now["etp"].sum())


@pytest.mark.parametrize(
    ("table", "colonne", "parmi", "said"),
    [
        ("place", "places_financees", "annee > 0", "La table « place » n’existe pas."),
        ("places", "place", "annee > 0", "n’a pas de colonne « place »."),
        ("places", "places_financees", "mode ==", "La condition « mode == » ne se lit pas."),
        ("places", "mode", "annee > 0", "La colonne « mode » ne s’additionne pas"),
        ("etablissements", "id_etablissement", "annee > 0", "n’a pas de colonne « annee »"),
    ],
)
def test_what_cannot_be_computed_is_said(dossier, table, colonne, parmi, said):
    with pytest.raises(CommandeError) as refused:
        atelier.part(dossier, table, colonne, parmi, "")
    assert said in str(refused.value).replace("\u00a0", " ")


def test_an_analyst_s_notebook_is_never_replaced(tmp_path):
    preparer(tmp_path)
    mine = tmp_path / CARNETS[0].name
    mine.write_text("à moi")
    assert preparer(tmp_path) == []
    assert mine.read_text() == "à moi"


@pytest.fixture(scope="module")
def atelier_ouvert(example_base, tmp_path_factory):
    """A lab that answers, and the folder it works in."""
    folder = tmp_path_factory.mktemp("lab")
    served = Serveur(
        "lab", "--base", example_base, "--dossier", str(folder / "atelier"),
        journal=folder / "journal.txt",
    )  # fmt: skip
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:  # it answers some seconds after it is announced
        try:
            fetch(served.url)
            break
        except OSError:
            time.sleep(0.25)
    yield served, folder / "atelier"
    served.stop()


@pytest.mark.navigateur
@pytest.mark.lent
def test_two_people_see_each_other_write_in_a_lab_in_french(browser, atelier_ouvert):
    served, folder = atelier_ouvert
    own, token = served.url.partition("/lab")[0], served.url.partition("token=")[2]
    contexts = [browser.new_context(viewport={"width": 1280, "height": 800}) for _ in range(2)]
    pages, asked = [], []
    for context in contexts:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{own}/lab/tree/construire_un_indicateur.ipynb?token={token}")
        page.locator(".jp-MarkdownOutput", has_text="Construire un indicateur").wait_for()
        pages.append(page)
    one, other = pages
    expect(one.locator(".lm-MenuBar-itemLabel", has_text="Fichier")).to_have_count(1)
    one.locator(".jp-MarkdownOutput", has_text="Construire un indicateur").dblclick()
    one.locator(".jp-MarkdownCell .cm-content").first.click()
    one.keyboard.press("Control+End")
    one.keyboard.type(" Vu ensemble le 21.", delay=20)
    # attached: the other keeps the cell rendered, its editor is there but hidden
    other.get_by_text("Vu ensemble le 21.").first.wait_for(state="attached")
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []
    assert (folder / ".jupyter" / "historique.db").exists()
    for context in contexts:
        context.close()


def test_the_lab_asks_for_its_token(atelier_ouvert):
    served, _ = atelier_ouvert
    assert "token=" in served.url
    status, _text = fetch(served.url.partition("/lab")[0] + "/api/contents")
    assert status == 403


def test_the_notebooks_are_copied_whole(tmp_path):
    preparer(tmp_path)
    for path in CARNETS:
        assert nbformat.read(tmp_path / path.name, 4) == nbformat.read(path, 4)
    assert (tmp_path / "COMMENCER.md").exists()
