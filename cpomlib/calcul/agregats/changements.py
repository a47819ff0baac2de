"""The masks of a package, set beside those of the one it replaces."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from cpomlib.calcul.secret import masques_changes
from cpomlib.tables import aggregate_names, table

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames


def avis(avant: Frames, apres: Frames) -> str:
    """Say which masks differ between two packages, empty where none does."""
    return masques_changes(_statuts(avant), _statuts(apres))


def _statuts(frames: Mapping[str, pd.DataFrame]) -> dict[Hashable, str]:
    found: dict[Hashable, str] = {}
    for name in aggregate_names():
        if name in frames:
            rows = frames[name]
            keys = rows[list(table(name).cle)].astype("str").itertuples(index=False, name=None)
            statuses = rows["statut"].astype("str")
            found |= {(name, *key): one for key, one in zip(keys, statuses, strict=True)}
    return found
