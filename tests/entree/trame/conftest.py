import pytest
from entree.trame.classeurs import ouvrir_modele


@pytest.fixture(scope="session")
def dossier(tmp_path_factory):
    return tmp_path_factory.mktemp("trame")


@pytest.fixture
def book(dossier):
    """The small trame, to be spoiled at will."""
    return ouvrir_modele(dossier)
