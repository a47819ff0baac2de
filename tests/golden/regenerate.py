"""Write the golden tables again: ``python tests/golden/regenerate.py``, then read the git diff.

These are regression fixtures made from the invented region, not estimates of anything real. A
line that changes must be explained in the commit that changes it.
"""

from pathlib import Path

import pandas as pd

from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.perimetre import Perimetre, par_gestionnaire, selection
from cpomlib.exemple import build

FOLDER = Path(__file__).parent
REGION, GESTIONNAIRES, GRAINE, ANNEES = "52", 6, 1, (2024, 2025)


def golden(annee: int) -> pd.DataFrame:
    """Return the indicators of the example region, one column per unit, rounded for reading."""
    data = build(REGION, GESTIONNAIRES, GRAINE)
    known = data["etablissements"]
    each, region = par_gestionnaire(known), selection(known, "region")
    units = Perimetre(
        pd.concat([each.etablissements, region.etablissements], ignore_index=True),
        pd.concat([each.gestionnaires, region.gestionnaires], ignore_index=True),
    )
    computed = compute(data, units, annee, Conventions(18, 3))
    wide = computed.pivot(index="id", columns="unite", values="valeur")
    order = computed["id"].drop_duplicates()
    return wide.loc[order, list(units.unites)].round(6).rename_axis(columns=None)


def path(annee: int) -> Path:
    """Return the file of a year."""
    return FOLDER / f"indicateurs_{annee}.csv"


if __name__ == "__main__":
    for year in ANNEES:
        golden(year).to_csv(path(year), lineterminator="\n")
