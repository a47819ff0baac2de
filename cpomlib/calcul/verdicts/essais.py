"""What is tried on one indicator: its level beside a mark, its course over three years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from cpomlib.calcul.indicateurs import Fiche
from cpomlib.calcul.verdicts.declaration import RegleVerdict
from cpomlib.calcul.verdicts.hasard import (
    RISQUE,
    binomiale,
    fisher,
    hypergeometrique,
    mover,
    tendance,
)
from cpomlib.calcul.verdicts.modele import CompareA
from cpomlib.calcul.verdicts.releves import Autres, Faits, Releve
from cpomlib.droit import seuil

AUTRES_MIN = 8
"""How many others a median is taken over."""
_PETIT = 1e-9


Frein = Literal["hasard", "nombre", "inconnus", "petit"]
"""What would keep a gap from holding: chance, that so many others are looked at, the unknown
answers, that it is too small.
"""
SEUL = 0.10
"""Risk at which a target of the contract, looked at alone, is called fragile."""


@dataclass(frozen=True)
class Essai:
    """What a comparison gives.

    Attributes:
        cote: 1 above, -1 below by a useful gap, 0 between.
        p: mid-p; None where chance is not told.
        compare_a: with what; ``repere`` that figure; empty and None for the course.
        frein: why it would not hold.
    """

    cote: int
    p: float | None = None
    compare_a: CompareA = ""
    repere: float | None = None
    frein: Frein = "hasard"

    def tient(self, retenu: bool) -> int:
        """Return the side where it holds, 0 where chance may explain it."""
        return self.cote if self.p is None or retenu else 0


Test = Callable[[int], tuple[int, float]]
"""From the share of the unknown answers that is « yes » (0 or 1), the side and its mid-p."""


def lisible(fiche: Fiche, releve: Releve) -> bool:
    """Tell whether a rate may be written as such: enough households or persons below it."""
    least = seuil("effectif_lecture_min").nombre()
    return fiche.unite != "taux" or not 0 <= releve.denominateur < least


def niveau(regle: RegleVerdict, fiche: Fiche, faits: Faits, annee: int) -> Essai | None:
    """Compare the level of a year with the first mark there is: target, norm, région, others.

    Returns:
        None where there is no figure, no mark, or too few below the rate.
    """
    mine = faits.sien(regle.indicateur, annee)
    if mine is None or not lisible(fiche, mine):
        return None
    target = faits.cibles.get(regle.indicateur)
    if target is not None:
        return _a_une_norme(regle, fiche, mine, target, "cible")
    if regle.norme:
        return _a_une_norme(regle, fiche, mine, float(seuil(regle.norme).nombre()), "norme")
    others = faits.autre(regle.indicateur, annee)
    if not regle.region or others is None:
        return None
    if regle.compte:
        return a_la_region(fiche, mine, others)
    return _a_la_mediane(fiche, mine, others)


def cours(regle: RegleVerdict, fiche: Fiche, faits: Faits) -> Essai | None:
    """Compare the three years of a rate; None where it has no course to tell."""
    name, years = regle.indicateur, sorted(faits.siens)
    known = [one for year in years if (one := faits.sien(name, year)) is not None]
    if not regle.cours or len(known) < 2 or faits.sien(name) is None:
        return None
    if not all(lisible(fiche, one) for one in known):
        return None
    by = _flux if regle.cours == "flux" else _stock
    return _sur([lambda share: by(known, share, fiche.ecart_utile)])


def _a_une_norme(
    regle: RegleVerdict, fiche: Fiche, mine: Releve, mark: float, quoi: CompareA
) -> Essai:
    if not regle.compte:
        return Essai(_cote(mine.valeur - mark, _utile(fiche, mark)), None, quoi, mark)

    def test(share: int) -> tuple[int, float]:
        k, n = _avec(mine, share)
        return _cote(k / n - mark, fiche.ecart_utile), binomiale(k, n, mark)

    return _sur([test], quoi, mark)


def a_la_region(fiche: Fiche, mine: Releve, others: Autres) -> Essai | None:
    """Set a unit beside the rest of its région; the unknown answers are all yes, or all no.

    The useful gap must hold beside the middle one of the others too: a single one far from all
    would make each of them good.
    """
    rest, among = others.compte
    if len(others.valeurs) < 2 or not among:
        return None
    beside = _cote(mine.valeur - median(others.valeurs), fiche.ecart_utile)

    def test(share: int) -> tuple[int, float]:
        k, n = _avec(mine, share)
        succes = rest + share * others.inconnus
        side = _cote(k / n - succes / among, fiche.ecart_utile)
        p = hypergeometrique(k, n, k + succes, n + among)
        return side if side == beside else 0, p

    return _sur([test], "region", rest / among)


def _a_la_mediane(fiche: Fiche, mine: Releve, others: Autres) -> Essai | None:
    if len(others.valeurs) < AUTRES_MIN:
        return None
    mark = median(others.valeurs)
    return Essai(_cote(mine.valeur - mark, _utile(fiche, mark)), None, "comparables", mark)


def _sur(tests: Sequence[Test], quoi: CompareA = "", mark: float | None = None) -> Essai:
    """Keep of a test what neither way of counting the unknown answers would change."""
    tried = [test(share) for test in tests for share in (0, 1)]
    sides = {side for side, _ in tried}
    side = sides.pop() if len(sides) == 1 else 0
    return Essai(side, max(p for _, p in tried), quoi, mark, _frein(tried))


def _frein(tried: Sequence[tuple[int, float]]) -> Frein:
    """Say why a gap would not hold, from its test with the unknown answers all no, then all yes."""
    (side, p), (other, most) = tried[0], tried[-1]
    if not side:
        return "petit"
    if other != side or any(p <= risk < most for risk in (RISQUE, SEUL)):
        return "inconnus"
    return "nombre" if max(p, most) <= SEUL else "hasard"


def _avec(releve: Releve, share: int) -> tuple[int, int]:
    k, n = releve.compte
    return k + share * min(releve.inconnus, n - k), n


def _flux(known: Sequence[Releve], share: int, useful: float) -> tuple[int, float]:
    """Test a rate of households that are others each year."""
    counts = [_avec(one, share) for one in known]
    p = tendance(counts) if len(counts) == 3 else fisher(counts[0], counts[-1])
    return _cote(_ecart(counts), useful), p


def _stock(known: Sequence[Releve], share: int, useful: float) -> tuple[int, float]:
    """Test a rate whose households are partly those of before: the first and the last year."""
    counts = [_avec(one, share) for one in known]
    before, after = counts[0], counts[-1]
    common = known[0].communs / (before[1] * after[1]) ** 0.5
    return _cote(_ecart(counts), useful), mover(before, after, known[0].phi * min(common, 1.0))


def _ecart(counts: Sequence[tuple[int, int]]) -> float:
    (before, among), (after, n) = counts[0], counts[-1]
    return after / n - before / among


def _utile(fiche: Fiche, mark: float) -> float:
    """Return the useful gap in the unit of the indicator: points of a rate, a share of the rest."""
    return fiche.ecart_utile if fiche.unite == "taux" else fiche.ecart_utile * abs(mark)


def _cote(gap: float, useful: float) -> int:
    return 0 if abs(gap) < max(useful - _PETIT, _PETIT) else (1 if gap > 0 else -1)
