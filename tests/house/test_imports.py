"""Imports go one way: a room knows only the rooms to its left."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from house.arbres import noeuds

pytestmark = pytest.mark.xdist_group("maison")
PACKAGE = Path(__file__).parents[2] / "cpomlib"
ORDER = [
    {"socle"},
    {"droit"},
    {"tables"},
    {"classeurs"},
    {"entree"},
    {"base"},
    {"calcul"},
    {"exemple"},
    {"processus"},
    {"rendu"},
    {"dossier"},
    {"rapports"},
    {"campagne"},
    {"analyse"},
    {"pages"},
    {"cli"},
]
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}


A_COTE: set[str] = set()


def modules():
    return sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem != "__init__")


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path):
    for node in noeuds(path):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "cpomlib":
                names = [f"cpomlib.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "cpomlib" and len(parts) > 1 and parts[1] in RANK:
                yield parts[1]


def test_every_room_has_its_place():
    assert {room_of(path) for path in modules()} <= set(RANK)


def test_a_module_knows_only_what_is_to_its_left():
    backwards = {
        f"{path.relative_to(PACKAGE)} imports {room}"
        for path in modules()
        for room in imported_rooms(path)
        if room != room_of(path) and RANK[room] >= RANK[room_of(path)]
    }
    assert backwards == set()


def test_nothing_imports_scipy():
    """It is for the tests alone; its import takes longer than a section of a report."""
    for path in modules():
        for node in noeuds(path):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert "scipy" not in {name.partition(".")[0] for name in names}, path.name


def test_what_an_ordinary_report_loads_holds_no_scipy():
    """Whatever it imports, and whoever imports it for us; the programs of secrecy are solved."""
    code = (
        "import sys\n"
        "from cpomlib.rapports import diagnostic, territoire\n"
        "from cpomlib.rapports.prechauffe import prechauffer\n"
        "from cpomlib.calcul.secret import Cellule, Systeme, secondaire, somme\n"
        "prechauffer()\n"
        "cells = Cellule('a', 4, 'primaire', (1, 10)), Cellule('b', 20), Cellule('c', 30)\n"
        "secondaire(Systeme((*cells, Cellule('t', 54)), (somme('t', ['a', 'b', 'c']),)))\n"
        "assert 'highspy' in sys.modules\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'scipy'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def doors(path):
    """Every import from inside another room: neither its face, nor the module of that very name."""
    module = path.relative_to(PACKAGE.parent).with_suffix("").parts
    for node in noeuds(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cpomlib."):
            target = PACKAGE.parent / node.module.replace(".", "/")
            inside = module[: len(target.parts) - len(PACKAGE.parent.parts) - 1]
            if not target.is_dir() and ".".join(inside) != node.module.rpartition(".")[0]:
                yield from (f"{node.module}.{a.name}" for a in node.names if a.name != target.name)


def test_a_room_is_entered_by_its_face():
    past = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        for name in doors(path)
        if name not in A_COTE
    }
    assert past == set()
