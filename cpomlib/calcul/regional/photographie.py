"""Who is housed on 31 December beside who asked the SIAO in vain, by département.

A ménage is counted once in the région: in the département of its latest stay present that day,
so that the départements add up to the région.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from cpomlib.calcul.petits import peu
from cpomlib.calcul.regional.siao import retenues
from cpomlib.calcul.secret import ENSEMBLE, Regles, proteger
from cpomlib.droit import NON_RENSEIGNE

PROGRAMME = "177"
"""Requests to the SIAO look for places of this programme: the publics are those of its places."""


def presents(sejours: pd.DataFrame, etablissements: pd.DataFrame, fin: date) -> pd.DataFrame:
    """Return one row per ménage present on the last day of a year, on its latest stay.

    Args:
        sejours: the shared table.
        etablissements: those of the région and of the perimeter, all programmes.
        fin: 31 December, or the last day known of a year that is not over.

    Returns:
        The rows of ``sejours`` kept, with ``departement`` and ``id_gestionnaire``.
    """
    day = pd.Timestamp(fin)
    columns = ["id_etablissement", "departement", "id_gestionnaire"]
    own = etablissements.loc[etablissements["programme"] == PROGRAMME, columns]
    entry = pd.to_datetime(sejours["date_entree"])
    left = pd.to_datetime(sejours["date_sortie"])
    there = sejours[(entry <= day) & (left.isna() | (left > day))]
    there = there.merge(own, on="id_etablissement", how="inner")
    # a stay without an end is the greatest: pandas sets it last
    there = there.sort_values(["date_entree", "date_sortie", "id_sejour"], na_position="last")
    return there.drop_duplicates("id_menage", keep="last")


def effectifs(menages: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Count ménages by département and modality, with both margins.

    Returns:
        ``departement``, ``modalite``, ``valeur``, ``gestionnaires`` (how many stand behind).
    """
    known = menages[["departement", "id_gestionnaire"]].astype("str")
    said = menages[variable].astype("object").where(menages[variable].notna(), NON_RENSEIGNE)
    return _with_margins(known.assign(modalite=said.astype("str"), valeur=1.0))


def non_pourvues(
    demandes: pd.DataFrame, annee: int, variable: str, *, preconisations: Collection[str] = (),
    departements: Collection[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """Add up unmet requests by département and modality, with both margins.

    Args:
        demandes: the shared table.
        annee: the year.
        variable: ``composition`` or ``preconisation``.
        preconisations: those kept; all when empty.
        departements: those of the région.
    """
    rows = retenues(demandes, annee, preconisations=preconisations, departements=departements)
    long = pd.DataFrame(
        {
            "departement": rows["departement"].astype("str"),
            "modalite": rows[variable].astype("str"),
            "valeur": rows["non_pourvues"].astype("float64"),
            "id_gestionnaire": "",
        }
    )
    return _with_margins(long).drop(columns="gestionnaires")


def _with_margins(long: pd.DataFrame) -> pd.DataFrame:
    pieces = [
        long,
        long.assign(departement=ENSEMBLE),
        long.assign(modalite=ENSEMBLE),
        long.assign(departement=ENSEMBLE, modalite=ENSEMBLE),
    ]
    grouped = pd.concat(pieces).groupby(["departement", "modalite"], sort=False)
    return grouped.agg(
        valeur=("valeur", "sum"), gestionnaires=("id_gestionnaire", "nunique")
    ).reset_index()


def montrables(table: pd.DataFrame, regles: Regles, *, publiable: bool, titre: str) -> pd.DataFrame:
    """Mask a table of counts of households: ``valeur`` missing, ``statut`` and ``raison`` said.

    Counts of 1 to 10 are masked whoever reads, since nothing that the State holds may tell of a
    person; a count behind which there are too few gestionnaires, in a publishable version only.
    No masked cell can be calculated again from the margins (``secret.proteger``).
    """
    if table.empty:
        return table.assign(statut="ok", raison="")
    behind = ("gestionnaires",) if publiable and "gestionnaires" in table else ()
    return proteger(
        table, ("departement", "modalite"), "valeur",
        contributions=behind, titre=titre, regles=regles,
    )  # fmt: skip


def parts(table: pd.DataFrame) -> pd.DataFrame:
    """Add the share of each modality in its département: ``part``, missing where masked.

    A share says its numerator to who knows the total: it is given where both are shown. None is
    given on too few (:func:`cpomlib.calcul.petits.peu`): nothing is compared nor ranked from them.
    """
    whole = table[table["modalite"] == ENSEMBLE].set_index("departement")["valeur"]
    # mapping an empty table gives texts, which nothing divides
    total = table["departement"].map(whole).astype("float64")
    return table.assign(part=table["valeur"] / total.where((total > 0) & ~total.map(peu)))


def ecarts(accueillis: pd.DataFrame, demandes: pd.DataFrame) -> pd.DataFrame:
    """Set shares side by side: ``departement``, ``modalite``, both shares, ``ecart``.

    ``ecart`` is the share among unmet requests less the share among the housed (fractions), and
    ``ecart_points`` the same in points: a positive one says that this public asks more than it is
    housed. ``plafond`` is the greatest gap that a reader of what is shown holds possible: the gap
    itself, or its bound where it is masked.
    """
    keys = ["departement", "modalite"]
    columns = [*keys, "valeur", "part", "statut", "raison"]
    both = parts(accueillis)[columns].merge(
        parts(demandes)[columns], on=keys, how="outer", suffixes=("_accueillis", "_demandes")
    )
    for side in ("accueillis", "demandes"):
        absent = both[f"statut_{side}"].isna()
        # a public that is nowhere in a département that has others is a true zero
        known = both["departement"].isin(both.loc[~absent, "departement"])
        both.loc[absent & known, [f"valeur_{side}", f"part_{side}"]] = 0.0
        both[f"statut_{side}"] = both[f"statut_{side}"].fillna("ok")
        both[f"raison_{side}"] = both[f"raison_{side}"].fillna("")
    gap = both["part_demandes"] - both["part_accueillis"]
    return both.assign(ecart=gap, ecart_points=gap * 100, plafond=gap.fillna(_plafond(both)))


def _plafond(both: pd.DataFrame) -> pd.Series:
    """Bound a masked gap: all the requests left, and nobody housed; 1 where nothing bounds it."""
    whole = both["modalite"] == ENSEMBLE
    place = both["departement"]
    total = place.map(both[whole].set_index("departement")["valeur_demandes"]).astype("float64")
    shown = both[~whole].groupby("departement")["valeur_demandes"].sum()
    left = (total - place.map(shown).astype("float64")) / total.where(total > 0)
    most = both["part_demandes"].fillna(left).fillna(1.0)
    bound = most - both["part_accueillis"].fillna(0.0)
    hidden = (both["statut_accueillis"] == "secret") | (both["statut_demandes"] == "secret")
    return bound.where(hidden)


def premier(rows: pd.DataFrame) -> pd.Series | None:
    """Return the row of the greatest gap; None where what is masked could be greater.

    It is chosen from what is shown only: naming it, or not, tells nothing of what is masked.
    """
    known = rows.dropna(subset=["ecart"])
    if known.empty:
        return None
    top = known.loc[known["ecart"].idxmax()]
    hidden = rows.loc[rows["ecart"].isna(), "plafond"]
    return None if (hidden > top["ecart"]).any() else top


def en_attente(rows: pd.DataFrame) -> bool:
    """Tell whether some public may ask more than it is housed."""
    return bool((rows["plafond"] > 0).any())
