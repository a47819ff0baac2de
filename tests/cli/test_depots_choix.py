"""What a validation or a restoration would take out is told, then chosen."""

import pytest
from cli.test_depots import ACTIVITE, CHRS, ETABLISSEMENTS, GESTIONNAIRES, folder, give, plain
from click.testing import CliRunner

from cpomlib import base as store
from cpomlib.cli.main import cpom
from cpomlib.socle.erreurs import CommandeError

HEAD, *MONTHS = ACTIVITE.format(*[900] * 12).splitlines(keepends=True)


def months(path, *numbers):
    return folder(path, activite=HEAD + "".join(MONTHS[number - 1] for number in numbers))


@pytest.fixture
def base(tmp_path):
    """The structure, January and February in force, January alone as a draft (deposit 3)."""
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    structure = folder(tmp_path / "s", gestionnaires=GESTIONNAIRES, etablissements=ETABLISSEMENTS)
    give(structure, address)
    give(months(tmp_path / "a", 1, 2), address)
    told = give(months(tmp_path / "b", 1), address, "--statut", "brouillon")
    assert "Sa validation demandera un choix : il retirerait de l’état courant\n" in told
    return address


def depots(base, *words):
    result = CliRunner().invoke(cpom, ["depots", *map(str, words), "--base", base])
    if isinstance(result.exception, CommandeError):
        return plain(str(result.exception))
    return plain(result.output)


def held(base):
    return len(store.read(store.open_base(base), ["activite"])["activite"])


def test_a_validation_tells_and_asks(base):
    assert depots(base, "valider", 3).startswith(
        "Ce dépôt retirerait 1 ligne de l’état courant : rien n’a été écrit.\n"
        f"  activite : 1 ligne de l’établissement {CHRS} (« L’Étape »), 2025\nChoisissez :"
    )
    assert depots(base, "valider", 3, "--remplacer", "--essai") == (
        "Retiré de l’état courant (l’historique le garde) :\n"
        f"  activite : 1 ligne de l’établissement {CHRS} (« L’Étape »), 2025\n"
        "Essai : rien n’a été changé.\n"
    )
    assert held(base) == 2
    assert depots(base, "valider", 3, "--completer").startswith(
        "Dépôt n° 3 validé. État des données n° 4. Ce qui est gardé est le dépôt n° 4.\n"
        "Gardé de l’état courant, que le fichier n’a pas :\n"
    )
    assert held(base) == 2


def test_a_restoration_tells_and_asks(base):
    depots(base, "valider", 3, "--remplacer")
    assert held(base) == 1
    assert depots(base, "retablir", 2).startswith("Dépôt n° 2 rétabli.")
    assert "retirerait 1 ligne" in depots(base, "retablir", 3)
    assert held(base) == 2
    assert depots(base, "retablir", 3, "--remplacer").startswith("Dépôt n° 3 rétabli.")
    assert held(base) == 1


def test_choices_that_do_not_go_together(base):
    assert "ne vont pas ensemble" in depots(base, "valider", 3, "--completer", "--remplacer")
    assert "« --portee » va avec « --remplacer »." in depots(base, "valider", 3, "--portee", CHRS)
