"""Which contract is that of a year, where several could be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from cpomlib.calcul.contrat.etat import vivant
from cpomlib.calcul.contrat.modele import CADRES_CPOM, Contrat
from cpomlib.calcul.contrat.perimetre_du_contrat import membres
from cpomlib.calcul.contrat.prorogation import terme_actuel

Tenue: TypeAlias = tuple[bool, bool, date, date, date, str]
"""How a contract holds an establishment in a year; of two, the greater one prevails."""


def couvre(contrat: Contrat, annee: int, jour: date) -> bool:
    """Tell whether a year is that of a contract, in force then or prepared now.

    Args:
        contrat: the contract.
        annee: the year.
        jour: the day its end is known.
    """
    if contrat.effet is None:
        return not contrat.signe and annee >= jour.year
    begun = contrat.effet.year if contrat.signe else max(contrat.effet.year, jour.year)
    return begun <= annee and vivant(contrat, annee, jour)


def famille(contrat: Contrat) -> str:
    """Return the kind of contracts that one replaces: the CPOM one another, else its own."""
    frame = str(contrat.ligne["cadre"])
    return CADRES_CPOM[0] if frame in CADRES_CPOM else frame


def tenues_de_l_annee(
    contrat: Contrat, annee: int, jour: date, premier: str = ""
) -> Mapping[str, Tenue]:
    """Return how a contract that covers a year holds each of its establishments in it.

    The one looked at first, then what is signed, then who held it last, then who took it last.

    Args:
        contrat: the contract.
        annee: the year.
        jour: the day its end is known.
        premier: code of the contract that prevails, whatever the others; empty for none.
    """
    if not couvre(contrat, annee, jour):
        return {}
    inside, effet = {*membres(contrat, annee)}, contrat.effet or date.min
    last, end = date(annee, 12, 31), terme_actuel(contrat, jour)
    if end is None or end.year < annee:  # renewed in silence
        end = last
    held: dict[str, Tenue] = {}
    for row in contrat.de("contrat_etablissements"):
        name = str(row["id_etablissement"])
        if name in inside:
            left = min(last, end, row["date_sortie"] or last)
            one: Tenue = (contrat.id == premier, contrat.signe, left,
                          max(effet, row["date_entree"]), effet, contrat.id)  # fmt: skip
            held[name] = max(one, held.get(name, one))
    return held


def remplaces(contrats: Iterable[Contrat], annee: int, jour: date) -> dict[str, tuple[str, ...]]:
    """Return the contracts of a year, each with those that it replaces.

    A contract is replaced by another one of its gestionnaire and of its kind that prevails on an
    establishment that it holds to its end; two contracts without a common establishment are both
    those of the year, and one that gives an establishment away remains. What a replaced one had
    replaced is told with it; of two that replace each other, the one that took last remains.

    Args:
        contrats: the contracts.
        annee: the year; one that does not cover it is not there.
        jour: the day their ends are known.
    """
    known = [one for one in contrats if couvre(one, annee, jour)]
    held = {one.id: tenues_de_l_annee(one, annee, jour) for one in known}
    direct = {
        new.id: {old.id for old in known
                 if _meme_lignee(old, new) and _prevaut(held[new.id], held[old.id])}
        for new in known
    }  # fmt: skip
    after = {code: _a_la_suite(direct, code) for code in direct}
    gone = {old for new, replaced in after.items() for old in replaced
            if new not in after[old] or _rang(held[new]) > _rang(held[old])}  # fmt: skip
    return {one.id: tuple(sorted(after[one.id])) for one in known if one.id not in gone}


def _a_la_suite(direct: Mapping[str, Collection[str]], code: str) -> frozenset[str]:
    """Return the contracts that one replaces, and those that these have replaced."""
    found, waiting = {code}, [code]
    while waiting:
        new = [one for one in direct[waiting.pop()] if one not in found]
        found.update(new)
        waiting += new
    return frozenset(found - {code})


def _rang(tenues: Mapping[str, Tenue]) -> Tenue:
    """Tell which of contracts that replace each other, on one establishment each, remains."""
    return max(tenues.values())


def _meme_lignee(un: Contrat, autre: Contrat) -> bool:
    return un.gestionnaire == autre.gestionnaire and famille(un) == famille(autre)


def _prevaut(nouvelles: Mapping[str, Tenue], anciennes: Mapping[str, Tenue]) -> bool:
    """Tell whether one holds better what the other one holds to its last day of the year."""
    last = max((held[2] for held in anciennes.values()), default=None)
    return any(
        held[2] == last and name in nouvelles and nouvelles[name] > held
        for name, held in anciennes.items()
    )
