"""A package that a new one is about to replace: which masks are not the same."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.calcul.agregats import avis
from cpomlib.entree.agregats.lecture import ouvrir
from cpomlib.socle import CpomError
from cpomlib.tables import aggregate_names

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.calcul.agregats import Agregats


def avis_de_remplacement(fichier: Path, agregats: Agregats) -> str:
    """Say which masks differ from those of the package that a new one is about to replace."""
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
