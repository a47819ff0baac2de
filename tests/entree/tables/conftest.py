"""The smallest folder of tables, to be added to or spoiled."""

import pytest
from entree.tables.dossier import ETABLISSEMENTS, GESTIONNAIRES


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gestionnaires.csv").write_text(GESTIONNAIRES, encoding="utf-8")
    (tmp_path / "etablissements.csv").write_text(ETABLISSEMENTS, encoding="utf-8")
    return tmp_path
