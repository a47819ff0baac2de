"""What each financer granted."""

from __future__ import annotations

import pandas as pd

from cpomlib.socle import vers_euros


def accorde_par_financeur(lignes: pd.DataFrame) -> tuple[dict[str, float], float]:
    """Return the euros granted by each financer, and by all."""
    granted = vers_euros(lignes.groupby(lignes["financeur"].astype("str"))["montant_accorde"].sum())
    return {str(name): float(held) for name, held in granted.items()}, float(granted.sum())
