"""What the base year says beside a hypothesis, and ratios of a projection."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.effets import Tableau
from cpomlib.calcul.scenarios.etats import Etat
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
    known = hypothese.reperes(etat)
    return {name: value for name, value in known.items() if np.isfinite(value)}


def etp_pour_cent_places(projection: Projection) -> Tableau:
    """Return ETP per 100 financed places of the gestionnaire, shape (T,); NaN where unknown."""
    places = projection.total("places")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(places > 0, projection.total("etp") / places * 100, np.nan)
