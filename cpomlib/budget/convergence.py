"""Bringing the financing of a GHAM down to its ceiling (2018-2022)."""

from __future__ import annotations

from decimal import Decimal

from cpomlib.budget.regle import Nombre, Regle, centimes
from cpomlib.typography import euros

CONVERGENCE = Regle(
    "Convergence tarifaire", "CASF, art. L. 314-4, et arrêtés annuels fixant les tarifs plafonds"
)
PREMIER_EXERCICE = 2018
"""First exercice with ceilings (arrêté du 2 mai 2018)."""
DERNIER_EXERCICE = 2022
"""Last exercice with ceilings (arrêté du 12 avril 2022)."""
SUSPENDUE = 2020
FRACTION_NON_LUE = 2021
"""The fraction of this year's arrêté is not known: it must be given."""


def convergence(
    exercice: int,
    financement: Nombre,
    plafond: Nombre,
    *,
    residuel: Nombre | None = None,
    reclasse: bool = False,
    fraction: Nombre | None = None,
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
        fraction: share of the gap asked for in 2021, between 0 and 1; the text of that year could
            not be read. Refused for the other years, whose text fixes it.

    Returns:
        Euros, rounded to the cent.

    Raises:
        RegleBudgetaireError: the year is before 2018, an amount is missing or negative, or
            ``fraction`` is missing (2021) or given for another year.

    Source: arrêté du 2 mai 2018; arrêté du 13 mai 2019 (LEGIARTI000038507027); arrêté du 19 août
    2020; arrêté du 24 août 2021; arrêté du 12 avril 2022 (LEGIARTI000045633850).
    """
    annee = CONVERGENCE.entier(exercice, "exercice", PREMIER_EXERCICE, 2100)
    accorde = CONVERGENCE.positif(financement, "financement de l’année précédente")
    limite = CONVERGENCE.positif(plafond, "tarif plafond multiplié par les places")
    reste = None if residuel is None else CONVERGENCE.positif(residuel, "convergence résiduelle")
    part = _fraction(annee, fraction)
    if accorde <= limite or annee == SUSPENDUE or annee > DERNIER_EXERCICE:
        return accorde
    ecart = accorde - limite
    if annee != PREMIER_EXERCICE and not reclasse:
        ecart = _residuel(annee, reste, ecart)
    return max(limite, centimes(accorde - ecart * part[0] / part[1]))


def _fraction(annee: int, fraction: Nombre | None) -> tuple[Decimal, Decimal]:
    """Return the share of the gap asked for in a year, as numerator and denominator."""
    if annee != FRACTION_NON_LUE:
        if fraction is not None:
            raise CONVERGENCE.erreur(
                f"la fraction de {annee} est fixée par son arrêté : « {fraction} » ne peut pas "
                "la remplacer.",
                "Retirez cette valeur ; seule l’année 2021 demande une fraction.",
                exercice=annee,
                fraction=fraction,
            )
        return Decimal(1), {2018: Decimal(4), 2019: Decimal(3)}.get(annee, Decimal(1))
    if fraction is None:
        raise CONVERGENCE.erreur(
            "la fraction de convergence de 2021 n’est pas connue.",
            "Lisez l’arrêté du 24 août 2021 (NOR LOGI2125547A) et indiquez la fraction.",
            exercice=annee,
            fraction=None,
        )
    return CONVERGENCE.part(fraction, "fraction de convergence"), Decimal(1)


def _residuel(annee: int, reste: Decimal | None, ecart: Decimal) -> Decimal:
    if reste is not None:
        return reste
    if annee == FRACTION_NON_LUE:
        return ecart
    raise CONVERGENCE.erreur(
        f"le financement dépasse le plafond de {euros(ecart)}, et la règle de {annee} demande "
        "la convergence restant à réaliser.",
        "Indiquez la convergence résiduelle, ou signalez que les places ont changé de GHAM.",
        exercice=annee,
        residuel=None,
    )
