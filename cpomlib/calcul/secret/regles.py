"""The thresholds of statistical secrecy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Regles:
    """The thresholds of statistical secrecy (``seuils.yaml``).

    Attributes:
        seuil_etablissements: fewest gestionnaires under a mean, a median, a rank or a total.
        seuil_personnes: a count of 1 to this number less one is masked.
        dominance_max: greatest share of one contributor in a cell, a fraction.
        protection_largeur: least width of the interval in which a reader can place a masked
            count of persons, unless that interval holds every count that is masked (1 to 10).
        protection_part: least distance, as a fraction of a cell masked for its contributors, at
            which a reader can still place it on either side.
        zero_masque: a zero is masked like the counts of 1 to 10. No by default: a zero tells of
            nobody, and Insee's rules start at one unit. It must be yes where the absence of a
            characteristic tells something of everybody present.
    """

    seuil_etablissements: int = 5
    seuil_personnes: int = 11
    dominance_max: float = 0.85
    protection_largeur: float = 9.0
    protection_part: float = 0.15
    zero_masque: bool = False

    @property
    def plus_grand_masque(self) -> int:
        """The largest count of persons that is masked."""
        return self.seuil_personnes - 1


def regles_des_seuils() -> Regles:
    """Read the thresholds in force from ``seuils.yaml`` (the service's folder comes first).

    Raises:
        ParametreError: a threshold is missing or badly written.
    """
    from cpomlib.droit import seuil

    return Regles(
        seuil_etablissements=int(seuil("seuil_etablissements").nombre()),
        seuil_personnes=int(seuil("seuil_personnes").nombre()),
        dominance_max=float(seuil("dominance_max").nombre()),
        protection_largeur=float(seuil("protection_largeur").nombre()),
        protection_part=float(seuil("protection_part").nombre()),
    )
