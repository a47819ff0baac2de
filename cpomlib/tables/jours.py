"""Dates compared with the day of the deposit: what cannot be yet, what is hardly so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, date_courte, date_fr, pluriel
from cpomlib.tables.cellules import Refus
from cpomlib.tables.lecture import Provenance
from cpomlib.tables.schema import table

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

ANNEES_MAX = 40
"""A stay that began longer ago is doubtful."""
JOURS_1904 = 1462
"""What a workbook that counts days since 1904 shifts every date by: 4 years and 1 day."""
NOMMES = 5
"""How many rows are named in a sentence."""
_PREVUS: Mapping[str, tuple[str, ...]] = {"places": (), "financements": (), "budgets": ("bp", "be")}
"""Tables that may speak of the year to come (and which documents), the others may not."""
_PROJETS = (
    "cibles", "moyens", "financements_actions", "actes", "programmation", "enveloppes",
)  # fmt: skip
"""Tables of what is to come by nature: their years are not compared with the day."""
_FAITS: Mapping[str, tuple[str, ...]] = {
    "contrats": ("diagnostic_valide_le",),
    "signatures": ("recu_le", "repondu_le"),
    "actions": ("date_point",),
    "rencontres": ("validee_le",),
    "releves": ("date", "close_le"),
    "actes": ("fait_le", "recu_le"),
    "demarche": ("faite_le",),
    "arretes_programmation": ("date_avis_crhh", "date_arrete", "publie_le"),
}
"""Columns of the tables of a contract, or of a région, that tell of something done."""
_SUR: Mapping[str, tuple[str, ...]] = {"budgets": ("bp",)}
"""Of those, what is ordinary for the year to come: no doubt."""


@dataclass(frozen=True, eq=False)
class Jugement:
    """Rows of a table whose dates do not go with the day of the deposit.

    Attributes:
        table: the shared table.
        colonne: the column of the date.
        lignes: which rows.
        refus: what is wrong, and what to do.
        impossible: it cannot be (a fault); else it is doubtful.
    """

    table: str
    colonne: str
    lignes: pd.Series
    refus: Refus
    impossible: bool


def date_faults(name: str, frame: pd.DataFrame, provenance: Provenance, jour: date) -> list[Faute]:
    """Return one fault per row of a table that tells of what has not come yet.

    Args:
        name: the shared table.
        frame: its rows, a cell that could not be read being missing.
        provenance: where they come from.
        jour: the day of the deposit.
    """
    import numpy as np

    return [
        fault
        for each in _judged(name, frame, jour)
        if each.impossible and each.colonne not in provenance.absentes
        for fault in provenance.fautes(
            np.flatnonzero(each.lignes).tolist(), each.colonne, each.refus, frame
        )
    ]


def refus_du_jour(frames: Frames, jour: date, fichier: str) -> list[Faute]:
    """Return one fault per kind of date that cannot be yet, naming rows by their key.

    Args:
        frames: checked tables, whatever they were read from.
        jour: the day of the deposit.
        fichier: the file they come from.
    """
    return _named(frames, jour, fichier, impossible=True)


def doutes_du_jour(frames: Frames, jour: date, fichier: str) -> list[Faute]:
    """Return one doubt per kind of date that is hardly so, naming rows by their key."""
    return _named(frames, jour, fichier, impossible=False)


def _named(frames: Frames, jour: date, fichier: str, impossible: bool) -> list[Faute]:
    return [
        Faute(
            fichier,
            0,
            each.colonne,
            "",
            f"{each.refus.message} {_who(each, frames[name])}",
            each.refus.que_faire,
        )
        for name in frames
        for each in _judged(name, frames[name], jour)
        if each.impossible == impossible
    ]


def _who(each: Jugement, frame: pd.DataFrame) -> str:
    """Name the rows: « sejours : S1 (01/05/2031), S2 (…) et 3 autres. »."""
    rows = frame[each.lignes]
    key = [column for column in table(each.table).cle if column != each.colonne]
    labels = [
        f"{' '.join(str(row[column]) for column in key)} ({_shown(row[each.colonne])})"
        for row in rows.head(NOMMES).to_dict("records")
    ]
    more = f" et {pluriel(len(rows) - NOMMES, 'autre')}" if len(rows) > NOMMES else ""
    return f"{each.table}\u00a0: {', '.join(labels)}{more}."


def _shown(value: object) -> str:
    return date_courte(value) if isinstance(value, date) else str(value)


def _judged(name: str, frame: pd.DataFrame, jour: date) -> Iterator[Jugement]:
    """Judge the dates of a table; only what holds some row is given."""
    columns = set(frame.columns)
    found: list[Jugement] = []
    if "annee" in columns and name not in _PROJETS:
        found += _years(name, frame, jour)
    if name == "sejours":
        found += _stays(frame, jour)
    if name == "etablissements":
        found += _structures(frame, jour)
    if name == "activite":
        found += _months(frame, jour)
    found += _done(name, frame, jour)
    yield from (each for each in found if each.lignes.any())


def _done(name: str, frame: pd.DataFrame, jour: date) -> Iterator[Jugement]:
    import pandas as pd

    told = f"Cette date est après le jour du dépôt ({date_fr(jour)})."
    refus = Refus(told, "Corrigez la date\u00a0; videz-la si ce n’est pas encore fait.")
    for column in _FAITS.get(name, ()):
        future = _true(frame[column] > pd.Timestamp(jour))
        yield Jugement(name, column, future, refus, impossible=True)


def _years(name: str, frame: pd.DataFrame, jour: date) -> Iterator[Jugement]:
    told = f"Cette année n’a pas commencé le jour du dépôt ({date_fr(jour)})."
    to_come = _true(frame["annee"] > jour.year)
    planned = to_come & _true(frame["annee"] == jour.year + 1) & _may_plan(name, frame, _PREVUS)
    refus = Refus(told, "Corrigez l’année.")
    yield Jugement(name, "annee", to_come & ~planned, refus, impossible=True)
    doubt = Refus(told, "Vérifiez que ces lignes sont bien des prévisions.")
    yield Jugement(name, "annee", planned & ~_may_plan(name, frame, _SUR), doubt, impossible=False)


def _may_plan(name: str, frame: pd.DataFrame, which: Mapping[str, tuple[str, ...]]) -> pd.Series:
    import pandas as pd

    if which.get(name) and "document" in frame.columns:
        return _true(frame["document"].astype("object").isin(which[name]))
    return pd.Series(name in which, index=frame.index)


def _stays(frame: pd.DataFrame, jour: date) -> Iterator[Jugement]:
    import pandas as pd

    today = pd.Timestamp(jour)
    for column, advice in (
        ("date_entree", "Corrigez la date."),
        ("date_sortie", "Corrigez la date\u00a0; videz-la si le ménage est présent."),
    ):
        future = _true(frame[column] > today)
        told = f"Cette date est après le jour du dépôt ({date_fr(jour)})."
        refus = Refus(told, advice + _hint_1904(frame.loc[future, column], today))
        yield Jugement("sejours", column, future, refus, impossible=True)
    oldest = today - pd.DateOffset(years=ANNEES_MAX)
    told = f"Ce séjour a commencé plus de {ANNEES_MAX} ans avant le jour du dépôt."
    doubt = Refus(told, "Vérifiez la date d’entrée.")
    yield Jugement("sejours", "date_entree", _true(frame["date_entree"] < oldest), doubt, False)


def _hint_1904(future: pd.Series, today: pd.Timestamp) -> str:
    import pandas as pd

    if future.empty or (future - pd.Timedelta(days=JOURS_1904) > today).any():
        return ""
    return (
        " Si le classeur d’origine compte les jours depuis 1904, toutes ses dates sont décalées "
        "de 4 ans et 1 jour\u00a0: refaites l’export avec le calendrier de 1900."
    )


def _structures(frame: pd.DataFrame, jour: date) -> Iterator[Jugement]:
    import pandas as pd

    for column, noun in (("date_ouverture", "ouverture"), ("date_fermeture", "fermeture")):
        told = f"Cette {noun} est après le jour du dépôt ({date_fr(jour)})."
        doubt = Refus(told, "Vérifiez qu’elle est bien prévue à cette date.")
        future = _true(frame[column] > pd.Timestamp(jour))
        yield Jugement("etablissements", column, future, doubt, impossible=False)


def _months(frame: pd.DataFrame, jour: date) -> Iterator[Jugement]:
    to_come = _true((frame["annee"] == jour.year) & (frame["mois"] > jour.month))
    done = _true(frame["journees_realisees"] > 0)
    told = f"Ce mois n’a pas commencé le jour du dépôt ({date_fr(jour)})."
    advice = "Mettez 0 journée réalisée aux mois à venir, ou retirez-les."
    yield Jugement("activite", "mois", to_come & done, Refus(told, advice), impossible=True)


def _true(mask: pd.Series) -> pd.Series:
    return mask.fillna(False).astype("bool")
