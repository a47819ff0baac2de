"""Mask the small counts of a gestionnaire's own publics, whole and establishment by establishment.

The reader is given every indicator of the whole and of each establishment, for every perimeter
that a report can be asked for: all of them are cells of one system, tied by their sums, so that
two reports on two perimeters agree. One reason is given for every mask: nothing tells a count of
1 to 10 from a number masked for its sake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.secret.liens import ComptesPersonnes, au_moins_un, comptes, systeme
from cpomlib.calcul.secret.matrices import matrices
from cpomlib.calcul.secret.racontes import (
    DU_SERVICE,
    compte_au_denominateur,
    compte_au_numerateur,
    hors_des_relations,
    porte_sur_des_personnes,
)
from cpomlib.calcul.secret.regles import Regles, regles_des_seuils
from cpomlib.calcul.secret.secondaire import masquer_systeme
from cpomlib.calcul.secret.systeme import Cellule, Equation, Statut, Systeme, somme

if TYPE_CHECKING:
    import pandas as pd

RAISON = (
    "Secret statistique\u00a0: moins de {seuil} personnes ou ménages, ou un nombre qui permettrait "
    "de le calculer."
)


@dataclass(frozen=True)
class Masques:
    """Which counts of units that add up are masked.

    Attributes:
        comptes: unit → its counts.
        systeme: all of them, with their status.
    """

    comptes: Mapping[str, ComptesPersonnes]
    systeme: Systeme

    @cached_property
    def caches(self) -> frozenset[str]:
        """Names of the counts that are masked."""
        return frozenset(cell.nom for cell in self.systeme.cellules if cell.inconnue)

    def masque(self, unite: str, indicateur: str) -> bool:
        """Tell whether an indicator of a unit tells a count that is masked."""
        if hors_des_relations(indicateur):
            return True
        return not self.caches.isdisjoint(self.comptes[unite].lus(indicateur))

    def paire(self, unite: str, indicateur: str) -> tuple[bool, bool]:
        """Tell whether the numerator, and the denominator, tell a count that is masked."""
        if hors_des_relations(indicateur):
            return True, True
        names = self.comptes[unite].paires.get(indicateur, ("", ""))
        by_name = (compte_au_numerateur(indicateur), compte_au_denominateur(indicateur))
        top, bottom = (
            bool(self.caches & {one, f"{unite}|{other}" if other else ""})
            for one, other in zip(names, by_name, strict=True)
        )
        return top, bottom


def masquer(
    valeurs: pd.DataFrame,
    sommes: Mapping[str, Sequence[str]],
    regles: Regles | None = None,
    *,
    secondaires: bool = True,
) -> pd.DataFrame:
    """Mask the results of units that add up.

    Args:
        valeurs: results of ``cpomlib.calcul.indicateurs.compute`` for the units and their parts.
        sommes: unit → the units it is made of.
        regles: the thresholds; those of ``seuils.yaml`` by default.
        secondaires: False masks the small counts only, so that the tests can break it.

    Returns:
        The same rows; those masked have no number left, ``statut`` « secret » and a ``raison``.

    Raises:
        SecretError: the masks do not hold.
    """
    rules = regles or regles_des_seuils()
    found = masques(valeurs, sommes, rules, secondaires=secondaires)
    keys = zip(valeurs["unite"], valeurs["id"], strict=True)
    masks = np.array([found.masque(unit, name) for unit, name in keys], dtype=bool)
    masks &= (valeurs["statut"] == "ok").to_numpy()
    return blanchir(valeurs, masks, rules)


def masques(
    valeurs: pd.DataFrame,
    sommes: Mapping[str, Sequence[str]],
    regles: Regles,
    *,
    secondaires: bool = True,
) -> Masques:
    """Choose which counts are masked (see :func:`masquer`)."""
    counts = _counts(valeurs)
    start = _whole(counts, sommes, regles, _nuls(valeurs))
    return Masques(counts, masquer_systeme(start, regles) if secondaires else start)


def comptes_masques(
    valeurs: pd.DataFrame,
    sommes: Mapping[str, Sequence[str]],
    connus: Collection[tuple[str, str]],
    regles: Regles,
) -> set[tuple[str, str]]:
    """Return which indicators must be masked with others, in tables of several gestionnaires.

    Args:
        valeurs: the rows that would be shown.
        sommes: unit → the units it is made of.
        connus: (unit, indicator) masked for another reason than what it counts: too few
            gestionnaires behind it, one that is nearly all of it.
        regles: the thresholds.

    Returns:
        The units and indicators that tell a masked count, ``connus`` or not.

    Raises:
        SecretError: the masks do not hold.
    """
    counts = _counts(valeurs)
    further = {
        cell: None
        for unit, name in connus
        for cell in counts[unit].paires.get(name, ("", ""))[:1]
        if cell
    }
    found = Masques(
        counts, masquer_systeme(_whole(counts, sommes, regles, _nuls(valeurs), further), regles)
    )
    keys = zip(valeurs["unite"], valeurs["id"], strict=True)
    return {(unit, name) for unit, name in keys if found.masque(unit, name)}


def blanchir(valeurs: pd.DataFrame, masques: np.ndarray, regles: Regles) -> pd.DataFrame:
    """Take the numbers out of the rows that are masked, and of those that have no value.

    What has no value may still have a numerator and a denominator, which count persons.
    """
    reason = RAISON.format(seuil=regles.seuil_personnes)
    ids = valeurs["id"].unique()
    persons = valeurs["id"].map({name: porte_sur_des_personnes(name) for name in ids})
    why = {name: DU_SERVICE if hors_des_relations(name) else reason for name in ids}
    empty = masques | (persons.to_numpy(dtype=bool) & (valeurs["statut"] != "ok").to_numpy())
    numbers = {name: valeurs[name].mask(empty) for name in ("numerateur", "denominateur", "valeur")}
    status = valeurs["statut"].mask(masques, "secret")
    said = valeurs["raison"].mask(masques, valeurs["id"].map(why))
    return valeurs.assign(**numbers, statut=status, raison=said)


def _counts(valeurs: pd.DataFrame) -> dict[str, ComptesPersonnes]:
    known = matrices(valeurs)
    return {
        unit: comptes(
            {
                name: (float(known.numerateurs[row, place]), float(known.denominateurs[row, place]))
                for place, name in enumerate(known.ids)
                if known.la[row, place]
            },
            f"{unit}|",
        )
        for row, unit in enumerate(known.unites)
    }


def _nuls(valeurs: pd.DataFrame) -> set[str]:
    """Return the counts that a rate without value tells to be zero: masking them hides nothing."""
    empty = valeurs[(valeurs["statut"] == "nd") & (valeurs["denominateur"] == 0)]
    return {
        f"{unit}|{count}"
        for unit, name in zip(empty["unite"], empty["id"], strict=True)
        for count in (compte_au_numerateur(name), compte_au_denominateur(name))
    }


def _whole(
    counts: Mapping[str, ComptesPersonnes],
    sommes: Mapping[str, Sequence[str]],
    rules: Regles,
    nuls: set[str],
    connus: Mapping[str, None] = MappingProxyType({}),
) -> Systeme:
    """Put every unit in one system, and tie each total to its parts.

    Args:
        counts: unit → its counts.
        sommes: unit → the units it is made of.
        rules: the thresholds.
        nuls: the counts that are told to be zero.
        connus: the counts that are masked whatever their number.
    """
    cells, equations = [], list(_margins(counts, sommes))
    for known in counts.values():
        small = {
            name: au_moins_un(known, name, rules)
            for name in known.publies
            if known.sensible(name, rules)
        }
        others = {name: None for name in known.publies if name in connus}
        unit = systeme(known, {**others, **small}, rules)
        cells += [_cell(cell, nuls) for cell in unit.cellules]
        equations += unit.equations
    return Systeme(tuple(cells), tuple(equations))


def _cell(cell: Cellule, nuls: set[str]) -> Cellule:
    told = cell.valeur == 0 and cell.nom in nuls
    known: Statut = "connue" if told else cell.statut
    return replace(cell, table="indicateurs du gestionnaire", statut=known)


def _margins(
    counts: Mapping[str, ComptesPersonnes], sommes: Mapping[str, Sequence[str]]
) -> Iterator[Equation]:
    """Tie each count of a total to those of its parts; double counts are taken as known."""
    for total, parts in sommes.items():
        for name, value in counts[total].publies.items():
            count = name.removeprefix(f"{total}|")
            found = {
                f"{part}|{count}": counts[part].publies[f"{part}|{count}"]
                for part in parts
                if part in counts and f"{part}|{count}" in counts[part].publies
            }
            if found:
                twice = sum(found.values()) - value
                yield somme(name, found, 0.0 if abs(twice) < _BRUIT else twice)


_BRUIT = 1e-6
"""Below this, what floats lose: posts are added up."""
