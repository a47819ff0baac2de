"""What a version to publish masks, set beside the version that it replaces."""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path

from cpomlib.campagne.worker import INDICATEURS


def avis(nouveau: Path, ancien: Path) -> str:
    """Say which masks differ from those of the report that is about to be replaced.

    Args:
        nouveau: the folder of the report just made.
        ancien: the folder it goes to.
    """
    from cpomlib.calcul.secret import masques_changes

    return masques_changes(_statuts(ancien), _statuts(nouveau))


def _statuts(dossier: Path) -> dict[Hashable, str]:
    """Return the status of each figure; nothing of a file that is not there, or not ours."""
    try:
        figures = json.loads((dossier / INDICATEURS).read_text(encoding="utf-8"))
        return {one["id"]: one["statut"] for one in figures}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
