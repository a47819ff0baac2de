"""What the base year says beside a hypothesis, and ratios of a projection."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cpomlib.calcul.scenarios.effets import Tableau
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.hypotheses import (
    Etp,
    Hypothese,
    HypotheseFraisSiege,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)
from cpomlib.calcul.scenarios.offre import FermerPlaces
from cpomlib.calcul.scenarios.projection import Projection


def reperes(etat: Etat, hypothese: Hypothese) -> Mapping[str, float]:
    """Return the base value of each field of a hypothesis that has one.

    Args:
        etat: the base year.
        hypothese: the hypothesis; its establishment, GHAM and fonction say where to look.

    Returns:
        Name of the field → value in the field's unit (fraction, places, ETP, euros); what the
        base does not know is left out. A growth rate has the base value 0.
    """
    known = dict(_propres(etat, hypothese))
    return {name: value for name, value in known.items() if np.isfinite(value)}


def etp_pour_cent_places(projection: Projection) -> Tableau:
    """Return ETP per 100 financed places of the gestionnaire, shape (T,); NaN where unknown."""
    places = projection.total("places")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(places > 0, projection.total("etp") / places * 100, np.nan)


def financement_moyen(etat: Etat, etablissement: str) -> float:
    """Return the dotation per financed place of an establishment, euros; NaN without places."""
    row = etat.rang(etablissement)
    places = etat.total_places[row]
    return float(np.round(etat.dotation[row] / places, 2)) if places else float("nan")


def cout_moyen(etat: Etat, etablissement: str) -> float:
    """Return the recurrent charges per financed place, euros; NaN without places."""
    row = etat.rang(etablissement)
    places = etat.total_places[row]
    return float(np.round(etat.charges[:, row].sum() / places, 2)) if places else float("nan")


def _propres(etat: Etat, h: Hypothese) -> Mapping[str, float]:
    if isinstance(h, Occupation):
        return {"taux": float(etat.occupation[etat.rang(h.etablissement)])}
    if isinstance(h, Etp):
        row, rank = etat.rang(h.etablissement), etat.fonctions.index(h.fonction)
        return {
            "variation": float(etat.etp[row, rank]),
            "cout_etp": float(etat.couts_etp[row, rank]),
        }
    if isinstance(h, OuvrirPlaces | FermerPlaces | TransformerPlaces):
        kind = h.de if isinstance(h, TransformerPlaces) else h.gham
        row, rank = etat.rang(h.etablissement), etat.genres.index(kind)
        return {
            "places": float(etat.places[row, rank]),
            "financement_place": financement_moyen(etat, h.etablissement),
            "cout_place": cout_moyen(etat, h.etablissement),
        }
    if isinstance(h, HypotheseFraisSiege) and etat.frais_siege.sum() > 0:
        held = etat.frais_siege
        return {"cible": float(held[etat.tarifes].sum() / held.sum())}
    return {}
