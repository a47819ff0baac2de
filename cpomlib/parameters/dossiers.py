"""Where parameters are read: the project's folder, then the service's own."""

from __future__ import annotations

import os
from pathlib import Path

from cpomlib.errors import ParametreError
from cpomlib.project import parameters_dir

VARIABLE = "CPOM_PARAMETRES"


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
    path = folder / relative if folder else None
    return path if path and path.is_file() else None
