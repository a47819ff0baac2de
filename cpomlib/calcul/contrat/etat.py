"""Where a contract stands on a day, and what is due next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from cpomlib.calcul.contrat.delais import NATURES, Delai
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.pluripartite import CADRE, condition
from cpomlib.calcul.contrat.prorogation import terme_actuel

EtatContrat: TypeAlias = Literal["preparation", "a_venir", "en_vigueur", "echu", "resilie"]
_ORDRE: tuple[EtatContrat, ...] = ("en_vigueur", "a_venir", "preparation", "echu", "resilie")
"""Which contract speaks first, of a gestionnaire that has several."""
_DUS = ("a_venir", "proche")


def etat_du_contrat(contrat: Contrat, jour: date) -> EtatContrat:
    """Return where a contract stands on a day."""
    if not contrat.signe:
        return "preparation"
    if contrat.effet is None or jour < contrat.effet:
        return "a_venir"
    approval = condition(contrat, jour)
    if approval in {"attendue", "echue"}:
        # the approval is a suspensive condition: without it the agreement binds nobody
        return "a_venir" if approval == "attendue" else "echu"
    ended = contrat.ligne["date_resiliation"]
    if ended is not None and ended < jour:
        return "resilie"
    end = terme_actuel(contrat, jour)
    over = end is not None and end < jour and not contrat.reconduit
    return "echu" if over else "en_vigueur"


def vivant(contrat: Contrat, annee: int, jour: date) -> bool:
    """Tell whether a contract is prepared, to come, or in force for a part of a year.

    Args:
        contrat: the contract.
        annee: the year.
        jour: the day its end is known.
    """
    end = terme_actuel(contrat, jour) if contrat.signe else None
    if end is None or end.year >= annee:
        return True
    ended = contrat.ligne["date_resiliation"] is not None
    renewed = contrat.reconduit and not ended
    return renewed and agrement_fini(contrat, annee) is None


def agrement_fini(contrat: Contrat, annee: int) -> date | None:
    """Return the day the approval ended, where it was over before a year; None otherwise.

    The agreement lasts as long as its approval, its suspensive condition: the silence that renews
    it each year renews nothing any more.
    """
    last = contrat.ligne["agrement_fin"] if contrat.ligne["cadre"] == CADRE else None
    return last if last is not None and last.year < annee else None


def contrat_courant(contrats: Iterable[Contrat], jour: date) -> Contrat | None:
    """Return the contract to speak of on a day: in force, else to come, else the last one."""
    found = sorted(contrats, key=lambda one: (one.effet or date.max, one.id), reverse=True)
    return min(found, key=lambda one: _ORDRE.index(etat_du_contrat(one, jour)), default=None)


@dataclass(frozen=True)
class Prochaine:
    """The next day on which something is due.

    Attributes:
        delai: what is due, the contract's own term before an action's.
        autres: how many other things are due on that day.
    """

    delai: Delai
    autres: int


def prochaine(delais: Iterable[Delai], jour: date) -> Prochaine | None:
    """Return what is due next, None where nothing is."""
    due = [one for one in delais if one.statut(jour) in _DUS]
    if not due:
        return None
    day = min(one.le for one in due)
    same = [one for one in due if one.le == day]
    first = min(same, key=lambda one: (NATURES.index(one.nature), one.cle))
    return Prochaine(first, len(same) - 1)
