"""Why a regional reference is masked by itself: every indicator judged at once."""

from __future__ import annotations

import numpy as np

from cpomlib.calcul.secret.matrices import Matrices
from cpomlib.calcul.secret.primaire import DOMINANCE, PEU_D_UNITES, PEU_DE_PERSONNES
from cpomlib.calcul.secret.racontes import est_une_part, facteur_personnes, rapporte_a_des_personnes
from cpomlib.calcul.secret.regles import Regles
from cpomlib.socle import nombre

PEU_EN_DEHORS = "Le reste du total porte sur moins de {seuil} personnes ou ménages."
PEU_UNE_FOIS_OTE = (
    "Un gestionnaire qui ôte son chiffre en tire un sur moins de {seuil} personnes ou ménages."
)
DOMINANCE_UNE_FOIS_OTE = (
    "Vu d’un gestionnaire qui ôte son chiffre, un autre pèse plus de {part}\u00a0% du reste."
)
DIFFERENCE = (
    "Secret secondaire\u00a0: la différence avec «\u00a0tous les établissements\u00a0» porterait "
    "sur moins de {seuil} gestionnaires ou {personnes} personnes."
)


def motifs(known: Matrices, regles: Regles, wider: Matrices | None = None) -> dict[str, str]:
    """Return why each indicator is masked by itself; those that may be shown are left out.

    Args:
        known: the gestionnaires of a région.
        regles: the thresholds.
        wider: the same gestionnaires over a wider perimeter that is published too.
    """
    said = np.full(len(known.ids), "", dtype=object)
    units, people = regles.seuil_etablissements, regles.seuil_personnes
    share = nombre(regles.dominance_max * 100)
    first, second = dominances(known.poids, regles)
    checks = [
        (known.n < units, PEU_D_UNITES.format(seuil=units)),
        (_few(known, regles), PEU_DE_PERSONNES.format(seuil=people)),
        (_few_outside(known, regles), PEU_EN_DEHORS.format(seuil=people)),
        (first, DOMINANCE.format(part=share)),
        (_few_once_removed(known, regles), PEU_UNE_FOIS_OTE.format(seuil=people)),
        (second, DOMINANCE_UNE_FOIS_OTE.format(part=share)),
    ]  # fmt: skip
    if wider is not None:
        text = DIFFERENCE.format(seuil=units, personnes=people)
        checks.append((_difference(known, wider, regles), text))
    for mask, sentence in checks:
        said[mask & (said == "")] = sentence
    return {
        name: text
        for name, text, count in zip(known.ids, said, known.n, strict=True)
        if text and count
    }


def dominances(poids: np.ndarray, regles: Regles) -> tuple[np.ndarray, np.ndarray]:
    """Tell where one unit is more than 85 % of the whole, and of what is left to another unit.

    The second test takes the second largest away: it is the reader who knows most.
    """
    if len(poids) < 2:
        alone = np.nansum(np.abs(poids), axis=0) > 0
        return alone, alone
    weights = np.sort(np.abs(np.nan_to_num(poids)), axis=0)
    total, largest, second = weights.sum(axis=0), weights[-1], weights[-2]
    edge = regles.dominance_max * (1 + 1e-12)
    return largest > edge * total, largest > edge * (total - second)


def personnes_comptees(known: Matrices) -> np.ndarray:
    """Return the numerators in persons, the fewest they can be; NaN where they count none."""
    factors = [facteur_personnes(name) for name in known.ids]
    found: np.ndarray = known.numerateurs * np.array(
        [np.nan if one is None else one for one in factors], dtype="float64"
    )
    return found


def _sous_des_personnes(ids: list[str]) -> np.ndarray:
    """Tell which indicators have a denominator that counts persons or households."""
    return np.array([rapporte_a_des_personnes(name) for name in ids], dtype=bool)


_BRUIT = 1e-9
"""Below this, what floats lose of a sum of posts."""


def petit(nombres: np.ndarray, regles: Regles) -> np.ndarray:
    """Tell which counts are 1 to 10."""
    small: np.ndarray = (nombres > _BRUIT) & (nombres <= regles.plus_grand_masque)
    return small


def _few(known: Matrices, regles: Regles) -> np.ndarray:
    heads = petit(np.nansum(personnes_comptees(known), axis=0), regles)
    below = _sous_des_personnes(known.ids) & petit(np.nansum(known.denominateurs, axis=0), regles)
    few: np.ndarray = heads | below
    return few


def _few_outside(known: Matrices, regles: Regles) -> np.ndarray:
    parts = np.array([est_une_part(name) for name in known.ids], dtype=bool)
    outside = np.nansum(known.denominateurs - known.numerateurs, axis=0)
    few: np.ndarray = parts & petit(outside, regles)
    return few


def _few_once_removed(known: Matrices, regles: Regles) -> np.ndarray:
    own = np.nan_to_num(personnes_comptees(known))
    left = petit(own.sum(axis=0) - own, regles) & known.la
    few: np.ndarray = left.any(axis=0)
    return few


def _difference(known: Matrices, wider: Matrices, regles: Regles) -> np.ndarray:
    """Tell where the difference of two perimeters is about too few."""
    rows = [wider.unites.index(name) for name in known.unites]
    outside = [row for row in range(len(wider.unites)) if row not in set(rows)]
    inner = np.zeros_like(wider.numerateurs), np.zeros_like(wider.denominateurs)
    inner[0][rows] = np.nan_to_num(known.numerateurs)
    inner[1][rows] = np.nan_to_num(known.denominateurs)
    gaps = np.nan_to_num(wider.numerateurs) - inner[0]
    below = np.nan_to_num(wider.denominateurs) - inner[1]
    moved = (np.abs(gaps) > 1e-9) | (np.abs(below) > 1e-9)
    moved[outside] |= wider.la[outside]
    count = moved.sum(axis=0)
    few = (count > 0) & (count < regles.seuil_etablissements)
    counted = [facteur_personnes(name) or 0.0 for name in known.ids]
    heads = petit(np.abs(gaps.sum(axis=0)) * np.array(counted), regles)
    unsafe: np.ndarray = few | heads
    return unsafe
