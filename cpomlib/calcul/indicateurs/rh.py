"""People at work: heads, ETP, costs, absences, movements."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.absence import unfilled
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.publics import part, shares
from cpomlib.calcul.indicateurs.rows import MICRO, Rows
from cpomlib.tables import table

JOURS_AN = 365
"""Calendar days of a year of work, as the formula of the rate of absence has it."""


def rh(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « rh » of every unit.

    A head is a person of a gestionnaire, once per unit, described on the row with the greatest
    ETP, then the smallest id_etablissement; ETP and costs add up over rows.
    """
    rows = contexte.salaries
    etp = rows.total("etp")
    heads, etp_of_head = heads_of(rows, contexte.units.employeurs)
    weights = rows.column("etp").to_numpy("float64")
    return {
        "effectif": Measure(heads.count()),
        "etp_total": Measure(etp),
        "etp_pour_100_places": Measure(etp, contexte.places_financees, facteur=100),
        **shares(rows, "etp_part", "salaries", "fonction", weights),
        "part_cdi": part(heads, "contrat", "cdi", table="salaries"),
        "part_temps_plein": part(heads, "etp", 1.0, table="salaries"),
        "part_femmes": part(heads, "sexe", "F", table="salaries"),
        **shares(heads, "effectif_part_age", "salaries", "tranche_age"),
        "anciennete_moyenne": _seniority(heads, etp_of_head),
        "cout_moyen_etp": Measure(rows.total("cout_employeur") / 100, etp),
        **_absences(contexte.absences, etp),
        **_movements(contexte.mouvements, heads.count()),
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


def _seniority(heads: Rows, etp: np.ndarray) -> Measure:
    """Weigh by ETP the years of the heads whose seniority is known."""
    years = heads.column("anciennete").to_numpy("float64", na_value=np.nan)
    known = heads.where(~np.isnan(years))
    unknown = heads.some() & ~known.some()
    return Measure(
        heads.add(years * etp),
        known.add(etp[~np.isnan(years)]),
        refus=((unknown, unfilled("salaries", "anciennete")),),
    )


def _absences(rows: Rows, etp: np.ndarray) -> dict[str, Measure]:
    work = etp * JOURS_AN
    measures = {"taux_absenteisme": Measure(rows.total("jours"), work)}
    for motif in table("absences").champ("motif").categories:
        days = rows.equal("motif", motif).total("jours")
        measures[f"taux_absenteisme_{motif}"] = Measure(days, work)
    return measures


def _movements(rows: Rows, effectif: np.ndarray) -> dict[str, Measure]:
    moved = (rows.total("entrees") + rows.total("sorties")) / 2
    return {
        "taux_rotation": Measure(moved, effectif),
        "taux_etp_vacants": Measure(rows.total("etp_vacants"), rows.total("etp_budgetes")),
    }
