"""What the parties have to settle, as the first page and the bridge to objectives ask it."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.diagnostic.signe.declaration import objectifs_declares

POSEES = 3


def a_decider(dossier: Dossier) -> tuple[str, ...]:
    """Return the questions of the first page, numbered."""
    asked = [f"{one.sujet}\u00a0: {one.question}" for one in objectifs_declares()][:POSEES]
    return tuple(f"{rank}. {text}" for rank, text in enumerate(asked, 1))
