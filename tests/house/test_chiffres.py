"""Numbers once: a figure is computed in ``calcul``, the rooms to its right only show it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "cpomlib"
SHOWN = ("processus", "rendu", "dossier", "rapports", "campagne", "analyse", "pages",
         "cli")  # fmt: skip

ELSEWHERE = {
    "processus": "sizes of messages, no figure",
    "campagne": "time, sizes of messages, ranks; no figure",
    "pages/serveur": "time, sizes of messages; no figure",
    "pages/atelier/historique.py": "a size on the disk and a day",
    "rendu/dessin": "addresses of files",
    "rendu/graphiques": "geometry of a drawing",
    "rendu/documents": "geometry of a page",
    "rendu/blocs": "order of the rows of a table",
    "rendu/scenario": "the cell a formula stands in; formulas are texts",
    "pages/scenarios/annees.py": "geometry of a drawing, graduated in thousands",
    "pages/scenarios/lignes.py": "geometry of a drawing",
    "pages/scenarios/saisie.py": "a bound, within the last digits",
    "pages/tenue/passe.py": "time between two gestures",
    "pages/scenarios/figures.py": "geometry of a drawing, graduated in thousands",
    "pages/scenarios/champs.py": "how far a slider was moved",
    "pages/tenue/pli.py": "padding of an encoded address",
    "cli/budget_sortie.py": "width of a screen",
    "cli/contrat.py": "rows of a file, counted for a sentence",
    "cli/calendrier.py": "days, and the folding of long lines",
    "cli/depots_sortie.py": "rows of a deposit, counted for a sentence",
}
"""Where arithmetic bears on no figure, and on what it does; an aggregate has no such excuse."""

AGGREGATES = {"sum", "mean", "median", "std", "var", "quantile", "cumsum", "agg", "aggregate",
              "diff", "pct_change", "prod", "pivot_table", "div", "mul", "truediv", "fsum",
              "nansum", "nanmean", "nanmedian", "average"}  # fmt: skip
RANKS = {"annee", "annee_base", "premiere", "year", "rank", "rang", "len"}
"""Moving by a year, a rank or a length counts; it makes no figure."""
FOLDERS = {"Path", "folder", "dossier", "statique", "user_cache_path", "own"}
COUNTED = (ast.Compare, ast.BoolOp, ast.UnaryOp)
MADE = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
WRITTEN = "plan"
"""``plan.sum`` writes the formula of a sum."""


def leaf(node):
    """Return the last name of ``a.b.c``, or of what is called."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_text(node):
    """Tell a text or a list, which are put end to end."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    if isinstance(node, ast.IfExp):
        return is_text(node.body)
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    kinds = ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple | ast.Dict
    sliced = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)
    return literal or sliced or isinstance(node, kinds) or leaf(node) == "join"


def counts(node):
    """Tell a move by a year, a rank or a length."""
    if isinstance(node, ast.BinOp):
        return counts(node.left) or counts(node.right)
    whole = isinstance(node, ast.Constant) and isinstance(node.value, int)
    return whole or leaf(node) in RANKS


def is_arithmetic(node):
    if isinstance(node, ast.AugAssign):
        listed = is_text(node.value) or isinstance(node.value, ast.Call | ast.BinOp)
        return isinstance(node.op, MADE) and not listed and not counts(node.value)
    if not isinstance(node, ast.BinOp) or is_text(node):
        return False
    if isinstance(node.op, ast.Div):
        return leaf(node.left) not in FOLDERS
    if isinstance(node.op, ast.Add | ast.Sub):
        return not counts(node) and not is_set(node)
    return isinstance(node.op, MADE)


def is_set(node):
    made = any(isinstance(n, ast.Set | ast.SetComp) for n in (node.left, node.right))
    return made or "set" in {leaf(node.left), leaf(node.right)}


def is_aggregate(node):
    """Tell an aggregate of figures; counting what is true is none."""
    if not isinstance(node, ast.Call) or leaf(node) not in AGGREGATES:
        return False
    if isinstance(node.func, ast.Name):
        return not (node.args and getattr(node.args[0], "elt", None) is not None
                    and isinstance(node.args[0].elt, (*COUNTED, ast.Call)))  # fmt: skip
    return not isinstance(node.func.value, COUNTED) and leaf(node.func.value) != WRITTEN


def excused(path):
    name = path.relative_to(PACKAGE).as_posix()
    return next((each for each in ELSEWHERE if f"{name}/".startswith(f"{each}/")), "")


def computed(path):
    """List what a module computes that it should not."""
    free = excused(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        built_in = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        done = is_aggregate(node) and not (free and built_in)
        if done or (not free and is_arithmetic(node)):
            yield f"{node.lineno}: {ast.unparse(node)}"


MODULES = sorted(path for room in SHOWN for path in (PACKAGE / room).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_what_is_shown_is_computed_in_calcul(path):
    assert list(computed(path)) == []


def test_an_excuse_is_of_a_place_that_is():
    assert [each for each in ELSEWHERE if not (PACKAGE / each).exists()] == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a / b", True),
        ("frame['x'] * 100", True),
        ("now - before", True),
        ("frame.groupby('x')['y'].mean()", True),
        ("sum(amounts)", True),
        ("dossier.annee - 1", False),
        ("'a' + b", False),
        ("sum(x != 'siege' for x in y)", False),
        ("(own['regime'] != 'siege').sum()", False),
        ("folder / name", False),
        ("len(rows) - len(shown)", False),
    ],
)
def test_arithmetic_is_told_from_counting(tmp_path, monkeypatch, written, found):
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    (tmp_path / "un.py").write_text(written, encoding="utf-8")
    assert bool(list(computed(tmp_path / "un.py"))) is found
