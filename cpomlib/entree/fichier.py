"""A file that is refused, and the first reason to: it is no ordinary file."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from cpomlib.socle import CpomError


class FichierError(CpomError):
    """A file is refused before it is read: its size, its kind, what it carries."""


PAS_ORDINAIRE = "Ce n’est pas un fichier ordinaire (un tube, une prise, un périphérique)."
COPIER = "Copiez ce qu’il donne dans un fichier, puis indiquez ce fichier."


def special(path: Path) -> bool:
    """Say whether reading a path could wait for ever, or never end: a pipe, a device.

    Raises:
        OSError: it cannot be looked at.
    """
    mode = path.stat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def refuser_special(path: Path) -> None:
    """Refuse a pipe or a device; what does not exist is left to whoever opens it.

    Raises:
        FichierError: naming it.
    """
    with suppress(FileNotFoundError):
        if special(path):
            raise FichierError(PAS_ORDINAIRE, ou=str(path), que_faire=COPIER)
