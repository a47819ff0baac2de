"""Where parameters are read: the project's folder, the service's own."""

from __future__ import annotations

import errno
import os
import stat
from functools import lru_cache
from pathlib import Path

from cpomlib.socle import ParametreError, parameters_dir
from cpomlib.socle.pannes import raison, remede

VARIABLE = "CPOM_PARAMETRES"
SCENARIOS = "CPOM_SCENARIOS"
"""Environment variable: the folder of the scenarios that are to go into the base."""
YAML = (".yaml", ".yml")
"""Endings of a YAML file."""


def shipped_dir() -> Path:
    """Return the folder of the parameters shipped with the project."""
    return parameters_dir()


def shipped(relative: str) -> Path:
    """Return the place of a parameter file of the project, the same object each time.

    It is asked for hundreds of times a report, and hashing a new path costs more than reading
    its state.
    """
    return _inside(shipped_dir(), relative)


@lru_cache(maxsize=512)
def _inside(folder: Path, relative: str) -> Path:
    return folder / relative


def service_dir() -> Path | None:
    """Return the folder where the service overrides or completes values, if it has one.

    Raises:
        ParametreError: ``CPOM_PARAMETRES`` names something that is not a folder.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return None
    folder = _named(VARIABLE, named)
    state = folder.stat()
    return _resolved(folder, state.st_dev, state.st_ino)


@lru_cache(maxsize=16)
def _resolved(folder: Path, _device: int, _inode: int) -> Path:
    return folder.resolve()


def _named(variable: str, named: str) -> Path:
    """Return the folder that a variable names; one that is not there is not taken for empty."""
    folder = Path(named).expanduser()
    state = _state(folder)
    if state is None or not stat.S_ISDIR(state.st_mode):
        raise ParametreError(
            "Ce dossier n’existe pas." if state is None else "Ce n’est pas un dossier.",
            ou=f"{variable}={named}",
            que_faire="Donnez à cette variable un dossier existant, ou effacez-la.",
        )
    return folder


def etats_du_service(dossier: str) -> tuple[object, ...]:
    """Return what changes as soon as a YAML file of a folder of the service does; else empty.

    It is asked for thousands of times a report: nothing is opened, nor refused.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return ()
    folder = _propre(named, dossier)
    held = _etat(folder)
    if held is None:
        return (named,)
    return (named, held, *map(_etat, _yaml(folder, held)))


@lru_cache(maxsize=16)
def _propre(named: str, dossier: str) -> str:
    return str(Path(named).expanduser() / dossier)


@lru_cache(maxsize=16)
def _yaml(folder: str, _etat: tuple[int, int]) -> tuple[str, ...]:
    return tuple(map(str, listes(Path(folder))))


def _etat(path: str) -> tuple[int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size)


def override_of(relative: str) -> Path | None:
    """Return the service's own version of a parameter file, when there is one.

    Raises:
        ParametreError: there is one, which cannot be read: it is not taken for absent.
    """
    folder = service_dir()
    path = _either(folder / relative) if folder else None
    return path if path and present(path) else None


def present(path: Path) -> bool:
    """Tell whether there is a file to read.

    Raises:
        ParametreError: there is something, which cannot be read; says why.
    """
    state = _state(path)
    if state is None:
        return False
    if not stat.S_ISREG(state.st_mode):
        raise ParametreError("Ce n’est pas un fichier.", ou=str(path), que_faire="Retirez-le.")
    if not os.access(path, os.R_OK):
        raise _unreadable(PermissionError(errno.EACCES, ""), path)
    return True


def listes(dossier: Path, suffixes: tuple[str, ...] = YAML) -> list[Path]:
    """Return the files of a folder with such an ending, in order; none where there is no folder.

    Raises:
        ParametreError: the folder cannot be listed.
    """
    try:
        names = os.listdir(dossier)  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(error, dossier) from error
    return sorted(dossier / name for name in names if name.endswith(suffixes))


def _state(path: Path) -> os.stat_result | None:
    """Return what the system says of a path, None when nothing is there."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(error, path) from error


def _unreadable(error: OSError, path: Path) -> ParametreError:
    return ParametreError(
        "Ce fichier ou ce dossier ne peut pas être lu.",
        ou=str(path),
        pourquoi=f"Le système répond\u00a0: {raison(error)}.",
        que_faire=remede(error),
    )


def _is_file(path: Path) -> bool:
    state = _state(path)
    return state is not None and stat.S_ISREG(state.st_mode)


def _either(path: Path) -> Path:
    """Return a YAML file under the ending it has, ``.yaml`` or ``.yml``.

    Raises:
        ParametreError: there is one of each.
    """
    other = path.with_suffix(".yml")
    if path.suffix != ".yaml" or not _is_file(other):
        return path
    if _is_file(path):
        raise ParametreError(
            f"« {path.name} » et « {other.name} » sont le même fichier.",
            ou=str(path.parent),
            que_faire="Gardez un seul des deux.",
        )
    return other


def scenarios_root() -> Path:
    """Return the folder that holds one folder of scenarios per gestionnaire.

    Raises:
        ParametreError: ``CPOM_SCENARIOS`` names something that is not a folder.
    """
    chosen = os.environ.get(SCENARIOS, "").strip()
    return _named(SCENARIOS, chosen) if chosen else parameters_dir() / "scenarios"
