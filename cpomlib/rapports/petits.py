"""Too few households, persons or staff for a rate: it is written in counts, without rank."""

from __future__ import annotations

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.secret import porte_sur_des_personnes
from cpomlib.dossier import Dossier
from cpomlib.droit import seuil
from cpomlib.socle import NBSP, is_missing, write

Termes = tuple[float, float] | None
"""Numerator and denominator of a rate, None where missing or masked."""


def trop_peu(indicateur: str, termes: Termes) -> bool:
    """Tell whether a rate of households, persons or staff is on too few to be read as one."""
    if termes is None or any(map(is_missing, termes)) or fiches()[indicateur].unite != "taux":
        return False
    # a share of full-time equivalents, of euros or of days counts nobody
    counts = porte_sur_des_personnes(indicateur) and all(map(float.is_integer, map(float, termes)))
    return counts and termes[1] < seuil("effectif_lecture_min").nombre()


def sur(termes: tuple[float, float]) -> str:
    """Write « 45 sur 125 »."""
    return f"{write(termes[0], 'nombre')} sur {write(termes[1], 'nombre')}"


def en_cellule(termes: tuple[float, float]) -> str:
    """Write the same on one line of a cell."""
    return sur(termes).replace(" ", NBSP)


def en_nombres(dossier: Dossier, indicateur: str, annee: int = 0) -> bool:
    """Tell whether a rate of a dossier is on too few to be read as one."""
    return trop_peu(indicateur, dossier.termes(indicateur, annee))
