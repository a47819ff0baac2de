"""The campaign that several tests ask for."""

from pathlib import Path

import pytest

from campagne.carnets import ECRIRE, MONTRER, carnet
from campagne.region import base
from cpomlib.campagne.campaign import Campagne


@pytest.fixture
def ask(tmp_path: Path):
    """A campaign on the tiny region, with a notebook made of the given cells."""
    address = base(tmp_path / "base.db", "exemple")

    def build(*cells: str, **changes) -> Campagne:
        modele = carnet(tmp_path / "diagnostic.ipynb", *cells, ECRIRE, MONTRER)
        wanted = {"base": address, "sortie": tmp_path / "sortie", "modele": modele, **changes}
        return Campagne("52", 2025, **wanted)

    return build
