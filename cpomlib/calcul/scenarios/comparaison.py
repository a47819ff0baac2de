"""Scenarios side by side, and what each hypothesis does to the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import factorial

import numpy as np
import pandas as pd

from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.effets import Cadre, Tableau, combiner
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.modele import calculer
from cpomlib.calcul.scenarios.projection import Projection, calcul
from cpomlib.calcul.scenarios.tableaux import appliquer
from cpomlib.socle import CommandeError, vers_centimes, vers_euros

MAXIMUM = 4
SHAPLEY_MAXIMUM = 8
SHAPLEY, SEQUENTIELLE = "shapley", "sequentielle"
METHODES = {
    SHAPLEY: "Contribution moyenne de chaque hypothèse sur tous les ordres possibles (valeur de "
    "Shapley, calcul exact).",
    SEQUENTIELLE: "Contributions calculées l’une après l’autre, dans l’ordre du fichier\u00a0: "
    f"au-delà de {SHAPLEY_MAXIMUM} hypothèses, elles dépendent de cet ordre.",
}


@dataclass(frozen=True)
class Contribution:
    """What one hypothesis adds to the result, euros to the cent."""

    rang: int
    hypothese: Hypothese
    centimes: int

    @property
    def euros(self) -> float:
        """Euros."""
        return float(vers_euros(self.centimes))


@dataclass(frozen=True)
class Cascade:
    """From the base to the scenario.

    Attributes:
        annee: the year whose result is explained; None for the sum of the years projected.
        depart: result without hypothesis, whole cents.
        arrivee: result of the scenario, whole cents.
        methode: ``shapley`` or ``sequentielle``.
        contributions: one per hypothesis; their sum is ``arrivee − depart`` to the cent.
    """

    annee: int | None
    depart: int
    arrivee: int
    methode: str
    contributions: tuple[Contribution, ...]

    @property
    def depart_euros(self) -> float:
        """Result without hypothesis, euros."""
        return float(vers_euros(self.depart))

    @property
    def arrivee_euros(self) -> float:
        """Result of the scenario, euros."""
        return float(vers_euros(self.arrivee))

    @property
    def explication(self) -> str:
        """Say in French how the contributions were computed."""
        return METHODES[self.methode]


def comparer(projections: Mapping[str, Projection]) -> pd.DataFrame:
    """Lay up to four projections side by side.

    Args:
        projections: title → projection, on one gestionnaire and base year.

    Returns:
        ``scenario``, ``annee``, ``poste``, ``montant`` of the whole gestionnaire.

    Raises:
        CommandeError: more than four, or bases that are not the same.
    """
    if not 1 <= len(projections) <= MAXIMUM:
        raise CommandeError(
            f"On compare de un à quatre scénarios, et non {len(projections)}.",
            que_faire="Retirez des fichiers de la commande.",
        )
    bases = {(p.etat.gestionnaire, p.etat.annee) for p in projections.values()}
    if len(bases) > 1:
        said = " et ".join(f"{who} ({year})" for who, year in sorted(bases))
        raise CommandeError(
            f"Ces scénarios ne partent pas de la même base\u00a0: {said}.",
            que_faire="Comparez des scénarios d’un même gestionnaire et d’une même année de base.",
        )
    parts = [p.ensemble().assign(scenario=title) for title, p in projections.items()]
    return pd.concat(parts, ignore_index=True)[["scenario", "annee", "poste", "montant"]]


def cascade(
    etat: Etat, hypotheses: Sequence[Hypothese], horizon: int, annee: int | None = None
) -> Cascade:
    """Explain the difference of results between the base and a scenario.

    Args:
        etat: the base year.
        hypotheses: those of the scenario.
        horizon: number of years projected.
        annee: the year explained; the sum of the years projected by default.
    """
    before = _result(calcul(etat, (), horizon), annee)
    after = _result(calcul(etat, hypotheses, horizon), annee)
    shapley = len(hypotheses) <= SHAPLEY_MAXIMUM
    floats = np.zeros(0)
    if hypotheses:
        floats = (_shapley if shapley else _sequential)(etat, hypotheses, horizon, annee)
    cents = en_entiers(vers_centimes(floats), after - before)
    return Cascade(
        annee,
        before,
        after,
        SHAPLEY if shapley else SEQUENTIELLE,
        tuple(
            Contribution(r, h, c) for r, (h, c) in enumerate(zip(hypotheses, cents, strict=True))
        ),
    )


def en_entiers(parts: Tableau, total: int) -> list[int]:
    """Round parts to whole numbers whose sum is ``total`` (largest remainders take the rest)."""
    if not len(parts):
        return []
    low = np.floor(parts)
    rest = int(total - low.sum())
    each, left = divmod(rest, len(parts))
    low += each
    low[np.argsort(low - parts, kind="stable")[:left]] += 1
    return [int(value) for value in low]


def _result(projection: Projection, annee: int | None) -> int:
    held = projection.total_centimes("resultat")
    return int(held[1:].sum() if annee is None else held[projection.annees.index(annee)])


def _values(
    etat: Etat, hypotheses: Sequence[Hypothese], horizon: int, annee: int | None, choix: Tableau
) -> Tableau:
    """Return the result of many combinations of hypotheses at once, euros (B,)."""
    cadre = Cadre(etat, horizon)
    alone = [appliquer(cadre, [item]) for item in hypotheses]
    results = calculer(etat, combiner(alone, choix)).resultat.sum(axis=-2)
    return results[:, 1:].sum(axis=-1) if annee is None else results[:, annee - etat.annee]


def _shapley(
    etat: Etat, hypotheses: Sequence[Hypothese], horizon: int, annee: int | None
) -> Tableau:
    """Return Shapley values: the mean over the orders, by the weights of the coalitions."""
    count = len(hypotheses)
    choix = np.array(list(product((False, True), repeat=count)))
    values = _values(etat, hypotheses, horizon, annee, choix)
    size = choix.sum(axis=1)
    weights = np.array([factorial(s) * factorial(count - s - 1) for s in range(count)])
    codes = 2 ** np.arange(count)[::-1]
    found = []
    for rank in range(count):
        without = np.flatnonzero(~choix[:, rank])
        gained = values[without + codes[rank]] - values[without]
        found.append((gained * weights[size[without]]).sum() / factorial(count))
    return np.array(found)


def _sequential(
    etat: Etat, hypotheses: Sequence[Hypothese], horizon: int, annee: int | None
) -> Tableau:
    count = len(hypotheses)
    choix = np.tril(np.ones((count + 1, count), bool), -1)
    return np.diff(_values(etat, hypotheses, horizon, annee, choix))
