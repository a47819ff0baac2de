"""The indicators that a service declared, measured on the same rows as ours."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.apport import Apport, Cotes, argent, chacun, colonne, mesurees
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.indicateurs.grammaire import CalculDeclare, ConditionDeclaree, TermeDeclare
from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.publics import remplie
from cpomlib.calcul.indicateurs.selections import Selection
from cpomlib.droit import NON_RENSEIGNE
from cpomlib.tables import Champ

_COMPARER: Mapping[str, Callable[[Any, Any], Any]] = {
    "au_moins": operator.ge, "au_plus": operator.le,
    "plus_de": operator.gt, "moins_de": operator.lt,
}  # fmt: skip


def propres(contexte: Contexte) -> dict[str, Measure]:
    """Measure the indicators of the service, for every unit."""
    declared = dict(_declares())
    behind = cotes_propres(contexte)
    rest = {
        name: {"facteur": calcul.facteur, "refus": tuple(_refus(contexte, calcul))}
        for name, calcul in declared.items()
    }
    return mesurees(behind, rest)


def cotes_propres(contexte: Contexte) -> dict[str, Cotes]:
    """Select what is behind each indicator of the service."""
    return {
        name: (
            _apport(contexte, calcul.numerateur),
            None if calcul.denominateur is None else _apport(contexte, calcul.denominateur),
        )
        for name, calcul in _declares()
    }


def _declares() -> Iterator[tuple[str, CalculDeclare]]:
    for name, fiche in fiches().items():
        if fiche.calcul is not None:
            yield name, fiche.calcul


def _apport(contexte: Contexte, terme: TermeDeclare) -> Apport:
    """Select the rows of a term, and what each adds."""
    start = terme.depart.lire(contexte)
    mask = np.ones(len(start.rows.at), bool)
    for name, condition in terme.si.items():
        mask &= _remplit(start, terme.champ(name), condition, terme.depart.durees)
    kept = Selection(start.rows.where(mask), None if start.jours is None else start.jours[mask])
    return _somme(kept, terme)


def _somme(kept: Selection, terme: TermeDeclare) -> Apport:
    """Count the rows, or add up their columns."""
    held = terme.depart
    if not terme.somme:
        return chacun(held.table, kept.rows)
    if terme.somme[0] in held.durees and kept.jours is not None:
        return Apport(held.table, kept.rows, kept.jours, sur=held.durees[terme.somme[0]])
    add = argent if terme.monnaie else colonne
    first, *others = (add(held.table, kept.rows, name) for name in terme.somme)
    bruts = sum((one.bruts for one in others), first.bruts)
    return Apport(held.table, kept.rows, bruts, first.fois, first.sur)


def _remplit(
    start: Selection, champ: Champ, condition: ConditionDeclaree, durees: Mapping[str, float]
) -> np.ndarray:
    """Tell the rows that meet a condition; an empty cell meets none that compares."""
    if champ.nom in durees and start.jours is not None:
        values: pd.Series = pd.Series(start.jours / durees[champ.nom])
    else:
        values = start.rows.column(champ.nom)
    empty = values.isna().to_numpy(bool)
    kept, left, bounds = condition.valeurs(champ)
    mask = np.ones(len(values), bool)
    if kept:
        mask &= _parmi(values, empty, kept)
    if left:
        mask &= ~_parmi(values, empty, left)
    for name, bound in bounds.items():
        mask &= _comparee(values, empty, name, bound)
    if condition.commence_par:
        mask &= start.rows.textes(champ.nom).commencent(tuple(condition.commence_par))
    if condition.rempli is not None:
        mask &= empty != condition.rempli
    return mask


def _parmi(values: pd.Series, empty: np.ndarray, wanted: tuple[Any, ...]) -> np.ndarray:
    if isinstance(wanted[0], bool):
        found = np.isin(values.fillna(False).to_numpy(bool), wanted)
    elif values.dtype.kind == "M":
        found = values.isin(pd.to_datetime(list(wanted))).to_numpy(bool)
    else:
        found = values.isin(list(wanted)).to_numpy(bool)
    return (found & ~empty) | (empty & (NON_RENSEIGNE in wanted))


def _comparee(values: pd.Series, empty: np.ndarray, nom: str, borne: Any) -> np.ndarray:
    if values.dtype.kind == "M":
        values, borne = values.astype("datetime64[s]"), pd.Timestamp(borne)
        found = _COMPARER[nom](values, borne).to_numpy(bool)
    else:
        found = _COMPARER[nom](values.to_numpy("float64", na_value=np.nan), float(borne))
    compared: np.ndarray = found & ~empty
    return compared


def _refus(contexte: Contexte, calcul: CalculDeclare) -> Iterator[tuple[np.ndarray, str]]:
    """Refuse a figure read on a column that no row of a unit fills: it is no zero."""
    for terme in calcul.termes:
        asked = [name for name, one in terme.si.items() if one.rempli is None]
        for name in dict.fromkeys((*asked, *terme.somme)):
            if name not in terme.depart.durees and not terme.champ(name).requis:
                rows = terme.depart.lire(contexte).rows
                if name == "date_sortie" and terme.depart.durees:
                    continue  # nobody has left: the column says so
                yield from remplie(rows, name, terme.depart.table)["refus"]
