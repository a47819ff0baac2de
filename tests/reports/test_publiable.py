"""The version to publish has a folder and a name of its own."""

from pathlib import Path

import pytest

from cpomlib.reports.preparation import Campagne, _own_folder, modele


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
