"""Rules on employees, absences and movements."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul.anomalies.contexte import (
    ContexteAnomalies,
    constat,
    exemples,
    rapport,
    variation,
)
from cpomlib.calcul.anomalies.structure import places
from cpomlib.socle import vers_centimes, vers_euros

_OLDEST = {"moins_25": 24, "25_34": 34, "35_44": 44, "45_54": 54, "55_59": 59}
"""Greatest age of each band; the last one has none."""
_ROUNDING = 0.005


def _etp(c: ContexteAnomalies) -> pd.Series:
    return c.somme("salaries", "etp")


def _heads(c: ContexteAnomalies, recul: int = 0) -> pd.Series:
    def counted() -> pd.Series:
        return c.table("salaries", recul).groupby("id_etablissement")["id_salarie"].nunique()

    return c.vue(("effectif", recul), counted)


def _people(rows: pd.DataFrame, entite: str = "id_etablissement") -> pd.DataFrame:
    """Show the entities of some employees: how many, a few pseudonyms."""
    count = rows.groupby(entite)["id_salarie"].nunique()
    return constat(count > 0, salaries=count, exemples=exemples(rows, entite, "id_salarie"))


def etp_par_place(c: ContexteAnomalies) -> pd.DataFrame:
    """ETP per 100 places that no known CHRS comes near."""
    rate = 100 * rapport(_etp(c), places(c)["places_financees"])
    low, high = (c.seuil(f"anomalie_etp_100_places_{side}") for side in ("bas", "haut"))
    return constat((rate < low) | (rate > high), etp=_etp(c), taux_etp=rate)


def salarie_au_dela_d_un_etp(c: ContexteAnomalies) -> pd.DataFrame:
    """One employee, several establishments, more than one ETP in all."""
    rows = c.table("salaries").assign(gestionnaire=lambda all: all["id_etablissement"].map(
        c.employeur))  # fmt: skip
    total = rows.groupby(["gestionnaire", "id_salarie"])["etp"].transform("sum")
    return _people(rows[total > 1 + _ROUNDING], "gestionnaire")


def salarie_contradictoire(c: ContexteAnomalies) -> pd.DataFrame:
    """One employee with two ages or two sexes."""
    rows = c.table("salaries").assign(gestionnaire=lambda all: all["id_etablissement"].map(
        c.employeur))  # fmt: skip
    groups = rows.astype({"tranche_age": "str", "sexe": "object"}).groupby(
        ["gestionnaire", "id_salarie"]
    )
    several = (groups["tranche_age"].transform("nunique") > 1) | (
        groups["sexe"].transform("nunique") > 1
    )
    return _people(rows[several], "gestionnaire")


def salarie_rajeuni(c: ContexteAnomalies) -> pd.DataFrame:
    """An employee in a younger age band than the year before."""
    key = ["id_etablissement", "id_salarie"]
    now, before = (
        c.table("salaries", recul)[key].assign(
            rang=c.table("salaries", recul)["tranche_age"].cat.codes
        )
        for recul in (0, 1)
    )
    both = now.merge(before, on=key, suffixes=("", "_avant"))
    return _people(both[both["rang"] < both["rang_avant"]])


def anciennete_et_age(c: ContexteAnomalies) -> pd.DataFrame:
    """More seniority than years since one may work."""
    rows = c.table("salaries")
    most = rows["tranche_age"].astype("str").map(_OLDEST) - c.seuil("anomalie_age_embauche")
    return _people(rows[rows["anciennete"] > most + 1])


def salarie_sans_etp(c: ContexteAnomalies) -> pd.DataFrame:
    """A cost and no ETP."""
    rows = c.table("salaries")
    return _people(rows[(rows["etp"] == 0) & (rows["cout_employeur"] > 0)])


def cout_par_etp(c: ContexteAnomalies) -> pd.DataFrame:
    """A mean cost per ETP out of range."""
    cost = rapport(c.somme("salaries", "cout_employeur"), _etp(c))
    low, high = (vers_centimes(c.seuil(f"anomalie_cout_etp_{side}")) for side in ("bas", "haut"))
    return constat((cost < low) | (cost > high), cout=cost, etp=_etp(c))


def couts_identiques(c: ContexteAnomalies) -> pd.DataFrame:
    """Every employee at the same cost per ETP: a mean spread, not a payroll."""
    rows = c.table("salaries")
    rows = rows[rows["etp"] > 0]
    unit = vers_euros(rows["cout_employeur"] / rows["etp"]).round()
    groups = unit.groupby(rows["id_etablissement"])
    fired = (groups.nunique() == 1) & (groups.size() >= c.seuil("anomalie_salaries_minimum"))
    return constat(fired, salaries=groups.size(), cout=vers_centimes(groups.max()))


def tous_a_temps_plein(c: ContexteAnomalies) -> pd.DataFrame:
    """Everybody full-time in a team of some size."""
    groups = c.table("salaries").groupby("id_etablissement")["etp"]
    fired = (groups.min() == 1) & (groups.size() >= c.seuil("anomalie_salaries_minimum"))
    return constat(fired, salaries=groups.size())


def salaries_recopies(c: ContexteAnomalies) -> pd.DataFrame:
    """The same employees, ETP and costs as the year before."""
    key = ["id_etablissement", "id_salarie", "etp", "cout_employeur"]
    now, before = (c.table("salaries", recul)[key] for recul in (0, 1))
    same = now.merge(before, on=key).groupby("id_etablissement").size()
    lines, earlier = (rows.groupby("id_etablissement").size() for rows in (now, before))
    same = same.reindex(lines.index, fill_value=0)
    fired = (same == lines) & (lines == earlier.reindex(lines.index))
    return constat(fired, salaries=lines, cout=c.somme("salaries", "cout_employeur"))


def groupe_2_et_salaires(c: ContexteAnomalies) -> pd.DataFrame:
    """Charges of groupe 2 far from the cost of the employees."""
    rows = c.table("budgets", document="ca")
    rows = rows[(rows["sens"] == "charge") & (rows["groupe"] == 2)]
    booked = rows.groupby("id_etablissement")["montant"].sum()
    paid = c.somme("salaries", "cout_employeur")
    gap = variation(booked, paid)
    low, high = (c.seuil(f"anomalie_groupe_2_{side}") for side in ("bas", "haut"))
    return constat((gap < low) | (gap > high), groupe=booked, salaires=paid, ecart=gap)


def absences_impossibles(c: ContexteAnomalies) -> pd.DataFrame:
    """More days of absence than the employees have days."""
    days, most = c.somme("absences", "jours"), _etp(c) * c.jours_annee
    days, most = days.align(most, join="inner")
    return constat(days > most, jours=days, possibles=most)


def absences_nulles(c: ContexteAnomalies) -> pd.DataFrame:
    """Not one day of absence in a team of some size."""
    days, heads = c.somme("absences", "jours"), _heads(c)
    days = days.reindex(heads.index)
    return constat((days == 0) & (heads >= c.seuil("anomalie_salaries_minimum")), salaries=heads)


def absences_recopiees(c: ContexteAnomalies) -> pd.DataFrame:
    """The absences of the year before sent again."""
    key = ["id_etablissement", "motif"]
    now, before = (
        c.table("absences", recul)[[*key, "jours"]].astype({"motif": "str"}) for recul in (0, 1)
    )
    both = now.merge(before, on=key, suffixes=("", "_avant"))
    same = both[both["jours"] == both["jours_avant"]].groupby("id_etablissement").size()
    lines, earlier = (rows.groupby("id_etablissement").size() for rows in (now, before))
    days = c.somme("absences", "jours")
    same = same.reindex(lines.index, fill_value=0)
    fired = (same == lines) & (lines == earlier.reindex(lines.index)) & (days > 0)
    return constat(fired, motifs=lines, jours=days)


def mouvements_et_effectif(c: ContexteAnomalies) -> pd.DataFrame:
    """Arrivals less departures that do not explain the change in heads."""
    change = (_heads(c) - _heads(c, 1)).dropna()
    moved = c.somme("mouvements", "entrees") - c.somme("mouvements", "sorties")
    gap = (change - moved).dropna()
    fired = gap.abs() > c.seuil("anomalie_ecart_effectif")
    return constat(fired, avant=_heads(c, 1), apres=_heads(c), solde=moved)


def vacants_et_budgetes(c: ContexteAnomalies) -> pd.DataFrame:
    """More ETP vacant than budgeted."""
    planned, vacant = c.somme("mouvements", "etp_budgetes"), c.somme("mouvements", "etp_vacants")
    return constat(vacant > planned, vacants=vacant, budgetes=planned)


def etp_et_budgetes(c: ContexteAnomalies) -> pd.DataFrame:
    """ETP present and vacant that are far from those budgeted."""
    planned = c.somme("mouvements", "etp_budgetes")
    held = (_etp(c) + c.somme("mouvements", "etp_vacants")).dropna()
    gap = variation(held, planned)
    fired = gap.abs() > c.seuil("anomalie_ecart_etp_budgetes")
    return constat(fired, presents_et_vacants=held, budgetes=planned, ecart=gap)


def rotation_extreme(c: ContexteAnomalies) -> pd.DataFrame:
    """A whole team replaced within the year, or more."""
    moves = (c.somme("mouvements", "entrees") + c.somme("mouvements", "sorties")) / 2
    rate = rapport(moves, _heads(c))
    fired = (rate > c.seuil("anomalie_rotation")) & (
        _heads(c).reindex(rate.index) >= c.seuil("anomalie_salaries_minimum")
    )
    return constat(fired, rotation=rate, salaries=_heads(c))


REGLES = {
    f.__name__: f
    for f in (
        etp_par_place, salarie_au_dela_d_un_etp, salarie_contradictoire, salarie_rajeuni,
        anciennete_et_age, salarie_sans_etp, cout_par_etp, couts_identiques, tous_a_temps_plein,
        salaries_recopies, groupe_2_et_salaires, absences_impossibles, absences_nulles,
        absences_recopiees, mouvements_et_effectif, vacants_et_budgetes, etp_et_budgetes,
        rotation_extreme,
    )
}  # fmt: skip
