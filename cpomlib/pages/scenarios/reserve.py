"""What the sessions of a server compute once for all of them: base years, the région.

A state of the base never changes, so that what was computed from it holds as long as the server
lives. It is kept in the server's own folder, which nobody else reads and which goes with it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from cpomlib.droit import service_dir
from cpomlib.socle import fichiers, parameters_dir

RESERVE = "CPOM_APP_RESERVE"
"""Environment variable of a session: a private folder of the server, gone with it."""
T = TypeVar("T")


def garder(cle: tuple[Hashable, ...], faire: Callable[[], T]) -> T:
    """Return what a session computed under a key, computing and keeping it where none did."""
    found: T | None = connu(cle)
    if found is not None:
        return found
    made = faire()
    path = _place(cle)
    if path is not None:
        with suppress(OSError, fichiers.EcritureError):
            fichiers.ecrire(path, pickle.dumps(made), prive=True)
    return made


def connu(cle: tuple[Hashable, ...]) -> Any:
    """Return what is kept under a key, None where nothing is, or nothing that can be read."""
    path = _place(cle)
    if path is None:
        return None
    with suppress(OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError):
        return pickle.loads(path.read_bytes())
    return None


def tenue() -> bool:
    """Tell whether this server keeps anything."""
    return bool(os.environ.get(RESERVE))


def _place(cle: tuple[Hashable, ...]) -> Path | None:
    folder = os.environ.get(RESERVE, "")
    if not folder:
        return None
    return Path(folder) / sha256(repr((cle, _reglages())).encode()).hexdigest()[:32]


@cache
def _reglages() -> tuple[int, int]:
    """Return what changes with any setting: those of a session are read as it starts."""
    folders = [parameters_dir(), *filter(None, [service_dir()])]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return len(files), max((path.stat().st_mtime_ns for path in files), default=0)
