"""Rules on establishments and places: open or not, how many, of which kind."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat, liste, rapport, variation


def places(c: ContexteAnomalies, recul: int = 0) -> pd.DataFrame:
    """Return authorised, financed and unavailable places by establishment."""
    columns = ["places_autorisees", "places_financees", "places_indisponibles"]

    def summed() -> pd.DataFrame:
        groups = c.table("places", recul).groupby("id_etablissement")
        return groups[columns].sum().astype("float64")

    return c.vue(("sommes", "places", recul), summed)


def _fields(c: ContexteAnomalies) -> pd.Series:
    """Return the tables in which an establishment has rows for the year."""
    return c.vue(("champs",), lambda: _held(c))


def _held(c: ContexteAnomalies) -> pd.Series:
    names = ("places", "activite", "budgets", "salaries")
    held = pd.concat([c.table(nom)[["id_etablissement"]].assign(table=nom) for nom in names])
    return held.drop_duplicates().groupby("id_etablissement")["table"].agg(liste)


def ferme_mais_actif(c: ContexteAnomalies) -> pd.DataFrame:
    """Rows for a year wholly after the closing."""
    closed = c.etablissements["date_fermeture"]
    held = _fields(c)
    fired = (closed < c.bornes_annee[0]) & closed.index.isin(held.index)
    return constat(fired, fermeture=closed.dt.strftime("%d/%m/%Y"), tables=held)


def ouvert_apres(c: ContexteAnomalies) -> pd.DataFrame:
    """Rows for a year wholly before the opening."""
    opened = c.etablissements["date_ouverture"]
    held = _fields(c)
    fired = (opened > c.bornes_annee[1]) & opened.index.isin(held.index)
    return constat(fired, ouverture=opened.dt.strftime("%d/%m/%Y"), tables=held)


def chrs_sans_place(c: ContexteAnomalies) -> pd.DataFrame:
    """A CHRS with accounts and no place."""
    financed = places(c)["places_financees"]
    return constat(financed == 0, financees=financed)


def gham_et_mode(c: ContexteAnomalies) -> pd.DataFrame:
    """GHAM « R » is regroupé, « D » diffus (ENC-AHI)."""
    rows = c.table("places").dropna(subset=["gham"])
    last, mode = rows["gham"].str[-1], rows["mode"].astype("str")
    wrong = rows[((last == "R") & (mode == "diffus")) | ((last == "D") & (mode == "regroupe"))]
    groups = wrong.groupby("id_etablissement")
    count = groups["places_autorisees"].sum()
    return constat(count >= 0, places=count, ghams=groups["gham"].agg(liste))


def chrs_sans_gham(c: ContexteAnomalies) -> pd.DataFrame:
    """Places of a CHRS without a GHAM."""
    rows = c.table("places")
    count = rows[rows["gham"].isna()].groupby("id_etablissement")["places_autorisees"].sum()
    return constat(count > 0, places=count)


def capacite_perdue(c: ContexteAnomalies) -> pd.DataFrame:
    """Financed places lost against the year before."""
    now, before = places(c)["places_financees"], places(c, 1)["places_financees"]
    change = variation(now, before)
    fired = change < -c.seuil("anomalie_baisse_places")
    return constat(fired, avant=before, apres=now, perdues=before - now)


def capacite_gagnee(c: ContexteAnomalies) -> pd.DataFrame:
    """Financed places gained against the year before."""
    now, before = places(c)["places_financees"], places(c, 1)["places_financees"]
    change = variation(now, before)
    fired = change > c.seuil("anomalie_hausse_places")
    return constat(fired, avant=before, apres=now, gagnees=now - before)


def capacite_autorisee_perdue(c: ContexteAnomalies) -> pd.DataFrame:
    """Authorised places (those FINESS publishes) lost while the establishment stays open."""
    now, before = places(c)["places_autorisees"], places(c, 1)["places_autorisees"]
    lost = (before - now).dropna()
    return constat(lost > 0, avant=before, apres=now, perdues=lost)


def places_indisponibles_en_trop(c: ContexteAnomalies) -> pd.DataFrame:
    """More places unavailable than financed, line by line."""
    rows = c.table("places")
    wrong = rows[(rows["places_indisponibles"] > rows["places_financees"]).fillna(False)]
    totals = wrong.groupby("id_etablissement")[["places_indisponibles", "places_financees"]].sum()
    fired = totals["places_indisponibles"] > 0
    return constat(
        fired,
        indisponibles=totals["places_indisponibles"],
        financees=totals["places_financees"],
    )


def places_non_financees(c: ContexteAnomalies) -> pd.DataFrame:
    """Many authorised places that nobody finances."""
    totals = places(c)
    lacking = totals["places_autorisees"] - totals["places_financees"]
    share = rapport(lacking, totals["places_autorisees"])
    return constat(
        share > c.seuil("anomalie_places_non_financees"),
        financees=totals["places_financees"],
        autorisees=totals["places_autorisees"],
        part=share,
    )


REGLES = {
    f.__name__: f
    for f in (
        ferme_mais_actif, ouvert_apres, chrs_sans_place, gham_et_mode, chrs_sans_gham,
        capacite_perdue, capacite_gagnee, capacite_autorisee_perdue,
        places_indisponibles_en_trop, places_non_financees,
    )
}  # fmt: skip
