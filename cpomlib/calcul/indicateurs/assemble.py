"""From measures to the frame of results: order of the catalogue, rules of absence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.absence import (
    SOURCES,
    missing_notes,
    missing_reasons,
    no_denominator,
)
from cpomlib.calcul.indicateurs.activite import activite
from cpomlib.calcul.indicateurs.bilan import bilan
from cpomlib.calcul.indicateurs.completer import Demande, completed
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.conventions import Conventions
from cpomlib.calcul.indicateurs.cpom import cpom
from cpomlib.calcul.indicateurs.fiches import Fiche, fiches
from cpomlib.calcul.indicateurs.finances import finances
from cpomlib.calcul.indicateurs.measure import Measure, together
from cpomlib.calcul.indicateurs.propres import propres
from cpomlib.calcul.indicateurs.publics import publics
from cpomlib.calcul.indicateurs.rh import rh
from cpomlib.calcul.indicateurs.rows import units_of
from cpomlib.calcul.perimetre import Perimetre

if TYPE_CHECKING:
    from cpomlib.tables import Frames

STATUTS = ("ok", "nd", "secret")
"""A value is there, is not available, or is masked."""

_Column: TypeAlias = tuple[np.ndarray, ...]
"""Numerators, denominators, values, statuses, reasons and notes of an indicator, per unit."""
_VOLETS = (publics, activite, cpom, finances, bilan, rh, propres)


def compute(
    frames: Frames,
    perimetre: Perimetre,
    annee: int,
    conventions: Conventions,
    partie: str = "",
) -> pd.DataFrame:
    """Compute every indicator of the catalogue for every unit of a perimeter at once.

    Args:
        frames: the checked shared tables (money in centimes); an absent one counts as empty.
            The aggregates sent (``agregats_…``) tell of the establishments without stays.
        perimetre: the units.
        annee: year A, 1 January to 31 December.
        conventions: what the parties agreed.
        partie: the part of year A, which stands for it (``S1``, ``T3``…, see ``PARTIES``); empty
            for the whole of it. What only a whole year has is then not available, and says why.

    Returns:
        One row per unit and indicator, in catalogue order: ``unite``, ``id``,
        ``numerateur``, ``denominateur``, ``valeur`` (rates are fractions, money in euros; NaN
        where there is none), ``statut`` (``ok``, ``nd``, ``secret`` where the sender masked it),
        ``raison`` (French, empty when ok) and ``note`` (what must be said with the value, French,
        mostly empty).
    """
    asked = Demande(frames, perimetre, annee, conventions, partie)
    return completed(compute_from_tables(asked), asked, compute_from_tables)


def compute_from_tables(demande: Demande) -> pd.DataFrame:
    """Compute every indicator from the tables alone, the aggregates left aside."""
    units = units_of(demande.perimetre)
    contexte = Contexte(demande.frames, units, demande.annee, demande.conventions, demande.partie)
    missing = {source: missing_reasons(contexte, source) for source in SOURCES}
    said = {source: missing_notes(contexte, source) for source in SOURCES}
    return results(units.names, fiches(), measure(contexte), missing, said)


def results(
    names: tuple[str, ...],
    catalogue: Mapping[str, Fiche],
    measures: Mapping[str, Measure],
    missing: dict[str, np.ndarray],
    said: Mapping[str, np.ndarray] = MappingProxyType({}),
) -> pd.DataFrame:
    """Lay measures out as :func:`compute` returns them, the rules of absence applied.

    Args:
        names: the units.
        catalogue: the fiches, in the order of the rows of a unit.
        measures: the measure of each of them.
        missing: source → why it has no row, per unit; empty where it has some.
        said: source → what must be said, per unit, with each figure that comes from it.
    """
    columns = [_column(fiche, measures[name], missing, said) for name, fiche in catalogue.items()]
    n = len(names)
    return pd.DataFrame(
        {
            "unite": pd.Series(names, dtype="str").repeat(len(catalogue)).array,
            "id": pd.Series(list(catalogue) * n, dtype="str"),
            "numerateur": _stacked(columns, 0),
            "denominateur": _stacked(columns, 1),
            "valeur": _stacked(columns, 2),
            "statut": pd.Categorical(_stacked(columns, 3), categories=list(STATUTS)),
            "raison": pd.Series(_stacked(columns, 4), dtype="str"),
            "note": pd.Series(_stacked(columns, 5), dtype="str"),
        }
    )


def measure(contexte: Contexte) -> dict[str, Measure]:
    """Measure every indicator for every unit, before the rules of absence."""
    measures: dict[str, Measure] = {}
    for volet in _VOLETS:
        measures |= volet(contexte)
    return measures


def _column(
    fiche: Fiche,
    measure: Measure,
    missing: dict[str, np.ndarray],
    said: Mapping[str, np.ndarray],
) -> _Column:
    """Apply the rules of absence to one indicator: no row, then refusals, then no denominator."""
    reason = together([missing[source] for source in fiche.besoins])
    absent = reason != ""
    for mask, sentence in measure.refus:
        reason[mask & (reason == "")] = sentence
    value = measure.values()
    reason[np.isnan(value) & (reason == "")] = no_denominator(fiche.denominateur)
    ok = reason == ""
    own = [] if measure.notes is None else [measure.notes]
    told = [said[source] for source in fiche.besoins if source in said]
    notes = together([*own, *told]) if own or told else ""
    return (
        np.where(absent, np.nan, measure.numerateur),
        np.where(absent, np.nan, measure.denominators()),
        np.where(ok, value, np.nan),
        np.where(ok, "ok", "nd"),
        reason,
        np.where(ok, notes, "").astype(object),
    )


def _stacked(columns: list[_Column], part: int) -> np.ndarray:
    """Lay one part of every indicator in a line, unit after unit."""
    return np.stack([column[part] for column in columns], axis=1).reshape(-1)
