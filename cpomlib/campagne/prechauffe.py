"""What the parent of a campaign's kernels imports: what its notebook imports, no more."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from cpomlib.campagne.carnet import lire

COMMUN = "CPOM_COMMUN"
"""Environment variable: where the reports of a campaign keep what they share
(``cpomlib.dossier.commun``)."""
_ENCORE = {
    "cpomlib.rapports.diagnostic": (
        "cpomlib.rapports.prechauffe:prechauffer",
        "cpomlib.rapports.prechauffe:regler",
    )
}
"""Functions that load what a module only loads when it is used."""
_METIER = ("cpomlib.campagne.cellules", "cpomlib.campagne.moteur", "cpomlib.campagne.worker")
"""What a maker of reports is made of, whatever its notebooks."""
_PILOTE = ("psycopg", "sqlalchemy.dialects.postgresql.psycopg")
"""What a base on a PostgreSQL server is read with, and no other."""


def modules(notebook: Path, base: str = "") -> list[str]:
    """Return what the kernels of a notebook can be born with: its own imports from cpomlib.

    Another library may start threads as soon as it is imported, and a fork would cut them.

    Args:
        notebook: what the kernels are for.
        base: address of the base they will read, as far as it is known.

    Raises:
        RapportError: the file does not exist or is not a notebook.
    """
    found = dict.fromkeys(name for name in _imported(notebook) if name.startswith("cpomlib."))
    driver = _PILOTE if base.startswith("postgresql") else ()
    return [*_METIER, *found, *driver, *(each for name in found for each in _ENCORE.get(name, ()))]


def _imported(notebook: Path) -> Iterator[str]:
    for cell in lire(notebook).cells:
        if cell.cell_type == "code":
            yield from _names(cell.source)


def _names(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        # the cell of a magic command
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
