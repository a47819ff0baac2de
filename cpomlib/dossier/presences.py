"""Who has rows of each shared table, and for which years: what a report says was supplied."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from cpomlib.dossier.commun import Communes, extrait
from cpomlib.tables import table, table_names

Frames = Mapping[str, pd.DataFrame]
Presences = Mapping[str, frozenset[tuple[str, int]]]
"""Table → the holders of its rows and their years; 0 where the table has no year."""

STRUCTURE = ("gestionnaires", "etablissements")
"""Tables that say who is who: nobody supplies them year by year."""


def tables_fournies() -> list[str]:
    """Return the tables that are supplied by establishment, by gestionnaire or by département."""
    return [name for name in table_names() if name not in STRUCTURE]


def presences(frames: Frames, autour: Frames) -> Presences:
    """Say who has rows of each table.

    Args:
        frames: the tables of a gestionnaire.
        autour: those of the région; in a campaign they are looked through once for all.
    """
    if not isinstance(autour, Communes) or not autour.partagees:
        return _par_table(_relever(frames))
    known = frames["etablissements"]
    holders = {
        *known["id_etablissement"], *known["id_gestionnaire"], *known["departement"].dropna()
    }  # fmt: skip
    return _par_table(_extraites(autour, holders))


def _extraites(autour: Communes, qui: Collection[str]) -> pd.DataFrame:
    return extrait(autour, ("presences",), lambda: _relever(autour), ("qui", qui))


def _relever(frames: Frames) -> pd.DataFrame:
    """Return ``table``, ``qui`` and ``annee``, each once."""
    parts = []
    for name in tables_fournies():
        frame, holder = frames[name], table(name).portee[0]
        found = pd.DataFrame(
            {
                # a version to publish keeps of the rows about persons only whose they are
                "qui": frame[holder].astype("str") if holder in frame.columns else "",
                "annee": frame["annee"].astype("int64") if "annee" in frame.columns else 0,
            },
            index=frame.index,
        )
        parts.append(found.drop_duplicates().assign(table=name))
    return pd.concat(parts, ignore_index=True).astype({"qui": "str", "table": "str"})


def _par_table(lignes: pd.DataFrame) -> Presences:
    found: dict[str, set[tuple[str, int]]] = {name: set() for name in tables_fournies()}
    columns = (lignes[name].tolist() for name in ("table", "qui", "annee"))
    for name, holder, year in zip(*columns, strict=True):
        found[name].add((holder, year))
    return {name: frozenset(held) for name, held in found.items()}
