"""The one writer of what the product hands over: whole files, or what was there before.

A file is written beside its place, brought to the disk, then put under its name in one stroke: a
kill or a full disk leaves the old one as it was. The system applies the user's umask, since the
file is made by it; a file that was closed to others stays closed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.pannes import refus

EN_COURS = ".en-cours-"
"""Beginning of the name of a file that is not finished: a kill may leave one, nobody reads it."""


class EcritureError(CommandeError):
    """A file could not be written; the one that had its name is as it was."""


class DejaLaError(EcritureError):
    """A file has that name already and was not to be replaced."""


def ecrire(chemin: Path, contenu: str | bytes, *, neuf: bool = False, prive: bool = False) -> None:
    """Write a whole file, or leave what was there.

    Args:
        chemin: the file; texts are written in UTF-8, as they are.
        contenu: all that it holds.
        neuf: refuse to replace a file.
        prive: nobody but its owner may read it, whatever the umask.

    Raises:
        DejaLaError: a file has that name, and ``neuf`` was asked.
        EcritureError: the system refuses; says why.
    """
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    with en_entier(chemin, neuf=neuf, prive=prive) as flux:
        flux.write(octets)


@contextmanager
def en_entier(chemin: Path, *, neuf: bool = False, prive: bool = False) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the name at the end; nothing of it when that fails.

    What is not a file (``/dev/stdout``, a pipe) is written as it comes.

    Raises:
        DejaLaError, EcritureError: as :func:`ecrire`.
    """
    try:
        place = chemin.resolve() if chemin.is_symlink() else chemin
        if place.exists() and not place.is_file() and not place.is_dir():
            with place.open("wb") as flux:
                yield flux
            return
        with _beside(place, neuf, prive) as flux:
            yield flux
    except FileExistsError as error:
        raise DejaLaError(
            "Ce fichier existe déjà : il n’est pas remplacé.",
            ou=str(chemin),
            que_faire="Donnez un autre nom, ou supprimez-le.",
        ) from error
    except OSError as error:
        raise refus(
            error, "Ce fichier n’a pas pu être écrit.", EcritureError, ou=str(chemin)
        ) from error


def en_place(source: Path, chemin: Path) -> None:
    """Put a finished file of the same disk under its final name, in one stroke.

    Raises:
        EcritureError: the system refuses.
    """
    try:
        with source.open("rb+") as flux:
            os.fsync(flux.fileno())
        os.replace(source, chemin)  # noqa: PTH105
    except OSError as error:
        raise refus(
            error, "Ce fichier n’a pas pu être écrit.", EcritureError, ou=str(chemin)
        ) from error


def dossier(chemin: Path) -> None:
    """Make a folder and those above it, where there are none.

    Raises:
        EcritureError: the system refuses.
    """
    try:
        chemin.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refus(
            error, "Ce dossier ne peut pas être créé.", EcritureError, ou=str(chemin)
        ) from error


def copier(source: Path, chemin: Path) -> None:
    """Copy a file under a name that nothing has yet.

    Raises:
        DejaLaError, EcritureError: as :func:`ecrire`.
    """
    with source.open("rb") as lu, en_entier(chemin, neuf=True) as flux:
        shutil.copyfileobj(lu, flux)


@contextmanager
def _beside(place: Path, neuf: bool, prive: bool) -> Iterator[BinaryIO]:
    if neuf and os.path.lexists(place):
        raise FileExistsError
    mode = 0o600 if prive else 0o666 & _kept(place)
    partial = place.with_name(f"{EN_COURS}{secrets.token_hex(8)}")
    try:
        number = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        with os.fdopen(number, "w+b") as flux:
            yield flux
            flux.flush()
            os.fsync(flux.fileno())
        if neuf:
            _named(partial, place)
        else:
            os.replace(partial, place)  # noqa: PTH105
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


_BINARY = getattr(os, "O_BINARY", 0)


def _kept(place: Path) -> int:
    """Return the rights that the file there leaves to others: a new one opens nothing more."""
    with suppress(OSError):
        return stat.S_IMODE(place.stat().st_mode) | 0o600
    return 0o666


def _named(partial: Path, place: Path) -> None:
    """Give its name to a file, unless another took it meanwhile."""
    try:
        os.link(partial, place)
    except FileExistsError:
        raise
    except OSError:
        # a disk without hard links: the name is taken first, then filled at once
        os.close(os.open(place, os.O_CREAT | os.O_EXCL))
        os.replace(partial, place)  # noqa: PTH105
