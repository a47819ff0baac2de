import pytest

from cpomlib.exemple import build


@pytest.fixture(scope="session")
def region():
    """Pays de la Loire, twelve gestionnaires, seed 1; never changed by a test."""
    return build("52", 12, 1)


@pytest.fixture(scope="session")
def owner(region):
    """Gestionnaire of each establishment."""
    return region["etablissements"].set_index("id_etablissement")["id_gestionnaire"]


@pytest.fixture(scope="session")
def categorie(region):
    return region["etablissements"].set_index("id_etablissement")["categorie"]
