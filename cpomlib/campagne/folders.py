"""Where reports are written: names checked, whole files only, one campaign at a time."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cpomlib.socle import CommandeError, fichiers
from cpomlib.socle.pannes import raison

ID = re.compile(r"[0-9]{9}|EJ-[0-9A-Z]{9}|region|C-[0-9A-Za-z][0-9A-Za-z_-]{0,39}")
"""The name of a report’s folder: a gestionnaire, a contract, or the whole région."""
REGION = re.compile(r"[0-9A-Z]{2,3}")
_TEMPORARY = fichiers.EN_COURS
_LOCK = ".verrou"
_PAUSE = 0.2


def campaign_folder(sortie: Path, region: str, annee: int) -> Path:
    """Return the folder of a region and a year, made if needed.

    Raises:
        CommandeError: the region's code or the year is not fit for a folder name, the folder
            would be outside ``sortie``, or it cannot be written.
    """
    if not REGION.fullmatch(region) or not 1900 <= annee <= 2999:
        raise CommandeError(f"« {region}/{annee} » ne peut pas nommer un dossier de rapports.")
    folder = sortie / region / str(annee)
    try:
        sortie.mkdir(parents=True, exist_ok=True)
        _inside(folder, sortie)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandeError(
            f"Les rapports ne peuvent pas être écrits dans « {folder} ».",
            pourquoi=f"Le système répond : {raison(error)}.",
            que_faire="Donnez un autre dossier avec « --sortie ».",
        ) from error
    return folder


def report_folder(folder: Path, identifiant: str) -> Path:
    """Return the folder of one report (not made yet).

    Raises:
        CommandeError: the id does not have the form of an id, or a symbolic link would lead
            the report outside the campaign's folder.
    """
    if not ID.fullmatch(identifiant):
        raise CommandeError(
            f"« {identifiant} » n’a pas la forme d’un identifiant de gestionnaire.",
            que_faire="Attendu : un SIREN (9 chiffres), ou « EJ- » suivi d’un FINESS.",
        )
    target = folder / identifiant
    _inside(target, folder)
    return target


def _inside(path: Path, parent: Path) -> None:
    if path.resolve().is_relative_to(parent.resolve()):
        return
    raise CommandeError(
        f"Le dossier « {path} » mène hors de « {parent} ».",
        pourquoi="Un lien symbolique détourne le chemin.",
        que_faire="Retirez ce lien, ou donnez un autre dossier avec « --sortie ».",
    )


def temporary(folder: Path, identifiant: str) -> Path:
    """Make and return a hidden folder beside the reports, to write one in."""
    return Path(tempfile.mkdtemp(prefix=f"{_TEMPORARY}{identifiant}-", dir=folder))


def clean(folder: Path) -> None:
    """Remove what a killed campaign left; only the holder of the lock may."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def publish(source: Path, target: Path) -> list[str]:
    """Move the files of a finished report under their final names, each in one stroke.

    Returns:
        The names of the files moved.
    """
    target.mkdir(exist_ok=True)
    names = sorted(path.name for path in source.iterdir())
    for name in names:
        fichiers.en_place(source / name, target / name)
    shutil.rmtree(source, ignore_errors=True)
    return names


@contextmanager
def alone(folder: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Hold the folder: a second campaign waits for the first, so that neither spoils the other.

    The lock is the system's: it goes with the process, even a killed one.

    Args:
        folder: the campaign's folder.
        wait: called once when somebody else holds the folder.
    """
    with (folder / _LOCK).open("a+b") as stream:
        told = False
        while not _try_lock(stream):
            if not told:
                wait()
                told = True
            time.sleep(_PAUSE)
        yield


def _try_lock(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        # A network drive without locks: going on alone is better than not at all.
        return True
    return True
