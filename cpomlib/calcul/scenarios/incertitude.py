"""Uncertainty bands: ten thousand draws of the rates around the hypotheses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

import numpy as np
import pandas as pd

from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.effets import Effets, Tableau, secouer
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.modele import calculer, projeter_effets
from cpomlib.droit import Declaration, Endroit, entre, parmi
from cpomlib.socle import ParametreError

ALEAS = ("actualisation", "inflation_1", "inflation_2", "inflation_3", "gvt", "point", "occupation")
QUANTILES = (0.1, 0.5, 0.9)
TIRAGES = 10_000
LOT = 500
"""Draws computed together: their arrays stay in the processor's cache."""


@dataclass(frozen=True)
class Incertitude:
    """How much the rates may stray from the hypotheses, year by year.

    Attributes:
        ecarts_types: name in ``ALEAS`` → yearly standard deviation, a fraction (0.015: 1,5 point).
        correlations: pair of names → correlation in one year; 0 for the others.
        origine: who decided it.
    """

    ecarts_types: Mapping[str, float]
    correlations: Mapping[tuple[str, str], float]
    origine: str = ""

    def covariance(self) -> Tableau:
        """Return the covariance of the rates of a year, in the order of ``ALEAS``.

        Raises:
            ParametreError: the correlations contradict each other.
        """
        spread = np.array([self.ecarts_types.get(name, 0.0) for name in ALEAS])
        linked = np.eye(len(ALEAS))
        for (one, other), value in self.correlations.items():
            i, j = ALEAS.index(one), ALEAS.index(other)
            linked[i, j] = linked[j, i] = value
        if np.linalg.eigvalsh(linked).min() < -1e-9:
            raise ParametreError(
                "Les corrélations se contredisent\u00a0: aucun tirage ne peut les respecter.",
                ou=INCERTITUDE.fichier,
                que_faire="Rapprochez-les de zéro.",
            )
        return linked * np.outer(spread, spread)


Alea = Annotated[str, parmi("Le taux", lambda: ALEAS)]


@dataclass(frozen=True)
class Correlation:
    """How two rates of one year go together, from -1 to 1."""

    entre: tuple[Alea, Alea]
    valeur: Annotated[float, entre(-1, 1)]


@dataclass(frozen=True)
class Aleas:
    """The content of the file."""

    ecarts_types: Mapping[Alea, Annotated[float, entre(0, 1)]]
    correlations: tuple[Correlation, ...] = ()
    origine: str = ""

    def controle(self, ou: Endroit) -> None:
        """Refuse correlations that contradict each other."""
        self.loi().covariance()

    def loi(self) -> Incertitude:
        """Return the law of the draws."""
        linked = MappingProxyType({one.entre: one.valeur for one in self.correlations})
        return Incertitude(self.ecarts_types, linked, self.origine)


INCERTITUDE = Declaration("incertitude.yaml", Aleas)


def incertitude_en_vigueur() -> Incertitude:
    """Read the standard deviations and correlations (the service's file comes first).

    Raises:
        ParametreError: the file is badly written or names an unknown rate.
    """
    return INCERTITUDE.lire().loi()


def bandes(
    etat: Etat,
    hypotheses: Iterable[Hypothese],
    horizon: int,
    incertitude: Incertitude,
    *,
    tirages: int = TIRAGES,
    graine: int = 1,
) -> pd.DataFrame:
    """Return P10, P50 and P90 of the gestionnaire's result, year by year and cumulative.

    Each year, the rates stray from their hypothesis by a centred normal draw, correlated with the
    other rates of the year and independent of the other years; a gap lasts, since rates compound.
    The rate of occupancy strays in the year only and stays between 0 and 120 %.

    Args:
        etat: the base year.
        hypotheses: those of the scenario.
        horizon: number of years projected.
        incertitude: standard deviations and correlations.
        tirages: number of draws.
        graine: seed: the same one gives the same bands.

    Returns:
        ``annee``, ``poste`` (``resultat``, ``resultat_cumule``), ``p10``, ``p50``, ``p90``, euros.
    """
    drawn = tirer(incertitude, horizon, tirages, graine)
    effets = projeter_effets(etat, hypotheses, horizon)
    results = np.concatenate(
        [
            calculer(etat, _shaken(etat, effets, drawn[start : start + LOT])).resultat.sum(axis=-2)
            for start in range(0, tirages, LOT)
        ]
    )[:, 1:]
    years = np.arange(etat.annee + 1, etat.annee + horizon + 1)
    return pd.concat(
        [
            _table("resultat", results, years),
            _table("resultat_cumule", np.cumsum(results, axis=1), years),
        ],
        ignore_index=True,
    )


def tirer(incertitude: Incertitude, horizon: int, tirages: int, graine: int) -> Tableau:
    """Draw the gaps to the hypotheses, shape (draws, years projected, rates)."""
    random = np.random.default_rng(graine)
    values, vectors = np.linalg.eigh(incertitude.covariance())
    root = vectors * np.sqrt(np.maximum(values, 0))
    return random.standard_normal((tirages, horizon, len(ALEAS))) @ root.T


def _shaken(etat: Etat, effets: Effets, drawn: Tableau) -> Effets:
    """Apply the draws of a batch to the yearly factors."""
    gap = {
        name: np.pad(drawn[:, :, rank], ((0, 0), (1, 0)))[:, None, :]
        for rank, name in enumerate(ALEAS)
    }
    prix = np.stack([1 + gap[f"inflation_{g}"] for g in (1, 2, 3)])
    held = np.nan_to_num(etat.occupation)[:, None]
    rate = np.clip(effets.presence * held + gap["occupation"], 0, 1.2)
    safe = np.where(held * effets.presence > 0, held * effets.presence, 1.0)
    presence = np.where(held * effets.presence > 0, rate / safe, 1.0)
    presence[..., 0] = 1.0
    return secouer(
        effets,
        {
            "dotation": 1 + gap["actualisation"],
            "prix": prix,
            "salaires": (1 + gap["gvt"]) * (1 + gap["point"]),
            "presence": presence,
        },
    )


def _table(poste: str, results: Tableau, years: Tableau) -> pd.DataFrame:
    low, middle, high = np.round(np.quantile(results, QUANTILES, axis=0), 2)
    return pd.DataFrame({"annee": years, "poste": poste, "p10": low, "p50": middle, "p90": high})
