"""Where Jupyter and its libraries keep what they want to write: elsewhere, if home is closed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_A_NOUS = {"JUPYTER_RUNTIME_DIR": "execution"}
"""Kept in a folder of ours in any case: it goes with the server, however it ends."""
_LONGUEUR, _COURT = 24, "/tmp"
"""Bytes of a temporary folder whose sockets have a name the system takes; where to go beyond."""
_FERME = {
    "JUPYTER_DATA_DIR": "jupyter",
    "IPYTHONDIR": "ipython",
    "XDG_CACHE_HOME": "cache",
    "MPLCONFIGDIR": "cache",
}
"""Kept there where the user's own folder cannot be written; a choice of theirs is left alone."""


def domicile(dossier: Path) -> dict[str, str]:
    """Return the variables that lead to a private folder what would be written at home.

    Args:
        dossier: the private folder, removed at the end.
    """
    wanted = dict(_A_NOUS)
    if not _writable_home():
        wanted |= {name: place for name, place in _FERME.items() if name not in os.environ}
    return {name: str(dossier / place) for name, place in wanted.items()}


def court() -> str | None:
    """Return where to make a folder that holds sockets: their whole path must be short."""
    long = len(os.fsencode(tempfile.gettempdir())) > _LONGUEUR
    return _COURT if long and os.access(_COURT, os.W_OK) else None


def _writable_home() -> bool:
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:
        return False
