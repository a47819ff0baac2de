"""The version to publish has a folder and a name of its own."""

from pathlib import Path

import pytest
from conftest import plain as plain_text

from cpomlib.campagne.modeles import modele
from cpomlib.campagne.preparation import Campagne, _own_folder
from cpomlib.socle.erreurs import CommandeError


def campaign(nom="diagnostic", **parametres):
    return Campagne("52", 2025, modele=modele(nom), parametres=parametres)


@pytest.mark.parametrize(
    ("nom", "folder"),
    [("diagnostic", "publiable"), ("volet_financier", "volet_financier/publiable")],
)
def test_the_two_versions_never_share_a_folder(tmp_path, nom, folder):
    plain = _own_folder(campaign(nom), tmp_path)
    other = _own_folder(campaign(nom, publiable=True), tmp_path)
    assert other == tmp_path / Path(folder)
    assert other.parent == plain


def test_the_title_says_which_it_is():
    assert campaign(publiable=True).nature.endswith(", version à diffuser")
    assert "diffuser" not in campaign().nature


@pytest.mark.parametrize(
    ("deja", "nom", "folder"),
    [
        ("diagnostic", "synthese_regionale", "publiable"),
        ("synthese_regionale", "volet_financier", "synthese_regionale/publiable"),
    ],
)
def test_a_region_is_not_published_beside_its_gestionnaires(tmp_path, deja, nom, folder):
    (_own_folder(campaign(deja, publiable=True), tmp_path) / "campagne.json").write_text("{}")
    with pytest.raises(CommandeError) as caught:
        _own_folder(campaign(nom, publiable=True), tmp_path)
    said = plain_text(caught.value)
    assert said.startswith(
        "Une version à diffuser de la région et celles de ses gestionnaires ne peuvent pas être "
        "publiées ensemble."
    )
    assert f"déjà dans « {folder} »." in said
    assert said.endswith("Choisissez ce que vous diffusez, et retirez l’autre dossier.")


def test_two_documents_of_gestionnaires_are_published_together(tmp_path):
    (_own_folder(campaign(publiable=True), tmp_path) / "campagne.json").write_text("{}")
    assert _own_folder(campaign("volet_financier", publiable=True), tmp_path).is_dir()
