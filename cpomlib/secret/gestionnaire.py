"""Mask the small counts of a gestionnaire's own publics, whole and establishment by establishment.

The reader is given every indicator of the whole and of each establishment, for every perimeter
that a report can be asked for: all of them are cells of one system, tied by their sums, so that
two reports on two perimeters agree. One reason is given for every mask: nothing tells a count of
1 to 10 from a number masked for its sake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.secret.liens import Comptes, comptes, racontes, systeme
from cpomlib.secret.matrices import matrices
from cpomlib.secret.primaire import peu_de_personnes
from cpomlib.secret.regles import Regles, regles_des_seuils
from cpomlib.secret.secondaire import secondaire
from cpomlib.secret.systeme import Cellule, Equation, Statut, Systeme, somme

if TYPE_CHECKING:
    import pandas as pd

RAISON = (
    "Secret statistique\u00a0: moins de {seuil} personnes ou ménages, ou un nombre qui permettrait "
    "de le calculer."
)
_SALARIES = ("anciennete_moyenne", "cout_moyen_etp", "taux_rotation", "taux_absenteisme")
"""Means over the staff: beginning of the ids of what tells of each where there are few."""


def masquer(
    valeurs: pd.DataFrame,
    sommes: Mapping[str, Sequence[str]],
    regles: Regles | None = None,
    *,
    secondaires: bool = True,
) -> pd.DataFrame:
    """Mask the results of units that add up.

    Args:
        valeurs: results of ``cpomlib.indicators.compute`` for the units and their parts.
        sommes: unit → the units it is made of.
        regles: the thresholds; those of ``seuils.yaml`` by default.
        secondaires: False masks the small counts only, so that the tests can break it.

    Returns:
        The same rows; those masked have no number left, ``statut`` « secret » and a ``raison``.

    Raises:
        SecretError: the masks do not hold.
    """
    rules = regles or regles_des_seuils()
    counts = _counts(valeurs)
    start = _whole(counts, sommes, rules, _nuls(valeurs))
    final = secondaire(start, rules) if secondaires else start
    hidden = {cell.nom for cell in final.cellules if cell.inconnue}
    keys = list(zip(valeurs["unite"], valeurs["id"], strict=True))
    masks = np.array(
        [_masked(counts, unit, name, hidden, rules) for unit, name in keys], dtype=bool
    )
    masks &= (valeurs["statut"] == "ok").to_numpy()
    return blanchir(valeurs, masks, rules)


def blanchir(valeurs: pd.DataFrame, masques: np.ndarray, regles: Regles) -> pd.DataFrame:
    """Take the numbers out of the rows that are masked."""
    reason = RAISON.format(seuil=regles.seuil_personnes)
    numbers = {
        name: valeurs[name].mask(masques) for name in ("numerateur", "denominateur", "valeur")
    }
    status = valeurs["statut"].mask(masques, "secret")
    return valeurs.assign(**numbers, statut=status, raison=valeurs["raison"].mask(masques, reason))


def _counts(valeurs: pd.DataFrame) -> dict[str, Comptes]:
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
        for count in racontes(name)
    }


def _whole(
    counts: Mapping[str, Comptes],
    sommes: Mapping[str, Sequence[str]],
    rules: Regles,
    nuls: Collection[str],
) -> Systeme:
    """Put every unit in one system, and tie each total to its parts."""
    import pandas as pd

    cells, equations = [], list(_margins(counts, sommes))
    for known in counts.values():
        small = peu_de_personnes(pd.Series(known.publies, dtype="float64"), rules)
        unit = systeme(known, dict.fromkeys(small[small].index), rules)
        cells += [_cell(cell, nuls) for cell in unit.cellules]
        equations += unit.equations
    return Systeme(tuple(cells), tuple(equations))


def _cell(cell: Cellule, nuls: Collection[str]) -> Cellule:
    told = cell.statut == "publiee" and cell.valeur == 0 and cell.nom in nuls
    known: Statut = "connue" if told else cell.statut
    return replace(cell, table="indicateurs du gestionnaire", statut=known)


def _margins(
    counts: Mapping[str, Comptes], sommes: Mapping[str, Sequence[str]]
) -> Iterator[Equation]:
    """Tie each count of a total to those of its parts; double counts are taken as known."""
    for total, parts in sommes.items():
        for name, value in counts[total].publies.items():
            count = name.removeprefix(f"{total}|")
            found = {
                f"{part}|{count}": counts[part].publies[f"{part}|{count}"]
                for part in parts
                if f"{part}|{count}" in counts[part].publies
            }
            if found:
                yield somme(name, found, sum(found.values()) - value)


def _masked(
    counts: Mapping[str, Comptes], unit: str, name: str, hidden: set[str], rules: Regles
) -> bool:
    known = counts[unit]
    if hidden.intersection(known.lus.get(name, ())):
        return True
    staff = known.publies.get(f"{unit}|effectif", np.inf)
    return name.startswith(_SALARIES) and staff < rules.seuil_personnes
