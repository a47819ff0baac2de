"""What a trame is pre-filled with: what the base knows, and the lines that will be needed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from cpomlib.entree.trame.plan import FeuilleTable, Plan
from cpomlib.tables import empty

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames


def preremplir(
    frames: Frames, plan: Plan, gestionnaire: str, annee: int
) -> dict[str, pd.DataFrame]:
    """Return the rows of each sheet: what is known for the gestionnaire and the year.

    Stays are all kept, whatever their year: a deposit replaces them all. Where nothing is
    known and the plan says so, one line per establishment (and month, or reason) is
    prepared, with its key only.

    Args:
        frames: the tables of the gestionnaire, of any year.
        plan: the sheets.
        gestionnaire: its id.
        annee: exercise of the trame.
    """
    rows: dict[str, pd.DataFrame] = {}
    for feuille in plan.feuilles:
        frame = frames.get(feuille.schema.name, empty(feuille.schema.name))
        rows[feuille.schema.name] = _restricted(frame, gestionnaire, annee)
    open_ones = _open_during(rows["etablissements"], annee)
    for feuille in plan.feuilles:
        if feuille.preparees is not None and rows[feuille.schema.name].empty:
            rows[feuille.schema.name] = _prepared(feuille, open_ones, annee)
    return rows


def _restricted(frame: pd.DataFrame, gestionnaire: str, annee: int) -> pd.DataFrame:
    kept = frame
    if "annee" in frame.columns:
        kept = kept[kept["annee"] == annee]
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


def _prepared(feuille: FeuilleTable, establishments: list[str], annee: int) -> pd.DataFrame:
    import pandas as pd

    champ = feuille.schema.champ(feuille.preparees) if feuille.preparees else None
    values: list[str | int] = [""]
    if champ is not None:
        values = list(champ.categories) or list(
            range(int(champ.minimum or 0), int(champ.maximum or 0) + 1)
        )
    lines = [
        {"id_etablissement": code, "annee": annee} | ({champ.nom: value} if champ else {})
        for code, value in product(establishments, values)
    ]
    return pd.DataFrame(lines, columns=list(feuille.schema.colonnes), dtype="object")
