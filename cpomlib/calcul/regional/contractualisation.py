"""Who of a région has a contract, and since when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from cpomlib.calcul.contrat import Contrat, etat_du_contrat


@dataclass(frozen=True)
class Contractualisation:
    """The contracts of a région on a day.

    Attributes:
        en_vigueur: how many are in force.
        couverts: how many of those who must have one have one in force.
        prepares: how many are being prepared.
        effet: the first day of the latest in force, None where none is.
    """

    en_vigueur: int
    couverts: int
    prepares: int
    effet: date | None


def contractualisation(
    contrats: Mapping[str, Contrat], tenus: Collection[str], jour: date
) -> Contractualisation:
    """Count the contracts of a région on a day.

    Args:
        contrats: its contracts, by code.
        tenus: the gestionnaires that must have one.
        jour: the day.
    """
    states = [(etat_du_contrat(one, jour), one) for one in contrats.values()]
    held = [one for state, one in states if state == "en_vigueur"]
    return Contractualisation(
        en_vigueur=len(held),
        couverts=len({one.gestionnaire for one in held} & set(tenus)),
        prepares=sum(state == "preparation" for state, _ in states),
        effet=max((one.effet for one in held if one.effet), default=None),
    )
