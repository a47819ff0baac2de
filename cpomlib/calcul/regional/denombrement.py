"""Who of a région its sheets count, whom they leave out and why, whose figures are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cpomlib.calcul.perimetre import en_service
from cpomlib.calcul.regional.unites import de_region, gestionnaire, hebergeurs

if TYPE_CHECKING:
    import pandas as pd

TEMOINS: Mapping[str, str] = {
    "publics": "menages_accueillis", "activite": "taux_occupation", "finances": "charges_brutes",
    "rh": "effectif",
}  # fmt: skip
"""Part of the data → the indicator that has a value wherever the part was sent."""


@dataclass(frozen=True)
class Denombrement:
    """The gestionnaires that have an establishment in a région: each is counted, or left out.

    Attributes:
        comptes: ids of those counted.
        hors: reason (``hebergement``, ``service``, ``chrs``) → ids of those left out.
    """

    comptes: tuple[str, ...]
    hors: Mapping[str, tuple[str, ...]]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.comptes) + sum(map(len, self.hors.values()))


def denombrer(
    etablissements: pd.DataFrame, places: pd.DataFrame, region: str, annee: int,
    perimetre: str = "tous",
) -> Denombrement:  # fmt: skip
    """Count the gestionnaires of a région, each under the first reason that leaves it out.

    Args:
        etablissements: those of every gestionnaire, whether it houses or not.
        places: of every year.
        region: its code.
        annee: the year whose establishments count.
        perimetre: ``tous``, or ``chrs`` for the holders of CHRS.
    """
    here = de_region(etablissements, region)
    housing = here[here["id_gestionnaire"].astype("str").isin(hebergeurs(etablissements, places))]
    opened = en_service(housing, annee)
    kept = de_region(opened, region, perimetre)
    steps = {"": here, "hebergement": housing, "service": opened, "chrs": kept}
    held = [(why, set(frame["id_gestionnaire"].astype("str"))) for why, frame in steps.items()]
    left = {why: tuple(sorted(before - after)) for (_, before), (why, after) in pairwise(held)}
    return Denombrement(tuple(sorted(held[-1][1])), {why: who for why, who in left.items() if who})


def sans_chiffres(resultats: pd.DataFrame, comptes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return part of the data → the gestionnaires that have no figure of it for a year.

    Those that have no figure at all are under no part (the empty one).

    Args:
        resultats: the results of the year, whose units are those of a regional sheet.
        comptes: ids of the gestionnaires counted.
    """
    known = resultats[resultats["statut"] == "ok"]
    some = set(known["unite"])
    found = {"": tuple(who for who in comptes if gestionnaire(who) not in some)}
    for part, name in TEMOINS.items():
        held = set(known.loc[known["id"] == name, "unite"])
        found[part] = tuple(
            who for who in comptes if who not in found[""] and gestionnaire(who) not in held
        )
    return {part: who for part, who in found.items() if who}
