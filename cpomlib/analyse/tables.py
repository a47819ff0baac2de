"""Shared tables as an analyst reads them: money in euros, one year when one is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.socle import CommandeError, vers_euros
from cpomlib.tables import table

if TYPE_CHECKING:
    import pandas as pd


def in_euros(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a shared table with its amounts in euros (floats); missing stays missing."""
    import numpy as np

    money = [champ.nom for champ in table(name).champs if champ.monnaie]
    return frame.assign(
        **{each: vers_euros(frame[each].to_numpy("float64", na_value=np.nan)) for each in money}
    )


def of_year(name: str, frame: pd.DataFrame, annee: int) -> pd.DataFrame:
    """Keep the rows of a year; of the stays, those present at least one day of it.

    Raises:
        CommandeError: the table names no year.
    """
    if "annee" in frame:
        return frame[frame["annee"] == annee].reset_index(drop=True)
    if name == "sejours":
        begun = frame["date_entree"] <= f"{annee}-12-31"
        left = frame["date_sortie"] < f"{annee}-01-01"
        return frame[begun & ~left].reset_index(drop=True)
    raise CommandeError(
        f"La table «\u00a0{name}\u00a0» n’a pas d’année.", que_faire="Demandez-la sans année."
    )
