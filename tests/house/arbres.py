"""The modules of the product, each read once for all that is held of them."""

import ast
from functools import cache
from pathlib import Path


@cache
def arbre(path: Path) -> ast.Module:
    """Return what a module says."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def noeuds(path: Path) -> tuple[ast.AST, ...]:
    """Return all the nodes of a module, in the order of ``ast.walk``."""
    return tuple(ast.walk(arbre(path)))
