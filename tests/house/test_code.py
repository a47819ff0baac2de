"""The habits of the code, held by measure."""

import ast
import re
from pathlib import Path

import pytest
from house.arbres import arbre, noeuds

pytestmark = pytest.mark.xdist_group("maison")
ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "cpomlib").rglob("*.py"))
ALL = sorted(p for d in ("cpomlib", "tests", "benchmarks") for p in (ROOT / d).rglob("*.py"))
MODULE_LINES, FUNCTION_LINES = 300, 40


def name(path):
    return str(path.relative_to(ROOT))


def length(function):
    """Count the lines of a function, its docstring left out."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    doc = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - doc


def test_modules_are_small():
    sizes = {name(path): path.read_text(encoding="utf-8").count("\n") for path in CODE}
    assert {path: size for path, size in sizes.items() if size >= MODULE_LINES} == {}


def test_functions_are_small():
    long = [
        f"{name(path)}, {node.name}: {length(node)}"
        for path in CODE
        for node in noeuds(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length(node) > FUNCTION_LINES
    ]
    assert long == []


def test_most_functions_are_very_small():
    sizes = sorted(
        length(node) for path in CODE for node in noeuds(path) if isinstance(node, ast.FunctionDef)
    )
    assert sizes[len(sizes) // 2] <= 10
    assert sizes[int(len(sizes) * 0.9)] <= 25


A_L_IMPORT = {"lazy_loader.attach_stub"}
"""A face reads the list of what it shows, and imports none of it."""


def called_at_import(path):
    for node in arbre(path).body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
            yield from (ast.unparse(call.func) for call in calls)


def test_nothing_is_done_at_import():
    """A module defines and assigns; it opens no file and calls nothing that does."""
    done = re.compile(r"open|read|load|connect|mkdir|write|getenv")
    guilty = [
        f"{name(path)}: {written}"
        for path in CODE
        for written in called_at_import(path)
        if written not in A_L_IMPORT and done.search(written)
    ]
    assert guilty == []


def test_there_is_no_drawer():
    drawers = {"utils", "helpers", "misc", "common", "tools"}
    assert not [name(path) for path in CODE if drawers & set(path.with_suffix("").parts[-2:])]


def tracked_text():
    skip = {".venv", ".git", "cpom-demo", "node_modules", ".mypy_cache", ".ruff_cache"}
    kinds = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".json", ".ipynb", ".css", ".j2", ""}
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        if not skip & set(inside) and path.is_file() and path.suffix in kinds:
            yield path


def test_no_file_names_a_download_address_or_a_machine():
    forbidden = re.compile(
        "files.python" + "hosted|registry.npm" + "js|pypi" + r"\.org|/home/\w+/|/ro" + r"ot/\."
    )
    guilty = []
    for path in tracked_text():
        text = path.read_text(encoding="utf-8", errors="ignore")
        if "pytest_cache" not in str(path) and forbidden.search(text):
            guilty.append(name(path))
    assert not guilty


def test_versions_are_pinned_by_name_and_number_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [
        line for line in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.+!-]*", line)
    ] == []


def test_every_dependency_is_pinned():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(need for extra in extras for need in extra)]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    wanted = [re.split(r"[\[<>=~!]", need)[0].lower().replace("_", "-") for need in wanted]
    assert [need for need in wanted if need not in pinned] == []
