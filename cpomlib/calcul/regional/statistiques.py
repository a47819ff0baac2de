"""The distribution of an indicator over the gestionnaires of a région.

Convention of the quartiles, printed on the page: linear interpolation between ordered values
(Hyndman and Fan's type 7, the one of spreadsheets and of numpy). For the ordered values
``x[0] … x[n-1]``, the quartile of order ``p`` stands at the place ``p × (n - 1)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cpomlib.calcul.secret import Regles

CONVENTION = (
    "Quartiles par interpolation linéaire entre les valeurs ordonnées (convention des tableurs, "
    "dite de type 7)"
)
TUKEY = 1.5
"""Tukey's factor on the interquartile range (*Exploratory Data Analysis*, 1977)."""
PEU = "Moins de {seuil} gestionnaires ont une valeur."
EXTREME = "Une valeur extrême est celle d’un seul gestionnaire."
QUARTILE = "Un quartile est la médiane d’une moitié\u00a0: moins de {seuil} gestionnaires y sont."


@dataclass(frozen=True)
class Distribution:
    """How an indicator is spread over gestionnaires; None where nothing may be said.

    Attributes:
        n: gestionnaires that have a value.
        moyenne: plain mean, each gestionnaire counting for one.
        statut: ``ok``, ``nd`` when nobody has a value, ``secret`` when all is masked.
        raison: why all is masked, a French sentence.
        raison_extremes: why the minimum and the maximum are, empty when they are shown.
        raison_quartiles: why the quartiles are.
    """

    n: int
    minimum: float | None = None
    q1: float | None = None
    mediane: float | None = None
    moyenne: float | None = None
    q3: float | None = None
    maximum: float | None = None
    statut: Literal["ok", "nd", "secret"] = "ok"
    raison: str = ""
    raison_extremes: str = ""
    raison_quartiles: str = ""


def distribution(
    valeurs: Sequence[float], regles: Regles, *, publiable: bool = False, raison: str = ""
) -> Distribution:
    """Return the distribution of an indicator, as far as it may be said.

    Under the threshold of gestionnaires nothing is said: a median over three is no mark (CASF,
    art. R. 314-31, minimum number of comparable establishments). What may be shown besides
    depends on who reads:

    - inside the State's service, which holds every account, all is shown;
    - in a publishable version the minimum and the maximum, which are one gestionnaire's own, are
      masked, and a quartile is shown where the half that it is the median of holds at least as
      many gestionnaires as the threshold.

    Args:
        valeurs: one per gestionnaire; missing ones are left out.
        regles: the thresholds of secrecy.
        publiable: the page leaves the service.
        raison: why secrecy forbids it besides (:func:`cpomlib.calcul.secret.reference`).
    """
    known = np.asarray([value for value in valeurs if not np.isnan(value)], dtype="float64")
    least = regles.seuil_etablissements
    if not len(known):
        return Distribution(0, statut="nd", raison="Aucun gestionnaire n’a de valeur.")
    if len(known) < least:
        return Distribution(len(known), statut="secret", raison=PEU.format(seuil=least))
    if publiable and raison:
        return Distribution(len(known), statut="secret", raison=raison)
    low, q1, middle, q3, high = (float(value) for value in quantiles(known))
    mean = float(known.mean())
    if not publiable:
        return Distribution(len(known), low, q1, middle, mean, q3, high)
    hidden = QUARTILE.format(seuil=least) if len(known) < 2 * least else ""
    inner = (None, None) if hidden else (q1, q3)
    return Distribution(
        len(known), None, inner[0], middle, mean, inner[1], None,
        raison_extremes=EXTREME, raison_quartiles=hidden,
    )  # fmt: skip


def quantiles(valeurs: np.ndarray) -> np.ndarray:
    """Return minimum, first quartile, median, third quartile, maximum (type 7)."""
    found: np.ndarray = np.quantile(valeurs, [0, 0.25, 0.5, 0.75, 1], method="linear")
    return found


def clotures(valeurs: Sequence[float], coefficient: float = TUKEY) -> tuple[float, float]:
    """Return Tukey's fences: the quartiles widened by ``coefficient`` interquartile ranges.

    Args:
        valeurs: one per gestionnaire, none missing, at least one.
        coefficient: 1.5 for the usual fences.
    """
    _, q1, _, q3, _ = quantiles(np.asarray(valeurs, dtype="float64"))
    reach = coefficient * (q3 - q1)
    return float(q1 - reach), float(q3 + reach)
