"""Code of a rule → its function: from a context to the entities where it fires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd

from cpomlib.calcul.anomalies import (
    activite,
    bilan,
    budgets,
    publics,
    qualite,
    rh,
    sejours,
    structure,
)
from cpomlib.calcul.anomalies.contexte import ContexteAnomalies

Fonction: TypeAlias = Callable[[ContexteAnomalies], pd.DataFrame]

FONCTIONS: Mapping[str, Fonction] = {
    **structure.REGLES,
    **activite.REGLES,
    **sejours.REGLES,
    **publics.REGLES,
    **budgets.REGLES,
    **bilan.REGLES,
    **rh.REGLES,
    **qualite.REGLES,
}
"""A function returns one row per entity, with the figures its declaration names."""
