"""What a report is made of, as one hash: when it has not changed, neither would the report."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import cpomlib
from cpomlib.project import parameters_dir
from cpomlib.reports.inputs import Literal, read_source

_SOURCES = {
    ".py",
    ".json",
    ".j2",
    ".html",
    ".css",
    ".js",
    ".csv",
    ".yaml",
    ".geojson",
    ".typ",
    ".ttf",
}
_OUTSIDE = {"base", "etat"}
"""Parameters that say where things are, not what they are: the deposits say that."""


def fingerprint(
    notebook: Path, parameters: Mapping[str, Literal], depots: Iterable[str], options: str = ""
) -> str:
    """Return the hash of all that a report depends on.

    Args:
        notebook: its source.
        parameters: what it is run with.
        depots: the deposits of the region, as text that identifies their content.
        options: whatever else changes the page (its banner, for instance).
    """
    parts = {
        "carnet": _notebook_hash(notebook),
        "parametres": {k: v for k, v in parameters.items() if k not in _OUTSIDE},
        "depots": sorted(depots),
        "code": code_hash(),
        "reglages": settings_hash(),
        "options": options,
    }
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _notebook_hash(path: Path) -> str:
    """Return the hash of what a notebook does: opening and saving it changes only the rest."""
    cells = [
        (cell.cell_type, cell.source, cell.metadata.get("tags", []))
        for cell in read_source(path).cells
    ]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, an empty text when it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def code_hash() -> str:
    """Return the hash of cpomlib itself, version and sources."""
    package = Path(cpomlib.__file__).parent
    return _tree_hash(package, cpomlib.__version__)


def settings_hash() -> str:
    """Return the hash of the parameters in force, the service's own included."""
    own = os.environ.get("CPOM_PARAMETRES")
    overrides = _tree_hash(Path(own), "") if own else ""
    return _tree_hash(parameters_dir(), overrides)


def _tree_hash(folder: Path, seed: str) -> str:
    digest = hashlib.sha256(seed.encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SOURCES | {".yml"} and path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{file_hash(path)}\0".encode())
    return digest.hexdigest()
