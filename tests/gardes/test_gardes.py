"""Every door has every guard: a door added without one fails here, and the table says it."""

import ast
from pathlib import Path

import pytest
from click import Context, Group
from gardes.epreuves import GARDES
from gardes.portes import PORTES
from gardes.regenerate import FICHIER, tableau

from cpomlib.cli.main import cpom

PACKAGE = Path(__file__).parents[2] / "cpomlib"
OPTIONS = {"--completer", "--remplacer", "--portee", "--essai"}
ECRIVENT = {
    "cli/depot.py", "cli/exemple.py", "base/actes.py", "base/declarees_depot.py", "base/portes.py",
    "pages/contrat/depot.py", "cli/envoi_repetition.py",
}  # fmt: skip
"""The only pieces that write a deposit: the doors' own way in, the example, what the parties
declare, what completes, the page of a contract, the copy that an envoi is rehearsed on."""


def commands(group=cpom, path=()):
    for name in group.list_commands(Context(group)):
        command = group.get_command(Context(group), name)
        if isinstance(command, Group):
            yield from commands(command, (*path, name))
        yield (*path, name), command


def options(command):
    return {name for parameter in command.params for name in parameter.opts}


def test_every_door_is_tried():
    doors = {path[1] for path, _ in commands() if path[0] == "importer" and len(path) > 1}
    assert doors - {"auto", "dossier"} == set(PORTES)  # these two run the others


def test_every_command_that_changes_the_current_state_has_the_choices():
    deposits = {path for path, command in commands() if options(command) >= OPTIONS}
    assert deposits == {
        *(("importer", door) for door in PORTES), ("depots", "valider"), ("depots", "retablir"),
        ("base", "rattachements", "accepter"), ("contrat", "deposer"),
    }  # fmt: skip


def test_nothing_else_writes_a_deposit():
    writers = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", ""))
            if name in {"deposit", "deposit_once", "write_deposit"}:
                writers.add(path.relative_to(PACKAGE).as_posix())
    assert writers == ECRIVENT


@pytest.fixture(scope="module")
def porte(request, tmp_path_factory):
    return PORTES[request.param](tmp_path_factory.mktemp(request.param))


@pytest.mark.parametrize("porte", sorted(PORTES), indirect=True, ids=str)
@pytest.mark.parametrize("garde", GARDES, ids=lambda garde: garde.nom)
def test_the_guard_stands_at_the_door(porte, garde, tmp_path, monkeypatch):
    if porte.nom in garde.sans_objet:
        return
    garde.essayer(porte, tmp_path, monkeypatch)


def test_the_table_says_so():
    assert FICHIER.read_text(encoding="utf-8") == tableau(), "make gardes"
