"""Rules on the days of activity, month by month and over the year."""

from __future__ import annotations

from calendar import monthrange

import numpy as np
import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat, liste, variation
from cpomlib.calcul.anomalies.structure import places
from cpomlib.calcul.occupation import journees, taux_occupation

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_PEU_DE_MOIS = 6
"""Fewest months before « always the same » means something."""


def _year(c: ContexteAnomalies) -> pd.DataFrame:
    return c.vue(("sommes", "activite"), lambda: journees(c.table("activite"), "id_etablissement"))


def _months(rows: pd.DataFrame, **chiffres: pd.Series) -> pd.DataFrame:
    """Show the months of some rows: how many, which ones."""
    groups = rows.sort_values(["id_etablissement", "mois"]).groupby("id_etablissement")["mois"]
    names = groups.agg(lambda months: liste(months.map(lambda month: MOIS[month - 1])))
    count = groups.size()
    return constat(count > 0, nombre=count, mois=names, **chiffres)


def _twelve(c: ContexteAnomalies) -> pd.Index:
    """Return the establishments with twelve months."""
    count = c.table("activite").groupby("id_etablissement").size()
    return count.index[count == 12]


def occupation_annuelle(c: ContexteAnomalies) -> pd.DataFrame:
    """More days realised than theoretical ones over the year."""
    year = _year(c)
    rate = taux_occupation(year)
    return constat(
        rate > c.seuil("alerte_occupation_haute"),
        realisees=year["journees_realisees"],
        theoriques=year["journees_theoriques"],
        taux=rate,
    )


def occupation_mensuelle(c: ContexteAnomalies) -> pd.DataFrame:
    """Months far beyond the theoretical days (contract of the shared tables: 1.2)."""
    rows = c.table("activite")
    rows = rows[
        rows["journees_realisees"] > c.seuil("anomalie_occupation") * rows["journees_theoriques"]
    ]
    rate = taux_occupation(rows)
    return _months(rows, taux=rate.groupby(rows["id_etablissement"]).max().fillna(np.inf))


def occupation_faible(c: ContexteAnomalies) -> pd.DataFrame:
    """Half of the theoretical days at most."""
    year = _year(c)
    rate = taux_occupation(year)
    return constat(
        rate < c.seuil("anomalie_occupation_basse"),
        realisees=year["journees_realisees"],
        theoriques=year["journees_theoriques"],
        taux=rate,
    )


def mois_sans_journee(c: ContexteAnomalies) -> pd.DataFrame:
    """Months without a day, in a year that has some."""
    rows = c.table("activite")
    total = rows.groupby("id_etablissement")["journees_realisees"].transform("sum")
    void = (rows["journees_realisees"] == 0) & (rows["journees_theoriques"] > 0) & (total > 0)
    return _months(rows[void])


def mois_manquants(c: ContexteAnomalies) -> pd.DataFrame:
    """Fewer than twelve months sent, in an establishment open all year."""
    count = c.table("activite").groupby("id_etablissement").size()
    known, (first, last) = c.etablissements.reindex(count.index), c.bornes_annee
    opened, closed = known["date_ouverture"], known["date_fermeture"]
    all_year = ~(opened > first) & ~(closed < last)
    return constat((count < 12) & all_year, recus=count, manquants=12 - count)


def journees_et_capacite(c: ContexteAnomalies) -> pd.DataFrame:
    """Months with more days than authorised places × days of the month."""
    rows = c.table("activite")
    days = np.array([monthrange(c.annee, month)[1] for month in range(1, 13)])
    most = rows["id_etablissement"].map(places(c)["places_autorisees"])
    most = most * days[rows["mois"].to_numpy() - 1]
    beyond = rows["journees_realisees"] - most
    fired = beyond > 0
    lost = beyond[fired].groupby(rows.loc[fired, "id_etablissement"]).sum()
    return _months(rows[fired], depassement=lost)


def journees_theoriques_et_places(c: ContexteAnomalies) -> pd.DataFrame:
    """Theoretical days far from financed places × days of the year."""
    declared = _year(c)["journees_theoriques"].reindex(_twelve(c))
    expected = places(c)["places_financees"] * c.jours_annee
    gap = variation(declared, expected)
    return constat(
        gap.abs() > c.seuil("anomalie_ecart_journees"),
        declarees=declared,
        attendues=expected,
        ecart=gap,
    )


def journees_et_sejours(c: ContexteAnomalies) -> pd.DataFrame:
    """Days realised far from the nights of the stays, persons counted."""
    first, last = (day.to_datetime64().astype("datetime64[D]").astype("int64")
                   for day in c.bornes_annee)  # fmt: skip
    stays = c.sejours
    nights = np.minimum(stays.sortie, last + 1) - np.maximum(stays.entree, first)
    counted = stays.nombre(nights > 0, (nights * stays.personnes).astype("float64"))
    declared = _year(c)["journees_realisees"].reindex(_twelve(c))
    gap = variation(declared, counted)
    return constat(
        gap.abs() > c.seuil("anomalie_ecart_journees_sejours"),
        declarees=declared,
        nuitees=counted,
        ecart=gap,
    )


def activite_recopiee(c: ContexteAnomalies) -> pd.DataFrame:
    """The months of the year before sent again."""
    key = ["id_etablissement", "mois"]
    both = c.table("activite").merge(c.table("activite", 1), on=key, suffixes=("", "_avant"))
    same = (both["journees_realisees"] == both["journees_realisees_avant"]).groupby(
        both["id_etablissement"]
    )
    total = both.groupby("id_etablissement")["journees_realisees"].sum()
    fired = same.all() & (same.size() >= _PEU_DE_MOIS) & (total > 0)
    return constat(fired, mois=same.size(), realisees=total)


def journees_constantes(c: ContexteAnomalies) -> pd.DataFrame:
    """The same number of days every month, whatever its length."""
    groups = c.table("activite").groupby("id_etablissement")["journees_realisees"]
    fired = (groups.nunique() == 1) & (groups.size() >= _PEU_DE_MOIS) & (groups.max() > 0)
    return constat(fired, journees=groups.max(), mois=groups.size())


REGLES = {
    f.__name__: f
    for f in (
        occupation_annuelle, occupation_mensuelle, occupation_faible, mois_sans_journee,
        mois_manquants, journees_et_capacite, journees_theoriques_et_places,
        journees_et_sejours, activite_recopiee, journees_constantes,
    )
}  # fmt: skip
