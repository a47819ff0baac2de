"""Secondary secrecy: what else to mask so that nothing masked comes back by calculation.

For each sensitive cell that the audit can bound too tightly, a linear program looks for the
cheapest way in which the tables could have been otherwise, with that cell at each end of its
protection interval and every relation kept: the published cells that must move are masked too.
This is the linear heuristic of the handbooks (Hundepool et al., *Handbook on Statistical
Disclosure Control*, chapter 4; Insee, *Manuel de protection des tableaux*), applied cell by cell.
The audit then checks the whole, independently.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import numpy as np

from cpomlib.calcul.secret.audit import SecretError, auditer, resserrees, verifier
from cpomlib.calcul.secret.lp import TOLERANCE, Programme
from cpomlib.calcul.secret.regles import Regles
from cpomlib.calcul.secret.systeme import Systeme

_FREE = 1e-3
_PASSES = 4


def secondaire(systeme: Systeme, regles: Regles | None = None) -> Systeme:
    """Mask a small set of further cells, of small value, until the audit finds nothing.

    Args:
        systeme: cells whose primary status is set, and relations.
        regles: the thresholds.

    Returns:
        The same system, more of its published cells being ``secondaire``.

    Raises:
        SecretError: a cell already known to the reader gives a masked one away.
    """
    rules = regles or Regles()
    libre = Programme(_tout_masque(systeme))
    for _ in range(_PASSES):
        programme = Programme(systeme)
        for rank in resserrees(programme, rules):
            programme = _protected(programme, rank, libre, rules)
        unchanged = programme.systeme is systeme
        systeme = programme.systeme
        if not auditer(systeme, rules):
            return _lightened(systeme, rules)
        if unchanged:
            break
    verifier(systeme, rules)
    return systeme


def masquer_systeme(systeme: Systeme, regles: Regles | None = None) -> Systeme:
    """Mask a system as :func:`secondaire` does, its constants taken as known where that can be.

    A reader does not know what is counted twice between two units. Taking it as known asks for
    more masks than needed, and sometimes for more than there are: a household that changed house
    and motive leaves a zero in the whole and a one in a part. It is then left unknown.

    Raises:
        SecretError: a masked cell comes back all the same.
    """
    try:
        return secondaire(systeme, regles)
    except SecretError:
        if not any(one.constante for one in systeme.equations):
            raise
        return secondaire(systeme.homogene(), regles)


def _tout_masque(systeme: Systeme) -> Systeme:
    """Return the system in which all that can be masked is."""
    return systeme.masquant(cell.nom for cell in systeme.cellules)


def _protected(programme: Programme, rank: int, libre: Programme, rules: Regles) -> Programme:
    """Mask what must move for one cell to reach both ends of its interval.

    Where no mask would let it go down as far as asked, it goes up further: what counts is then
    how wide the interval is.

    Args:
        programme: what is masked so far.
        rank: the cell.
        libre: the same with all that can be masked: further than there, nothing goes.
        rules: the thresholds.
    """
    cell = programme.systeme.cellules[rank]
    low, high = cell.protection or (cell.valeur - 1, cell.valeur + 1)
    low, high = min(low, cell.valeur), max(high, cell.valeur)
    least, _ = libre.resoudre(rank, low, cell.valeur)
    if least > low + TOLERANCE:
        low, high = least, max(high, ceil(least) + rules.protection_largeur)
    _, most = libre.resoudre(rank, cell.valeur, high)
    programme = _reaching(programme, rank, min(high, most))
    return _reaching(programme, rank, low)


def _reaching(programme: Programme, rank: int, target: float) -> Programme:
    """Mask the cheapest cells that must move for one of them to be worth a target."""
    gap = target - programme.systeme.cellules[rank].valeur
    if abs(gap) < TOLERANCE or programme.atteint(rank, target):
        return programme
    moves = programme.deplacement(rank, gap, _costs(programme))
    if moves is None:
        return programme
    moved = np.flatnonzero(np.abs(moves) > TOLERANCE)
    names = (programme.systeme.cellules[place].nom for place in moved)
    return programme.elargi(programme.systeme.masquant(names), moves)


def _costs(programme: Programme) -> np.ndarray:
    """Return what moving each cell costs: its value; a zero is dearest, a known cell is fixed."""
    values = np.abs(programme.valeurs)
    shown = np.where(values > 0, values, values.max(initial=0.0) + 1.0)
    return np.where(programme.connues, np.inf, np.where(programme.libres, _FREE, shown))


def _lightened(systeme: Systeme, rules: Regles) -> Systeme:
    """Publish again each secondary cell that turns out not to be needed, the largest first."""
    names = [cell for cell in systeme.cellules if cell.statut == "secondaire"]
    if len(names) > _LIGHTENED:
        return systeme
    for cell in sorted(names, key=lambda one: -abs(one.valeur)):
        shown = _shown(systeme, cell.nom)
        if not auditer(shown, rules):
            systeme = shown
    return systeme


_LIGHTENED = 12
"""Beyond this many cells, the gain is not worth the time."""


def _shown(systeme: Systeme, nom: str) -> Systeme:
    rank = systeme.rang[nom]
    cells = list(systeme.cellules)
    cells[rank] = replace(cells[rank], statut="publiee")
    return replace(systeme, cellules=tuple(cells))
