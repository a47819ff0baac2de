"""What an analyst sees in a notebook: frames named in French, errors on one line, the dossier."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import cpomlib
from cpomlib.analyse.carnet import COLONNES, en_francais, frame_html
from cpomlib.socle import CommandeError

GESTIONNAIRE = "000520015"
pytestmark = pytest.mark.xdist_group("atelier")


@pytest.fixture(scope="module")
def base(example_base):
    return cpomlib.ouvrir(example_base)


@pytest.fixture(scope="module")
def dossier(base):
    return base.dossier(GESTIONNAIRE, 2025, region="52")


def test_the_columns_say_their_name_and_unit_on_hover(base):
    shown = frame_html(base.table("places", GESTIONNAIRE, 2025)).replace("\u00a0", " ")
    assert '<th title="Places financées (places) : Nombre de places financées.">places_fin' in shown
    budgets = frame_html(base.table("budgets", GESTIONNAIRE, 2025)).replace("\u00a0", " ")
    assert "(euros)" in budgets.partition(">montant<")[0].rpartition("<th")[2]


@pytest.mark.parametrize("verbe", ["indicateurs", "lignes", "gestionnaires"])
def test_no_column_of_a_verb_is_left_without_a_name(base, verbe):
    """A column that nobody named would show nothing on hover."""
    asked = {"indicateurs": (GESTIONNAIRE, 2025), "lignes": ("cpom_1_taux", GESTIONNAIRE, 2025),
             "gestionnaires": ()}[verbe]  # fmt: skip
    frame = getattr(base, verbe)(*asked).head(2)
    head = frame_html(frame).partition("</thead>")[0]
    assert head.count('<th title="') == len(frame.columns)


def test_a_frame_of_one_s_own_is_shown_as_ever():
    import pandas as pd

    frame = pd.DataFrame({"a <b>": [1]})
    assert frame_html(frame) == frame._repr_html_()


def test_the_dossier_shows_a_summary(dossier):
    assert repr(dossier) == "Dossier(L’Étape & Fils <Loire>, 2025, état n° 1)"
    shown = dossier._repr_html_()
    assert "L’Étape &amp; Fils &lt;Loire&gt;" in shown
    top, bottom = dossier.termes("cpom_1_taux")
    said = dossier.resume["Taux de sortie vers un logement ordinaire"]
    assert said.endswith(f"({top:.0f} sur {bottom:.0f})")
    assert dossier.resume["Données"].startswith("état n° 1\u00a0; 1\u00a0dépôt")


def test_a_figure_of_the_dossier_leads_to_its_rows_and_who_deposited_them(dossier):
    for part, rank in (("numerateur", 0), ("denominateur", 1)):
        rows = dossier.lignes("cpom_1_taux", part)
        assert rows["apport"].sum() == dossier.termes("cpom_1_taux")[rank]
        assert rows["depose_par"].notna().all()
        assert rows["depose_le"].notna().all()
    before = dossier.lignes("cpom_1_taux", annee=2024)
    assert before["apport"].sum() == dossier.termes("cpom_1_taux", 2024)[0]


def test_an_unknown_figure_names_the_nearest(dossier):
    with pytest.raises(CommandeError) as refused:
        dossier.lignes("cpom_1_tau")
    assert "cpom_1_taux" in str(refused.value)


def test_the_rows_are_those_of_its_perimeter(base):
    """The CHRS of category 214 alone: other establishments bring no row."""
    narrow = base.dossier(GESTIONNAIRE, 2025, perimetre="chrs")
    rows = narrow.lignes("taux_occupation")
    assert set(rows["id_etablissement"]) <= set(narrow.structures["id_etablissement"])
    assert rows["apport"].sum() == narrow.termes("taux_occupation")[0]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NameError("…", name="dosier"), "Le nom « dosier » n’est pas connu."),
        (KeyError("place"), "« place » n’est pas là : ni colonne, ni clé de ce nom."),
        (AttributeError("…", name="ligne"), "« ligne » n’existe pas ici."),
        (ValueError("bad"), "La cellule n’a pas pu s’exécuter (ValueError) : bad"),
        (CommandeError("Non."), "Non."),
    ],
)
def test_an_error_begins_in_french(error, said):
    assert en_francais(error).replace("\u00a0", " ").splitlines()[0] == said


@pytest.mark.lent
def test_in_a_notebook_an_error_is_one_french_line_and_the_rest_is_folded(example_base):
    first = f"import cpomlib\nbase = cpomlib.ouvrir({example_base!r})\nbase.gestionnaires()"
    cells = [nbformat.v4.new_code_cell(text) for text in (
        first, "dosier", "base.table('place')", "print('jamais')",
    )]  # fmt: skip
    carnet = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(carnet, allow_errors=True, kernel_name="python3").execute()
    frame, unknown, ours, _ = carnet.cells
    assert f'title="{COLONNES["etablissements"]}"' in frame.outputs[0]["data"]["text/html"]
    folded, error = unknown.outputs
    assert folded["data"]["text/html"].startswith("<details><summary>")
    assert "Traceback" in folded["data"]["text/html"]
    assert error["output_type"] == "error"
    assert error["traceback"][0].startswith("Le nom «\u00a0dosier\u00a0» n’est pas connu.")
    assert "Traceback" not in "".join(error["traceback"])
    (told,) = ours.outputs
    assert "La table «\u00a0place\u00a0» n’existe pas" in told["traceback"][0]
    again = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)
                                            for text in (first, "dosier")])  # fmt: skip
    with pytest.raises(CellExecutionError):
        NotebookClient(again, kernel_name="python3").execute()
