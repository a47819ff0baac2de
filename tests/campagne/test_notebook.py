"""One notebook, one kernel: what it becomes, and what is said when it does not go to its end."""

from pathlib import Path

import nbformat
import pytest
from conftest import plain

from campagne.carnets import ECRIRE, MONTRER, carnet
from cpomlib.campagne import inputs
from cpomlib.campagne.kernel import manager_class, private_folder
from cpomlib.campagne.notebook import run
from cpomlib.socle.erreurs import CommandeError, RapportError


@pytest.mark.parametrize("cell", [MONTRER, "raise ValueError(base)"])
def test_the_address_of_the_base_is_in_no_executed_notebook(tmp_path: Path, cell: str) -> None:
    notebook, address = carnet(tmp_path / "n.ipynb", cell), f"sqlite:///{tmp_path}/secrete/cpom.db"
    run(notebook, {"base": address, "gestionnaire": "1"}, tmp_path / "out.ipynb")
    text = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "secrete" not in text
    assert 'base = \\"\\"' in text
    assert "gestionnaire = " in text


def test_a_parameter_whose_comment_holds_an_equals_sign_is_seen(tmp_path: Path) -> None:
    known = inputs.declared(carnet(tmp_path / "n.ipynb"))
    assert list(known) == [*("gestionnaire", "annee", "region", "base", "perimetre", "etat")]
    assert (known["annee"].type, known["annee"].defaut) == ("int", 2025)


def test_unknown_parameter_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    notebook = carnet(tmp_path / "n.ipynb", "open('trace', 'w').close()")
    with pytest.raises(CommandeError) as caught:
        run(notebook, {"gestionaire": "1"}, tmp_path / "out.ipynb")
    assert plain(caught.value) == (
        "Le modèle « n.ipynb » n’a pas de paramètre « gestionaire ». "
        "Le plus proche : « gestionnaire »."
    )
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"annee": "2025"},
            "modèle « n.ipynb » : Le paramètre « annee » attend un nombre entier ; « 2025 » reçu.",
        ),
        (
            {"annee": True},
            "modèle « n.ipynb » : Le paramètre « annee » attend un nombre entier ; « True » reçu.",
        ),
    ],
)
def test_value_of_another_type_is_refused(tmp_path: Path, values: dict, message: str) -> None:
    with pytest.raises(CommandeError) as caught:
        inputs.check(carnet(tmp_path / "n.ipynb"), values)
    assert str(caught.value).replace("\u00a0", " ") == message


def test_texts_of_the_command_line_take_the_declared_type(tmp_path: Path) -> None:
    source = "a: int = 1\nb: float = 1.0\nc: bool = False\nd: str = ''\n"
    notebook = carnet(tmp_path / "n.ipynb", parametres=source)
    texts = {"a": "12", "b": "1,5", "c": "oui", "d": "12"}
    assert inputs.from_text(notebook, texts) == {"a": 12, "b": 1.5, "c": True, "d": "12"}
    with pytest.raises(CommandeError, match="« a » attend un nombre entier ; « douze » reçu"):
        inputs.from_text(notebook, {"a": "douze"})


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text("pas du JSON", encoding="utf-8")
    with pytest.raises(RapportError, match="n’est pas un carnet Jupyter lisible"):
        inputs.declared(tmp_path / "n.ipynb")
    with pytest.raises(RapportError, match="ne peut pas être lu"):
        inputs.declared(tmp_path / "absent.ipynb")


def test_a_notebook_runs_isolated_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dossier {avec} 'des' pièges"
    (folder / "piege").mkdir(parents=True)
    (folder / "piege/statistics.py").write_text("raise RuntimeError('piégé')", encoding="utf-8")
    monkeypatch.chdir(folder / "piege")
    notebook = carnet(folder / "n.ipynb", "import statistics, sys", MONTRER, ECRIRE)
    before = notebook.read_bytes()
    values = {"gestionnaire": "123456782"}
    assert run(notebook, values, folder / "out.ipynb").ecueil is None
    executed = nbformat.read(folder / "out.ipynb", 4)
    assert executed.cells[4].outputs[0].data["text/html"] == "<p>Rapport de 123456782, 2025</p>"
    assert notebook.read_bytes() == before
    assert str(folder) not in executed.metadata.papermill.input_path
    assert [path.name for path in (folder / "piege").iterdir()] == ["statistics.py"]


def test_sockets_are_private_files_not_ports(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        manager = manager_class(folder)()
        assert manager.transport == "ipc"
        assert manager.ip == str(folder / "k-ipc")
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("cell", "raison", "interne"),
    [
        (
            "from cpomlib.socle.erreurs import DonneesError, Faute\n"
            "raise DonneesError([Faute('s.csv', 3, 'annee', 'x', 'Année illisible.')])",
            "1 faute : rien n’a été écrit. Corrigez puis recommencez.\n"
            "s.csv, ligne 3, colonne « annee », valeur « x » : Année illisible.",
            False,
        ),
        ("1 / 0", "Erreur interne : ZeroDivisionError.", True),
        (
            "raise OSError(28, 'No space left on device', '/x')",
            "Un fichier ne peut pas être lu ou écrit. Le système répond : le disque est plein. "
            "Libérez de la place, puis recommencez.",
            True,
        ),
        ("raise KeyError('1850178006084')", "Erreur interne : KeyError.", True),
        (
            "import os; os._exit(9)",
            "Le calcul a été tué avant la fin (mémoire insuffisante, le plus souvent).",
            True,
        ),
        (
            "import time; time.sleep(60)",
            "Une étape du rapport a duré plus de 1 seconde.",
            True,
        ),
    ],
)
def test_a_failure_is_told_in_french_and_marked(
    tmp_path: Path, cell: str, raison: str, interne: bool
) -> None:
    notebook = carnet(tmp_path / "n.ipynb", cell, MONTRER)
    delai = 1 if "sleep" in cell else 60
    ecueil = run(notebook, {}, tmp_path / "out.ipynb", delai).ecueil
    assert ecueil is not None
    assert ecueil.raison.replace("\u00a0", " ") == raison
    assert ecueil.interne is interne
    executed = nbformat.read(tmp_path / "out.ipynb", 4)
    assert "An Exception was encountered" in executed.cells[0].source
    anchor = [
        number for number, c in enumerate(executed.cells) if 'id="papermill-error' in c.source
    ]
    assert executed.cells[anchor[0] + 1].source == cell
    assert executed.cells[-1].execution_count is None
    nbformat.validate(executed)
