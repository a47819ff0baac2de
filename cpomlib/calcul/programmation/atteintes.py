"""Targets reached by indicator, over the gestionnaires of a région, and what may be said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpomlib.calcul.contrat import LigneSuivi, etat_objectif
from cpomlib.calcul.indicateurs import fiches

ETATS = ("atteint", "en_partie", "non_atteint", "non_mesurable")
PEU = "Moins de {seuil} gestionnaires sont derrière l’un des deux nombres."


@dataclass(frozen=True)
class Atteinte:
    """An indicator, in a year.

    Attributes:
        etats: where a gestionnaire stands → how many; one that has several targets of the
            indicator reaches it when it reaches them all.
    """

    indicateur: str
    etats: Mapping[str, int]

    @property
    def suivis(self) -> int:
        """The gestionnaires whose targets were measured."""
        return sum(count for state, count in self.etats.items() if state != "non_mesurable")

    @property
    def atteints(self) -> int:
        """Those who reached them."""
        return self.etats.get("atteint", 0)

    @property
    def parts(self) -> Mapping[str, float]:
        """Shares of those measured; empty where there is none."""
        if not self.suivis:
            return {}
        return {state: self.etats.get(state, 0) / self.suivis for state in ETATS[:3]}

    def taire(self, seuil: int) -> str:
        """Return why nothing may be said outside the service, empty where it may.

        Who reads knows its own figure, and every target is in a contract that may be read: « all »
        or « nobody » would say of each on what side of its target it stands, hence a bound of its
        count. Both sides must hold as many gestionnaires as the threshold.
        """
        return taire_cotes(self.atteints, self.suivis - self.atteints, seuil)


def taire_cotes(uns: int, autres: int, seuil: int) -> str:
    """Return why two sides of a fact may not be told, empty where each holds enough."""
    return PEU.format(seuil=seuil) if min(uns, autres) < seuil else ""


def atteintes(
    lignes: Iterable[LigneSuivi], proprietaires: Mapping[str, str], annee: int
) -> tuple[Atteinte, ...]:
    """Count who reached its targets, indicator by indicator, those of the catalogue.

    Args:
        lignes: the targets of the contracts, followed.
        proprietaires: contract → gestionnaire.
        annee: the year.
    """
    said: dict[tuple[str, str], list[str]] = {}
    for line in lignes:
        known = line.cible.indicateur in fiches() and line.contrat in proprietaires
        if line.annee == annee and known and line.jugement not in {"suivi", "a_venir"}:
            key = line.cible.indicateur, proprietaires[line.contrat]
            said.setdefault(key, []).append(line.jugement)
    counts: dict[str, Counter[str]] = {}
    for (name, _), judged in said.items():
        counts.setdefault(name, Counter())[_state(judged)] += 1
    order = list(fiches())
    return tuple(Atteinte(name, counts[name]) for name in sorted(counts, key=order.index))


def _state(judged: list[str]) -> str:
    """Say of one that lacks a measure that it cannot be measured, unless it missed another."""
    state = etat_objectif(judged)
    return "non_mesurable" if state == "atteint" and "non_mesurable" in judged else state


@dataclass(frozen=True)
class Libres:
    """Targets on indicators that only a contract knows: they do not add up by name."""

    jugees: int
    atteintes: int


def libres(lignes: Iterable[LigneSuivi], annee: int) -> Libres:
    """Count the targets of free indicators judged in a year."""
    known = fiches()
    judged = [
        line.jugement
        for line in lignes
        if line.annee == annee
        and line.cible.indicateur not in known
        and line.jugement in {"atteinte", "proche", "non_atteinte"}
    ]
    return Libres(len(judged), judged.count("atteinte"))
