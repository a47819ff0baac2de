"""Requests, given one by one and counted: nothing of a single request is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpomlib.entree.siao.correspondance import DEMANDES, ID_DEMANDE, REPONSE
from cpomlib.entree.siao.sejours import TableTraduite
from cpomlib.socle import Faute, pluriel
from cpomlib.tables import ColonneLue, TableSchema, conform, empty, table
from cpomlib.tables.check import check
from cpomlib.tables.parse import parse

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cpomlib.tables import Frames

_REPETEE = "demande déjà comptée (même numéro)"


def compter(
    fichier: str, colonnes: Mapping[str, ColonneLue], lignes: np.ndarray, known: Frames
) -> TableTraduite:
    """Count requests by département, year, composition and preconisation.

    ``demandes`` is the number of requests, ``reponses_positives`` those whose answer is
    positive, ``non_pourvues`` those left without a place; a request still pending is in the
    first only.

    Args:
        fichier: name of the file, for the faults.
        colonnes: our columns, as text.
        lignes: line of each row in the file.
        known: not used: requests belong to a département.
    """
    del known
    key = table(DEMANDES).cle
    columns = {name: colonnes[name] for name in key}
    columns["annee"] = _years(columns["annee"])
    lue = parse(_key_only(), fichier, list(key), columns, lignes)
    faults = [*lue.fautes, *_unanswered(fichier, colonnes[REPONSE], lignes)]
    if faults:
        return TableTraduite(empty(DEMANDES), faults)
    kept = _first_of_each(colonnes.get(ID_DEMANDE), len(lignes))
    answers = _answers(colonnes[REPONSE])
    frame = _counts(lue.frame[kept], answers[kept])
    repeated = int((~kept).sum())
    return TableTraduite(
        frame, check({DEMANDES: frame}, {}), {_REPETEE: repeated} if repeated else {}
    )


def _key_only() -> TableSchema:
    """Return the table's schema with its key columns only: the counts are made here."""
    from dataclasses import replace

    schema = table(DEMANDES)
    fields = tuple(champ for champ in schema.champs if champ.nom in schema.cle)
    return replace(schema, champs=fields)


def _years(column: ColonneLue) -> ColonneLue:
    """Keep the year of a day; a year alone stays."""
    texts = [text[:4] if text[4:5] == "-" else text for text in column.textes]
    return ColonneLue(column.codes, texts)


def _unanswered(fichier: str, column: ColonneLue, lignes: np.ndarray) -> list[Faute]:
    import numpy as np

    empty_codes = [code for code, text in enumerate(column.textes) if not text]
    rows = np.flatnonzero(np.isin(column.codes, empty_codes))
    if not len(rows):
        return []
    return [
        Faute(
            fichier,
            int(lignes[rows[0]]),
            REPONSE,
            "",
            f"La suite donnée est vide sur {pluriel(len(rows), 'ligne')}.",
            "Dites ce que vaut une cellule vide : « vide: en_attente ».",
        )
    ]


def _answers(column: ColonneLue) -> pd.Series:
    import pandas as pd

    return pd.Series(column.textes, dtype="str").take(column.codes).reset_index(drop=True)


def _first_of_each(column: ColonneLue | None, size: int) -> np.ndarray:
    """Say which rows are the first of their request; a row without a number counts."""
    import numpy as np
    import pandas as pd

    if column is None:
        return np.ones(size, dtype=bool)
    numbers = _answers(column)
    return ~(pd.Series(numbers).duplicated() & (numbers != "")).to_numpy()


def _counts(rows: pd.DataFrame, answers: pd.Series) -> pd.DataFrame:
    key = list(table(DEMANDES).cle)
    told = rows.assign(
        demandes=1,
        reponses_positives=(answers == "positive").astype("int64"),
        non_pourvues=(answers == "non_pourvue").astype("int64"),
    )
    return conform(DEMANDES, told.groupby(key, observed=True).sum().reset_index())
