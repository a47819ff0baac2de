"""What is on the table in a meeting: up to four scenarios of one gestionnaire, and their past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from cpomlib.calcul.scenarios import TYPES, Etat, Hypothese, Scenario

MAXIMUM = 4
HORIZON = 5


@dataclass(frozen=True)
class Seance:
    """The scenarios on the table.

    Attributes:
        scenarios: one to four, on one gestionnaire and one base year.
        actif: the rank of the one being changed.
    """

    scenarios: tuple[Scenario, ...]
    actif: int = 0

    @property
    def courant(self) -> Scenario:
        """The scenario being changed."""
        return self.scenarios[self.actif]

    def avec(self, scenario: Scenario) -> Seance:
        """Return the session with the current scenario replaced."""
        kept = self.scenarios[: self.actif], self.scenarios[self.actif + 1 :]
        return replace(self, scenarios=(*kept[0], scenario, *kept[1]))

    def choisir(self, rang: int) -> Seance:
        """Turn to another scenario."""
        return replace(self, actif=max(0, min(rang, len(self.scenarios) - 1)))

    def poser(self, scenario: Scenario) -> Seance:
        """Lay one more scenario on the table, or in place of the current one when it is full."""
        if len(self.scenarios) >= MAXIMUM:
            return self.avec(scenario)
        return Seance((*self.scenarios, scenario), len(self.scenarios))

    def retirer(self) -> Seance:
        """Take the current scenario off the table; the last one stays."""
        if len(self.scenarios) == 1:
            return self
        kept = tuple(s for rank, s in enumerate(self.scenarios) if rank != self.actif)
        return Seance(kept, max(0, self.actif - 1))


def depart(etat: Etat) -> Scenario:
    """Return the scenario a meeting starts from: one rate, at zero; the others are added."""
    usual: tuple[Hypothese, ...] = (TYPES["actualisation"](taux=0.0),)  # type: ignore[call-arg]
    return Scenario("Scénario A", etat.gestionnaire, etat.annee, HORIZON, usual)


def titre_libre(seance: Seance) -> str:
    """Return a title that no scenario on the table has."""
    taken = {scenario.titre for scenario in seance.scenarios}
    return next(t for t in (f"Scénario {letter}" for letter in "ABCDEFGHIJ") if t not in taken)


def changer(scenario: Scenario, rang: int, nom: str, valeur: Any) -> Scenario:
    """Return the scenario with one value of one hypothesis changed."""
    held = list(scenario.hypotheses)
    held[rang] = replace(held[rang], **{nom: valeur})
    return replace(scenario, hypotheses=tuple(held))


def ajouter(scenario: Scenario, hypothese: Hypothese) -> Scenario:
    """Return the scenario with one more hypothesis."""
    return replace(scenario, hypotheses=(*scenario.hypotheses, hypothese))


def oter(scenario: Scenario, rang: int) -> Scenario:
    """Return the scenario without the hypothesis of rank ``rang``."""
    held = scenario.hypotheses
    return replace(scenario, hypotheses=(*held[:rang], *held[rang + 1 :]))


def remplacer(scenario: Scenario, rang: int, hypothese: Hypothese) -> Scenario:
    """Return the scenario with another hypothesis in place of the one of rank ``rang``."""
    held = scenario.hypotheses
    return replace(scenario, hypotheses=(*held[:rang], hypothese, *held[rang + 1 :]))
