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

import numpy as np

from cpomlib.secret.audit import auditer, resserrees, verifier
from cpomlib.secret.lp import TOLERANCE, Programme
from cpomlib.secret.regles import Regles
from cpomlib.secret.systeme import Systeme

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
    for _ in range(_PASSES):
        programme = Programme(systeme)
        for rank in resserrees(programme, rules):
            programme = _protected(programme, rank, rules)
        unchanged = programme.systeme is systeme
        systeme = programme.systeme
        if not auditer(systeme, rules):
            return _lightened(systeme, rules)
        if unchanged:
            break
    verifier(systeme, rules)
    return systeme


def _protected(programme: Programme, rank: int, rules: Regles) -> Programme:
    """Mask what must move for one cell to reach both ends of its interval.

    Where it cannot go down as far as asked, it goes up further: what counts is then how wide the
    interval is.
    """
    cell = programme.systeme.cellules[rank]
    low, high = cell.protection or (cell.valeur - 1, cell.valeur + 1)
    programme = _reaching(programme, rank, low)
    least = float(programme.bas[rank])
    if cell.protection is not None and least > low + TOLERANCE:
        high = max(high, least + rules.protection_largeur + 1)
    return _reaching(programme, rank, high)


def _reaching(programme: Programme, rank: int, target: float) -> Programme:
    """Mask what must move for one cell to be worth a target, or as near as relations allow."""
    gap = target - programme.systeme.cellules[rank].valeur
    if abs(gap) < TOLERANCE or programme.atteint(rank, target):
        return programme
    moves = _moves(programme, rank, gap)
    if moves is None:
        return programme
    moved = np.flatnonzero(np.abs(moves) > TOLERANCE)
    names = (programme.systeme.cellules[place].nom for place in moved)
    return programme.elargi(programme.systeme.masquant(names), moves)


def _moves(programme: Programme, rank: int, gap: float) -> np.ndarray | None:
    """Move a cell as far as asked, or as far as the relations allow."""
    systeme = programme.systeme
    costs = _costs(programme)
    moves = programme.deplacement(rank, gap, costs)
    if moves is not None:
        return moves
    loose = replace(
        systeme,
        cellules=tuple(
            cell if cell.inconnue or cell.statut == "connue" else replace(cell, statut="secondaire")
            for cell in systeme.cellules
        ),
    )
    value = systeme.cellules[rank].valeur
    low, high = Programme(loose, programme).resoudre(rank, value + gap, value + gap)
    reach = high - value if gap > 0 else low - value
    return programme.deplacement(rank, reach, costs) if abs(reach) > TOLERANCE else None


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
