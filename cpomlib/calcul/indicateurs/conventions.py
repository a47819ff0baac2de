"""What the texts leave to the parties, passed as arguments and printed with the results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpomlib.calcul.indicateurs.comptes import Comptes
from cpomlib.socle import Periode
from cpomlib.socle.periode import periode


@dataclass(frozen=True)
class Conventions:
    """The conventions of the parties (no text sets them: arrêté of 25 October 2019, annexe I).

    Attributes:
        seuil_presence_longue_mois: months beyond which a presence is abnormally long.
        anciennete_min_mois: seniority from which a household counts in cpom_3, None for all.
        comptes: the account lists that the balance indicators are read on; None for those in
            force at the close of the year (``legislation/comptes_diagnostic.yaml``).
        jour: the day the figures are looked at; None when every year is over.
    """

    seuil_presence_longue_mois: float
    anciennete_min_mois: float | None = None
    comptes: Comptes | None = None
    jour: date | None = None

    def periode(self, annee: int, partie: str = "") -> Periode:
        """Return a year, or a part of one, as it is known on the day it is looked at."""
        return periode(annee, self.jour, partie)


def conventions_des_seuils(jour: date | None = None) -> Conventions:
    """Read the conventions in force from ``seuils.yaml`` (the service's folder comes first).

    Args:
        jour: the day the figures are looked at; None when every year is over.

    Raises:
        ParametreError: a threshold is missing or badly written.
    """
    from cpomlib.droit import seuil

    anciennete = seuil("anciennete_min_mois").valeur
    return Conventions(
        seuil_presence_longue_mois=float(seuil("seuil_presence_longue_mois").nombre()),
        anciennete_min_mois=None if anciennete is None else float(anciennete),
        jour=jour,
    )
