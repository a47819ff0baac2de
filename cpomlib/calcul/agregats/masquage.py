"""The masks of a package: a year of a gestionnaire, its establishments and what they make up.

The counts, their relations and the masks are those of a report to publish
(``secret.masques``). A package writes numerators and denominators apart: each one is
kept where it is not masked itself.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.calcul.perimetre import Perimetre
from cpomlib.calcul.secret import Regles, masques

SECRET = "secret_statistique"
"""Code of the reason of a masked row: the same whether the count is small or protects another."""


def masquer(rows: pd.DataFrame, units: Perimetre, regles: Regles) -> pd.DataFrame:
    """Mask the rows of a year that say a small count of persons, or let one be calculated.

    Args:
        rows: results of the indicators: unite, id, numerateur, denominateur, valeur, statut,
            raison.
        units: the units, whose establishments add up.
        regles: the thresholds.

    Returns:
        The same rows; a masked number is NaN, and so is the value that would say it.

    Raises:
        SecretError: a masked count could be calculated from what is left.
    """
    if rows.empty:
        return rows
    told = set(rows["unite"])
    sommes = {unit: parts for unit, parts in _sommes(units).items() if unit in told}
    found = masques(rows, sommes, regles)
    pairs = [found.paire(u, name) for u, name in zip(rows["unite"], rows["id"], strict=True)]
    above, below = np.array(pairs, dtype=bool).reshape(-1, 2).T
    # A sum of durations is no count: it goes with the number of stays it is divided by.
    above = above | below & rows["id"].str.startswith("duree_").to_numpy()
    masked = (above | below) & (rows["statut"] == "ok").to_numpy()
    return rows.assign(
        numerateur=rows["numerateur"].mask(above),
        denominateur=rows["denominateur"].mask(below),
        valeur=rows["valeur"].mask(above | below),
        statut=rows["statut"].astype("str").mask(masked, "secret"),
        raison=rows["raison"].mask(masked, SECRET),
    )


def _sommes(units: Perimetre) -> dict[str, list[str]]:
    """Return the units of several establishments, and these."""
    members = units.etablissements.groupby("unite", sort=False)["id_etablissement"].agg(list)
    return {str(unit): own for unit, own in members.items() if own != [unit]}
