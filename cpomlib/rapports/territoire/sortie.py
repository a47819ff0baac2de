"""The indicators of a région as data, in the form of the contract."""

from __future__ import annotations

import math

import pandas as pd

from cpomlib.calcul.indicateurs import records
from cpomlib.calcul.regional import REGION
from cpomlib.dossier import Territoire
from cpomlib.rapports.sortie import Indicateurs


def indicateurs(territoire: Territoire) -> Indicateurs:
    """Carry every indicator of the contract, for the whole région and the year."""
    rows = territoire.resultats[territoire.annee]
    kept = rows[rows["unite"] == REGION].reset_index(drop=True)
    shown = f"{territoire.nom}, {territoire.perimetre}"
    made = records(_masked(kept, territoire), shown, territoire.periode)
    whose = {
        "region": territoire.region,
        "annee": territoire.annee,
        "etat": territoire.etat,
    }
    return Indicateurs(tuple({**one, **whose} for one in made))


def _masked(rows: pd.DataFrame, territoire: Territoire) -> pd.DataFrame:
    """Leave the figures of a masked indicator out, and say why."""
    reasons = [territoire.masques.get((territoire.annee, REGION, str(i)), "") for i in rows["id"]]
    hidden = pd.Series([bool(why) for why in reasons], index=rows.index)
    numbers = ["numerateur", "denominateur", "valeur"]
    shown = rows.assign(
        statut=rows["statut"].mask(hidden, "secret"),
        raison=rows["raison"].mask(hidden, pd.Series(reasons, index=rows.index)),
    )
    # what has no value may still have a numerator and a denominator, which count persons
    empty = hidden | ((shown["statut"] != "ok") & territoire.publiable)
    return shown.assign(**{name: shown[name].mask(empty, math.nan) for name in numbers})
