"""Finding the value of a hypothesis that gives a scenario the result wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cpomlib.calcul.scenarios.champ import FINANCEMENT, TAUX_PAR_AN, ChampHypothese
from cpomlib.calcul.scenarios.declaration import Hypothese, champs
from cpomlib.calcul.scenarios.effets import Cadre, joindre
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.modele import calculer
from cpomlib.calcul.scenarios.phrases import nom_de, quantite
from cpomlib.calcul.scenarios.projection import calcul
from cpomlib.calcul.scenarios.tableaux import appliquer
from cpomlib.socle import CommandeError, euros, suggestion, vers_euros

TOLERANCE = 1.0
"""Euros: how near the target the result must be."""
SONDES = 33
"""Values tried over the range before the search narrows down."""
TOURS = 80
REGLABLES = ("taux", TAUX_PAR_AN, "euros", "places", "etp", "pas", FINANCEMENT)
DECIMALES = {"taux": 3, TAUX_PAR_AN: 3, "pas": 3, "euros": 0, "places": 0, "etp": 1,
             FINANCEMENT: 0}  # fmt: skip


@dataclass(frozen=True)
class PointEquilibre:
    """The answer of a goal-seek.

    Attributes:
        champ: the value looked for.
        valeur: the value found, the nearest when ``atteint`` is False.
        resultat: result it gives, euros.
        cible: result wanted, euros.
        annee: the year of that result.
        atteint: the result is the target within one euro.
        bornes: the range searched.
        hypotheses: those of the scenario, with that value.
    """

    champ: ChampHypothese
    valeur: float
    resultat: float
    cible: float
    annee: int
    atteint: bool
    bornes: tuple[float, float]
    hypotheses: tuple[Hypothese, ...]


def reglables(hypothese: Hypothese) -> tuple[ChampHypothese, ...]:
    """Return the values of a hypothesis that a search may move."""
    held = (item for item in champs(type(hypothese)) if item.genre in REGLABLES)
    # a financing that is named is read in the base: it is not a number to look for
    return tuple(item for item in held if not isinstance(getattr(hypothese, item.nom), str | None))


def equilibre(
    etat: Etat,
    hypotheses: Sequence[Hypothese],
    horizon: int,
    rang: int,
    *,
    champ: str | None = None,
    cible: float = 0.0,
    annee: int | None = None,
    bornes: tuple[float, float] | None = None,
) -> PointEquilibre:
    """Find the value of one hypothesis whose projection has the target result.

    The range is probed, then the first change of sign is narrowed down (false position with
    bisection); without one, the nearest result is kept. The value is then written with as few
    decimals as keep the result within one euro.

    Args:
        etat: the base year.
        hypotheses: those of the scenario.
        horizon: number of years projected.
        rang: rank of the hypothesis moved, from 0.
        champ: its value moved; the first one that can be by default.
        cible: result wanted for the gestionnaire, euros.
        annee: year of that result; the last one by default.
        bornes: range searched; what the value may be by default.

    Raises:
        CommandeError: no such hypothesis or value.
    """
    declared = _champ(hypotheses, rang, champ)
    year = annee or etat.annee + horizon
    if not etat.annee < year <= etat.annee + horizon:
        raise CommandeError(
            f"L’année {year} est hors du scénario.",
            que_faire=f"Choisissez de {etat.annee + 1} à {etat.annee + horizon}.",
        )
    low, high = bornes or etendue(etat, hypotheses, horizon, rang, declared)

    cadre = Cadre(etat, horizon)
    others = appliquer(cadre, [item for r, item in enumerate(hypotheses) if r != rang])

    def gap(value: float) -> float:
        moved = avec(hypotheses[rang : rang + 1], 0, declared.nom, value)
        lines = calculer(etat, joindre(others, appliquer(cadre, moved)))
        return float(lines.resultat[:, year - etat.annee].sum()) - cible

    exact = _find_root(gap, low, high, _now(hypotheses[rang], declared.nom))
    value = _rounded(gap, declared, exact, low, high)
    changed = avec(hypotheses, rang, declared.nom, value)
    held = calcul(etat, changed, horizon).total_centimes("resultat")
    result = float(vers_euros(int(held[year - etat.annee])))
    reached = abs(result - cible) <= TOLERANCE
    return PointEquilibre(declared, value, result, cible, year, reached, (low, high), changed)


def phrase(found: PointEquilibre) -> str:
    """Say in French what a search found."""
    said, result = quantite(found.champ, found.valeur), euros(found.resultat)
    what = f"«\u00a0{nom_de(found.champ)}\u00a0»"
    if found.atteint:
        return f"{what}\u00a0: avec {said}, le résultat de {found.annee} est de {result}."
    low, high = (quantite(found.champ, value) for value in found.bornes)
    return (
        f"Aucune valeur de {what} entre {low} et {high} ne donne {euros(found.cible)} en "
        f"{found.annee}. La plus proche est {said}\u00a0: résultat de {result}."
    )


def avec(
    hypotheses: Sequence[Hypothese], rang: int, nom: str, valeur: Any
) -> tuple[Hypothese, ...]:
    """Return the hypotheses with one value changed."""
    changed = replace(hypotheses[rang], **{nom: valeur})
    return (*hypotheses[:rang], changed, *hypotheses[rang + 1 :])


def etendue(
    etat: Etat, hypotheses: Sequence[Hypothese], horizon: int, rang: int, declared: ChampHypothese
) -> tuple[float, float]:
    """Return the range a value may take on this base, the other hypotheses being what they are."""
    item = hypotheses[rang]
    low = 0.0 if declared.minimum is None else float(declared.minimum)
    high = 1e9 if declared.maximum is None else float(declared.maximum)
    if declared.part_sous_un:
        return (0.0, 0.999999) if getattr(item, declared.nom) < 1 else (1.0, high)
    others = appliquer(Cadre(etat, horizon), [h for r, h in enumerate(hypotheses) if r != rang])
    return item.bornes(etat, others, declared, low, high)


def _champ(hypotheses: Sequence[Hypothese], rang: int, nom: str | None) -> ChampHypothese:
    if not 0 <= rang < len(hypotheses):
        raise CommandeError(
            f"Le scénario n’a pas d’hypothèse {rang + 1}.",
            que_faire=f"Choisissez de 1 à {len(hypotheses)}.",
        )
    known = {item.nom: item for item in reglables(hypotheses[rang])}
    if not known:
        raise CommandeError(
            f"L’hypothèse {rang + 1} ({hypotheses[rang].type}) n’a pas de valeur à chercher."
        )
    wanted = nom or next(iter(known))
    if wanted not in known:
        raise CommandeError(
            f"L’hypothèse {rang + 1} ({hypotheses[rang].type}) n’a pas de valeur "
            f"«\u00a0{wanted}\u00a0» à chercher.",
            que_faire=suggestion(wanted, known),
        )
    return known[wanted]


def _find_root(gap: Callable[[float], float], low: float, high: float, now: float) -> float:
    """Return a root of ``gap`` in the range, or the point where it is nearest to zero."""
    around = [now * scale for scale in (0.25, 0.5, 0.8, 0.9, 1.1, 1.25, 2, 4)] + [now]
    points = np.unique([*np.linspace(low, high, SONDES), *(x for x in around if low < x < high)])
    values = [gap(float(x)) for x in points]
    best = int(np.argmin(np.abs(values)))
    signs = np.flatnonzero(np.diff(np.sign(values)) != 0)
    if len(signs):
        rank = min(signs, key=lambda r: abs(points[r] - now))
        ends = (float(points[rank]), float(points[rank + 1]))
        return _root(gap, *ends, values[rank], values[rank + 1])
    if np.ptp(values) < 0.01:
        return now
    ends = points[max(0, best - 1)], points[min(len(points) - 1, best + 1)]
    return _nearest(gap, float(ends[0]), float(ends[1]), float(points[best]))


def _root(gap: Callable[[float], float], a: float, b: float, at_a: float, at_b: float) -> float:
    """Narrow down a change of sign: false position (Illinois), halved when it drags."""
    side = 0
    for turn in range(TOURS):
        if abs(at_a) < 1e-4 or abs(at_b) < 1e-4:
            break
        x = (a + b) / 2 if turn % 4 == 3 else (a * at_b - b * at_a) / (at_b - at_a)
        value = gap(x)
        if np.sign(value) == np.sign(at_b):
            b, at_b, at_a, side = x, value, at_a / 2 if side == 1 else at_a, 1
        else:
            a, at_a, at_b, side = x, value, at_b / 2 if side == -1 else at_b, -1
    return a if abs(gap(a)) <= abs(gap(b)) else b


def _nearest(gap: Callable[[float], float], a: float, b: float, best: float) -> float:
    """Narrow down the least distance to zero between two probes (golden section)."""
    ratio = (5**0.5 - 1) / 2
    for _ in range(30):
        left, right = b - ratio * (b - a), a + ratio * (b - a)
        if abs(gap(left)) < abs(gap(right)):
            b = right
        else:
            a = left
    return min((best, a, b), key=lambda x: abs(gap(x)))


def _rounded(
    gap: Callable[[float], float], declared: ChampHypothese, exact: float, low: float, high: float
) -> float:
    """Write a value with as few decimals as its result allows; whole places stay whole."""
    if declared.genre == "places":
        near = {min(max(float(np.floor(exact)) + step, low), high) for step in (0, 1)}
        return min(near, key=lambda x: abs(gap(x)))
    limit = max(TOLERANCE / 2, abs(gap(exact)) + 0.01)
    for decimals in range(DECIMALES[declared.genre], 11):
        short = round(exact, decimals)
        if low <= short <= high and abs(gap(short)) <= limit:
            return short
    return exact


def _now(item: Hypothese, nom: str) -> float:
    value = getattr(item, nom)
    return float(np.mean([rate for _, rate in value])) if isinstance(value, tuple) else float(value)
