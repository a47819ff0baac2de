"""Notebooks hold calls, not logic, and are kept without outputs."""

import ast
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
CELLS, LINES = 20, 6
LOGIC = (
    ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.With, ast.Lambda,
    ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.BinOp, ast.BoolOp, ast.Compare, ast.Subscript,
)  # fmt: skip

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def code_cells(path):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def parameters(path):
    return [c for c in code_cells(path) if "parameters" in c.metadata.get("tags", [])]


def test_it_is_kept_without_outputs(path):
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_it_is_thin(path):
    cells = code_cells(path)
    assert len(cells) <= CELLS
    cells = [cell for cell in cells if cell not in parameters(path)]  # a list of literals
    assert [c.source for c in cells if len(c.source.splitlines()) > LINES] == []


def test_a_cell_assigns_or_shows(path):
    for cell in code_cells(path):
        found = [type(n).__name__ for n in ast.walk(ast.parse(cell.source)) if isinstance(n, LOGIC)]
        assert found == [], cell.source


def test_its_parameters_are_literal_typed_and_explained(path):
    (cell,) = parameters(path)
    for line in cell.source.splitlines():
        (statement,) = ast.parse(line).body
        assert isinstance(statement, ast.AnnAssign), line
        ast.literal_eval(statement.value)
        assert "  # " in line, f"explain {line}"
