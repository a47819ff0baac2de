"""People at work: heads, ETP, costs, absences, movements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.absence import unfilled
from cpomlib.calcul.indicateurs.apport import (
    Apport,
    Cotes,
    argent,
    ceux,
    chacun,
    colonne,
    mesurees,
    parts,
)
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.publics import remplie
from cpomlib.calcul.indicateurs.rows import MICRO, Rows
from cpomlib.tables import table

JOURS_AN = 365
"""Calendar days of a year of work, as the formula of the rate of absence has it."""
LUES = {"part_cdi": "contrat", "part_temps_plein": "etp", "part_femmes": "sexe"}
"""Share → the column it reads."""


def rh(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « rh » of every unit."""
    behind = cotes_rh(contexte)
    among = behind["part_cdi"][1]
    assert among is not None  # it is a share
    heads = among.rows
    own: dict[str, dict[str, Any]] = {
        "etp_pour_100_places": {"facteur": 100},
        **{name: remplie(heads, column, "salaries") for name, column in LUES.items()},
        "anciennete_moyenne": _seniority(heads),
    }
    return mesurees(behind, own)


def cotes_rh(contexte: Contexte) -> dict[str, Cotes]:
    """Select what is behind each indicator of the volet « rh ».

    A head is a person of a gestionnaire, once per unit, described on the row with the greatest
    ETP, then the smallest id_etablissement; ETP and costs add up over rows.
    """
    rows = contexte.salaries
    heads, etp_of_head = heads_of(rows, contexte.units.employeurs)
    etp, head = colonne("salaries", rows, "etp"), chacun("salaries", heads)
    years = heads.column("anciennete").to_numpy("float64", na_value=np.nan)
    spent = Apport("salaries", heads, np.nan_to_num(years) * etp_of_head)
    weighed, known = Apport("salaries", heads, etp_of_head), ~np.isnan(years)
    return {
        "effectif": (head, None),
        "etp_total": (etp, None),
        "etp_pour_100_places": (
            etp,
            colonne("places", contexte.comme(contexte.places, "salaries"), "places_financees"),
        ),
        **parts("etp_part", "fonction", etp),
        "part_cdi": ceux("salaries", heads, "contrat", "cdi"),
        "part_temps_plein": ceux("salaries", heads, "etp", 1.0),
        "part_femmes": ceux("salaries", heads, "sexe", "F"),
        **parts("effectif_part_age", "tranche_age", head),
        "anciennete_moyenne": (spent.where(known), weighed.where(known)),
        "cout_moyen_etp": (argent("salaries", rows, "cout_employeur"), etp),
        **_absences(contexte.comme(contexte.absences, "salaries"), etp),
        **_movements(contexte.mouvements, head),
    }


def heads_of(rows: Rows, employeurs: pd.Series) -> tuple[Rows, np.ndarray]:
    """Return one row per head, and the ETP of each head over all its rows."""
    etablissement = rows.column("id_etablissement")
    etp = rows.column("etp").to_numpy("float64")
    people = pd.DataFrame(
        {
            "unit": rows.unit,
            "gestionnaire": etablissement.map(employeurs),
            "salarie": rows.column("id_salarie"),
            "etp": etp,
            "etablissement": etablissement,
            "micro": np.rint(etp * MICRO),
        }
    )
    people = people.sort_values(["etp", "etablissement"], ascending=[False, True], kind="stable")
    head = ["unit", "gestionnaire", "salarie"]
    total = people.groupby(head, sort=False)["micro"].transform("sum") / MICRO
    first = people.index[~people.duplicated(head)].to_numpy()
    chosen = Rows(rows.n, rows.unit[first], rows.frame, rows.at[first])
    return chosen, total.loc[first].to_numpy()


def _seniority(heads: Rows) -> dict[str, Any]:
    """Weigh by ETP the years of the heads whose seniority is known."""
    known = heads.where(heads.column("anciennete").notna().to_numpy())
    unknown = heads.some() & ~known.some()
    return {"refus": ((unknown, unfilled("salaries", "anciennete")),)}


def _absences(rows: Rows, etp: Apport) -> dict[str, Cotes]:
    days, work = colonne("absences", rows, "jours"), replace(etp, fois=JOURS_AN)
    motifs = table("absences").champ("motif").categories
    return {
        "taux_absenteisme": (days, work),
        **{f"taux_absenteisme_{motif}": (days.holding("motif", motif), work) for motif in motifs},
    }


def _movements(rows: Rows, head: Apport) -> dict[str, Cotes]:
    came, left = (colonne("mouvements", rows, name).bruts for name in ("entrees", "sorties"))
    return {
        "taux_rotation": (Apport("mouvements", rows, came + left, sur=2), head),
        "taux_etp_vacants": (
            colonne("mouvements", rows, "etp_vacants"), colonne("mouvements", rows, "etp_budgetes"),
        ),
    }  # fmt: skip
