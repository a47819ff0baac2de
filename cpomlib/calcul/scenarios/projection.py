"""A projection in whole cents, and its tidy frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cpomlib.calcul.scenarios.controle import effets_verifies
from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.effets import Tableau
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.modele import Lignes, calculer, en_centimes, projeter_effets
from cpomlib.socle import vers_euros

ARGENT = (
    "charges_groupe_1", "charges_groupe_2", "charges_groupe_3",
    "produits_groupe_1", "produits_groupe_2", "produits_groupe_3",
    "resultat", "resultat_cumule", "reserves", "tresorerie",
)  # fmt: skip
"""Postes in euros that add up over establishments."""
POSTES = (*ARGENT, "places", "etp", "cout_place")
INCONNU = np.iinfo("int64").min
"""Stands for a missing amount among whole cents."""
TOTAL = ""
"""Id under which the totals of the gestionnaire are kept."""


@dataclass(frozen=True, eq=False)
class Projection:
    """What a scenario gives, establishment by establishment.

    Attributes:
        etat: the base year.
        horizon: number of years after it.
        centimes: poste in euros → whole cents, (E, T); ``INCONNU`` where nothing is known.
        lignes: the unrounded lines, with places by kind and ETP by fonction.
    """

    etat: Etat
    horizon: int
    centimes: dict[str, Tableau]
    lignes: Lignes

    @property
    def annees(self) -> tuple[int, ...]:
        """The base year, then the years projected."""
        return tuple(range(self.etat.annee, self.etat.annee + self.horizon + 1))

    def euros(self, poste: str) -> Tableau:
        """Return a poste in euros, shape (E, T); NaN where nothing is known."""
        return _euros(self.centimes[poste])

    def total(self, poste: str) -> Tableau:
        """Return a poste of the whole gestionnaire, shape (T,)."""
        if poste == "cout_place":
            return _cost(self.reconductibles().sum(axis=0), self.places().sum(axis=0))
        if poste == "places":
            return self.places().sum(axis=0)
        if poste == "etp":
            return _known_sum(self.etp())
        held = self.centimes[poste]
        unknown = (held == INCONNU).any(axis=0)
        total = np.where(held == INCONNU, 0, held).sum(axis=0)
        return np.where(unknown, np.nan, vers_euros(total))

    def total_centimes(self, poste: str) -> Tableau:
        """Return a poste of the whole gestionnaire in whole cents, shape (T,)."""
        return self.centimes[poste].sum(axis=0)

    def places(self) -> Tableau:
        """Return financed places, shape (E, T)."""
        return self.lignes.places.sum(axis=0)

    def etp(self) -> Tableau:
        """Return ETP, shape (E, T); NaN where no employee was deposited."""
        return np.round(self.lignes.etp.sum(axis=0), 6)

    def cout_place(self) -> Tableau:
        """Return recurrent charges per financed place, euros to the cent; NaN without places."""
        return _cost(self.reconductibles(), self.places())

    def valeurs(self, poste: str) -> Tableau:
        """Return any poste, shape (E, T)."""
        own = {"places": self.places, "etp": self.etp, "cout_place": self.cout_place}
        return own[poste]() if poste in own else self.euros(poste)

    def reconductibles(self) -> Tableau:
        """Return charges without their non-recurrent part, whole cents, shape (E, T)."""
        gross = sum(self.centimes[f"charges_groupe_{g}"] for g in (1, 2, 3))
        return gross - en_centimes(self.lignes.ponctuelles)

    def frame(self) -> pd.DataFrame:
        """Return ``id_etablissement``, ``annee``, ``poste``, ``montant`` (euros, places, ETP)."""
        rows, years = len(self.etat.ids), len(self.annees)
        return pd.DataFrame(
            {
                "id_etablissement": np.tile(np.repeat(self.etat.ids, years), len(POSTES)),
                "annee": np.tile(self.annees, rows * len(POSTES)),
                "poste": np.repeat(POSTES, rows * years),
                "montant": np.concatenate([self.valeurs(p).ravel() for p in POSTES]),
            }
        )

    def ensemble(self) -> pd.DataFrame:
        """Return ``annee``, ``poste``, ``montant`` of the whole gestionnaire."""
        return pd.DataFrame(
            {
                "annee": np.tile(self.annees, len(POSTES)),
                "poste": np.repeat(POSTES, len(self.annees)),
                "montant": np.concatenate([self.total(p) for p in POSTES]),
            }
        )

    def places_par_genre(self) -> pd.DataFrame:
        """Return ``id_etablissement``, ``annee``, ``genre``, ``places``, the kinds present only."""
        held = self.lignes.places
        kept = [k for k in range(len(self.etat.genres)) if held[k].any()]
        rows, years = len(self.etat.ids), len(self.annees)
        return pd.DataFrame(
            {
                "id_etablissement": np.tile(np.repeat(self.etat.ids, years), len(kept)),
                "annee": np.tile(self.annees, rows * len(kept)),
                "genre": np.repeat([self.etat.genres[k] for k in kept], rows * years),
                "places": np.concatenate([held[k].ravel() for k in kept] or [np.array([])]),
            }
        )

    def total_par_genre(self) -> pd.Series:
        """Return the places of the whole gestionnaire by ``genre`` and ``annee``."""
        return self.places_par_genre().groupby(["genre", "annee"], sort=False)["places"].sum()


def project(etat: Etat, hypotheses: Iterable[Hypothese], horizon: int) -> pd.DataFrame:
    """Project the base year over a horizon.

    Args:
        etat: the base year.
        hypotheses: what changes; their order does not matter.
        horizon: number of years projected, 1 to 6.

    Returns:
        ``id_etablissement``, ``annee`` (base year included), ``poste``, ``montant``: euros to the
        cent, or places and ETP. See :mod:`cpomlib.calcul.scenarios.modele` for the equations.

    Raises:
        ScenarioError: a hypothesis cannot be applied to this base.
    """
    return projeter(etat, hypotheses, horizon).frame()


def projeter(etat: Etat, hypotheses: Iterable[Hypothese], horizon: int) -> Projection:
    """Check the hypotheses and project; see :func:`project`.

    Raises:
        ScenarioError: a hypothesis cannot be applied to this base.
    """
    effets = effets_verifies(etat, tuple(hypotheses), horizon)
    return arrondir(etat, horizon, calculer(etat, effets))


def calcul(etat: Etat, hypotheses: Iterable[Hypothese], horizon: int) -> Projection:
    """Project hypotheses already checked (a subset, a variant of them may not stand alone)."""
    lignes = calculer(etat, projeter_effets(etat, hypotheses, horizon))
    return arrondir(etat, horizon, lignes)


def arrondir(etat: Etat, horizon: int, lignes: Lignes) -> Projection:
    """Round the lines to the cent and add them up."""
    charges, produits = en_centimes(lignes.charges), en_centimes(lignes.produits)
    held: dict[str, Tableau] = {}
    for g in (1, 2, 3):
        held[f"charges_groupe_{g}"], held[f"produits_groupe_{g}"] = charges[g - 1], produits[g - 1]
    held["resultat"] = produits.sum(axis=0) - charges.sum(axis=0)
    grown = np.cumsum(np.where(np.arange(horizon + 1) > 0, held["resultat"], 0), axis=-1)
    held["resultat_cumule"] = grown
    held["reserves"] = _grown(etat.reserves, grown)
    flux = np.cumsum(en_centimes(lignes.flux), axis=-1)
    held["tresorerie"] = _grown(etat.tresorerie, grown + flux)
    return Projection(etat, horizon, held, lignes)


def _grown(start: Tableau, grown: Tableau) -> Tableau:
    known = ~np.isnan(start)
    cents = en_centimes(np.where(known, start, 0.0))
    return np.where(known[:, None], cents[:, None] + grown, INCONNU)


def _euros(cents: Tableau) -> Tableau:
    return np.where(cents == INCONNU, np.nan, vers_euros(cents))


def _cost(cents: Tableau, places: Tableau) -> Tableau:
    safe = np.where(places > 0, places, 1.0)
    return np.where(places > 0, vers_euros(en_centimes(vers_euros(cents) / safe)), np.nan)


def _known_sum(values: Tableau) -> Tableau:
    return (
        np.full(values.shape[-1], np.nan) if np.isnan(values).all() else np.nansum(values, axis=0)
    )
