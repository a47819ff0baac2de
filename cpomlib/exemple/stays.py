"""Who stays where and when: each dwelling is let, left, empty for a while, let again.

Days are whole numbers since 1970-01-01. A stay occupies the nights from its entry
(included) to its exit (excluded).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage, moyenne
from cpomlib.exemple.structure import Structure

PAST_YEARS = 7
"""Years simulated before the first one, so that it does not begin with everybody new."""
MONTH = 30.4375
ABSENT = np.iinfo("int64").max
"""Exit day of a stay still under way at the end of the last year."""


@dataclass(frozen=True)
class Sejours:
    """Stays as arrays of the same length, sorted by dwelling and entry.

    Attributes:
        etablissement: row of the establishment in the plan.
        taille: persons of the household.
        entree: day of entry.
        sortie: day of exit, ``ABSENT`` while present.
        menage: number of the household.
    """

    etablissement: np.ndarray
    taille: np.ndarray
    entree: np.ndarray
    sortie: np.ndarray
    menage: np.ndarray

    def __len__(self) -> int:
        return len(self.entree)

    def pris(self, garde: np.ndarray) -> Sejours:
        """Return the stays kept (a mask or positions)."""
        return Sejours(
            self.etablissement[garde],
            self.taille[garde],
            self.entree[garde],
            self.sortie[garde],
            self.menage[garde],
        )


def day(annee: int, mois: int = 1) -> int:
    """Return the number of the first day of a month (month 13 is January of the next year)."""
    extra, month = divmod(mois - 1, 12)
    return int(np.datetime64(f"{annee + extra}-{month + 1:02d}-01", "D").astype("int64"))


def sejours(plan: Structure, tirage: Tirage) -> Sejours:
    """Draw every stay that meets the three years of the plan."""
    where, size, start = _dwellings(plan, tirage)
    mean = _durations(plan, tirage)[where]
    gap = mean * _vacancy(plan, tirage)[where]
    rows = _renewals(start, mean, gap, day(plan.annees[2] + 1), tirage)
    dwelling, entree, sortie = _sorted(rows)
    menage = _households(dwelling, tirage)
    seen = (sortie >= day(plan.annees[0])) & (entree < day(plan.annees[2] + 1))
    sortie = np.where(sortie >= day(plan.annees[2] + 1), ABSENT, sortie)
    return Sejours(where[dwelling], size[dwelling], entree, sortie, menage).pris(seen)


def _dwellings(plan: Structure, tirage: Tirage) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return establishment, size and first day of dwellings that fill each capacity exactly."""
    places = plan.colonne("capacite")
    shares = valeur("publics.taille_menages")
    sizes = np.array(list(shares))
    weights = np.array(list(shares.values()))
    families = 0.4 + 1.2 * tirage.uniforme(len(places))
    weights = np.where(sizes > 1, weights * families[:, None], weights)
    per_dwelling = (weights * sizes).sum(axis=1)
    counts = places[:, None] * weights / per_dwelling[:, None]
    counts = np.floor(counts + tirage.uniforme(*counts.shape)).astype("int64")
    counts[:, 0] = 0
    over = (counts * sizes).sum(axis=1) > places
    counts[over, 1:] = 0
    counts[:, 0] = places - (counts * sizes).sum(axis=1)
    flat = counts.ravel()
    where = np.repeat(np.repeat(np.arange(len(places)), len(sizes)), flat)
    size = np.repeat(np.tile(sizes, len(places)), flat)
    return where, size, _openings(plan, where, size, tirage)


def _openings(plan: Structure, where: np.ndarray, size: np.ndarray, tirage: Tirage) -> np.ndarray:
    """Return the first day of each dwelling; one in six of a grown establishment is new."""
    past = day(plan.annees[0] - PAST_YEARS)
    start = past - np.floor(tirage.uniforme(len(where)) * 500).astype("int64")
    new = plan.colonne("etendu")[where] & (tirage.uniforme(len(where)) < 1 / 6)
    return np.where(new, day(plan.annees[1]), start)


def places_by_year(plan: Structure, tirage: Tirage) -> np.ndarray:
    """Return the places of each establishment (rows) and year (columns)."""
    where, size, start = _dwellings(plan, tirage)
    count = len(plan.etablissements)
    first = np.bincount(where, size * (start < day(plan.annees[1])), minlength=count)
    last = plan.colonne("capacite")
    return np.stack([first.astype("int64"), last, last], axis=1)


def _durations(plan: Structure, tirage: Tirage) -> np.ndarray:
    """Return the mean stay of each establishment, in days."""
    factors = valeur("activite.duree_facteurs")
    kind = np.array([factors.get(nature, 1.0) for nature in plan.colonne("nature")])
    spread = tirage.entre(0.85, 1.15, len(kind))
    longer = np.where(
        plan.profils == "sejours_longs", valeur("profils.sejours_longs")["duree"], 1.0
    )
    return valeur("activite.duree_moyenne_mois") * MONTH * kind * spread * longer


def _vacancy(plan: Structure, tirage: Tirage) -> np.ndarray:
    """Return the mean empty time of a dwelling, as a share of the mean stay."""
    mean, spread = valeur("activite.taux_occupation"), valeur("activite.taux_occupation_ecart")
    occupied = tirage.entre(mean - spread, mean + spread, len(plan.etablissements))
    return (1 - occupied) / occupied


def _renewals(
    start: np.ndarray, mean: np.ndarray, gap: np.ndarray, end: int, tirage: Tirage
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return rounds of (dwelling, entry, exit) until every dwelling has passed ``end``."""
    stay_mean, gap_mean = moyenne("activite.duree_quantiles"), moyenne("activite.attente_quantiles")
    rounds = []
    dwelling, day_free = np.arange(len(start)), start.astype("float64")
    while len(dwelling):
        waits = tirage.quantiles("activite.attente_quantiles", len(dwelling)) / gap_mean
        stays = tirage.quantiles("activite.duree_quantiles", len(dwelling)) / stay_mean
        entree = np.floor(day_free + waits * gap[dwelling])
        sortie = entree + np.floor(stays * mean[dwelling] + 0.5)
        rounds.append((dwelling, entree.astype("int64"), sortie.astype("int64")))
        going = sortie < end
        dwelling, day_free = dwelling[going], sortie[going]
    return rounds


def _sorted(
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    dwelling, entree, sortie = (np.concatenate(part) for part in zip(*rows, strict=True))
    order = np.lexsort((np.arange(len(entree)), entree, dwelling))
    return dwelling[order], entree[order], sortie[order]


def _households(dwelling: np.ndarray, tirage: Tirage) -> np.ndarray:
    """Number the households; a few come back to the dwelling they had left."""
    back = tirage.vrai(valeur("publics.retour"), len(dwelling))
    back &= np.concatenate([[False], dwelling[1:] == dwelling[:-1]])
    return np.cumsum(~back) - 1
