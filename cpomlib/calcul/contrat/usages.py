"""The parties' thresholds on following and checking a contract, read from ``seuils.yaml``."""

from __future__ import annotations

from datetime import date

from cpomlib.calcul.contrat.jugement import Usages
from cpomlib.calcul.contrat.vue import Bornes
from cpomlib.droit import seuil, valeur


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


def bornes_des_textes(jour: date) -> Bornes:
    """Read the limits of the law on a day, and those of the parties.

    Raises:
        ParametreError: one of them is not known on that day.
    """
    return Bornes(
        duree=12 * int(valeur("echeances/duree_max_cpom", jour)),
        duree_prorogee=12 * int(valeur("echeances/duree_max_prorogee", jour)),
        objectifs=seuil("objectifs_max").nombre(),
        indicateurs=seuil("indicateurs_max").nombre(),
    )
