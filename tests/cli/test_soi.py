"""What an analyst makes one's own or asks about the machine: etat, tables, parametres, modele."""

import json
import shutil

import nbformat
import pytest
from click.testing import CliRunner
from conftest import plain

from cpomlib.campagne.modeles import modele, modeles
from cpomlib.cli.main import cpom
from cpomlib.socle import CommandeError
from cpomlib.tables import contract_names, table, table_names


def run(*words):
    done = CliRunner().invoke(cpom, [str(word) for word in words])
    return done.exit_code, plain(done.output + str(done.exception or ""))


def test_all_is_well(example_base, tmp_path, monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    code, said = run("etat", "--base", example_base, "--sortie", tmp_path / "rapports")
    assert code == 0
    subjects = {line.split()[0] for line in said.splitlines()[:-1] if not line.startswith(" ")}
    assert subjects >= {"Versions", "Base", "Paramètres", "Disque", "Langue", "Documents"}
    assert "état n° 1, 6 gestionnaires, " in said and "dernier dépôt n° 1 le " in said
    assert said.splitlines()[-1].startswith("0 à corriger, ") or "Tout va bien." in said


def test_what_is_wrong_or_stale_is_said(example_base, tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path / "service"))
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "theme.yaml").write_text("couleur: 3\n", encoding="utf-8")
    made = tmp_path / "rapports" / "52" / "2025"
    made.mkdir(parents=True)
    (made / "campagne.json").write_text(json.dumps({"parametres": {"etat": 7}}))
    code, said = run("etat", "--base", example_base, "--sortie", tmp_path / "rapports")
    assert code == 1
    assert "Paramètres MAL : 1 faute (dossier du service " in " ".join(said.split())
    assert "état n° 7, la base est à l’état n° 1." in said
    code, said = run("etat", "--base", f"sqlite:///{tmp_path}/x.db", "--sortie", tmp_path)
    assert "n’existe pas encore" in said and not (tmp_path / "x.db").exists()


@pytest.mark.parametrize("nom", [*table_names(), *contract_names()])
def test_every_column_of_every_table_is_explained(nom):
    code, said = run("tables", "montrer", nom)
    assert code == 0 and nom in run("tables", "lister")[1]
    for champ in table(nom).champs:
        assert f"  {champ.nom} : {champ.titre} (" in said
        assert champ.description and plain(champ.description) in said


def test_a_table_that_does_not_exist_is_refused():
    assert run("tables", "montrer", "sejour")[1].endswith(
        "La table « sejour » n’existe pas. Le plus proche : « sejours »."
    )


@pytest.mark.parametrize("chemin", ["theme.yaml", "theme", "tarifs_plafonds/3R", "anomalies"])
def test_an_override_is_started_from_what_is_shipped(chemin, tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    code, said = run("parametres", "copier", chemin)
    assert code == 0 and said.startswith("Copié : ")
    assert run("parametres", "verifier")[0] == 0
    assert "Le service a déjà ce fichier" in run("parametres", "copier", chemin)[1]


def test_an_override_that_nobody_would_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    said = run("parametres", "copier", "indicateurs/cpom.yaml")[1]
    assert "ne se change pas dans le dossier du service" in said
    assert "Le plus proche : « theme »" in run("parametres", "copier", "them")[1]
    monkeypatch.delenv("CPOM_PARAMETRES")
    assert "n’a pas de dossier de paramètres" in run("parametres", "copier", "theme")[1]
    assert list(tmp_path.iterdir()) == []


def test_a_report_of_one_s_own_is_made_of_calls(tmp_path):
    path = tmp_path / "ma note.ipynb"
    code, said = run("modele", "nouveau", path, "--titre", "Note au préfet")
    assert code == 0 and f"Écrit : {path}" in said
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert book.metadata["cpom"]["titre"] == "Note au préfet"
    (own,) = [c for c in book.cells if "parameters" in c.metadata.get("tags", [])]
    shipped = nbformat.read(modeles()["diagnostic"], as_version=4)
    (theirs,) = [c for c in shipped.cells if "parameters" in c.metadata.get("tags", [])]
    assert own.source == theirs.source
    assert modele(str(path)) == path


def test_a_report_of_one_s_own_has_a_name_of_its_own(tmp_path):
    said = run("modele", "nouveau", tmp_path / "diagnostic.ipynb")[1]
    assert "« diagnostic » est le nom d’un modèle livré" in said
    copy = shutil.copyfile(modeles()["diagnostic"], tmp_path / "diagnostic.ipynb")
    with pytest.raises(CommandeError, match="Donnez un autre nom au carnet"):
        modele(str(copy))
    with pytest.raises(CommandeError, match="cpom modele nouveau CHEMIN"):
        modele(str(tmp_path / "absent.ipynb"))
    assert "Finissez-le par .ipynb." in run("modele", "nouveau", tmp_path / "x.txt")[1]
    listed = run("modele", "lister")[1]
    assert all(f"  {name}" in listed for name in modeles())


def test_a_report_of_one_s_own_is_made_for_a_gestionnaire(example_base, tmp_path):
    path = tmp_path / "ma note.ipynb"
    run("modele", "nouveau", path)
    code, said = run(
        "rapports", "--region", "52", "--annee", 2025, "--gestionnaire", "L'étape & fils loire",
        "--modele", path, "--sortie", tmp_path / "rapports", "--base", example_base,
    )  # fmt: skip
    assert code == 0 and "1 rapport établi" in said, said
    made = tmp_path / "rapports" / "52" / "2025" / "ma note"
    (page,) = made.glob("000520015/*.html")
    assert "Ménages accueillis" in page.read_text(encoding="utf-8")
