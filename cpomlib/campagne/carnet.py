"""A notebook as a report needs it: its cells and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.socle import RapportError

_VERSION = 4


@dataclass(frozen=True)
class CelluleCarnet:
    """One cell, under the names that nbformat gives."""

    cell_type: str
    source: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class Carnet:
    """The cells of a notebook, and its metadata."""

    cells: tuple[CelluleCarnet, ...]
    metadata: Mapping[str, Any]


def lire(notebook: Path) -> Carnet:
    """Read what a notebook does, without what it showed.

    nbformat checks every notebook against its schema, and takes a second to be imported: it is
    asked only about what is not plainly a notebook of the present version.

    Raises:
        RapportError: the file does not exist or is not a notebook.
    """
    try:
        data = json.loads(notebook.read_text(encoding="utf-8"))
        if data["nbformat"] == _VERSION:
            return Carnet(tuple(map(_cell, data["cells"])), data["metadata"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    whole = read_source(notebook)
    return Carnet(tuple(map(_cell, whole.cells)), whole.metadata)


def _cell(data: Mapping[str, Any]) -> CelluleCarnet:
    return CelluleCarnet(data["cell_type"], "".join(data["source"]), data["metadata"])


def read_source(notebook: Path) -> Any:
    """Read a notebook whole, as version 4 whatever its own.

    Raises:
        RapportError: the file does not exist or is not a notebook.
    """
    import nbformat

    try:
        return nbformat.read(notebook, as_version=_VERSION)
    except OSError as error:
        raise RapportError(
            f"Le modèle de rapport « {notebook} » ne peut pas être lu.",
            que_faire="Vérifiez que le fichier existe et que vous avez le droit de le lire.",
        ) from error
    except Exception as error:
        raise RapportError(
            f"« {notebook} » n’est pas un carnet Jupyter lisible.",
            que_faire="Reprenez le fichier d’origine (« git checkout »).",
        ) from error
