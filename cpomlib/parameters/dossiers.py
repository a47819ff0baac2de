"""Where parameters are read, and scenarios kept: the project's folder, the service's own."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cpomlib.errors import CommandeError, ParametreError
from cpomlib.project import parameters_dir

VARIABLE = "CPOM_PARAMETRES"
SCENARIOS = "CPOM_SCENARIOS"
"""Environment variable: the service's own folder of scenarios."""
YAML = (".yaml", ".yml")
"""Endings of a YAML file."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}\Z")


def shipped_dir() -> Path:
    """Return the folder of the parameters shipped with the project."""
    return parameters_dir()


def service_dir() -> Path | None:
    """Return the folder where the service overrides or completes values, if it has one.

    Raises:
        ParametreError: ``CPOM_PARAMETRES`` names something that is not a folder.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise ParametreError(
            "Ce dossier n’existe pas.",
            ou=f"{VARIABLE}={named}",
            que_faire="Donnez à cette variable un dossier existant, ou effacez-la.",
        )
    return folder.resolve()


def override_of(relative: str) -> Path | None:
    """Return the service's own version of a parameter file, when there is one."""
    folder = service_dir()
    path = _either(folder / relative) if folder else None
    return path if path and path.is_file() else None


def _either(path: Path) -> Path:
    """Return a YAML file under the ending it has, ``.yaml`` or ``.yml``.

    Raises:
        ParametreError: there is one of each.
    """
    other = path.with_suffix(".yml")
    if path.suffix != ".yaml" or not other.is_file():
        return path
    if path.is_file():
        raise ParametreError(
            f"« {path.name} » et « {other.name} » sont le même fichier.",
            ou=str(path.parent),
            que_faire="Gardez un seul des deux.",
        )
    return other


def scenarios_dir(gestionnaire: str) -> Path:
    """Return the folder of a gestionnaire's scenarios, in ``$CPOM_SCENARIOS`` where it is set.

    Raises:
        CommandeError: the id could lead out of the folder.
    """
    if not _CODE.match(gestionnaire):
        raise CommandeError(f"«\u00a0{gestionnaire}\u00a0» n’est pas un identifiant.")
    chosen = os.environ.get(SCENARIOS)
    return (Path(chosen) if chosen else parameters_dir() / "scenarios") / gestionnaire
