"""How what concerns everybody is shared between the establishments."""

from __future__ import annotations

import numpy as np

from cpomlib.calcul.scenarios.effets import Cadre, Tableau
from cpomlib.socle import vers_centimes, vers_euros


def partager_annees(cadre: Cadre, montants: Tableau, etablissement: str | None) -> Tableau:
    """Share the amounts of several years, each to the cent by largest remainder (E, T)."""
    if etablissement is not None:
        shares = np.zeros((len(cadre.etat.ids), len(montants)))
        shares[cadre.lignes(etablissement)] = montants
        return shares
    cents = np.rint(vers_centimes(np.abs(montants)))
    exact = cents * cadre.etat.cles[:, None]
    parts = np.floor(exact + 1e-9)
    ranks = np.argsort(np.argsort(parts - exact, axis=0, kind="stable"), axis=0)
    parts += ranks < cents - parts.sum(axis=0)
    return np.copysign(vers_euros(parts), montants)


def poids_siege(cadre: Cadre, tarifes: bool) -> Tableau:
    """Return how a side of the frais de siège is shared inside it: held amounts, else charges."""
    side = cadre.etat.tarifes == tarifes
    held = np.where(side, cadre.etat.frais_siege, 0.0)
    weights = held if held.sum() else np.where(side, cadre.etat.cles, 0.0)
    return weights / weights.sum() if weights.sum() else weights


def poids_dotation(cadre: Cadre) -> Tableau:
    """Return the share of each tariffed establishment in the dotation (E,)."""
    weights = np.where(cadre.etat.tarifes, cadre.etat.dotation, 0.0)
    return weights / weights.sum() if weights.sum() else weights
