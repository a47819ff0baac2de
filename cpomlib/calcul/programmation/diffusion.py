"""What a bilan may tell outside the service: deadlines, late actions, sums of money.

Who reads knows the contracts, hence how many owe each thing: what one side counts says what the
other does. Both sides of a fact are told only where each holds as many gestionnaires as the
threshold; « all » and « nobody » are sides too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpomlib.calcul.contrat import ArgentProgramme, Contrat, Delai, Ligne
from cpomlib.calcul.programmation.atteintes import taire_cotes
from cpomlib.calcul.secret import DOMINANCE, Regles

PASSES = ("faite", "en_retard")
_OUVERTES = ("a_venir", "en_cours")
PEU_D_UNS = "Moins de {seuil} gestionnaires."


@dataclass(frozen=True)
class EcheancesTenues:
    """A kind of deadline, over the gestionnaires.

    Attributes:
        etats: status → how many deadlines.
        proprietaires: status → the gestionnaires who owe them.
        exercices: the years that they are due for; an empty one where it is of none.
    """

    nature: str
    etats: Mapping[str, int]
    proprietaires: Mapping[str, frozenset[str]]
    exercices: frozenset[str] = frozenset()

    @property
    def exercice(self) -> str:
        """The one that they are all due for; empty where there is none, or several."""
        return next(iter(self.exercices)) if len(self.exercices) == 1 else ""

    def qui(self, etat: str) -> frozenset[str]:
        """Return the gestionnaires of a status."""
        return self.proprietaires.get(etat, frozenset())

    def taire(self, seuil: int) -> str:
        """Return why nothing may be said of it outside the service, empty where it may."""
        if any(self.qui(one) for one in PASSES):
            done, late = (len(self.qui(one)) for one in PASSES)
            told = taire_cotes(done, late, seuil)
            if told:
                return told
        few = any(0 < len(who) < seuil for who in self.proprietaires.values())
        return PEU_D_UNS.format(seuil=seuil) if few else ""


def tenues(
    delais: Iterable[Delai], proprietaires: Mapping[str, str], jour: date
) -> tuple[EcheancesTenues, ...]:
    """Count deadlines by kind and status, in the order of the first one of each kind.

    Args:
        delais: the deadlines, by date.
        proprietaires: contract → gestionnaire.
        jour: the day they are looked at.
    """
    counts: dict[str, Counter[str]] = {}
    owners: dict[str, dict[str, set[str]]] = {}
    years: dict[str, set[str]] = {}
    for one in delais:
        state = one.statut(jour)
        years.setdefault(one.nature, set()).add(one.exercice)
        counts.setdefault(one.nature, Counter())[state] += 1
        held = owners.setdefault(one.nature, {}).setdefault(state, set())
        held.add(proprietaires.get(one.contrat, one.contrat))
    return tuple(
        EcheancesTenues(kind, states, {each: frozenset(who) for each, who in owners[kind].items()},
                        frozenset(years[kind]))
        for kind, states in counts.items()
    )  # fmt: skip


@dataclass(frozen=True)
class RetardsActions:
    """The actions past their end and still open.

    Attributes:
        lignes: each with its contract, the oldest first.
        gestionnaires: whose; ``autres``: those who had one to end by then, and have none late.
    """

    lignes: tuple[tuple[Contrat, Ligne], ...]
    gestionnaires: int
    autres: int

    def taire(self, seuil: int) -> str:
        """Return why nothing may be said of it outside the service, empty where it may."""
        owed = self.gestionnaires or self.autres
        return taire_cotes(self.gestionnaires, self.autres, seuil) if owed else ""


def retards_d_actions(contrats: Iterable[Contrat], jour: date) -> RetardsActions:
    """Find the actions of contracts that were to be over by a day and are still open."""
    ended = [
        (one, row)
        for one in contrats
        for row in one.de("actions")
        if row["date_fin"] and row["date_fin"] < jour and row["etat"] != "abandonnee"
    ]
    late = [pair for pair in ended if pair[1]["etat"] in _OUVERTES]
    late.sort(key=lambda pair: (pair[1]["date_fin"], pair[0].id, str(pair[1]["id_action"])))
    owners = {one.gestionnaire for one, _ in late}
    others = {one.gestionnaire for one, _ in ended} - owners
    return RetardsActions(tuple(late), len(owners), len(others))


def taire_argent(one: ArgentProgramme, regles: Regles) -> str:
    """Return why the sums of a line may not be told outside the service, empty where they may.

    Those who count are those whose amount is known: the others add nothing to hide among.
    """
    least = regles.seuil_etablissements
    if 0 < one.gestionnaires < least:
        return PEU_D_UNS.format(seuil=least)
    for parts in (one.prevus, one.notifies):
        if 0 < len(parts) < least:
            return PEU_D_UNS.format(seuil=least)
        if _dominee(parts, regles):
            return DOMINANCE.format(part=f"{regles.dominance_max:.0%}".rstrip("%"))
    return ""


def _dominee(parts: Sequence[int], regles: Regles) -> bool:
    """Judge the first of parts once the second has taken itself away, as everywhere."""
    if not parts:
        return False
    first, second = parts[0], parts[1] if len(parts) > 1 else 0
    return first > regles.dominance_max * (sum(parts) - second)
