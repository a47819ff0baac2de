"""What a trame is pre-filled with: what the base knows, and the lines that will be needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from cpomlib.entree.trame.plan import FeuilleTable, PlanTrame
from cpomlib.tables import empty

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames


def preremplir(
    frames: Frames, plan: PlanTrame, gestionnaire: str, annees: range
) -> dict[str, pd.DataFrame]:
    """Return the rows of each sheet: what is known for the gestionnaire and its years.

    Stays are all kept, whatever their year: a deposit replaces them all. Where nothing is
    known and the plan says so, one line per establishment (and month, or reason) is
    prepared, with its key only.

    Args:
        frames: the tables of the gestionnaire, of any year.
        plan: the sheets.
        gestionnaire: its id.
        annees: exercises of the trame.
    """
    rows: dict[str, pd.DataFrame] = {}
    for feuille in plan.feuilles:
        frame = frames.get(feuille.schema.name, empty(feuille.schema.name))
        rows[feuille.schema.name] = _restricted(frame, gestionnaire, annees)
    houses = rows["etablissements"]
    for feuille in plan.feuilles:
        if feuille.preparees is not None:
            rows[feuille.schema.name] = _completed(
                feuille, rows[feuille.schema.name], houses, annees
            )
    return rows


def _completed(
    feuille: FeuilleTable, known: pd.DataFrame, houses: pd.DataFrame, annees: range
) -> pd.DataFrame:
    """Add to what is known the lines of the years of which nothing is."""
    import pandas as pd

    there = set(known["annee"]) if "annee" in known.columns else set()
    lacking = [year for year in annees if year not in there]
    if not lacking:
        return known
    prepared = _prepared(feuille, houses, lacking)
    if known.empty:
        return prepared
    return pd.concat([prepared, known.astype("object")], ignore_index=True)


def _restricted(frame: pd.DataFrame, gestionnaire: str, annees: range) -> pd.DataFrame:
    kept = frame
    if "annee" in frame.columns:
        kept = kept[kept["annee"].isin(annees)]
    if "id_gestionnaire" in frame.columns:
        kept = kept[kept["id_gestionnaire"] == gestionnaire]
    return kept.reset_index(drop=True)


def _open_during(etablissements: pd.DataFrame, annee: int) -> list[str]:
    """Return the establishments open at some moment of the year, the siège left out."""
    import pandas as pd

    start, end = pd.Timestamp(annee, 1, 1), pd.Timestamp(annee, 12, 31)
    closed = etablissements["date_fermeture"] < start
    not_yet = etablissements["date_ouverture"] > end
    seat = etablissements["regime"] == "siege"
    return etablissements.loc[~(closed | not_yet | seat), "id_etablissement"].tolist()


def _prepared(feuille: FeuilleTable, houses: pd.DataFrame, annees: Sequence[int]) -> pd.DataFrame:
    import pandas as pd

    champ = feuille.schema.champ(feuille.preparees) if feuille.preparees else None
    values: list[str | int] = [""]
    if champ is not None:
        values = list(champ.categories) or list(
            range(int(champ.minimum or 0), int(champ.maximum or 0) + 1)
        )
    lines = [
        {"id_etablissement": code, "annee": year} | ({champ.nom: value} if champ else {})
        for year in annees
        for code, value in product(_open_during(houses, year), values)
    ]
    return pd.DataFrame(lines, columns=list(feuille.schema.colonnes), dtype="object")
