"""The means of a région: dotation régionale limitative, and the trajectories of its contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpomlib.droit import Parametre, ValeurDatee, parametre

DRL_REGIONS, DRL_NATIONALE = "dotations/drl_regions", "dotations/drl_nationale"


@dataclass(frozen=True)
class Dotation:
    """The dotation régionale limitative of an exercise, CASF, art. L. 314-4.

    Attributes:
        exercice: the year.
        montant: euros, None where the amount was not found.
        nationale: the whole country's, last known of the year, None where it was not found.
        statut: ``en_vigueur``, ``a_verifier`` or ``a_completer``.
        source: the text it was read in, or the text to look up.
        note: what the reader must know.
    """

    exercice: int
    montant: Decimal | None
    nationale: Decimal | None
    statut: str
    source: str
    note: str = ""


def dotations(region: str, annees: Sequence[int]) -> tuple[Dotation, ...]:
    """Return the dotation of a région for some years, oldest first."""
    regionale, nationale = parametre(DRL_REGIONS), parametre(DRL_NATIONALE)
    return tuple(_dotation(region, annee, regionale, nationale) for annee in sorted(annees))


def derniere_connue(region: str, avant: int) -> Dotation | None:
    """Return the latest known dotation of a région up to a year."""
    years = {dated.debut.year for dated in parametre(DRL_REGIONS).valeurs}
    known = dotations(region, [year for year in years if year <= avant])
    return next((each for each in reversed(known) if each.montant is not None), None)


def _dotation(region: str, annee: int, regionale: Parametre, nationale: Parametre) -> Dotation:
    dated = _of_year(regionale, annee)
    whole = _of_year(nationale, annee)
    found = dated.valeur.get(region) if dated and isinstance(dated.valeur, Mapping) else None
    return Dotation(
        exercice=annee,
        montant=Decimal(found) if found is not None else None,
        nationale=Decimal(whole.valeur) if whole and whole.valeur is not None else None,
        statut=dated.statut if dated and found is not None else "a_completer",
        source=str(dated.reference) if dated else "",
        note=dated.note if dated and found is not None else "",
    )


def _of_year(parametre: Parametre, annee: int) -> ValeurDatee | None:
    """Return the last value of a year: that of the amending text where there is one."""
    return next((each for each in reversed(parametre.valeurs) if each.debut.year == annee), None)


@dataclass(frozen=True)
class AnneeTrajectoire:
    """What the contracts of a région add up to, one year ahead.

    Attributes:
        dotation: Σ over the gestionnaires whose trajectory is known, euros; None for none.
        contrats: how many they are.
    """

    annee: int
    dotation: Decimal | None
    contrats: int


def additionner(
    trajectoires: Iterable[Mapping[int, Decimal]], annees: Sequence[int]
) -> tuple[AnneeTrajectoire, ...]:
    """Add up the known trajectories, year by year; the others are not estimated.

    Args:
        trajectoires: one per gestionnaire whose plan is known: year → dotation.
        annees: the years ahead.
    """
    known = list(trajectoires)
    lines = []
    for annee in annees:
        amounts = [each[annee] for each in known if annee in each]
        whole = sum(amounts, Decimal(0)) if amounts else None
        lines.append(AnneeTrajectoire(annee, whole, len(amounts)))
    return tuple(lines)
