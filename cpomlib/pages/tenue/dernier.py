"""Whose page was asked for last: the next session is drawn for them, before its visitor comes.

The people of a meeting open the same page; nobody sees one that they did not ask for.
"""

from __future__ import annotations

import os
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from cpomlib.socle import fichiers

DERNIER = "CPOM_APP_DERNIER"
"""Environment variable of a session: a file of the server, gone with it."""


def dernier(connus: Container[str]) -> str:
    """Return the last gestionnaire asked for, empty where none is known."""
    path = os.environ.get(DERNIER, "")
    with suppress(OSError, UnicodeDecodeError):
        held = Path(path).read_text("utf-8") if path else ""
        return held if held in connus else ""
    return ""


def noter(gestionnaire: str) -> None:
    """Remember who was asked for; a server without such a file does without."""
    path = os.environ.get(DERNIER, "")
    if not path or dernier({gestionnaire}):
        return
    with suppress(OSError, fichiers.EcritureError):
        fichiers.ecrire(Path(path), gestionnaire)
