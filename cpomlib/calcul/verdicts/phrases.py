"""The sentence of a finding, with its figures, its years and what it is set beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpomlib.calcul.verdicts.declaration import RegleVerdict
from cpomlib.calcul.verdicts.modele import Verdict
from cpomlib.calcul.verdicts.releves import Faits, Releve
from cpomlib.socle import NBSP, insecable, nombre

Ecrit = Callable[[str, float | None], str]
"""Writes a value of an indicator in French, with its unit."""
_RANGS = {2: "deuxième", 3: "troisième"}


@dataclass(frozen=True)
class Plume:
    """What a sentence is written from.

    Attributes:
        faits: the figures.
        ecrit: how a value is written.
        longue: how long a stay is too long, as the parties agreed (« 18 mois »).
    """

    faits: Faits
    ecrit: Ecrit
    longue: str

    def phrase(self, regle: RegleVerdict, verdict: Verdict) -> str:
        """Tell a figure, what it is set beside, where it comes from, how long it has been so."""
        mine = self.faits.sien(regle.indicateur)
        if mine is None:
            return ""
        when = regle.quand.format(annee=self.faits.annee)
        beside = self._repere(regle, verdict)
        parts = [f"{when}, {self._fait(regle, mine)}{beside}.", self._cours(regle, verdict)]
        parts.append(_duree(verdict))
        return insecable(" ".join(filter(None, parts)))

    def _fait(self, regle: RegleVerdict, mine: Releve) -> str:
        if not regle.compte:
            return regle.phrase.format(valeur=self.ecrit(regle.indicateur, mine.valeur))
        value = self.ecrit(regle.indicateur, mine.valeur)
        return f"{compte(regle, *mine.compte, self.longue)} ({value})"

    def _repere(self, regle: RegleVerdict, verdict: Verdict) -> str:
        mark = verdict.repere
        if mark is None:
            return ""
        said = self.ecrit(regle.indicateur, mark)
        if verdict.compare_a == "cible":
            return f", pour un objectif du contrat de {said}"
        if verdict.compare_a == "norme":
            return f" ({regle.nom_norme} : {said})"
        if verdict.compare_a == "region":
            return f", contre {said} chez les autres gestionnaires de la région"
        others = self.faits.autre(regle.indicateur)
        count = len(others.valeurs) if others else 0
        return (
            f", contre {said} pour la médiane des {nombre(count)} autres gestionnaires de la région"
        )

    def _cours(self, regle: RegleVerdict, verdict: Verdict) -> str:
        """Tell where the course began, where it is told at all."""
        if verdict.cours not in ("ameliore", "degrade"):
            return ""
        first = min(y for y in self.faits.siens if self.faits.sien(regle.indicateur, y) is not None)
        began = self.faits.sien(regle.indicateur, first)
        assert began is not None
        k, n = began.compte
        said = self.ecrit(regle.indicateur, began.valeur)
        return f"Le taux était de {said} en {first} ({nombre(k)} sur {nombre(n)})."


def compte(regle: RegleVerdict, k: int, n: int, longue: str) -> str:
    """Tell a count among a total, agreed with it: « aucun des 30 », « 1 … sur 30 », « 2 … »."""
    said = regle.fait["aucun" if k == 0 else "un" if k == 1 else "plusieurs"]
    return said.format(k=nombre(k), n=nombre(n), duree=longue)


def en_nombres(k: int, n: int, nom: str) -> str:
    """Write a rate in counts: « 2 ménages sur 6 », « aucun ménage sur 6 »."""
    if k == 0:
        return f"aucun{NBSP}{nom} sur {nombre(n)}"
    return f"{nombre(k)}{NBSP}{nom if k == 1 else nom + 's'} sur {nombre(n)}"


def _duree(verdict: Verdict) -> str:
    if verdict.annees not in _RANGS:
        return ""
    if verdict.annees == 3:
        return "C’est ainsi trois années de suite."
    return "C’est la deuxième année de suite."
