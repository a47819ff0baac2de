"""What a report is made of, hashed: when none of it has changed, neither would the report."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import cpomlib
from cpomlib.campagne.carnet import lire
from cpomlib.campagne.inputs import Literal
from cpomlib.campagne.versions import versions
from cpomlib.socle import parameters_dir

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
_PATH_MAX = 1000
_PROPRES = ("scenarios", "plans", "fiches")
"""Folders from which what the parties declare was read once: the base holds it."""
_OUTSIDE = {"base", "etat", "jour"}
"""Parameters that say where things are, not what they are: the deposits say that; and the day,
which has its own hash."""


def of_all(notebook: Path, depots: Iterable[str]) -> dict[str, str]:
    """Return the hash of each thing that all the reports of a campaign depend on.

    Args:
        notebook: its source.
        depots: the deposits of the region, as text that identifies their content.
    """
    return {
        "depots": _digest(sorted(depots)),
        "carnet": _notebook_hash(notebook),
        "code": code_hash(),
        "bibliotheques": _digest(versions()),
        "reglages": settings_hash(),
    }


def of_one(
    parameters: Mapping[str, Literal], nom: str, formats: Sequence[str], declarees: str = ""
) -> dict[str, str]:
    """Return the hash of each thing that only one report depends on.

    Args:
        parameters: what its notebook is run with; the file that one of them names counts by its
            content.
        nom: the name of whom it is about.
        formats: written beside its page.
        declarees: hash of what the parties declared of whom it is about.
    """
    values = {name: value for name, value in parameters.items() if name not in _OUTSIDE}
    contents = {name: _content(value) for name, value in values.items()}
    return {
        "parametres": _digest([values, contents]),
        "nom": _digest(nom),
        "formats": _digest(list(formats)),
        "declarations": declarees,
    }


def of_day(jour: date | None) -> str:
    """Return the hash of the day an unfinished year is looked at; the same for every year over."""
    return _digest(jour.isoformat() if jour else "")


def of_contract(contrats: str, jour: date | None) -> str:
    """Return the hash of the contracts of a gestionnaire, empty where there is none.

    Args:
        contrats: hash of what they hold.
        jour: the day they are looked at, None for today: what is due next is then compared with
            the day of the campaign.
    """
    return _digest([contrats, jour.isoformat() if jour else ""]) if contrats else ""


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(value: Literal) -> str:
    """Return the hash of the file that a parameter names, empty when it names none."""
    if not isinstance(value, str) or not value or len(value) > _PATH_MAX or "\0" in value:
        return ""
    return file_hash(Path(value))


def _notebook_hash(path: Path) -> str:
    """Return the hash of what a notebook does: opening and saving it changes only the rest."""
    cells = [
        (cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in lire(path).cells
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
    overrides = _tree_hash(Path(own), "", sauf=_PROPRES) if own else ""
    return _tree_hash(parameters_dir(), overrides, sauf=_PROPRES)


def settings_files() -> dict[str, str]:
    """Return the hash of each file of settings in force, shortened: what names the one changed.

    The service's own are named by their folder.
    """
    folders = {"": parameters_dir()}
    if own := os.environ.get("CPOM_PARAMETRES"):
        folders["service/"] = Path(own)
    return {
        f"{head}{path.relative_to(folder).as_posix()}": file_hash(path)[:12]
        for head, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.relative_to(folder).parts[0] not in _PROPRES
        and path.suffix in _SOURCES | {".yml"}
        and path.is_file()
    }


def _tree_hash(folder: Path, seed: str, sauf: Collection[str] = ()) -> str:
    digest = hashlib.sha256(seed.encode())
    for path in sorted(folder.rglob("*")):
        if path.relative_to(folder).parts[0] in sauf:
            continue
        if path.suffix in _SOURCES | {".yml"} and path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{file_hash(path)}\0".encode())
    return digest.hexdigest()
