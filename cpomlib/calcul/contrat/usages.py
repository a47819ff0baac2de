"""The parties' thresholds on following and checking a contract, read from ``seuils.yaml``."""

from __future__ import annotations

from cpomlib.calcul.contrat.jugement import Usages
from cpomlib.calcul.contrat.vue import Bornes
from cpomlib.droit import seuil


def usages_des_seuils() -> Usages:
    """Read the thresholds in force.

    Raises:
        ParametreError: a threshold is missing or badly written.
    """
    return Usages(
        tolerance=seuil("tolerance_cible").nombre(),
        maintien=seuil("tolerance_maintien").nombre(),
        effectif=seuil("effectif_lecture_min").nombre(),
    )


def bornes_des_seuils() -> Bornes:
    """Read the limits of the parties.

    Raises:
        ParametreError: a threshold is missing or badly written.
    """
    return Bornes(
        objectifs=seuil("objectifs_max").nombre(),
        indicateurs=seuil("indicateurs_max").nombre(),
    )
