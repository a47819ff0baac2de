"""Too few households, persons or staff for a rate: it is told in counts, without rank or colour."""

from __future__ import annotations

from typing import TypeAlias

from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.calcul.secret import est_une_part
from cpomlib.droit import seuil
from cpomlib.socle import is_missing, nombre

Termes: TypeAlias = tuple[float, float]
"""Numerator and denominator of a rate."""

_MOUVEMENTS = "taux_rotation"
"""Half of those who came and left, over the staff: no part of it, yet it counts persons."""


def peu(total: float | None) -> bool:
    """Tell whether a total is too small for its parts to be written as rates."""
    return total is not None and not is_missing(total) and total < effectif_lu()


def effectif_lu() -> float:
    """Return the total from which a rate is written as such (``seuils.yaml``)."""
    return float(seuil("effectif_lecture_min").nombre())


def taux_de_personnes(indicateur: str) -> bool:
    """Tell whether an indicator is a rate of households, persons or staff.

    A share of full-time equivalents, of euros or of days counts nobody.
    """
    fiche = fiches_connues()[indicateur]
    return fiche.unite == "taux" and (fiche.personnes or indicateur == _MOUVEMENTS)


def trop_peu(indicateur: str, termes: Termes | None) -> bool:
    """Tell whether a rate of households, persons or staff is on too few to be read as one."""
    if termes is None or any(map(is_missing, termes)) or not taux_de_personnes(indicateur):
        return False
    return peu(termes[1])


def sur(numerateur: float, denominateur: float) -> str:
    """Write « 45 sur 125 »."""
    return f"{nombre(numerateur)} sur {nombre(denominateur)}"


def en_comptes(indicateur: str, termes: Termes) -> str:
    """Write the two terms of a rate; what is no part of its denominator is told « pour » it."""
    if est_une_part(indicateur):
        return sur(*termes)
    top, below = termes
    return f"{nombre(top, 0 if float(top).is_integer() else 1)} pour {nombre(below)}"
