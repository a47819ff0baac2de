"""The audit: try to recover what is masked, as a reader with a computer would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, inf

from cpomlib.calcul.secret.lp import TOLERANCE, Programme
from cpomlib.calcul.secret.regles import Regles
from cpomlib.calcul.secret.systeme import Cellule, Systeme
from cpomlib.socle import CpomError, nombre


class SecretError(CpomError):
    """A masked number could be recovered from what is published."""


@dataclass(frozen=True)
class Fuite:
    """A masked cell that the rest gives away.

    Attributes:
        cellule: its name.
        table: where it stands.
        minimum: lowest value still possible.
        maximum: highest value still possible.
        exige: the interval that should have remained possible.
    """

    cellule: str
    table: str
    minimum: float
    maximum: float
    exige: tuple[float, float]


def auditer(systeme: Systeme, regles: Regles | None = None) -> list[Fuite]:
    """Bound every masked cell by linear programming, and list those bounded too tightly.

    The attacker knows every published cell, every relation, that counts are not negative, and
    the bounds of the cells. A sensitive cell is safe when every value of its protection interval
    stays possible, or when its interval is at least ``protection_largeur`` wide. A cell masked
    for the sake of others is safe when more than one value stays possible. What the relations
    and bounds give away on their own, before anything is published, is no leak.

    Args:
        systeme: cells with their status, and relations.
        regles: thresholds; only the width is read.

    Returns:
        The leaks, in the order of the cells; none when nothing can be recovered.
    """
    rules = regles or Regles()
    programme = Programme(systeme)
    suspects = list(_tight(systeme, programme, rules))
    if not suspects:
        return []
    blank = Programme(_unpublished(systeme))
    return [
        Fuite(cell.nom, cell.table, low, high, asked)
        for rank, cell, low, high, asked in suspects
        if not _unavoidable(blank, rank, (low, high), asked)
    ]


def resserrees(programme: Programme, regles: Regles) -> list[int]:
    """Return the places of the masked cells bounded too tightly, avoidable or not."""
    return [rank for rank, *_ in _tight(programme.systeme, programme, regles)]


def verifier(systeme: Systeme, regles: Regles | None = None) -> None:
    """Refuse to publish a system of which a masked cell can be recovered.

    Raises:
        SecretError: names the first cell, its table and the interval, and counts the others.
    """
    leaks = auditer(systeme, regles)
    if not leaks:
        return
    first = leaks[0]
    more = f" {len(leaks) - 1} autre(s) case(s) sont dans ce cas." if len(leaks) > 1 else ""
    raise SecretError(
        f"La case masquée «\u00a0{first.cellule}\u00a0» se retrouve\u00a0: {_said(first)}.{more}",
        ou=first.table or "tableaux à diffuser",
        pourquoi="Elle se calcule avec les totaux, les compléments ou les chiffres déjà diffusés.",
        que_faire="Ne diffusez pas ces tableaux. Masquez aussi le total ou une autre case de la "
        "même ligne, regroupez des modalités, ou retirez le tableau déjà diffusé qui la révèle.",
    )


def _said(leak: Fuite) -> str:
    if leak.maximum - leak.minimum < TOLERANCE:
        return f"elle vaut {nombre(leak.minimum)}"
    return (
        f"elle est comprise entre {nombre(leak.minimum)} et {nombre(leak.maximum)}, alors que "
        f"{nombre(leak.exige[0])} à {nombre(leak.exige[1])} devraient rester possibles"
    )


_Suspect = tuple[int, Cellule, float, float, tuple[float, float]]


def _tight(systeme: Systeme, programme: Programme, rules: Regles) -> Iterator[_Suspect]:
    for rank, cell in enumerate(systeme.cellules):
        asked = _asked(cell)
        if asked is None:
            continue
        low, high = _whole(cell, *programme.resoudre(rank, *asked))
        if low <= asked[0] + TOLERANCE and high >= asked[1] - TOLERANCE:
            continue
        # how wide it is must not depend on which programs of others were solved before
        low, high = _whole(cell, *programme.resoudre(rank, -inf, inf))
        wide = rules.protection_largeur if cell.protection else TOLERANCE
        if high - low < wide:
            yield rank, cell, low, high, asked


def _asked(cell: Cellule) -> tuple[float, float] | None:
    """Return what must stay possible: another value, for a cell that is not sensitive itself."""
    if not cell.inconnue:
        return None
    if cell.protection is not None:
        return _whole(cell, *cell.protection)
    if cell.statut == "interne":
        return None
    return (cell.valeur - 1, cell.valeur + 1)


def _whole(cell: Cellule, low: float, high: float) -> tuple[float, float]:
    if not cell.entiere:
        return low, high
    return float(ceil(low - TOLERANCE)), float(floor(high + TOLERANCE))


def _unpublished(systeme: Systeme) -> Systeme:
    from dataclasses import replace

    cells = (
        cell if cell.inconnue else replace(cell, statut="secondaire") for cell in systeme.cellules
    )
    return replace(systeme, cellules=tuple(cells))


def _unavoidable(
    blank: Programme, rank: int, found: tuple[float, float], asked: tuple[float, float]
) -> bool:
    """Tell whether relations and bounds alone already bound the cell as tightly.

    Not when a program failed: the interval would be too narrow, and a leak would be let through.
    """
    low, high = _whole(blank.systeme.cellules[rank], *blank.resoudre(rank, *asked))
    return blank.prouve(rank) and (
        max(low, asked[0]) >= found[0] - TOLERANCE and min(high, asked[1]) <= found[1] + TOLERANCE
    )
