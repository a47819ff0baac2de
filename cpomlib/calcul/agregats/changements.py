"""The masks of a package, set beside those of the one it replaces."""

from __future__ import annotations

import io
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.calcul.secret import masques_changes
from cpomlib.socle import CpomError
from cpomlib.tables import aggregate_names, table

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.calcul.agregats.calcul import Agregats
    from cpomlib.tables import Frames


def avis(avant: Frames, apres: Frames) -> str:
    """Say which masks differ between two packages, empty where none does."""
    return masques_changes(_statuts(avant), _statuts(apres))


def avis_de_remplacement(fichier: Path, agregats: Agregats) -> str:
    """Say which masks differ from those of the package that a new one is about to replace."""
    from cpomlib.calcul.agregats.lecture import ouvrir

    if not fichier.is_file():
        return ""
    try:
        files = ouvrir(fichier)
        # read as it is: today's thresholds might not receive it
        before = {name: _csv(files[f"{name}.csv"]) for name in aggregate_names()}
        return avis(before, agregats.tables)
    except (CpomError, KeyError, ValueError):
        return ""  # not a package


def _csv(content: bytes) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(io.BytesIO(content), dtype="str")


def _statuts(frames: Mapping[str, pd.DataFrame]) -> dict[Hashable, str]:
    found: dict[Hashable, str] = {}
    for name in aggregate_names():
        if name in frames:
            rows = frames[name]
            keys = rows[list(table(name).cle)].astype("str").itertuples(index=False, name=None)
            statuses = rows["statut"].astype("str")
            found |= {(name, *key): one for key, one in zip(keys, statuses, strict=True)}
    return found
