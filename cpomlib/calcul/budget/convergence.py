"""Bringing the financing of a GHAM down to its ceiling (2018-2022)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from cpomlib.calcul.budget.regle import Nombre, Regle, centimes_exacts
from cpomlib.socle import euros

CONVERGENCE = Regle(
    "Convergence tarifaire", "CASF, art. L. 314-4, et arrêtés annuels fixant les tarifs plafonds"
)
PREMIER_EXERCICE = 2018
"""First exercice with ceilings (arrêté du 2 mai 2018)."""
DERNIER_EXERCICE = 2022
"""Last exercice with ceilings (arrêté du 12 avril 2022)."""
FRACTIONS: Mapping[int, Fraction] = MappingProxyType(
    {2018: Fraction(1, 4), 2019: Fraction(1, 3), 2020: Fraction(0), 2022: Fraction(1)}
)
"""Share of the gap, or of what remains of it, that each arrêté takes back; 2021 was not read."""
RESIDUEL_EXIGE = (2019, 2022)
"""Exercices whose text speaks of the convergence still to be made."""


def convergence(
    exercice: int,
    financement: Nombre,
    plafond: Nombre,
    *,
    residuel: Nombre | None = None,
    reclasse: bool = False,
    fraction: Nombre | Fraction | None = None,
) -> Decimal:
    """Return the most an authority may grant a GHAM for an exercice.

    With F the financing and P the ceiling: F when F ≤ P (no upward convergence exists); else
    2018: F − (F − P)/4; 2019: F − residual/3, or F − (F − P)/3 when reclassified; 2020: F
    (suspended); 2021: F − fraction × (residual, or F − P when reclassified or when no residual is
    given); 2022: F − residual, or P when reclassified; from 2023: F. Never below P when F > P.

    Args:
        exercice: the year financed, N.
        financement: F, financing granted in N−1 for the GHAM (re-spread over the GHAM of the
            latest étude nationale des coûts when ``reclasse``), euros.
        plafond: P, ceiling × places, euros.
        residuel: convergence still to be made after the earlier years, euros; needed in 2019 and
            2022 unless ``reclasse``, ignored in the years whose text does not use it.
        reclasse: the places were split again or moved between GHAM since the earlier study.
        fraction: share of the gap to take back, between 0 and 1, as read in the dated parameter
            ``tarifs_plafonds/convergence``; when None, the share of the year's text, which is
            not known for 2021.

    Returns:
        Euros, rounded to the cent.

    Raises:
        RegleBudgetaireError: the year is before 2018, an amount is missing or negative, the
            residual is needed and missing, or the fraction is (2021, F > P).

    Source: arrêté du 2 mai 2018; arrêté du 13 mai 2019 (LEGIARTI000038507027); arrêté du 19 août
    2020; arrêté du 24 août 2021; arrêté du 12 avril 2022 (LEGIARTI000045633850).
    """
    annee = _exercice(exercice)
    accorde = CONVERGENCE.positif(financement, "financement de l’année précédente")
    limite = CONVERGENCE.positif(plafond, "tarif plafond multiplié par les places")
    reste = None if residuel is None else CONVERGENCE.positif(residuel, "convergence résiduelle")
    if accorde <= limite or annee > DERNIER_EXERCICE:
        return accorde
    part = _fraction(annee, fraction)
    ecart = accorde - limite
    if part and annee != PREMIER_EXERCICE and not reclasse:
        ecart = _residuel(annee, reste, ecart)
    return centimes_exacts(max(Fraction(limite), Fraction(accorde) - Fraction(ecart) * part))


def _exercice(exercice: int) -> int:
    annee = CONVERGENCE.entier(exercice, "exercice", 2000, 2100)
    if annee < PREMIER_EXERCICE:
        raise CONVERGENCE.erreur(
            f"il n’y avait ni tarif plafond ni convergence en {annee}.",
            f"La règle s’applique depuis l’exercice {PREMIER_EXERCICE}.",
            exercice=annee,
        )
    return annee


def _fraction(annee: int, fraction: Nombre | Fraction | None) -> Fraction:
    """Return the share of the gap to take back in a year."""
    if fraction is not None:
        return CONVERGENCE.part_exacte(fraction, "fraction de convergence")
    if annee in FRACTIONS:
        return FRACTIONS[annee]
    raise CONVERGENCE.erreur(
        f"la fraction de convergence de {annee} n’est pas connue.",
        "Lisez l’arrêté du 24 août 2021 (NOR LOGI2125547A) et indiquez la fraction.",
        exercice=annee,
        fraction=None,
    )


def _residuel(annee: int, reste: Decimal | None, ecart: Decimal) -> Decimal:
    if reste is not None:
        return reste
    if annee not in RESIDUEL_EXIGE:
        return ecart
    raise CONVERGENCE.erreur(
        f"le financement dépasse le plafond de {euros(ecart)}, et la règle de {annee} demande "
        "la convergence restant à réaliser.",
        "Indiquez la convergence résiduelle, ou signalez que les places ont changé de GHAM.",
        exercice=annee,
        residuel=None,
    )
