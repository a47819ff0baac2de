"""Account lists of the indicators read from a balance, and the groupe of an account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from cpomlib.droit.lecture import closed
from cpomlib.droit.legislation import Fichiers, parametre, state
from cpomlib.droit.modele import STATUTS, Reference, ValeurDatee
from cpomlib.socle import ParametreError, suggestion

COMPTES = "comptes_diagnostic"
GROUPES = "groupes_fonctionnels"
SOLDES = ("debiteur", "crediteur", "net_debiteur", "net_crediteur")
"""How a term reads a balance: see ``Terme``."""
SENS = ("charge", "produit")
T = TypeVar("T")


@dataclass(frozen=True)
class Terme:
    """One signed part of a sum over a balance.

    Attributes:
        signe: 1 to add, -1 to subtract.
        solde: ``debiteur`` takes only the accounts whose closing balance is a debit (debit −
            credit), ``crediteur`` only the credit ones (credit − debit); ``net_debiteur`` and
            ``net_crediteur`` take all the accounts, whichever side they close on.
        comptes: account prefixes that count.
        sauf: longer prefixes left out.
    """

    signe: int
    solde: str
    comptes: tuple[str, ...]
    sauf: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComptesDiagnostic:
    """What a balance indicator adds up, and how sure the account list is."""

    nom: str
    libelle: str
    termes: tuple[Terme, ...]
    statut: str
    note: str
    reference: Reference


@dataclass(frozen=True)
class GroupeDuCompte:
    """The groupe fonctionnel (1, 2 or 3) of an account, and the row that says so."""

    groupe: int
    prefixe: str
    libelle: str
    statut: str
    reference: Reference


def comptes(nom: str, au: date) -> ComptesDiagnostic:
    """Return the account list called ``nom`` (``frng``, ``bfr``, ``caf``…) on a day.

    Raises:
        ParametreError: no such list, badly written, or a day outside the known dates.
    """
    return _comptes(nom, au, state(COMPTES))


@lru_cache(maxsize=1024)
def _comptes(nom: str, au: date, _state: Fichiers) -> ComptesDiagnostic:
    dated = _dated(COMPTES, au)
    if nom not in dated.valeur:
        raise ParametreError(
            f"La liste de comptes «\u00a0{nom}\u00a0» n’existe pas.",
            ou=f"{COMPTES}.yaml",
            que_faire=suggestion(nom, dated.valeur),
        )
    return _list(nom, dated.valeur[nom], dated)


def groupes_fonctionnels(sens: str, au: date) -> Mapping[str, GroupeDuCompte]:
    """Return prefix → groupe for one side of the budget on a day.

    Args:
        sens: ``charge`` or ``produit``.
        au: the day; the mapping follows the accounting texts.

    Raises:
        ParametreError: unknown side, or a day outside the known dates.
    """
    if sens not in SENS:
        raise ParametreError(
            f"Le sens «\u00a0{sens}\u00a0» n’existe pas.", que_faire=suggestion(sens, SENS)
        )
    return _groupes(sens, au, state(GROUPES))


@lru_cache(maxsize=64)
def _groupes(sens: str, au: date, _state: Fichiers) -> Mapping[str, GroupeDuCompte]:
    dated = _dated(GROUPES, au)
    rows = {prefix: _row(prefix, row, dated) for prefix, row in dated.valeur[sens].items()}
    return MappingProxyType(rows)


def par_prefixe(compte: str, connus: Mapping[str, T]) -> T | None:
    """Return what is known of an account: the longest known prefix wins, None where none is.

    Args:
        compte: account number, as text (``64111``).
        connus: prefix → what is known, as ``groupes_fonctionnels`` gives it.
    """
    prefixes = (compte[:length] for length in range(len(compte), 0, -1))
    return next((connus[prefix] for prefix in prefixes if prefix in connus), None)


def check(chemin: str) -> None:
    """Refuse a parameter whose table of accounts could not be read at some date.

    Raises:
        ParametreError: naming the file, the day and the row.
    """
    found = parametre(chemin)
    for dated in found.valeurs if chemin in (COMPTES, GROUPES) else ():
        if dated.valeur is not None:
            _checked(chemin, dated, found.fichier)


def _dated(chemin: str, au: date) -> ValeurDatee:
    found = parametre(chemin)
    return _checked(chemin, found.a_la_date(au), found.fichier)


def _checked(chemin: str, dated: ValeurDatee, fichier: Path) -> ValeurDatee:
    """Check a table that is not known to be well written; each is asked for dozens of times."""
    if _bien_ecrites().get(id(dated)) is not dated:
        where = f"{dated.surcharge or fichier}, {dated.debut.isoformat()}"
        _check_lists(dated, where) if chemin == COMPTES else _check_groupes(dated, where)
        _bien_ecrites()[id(dated)] = dated
    return dated


@cache
def _bien_ecrites() -> dict[int, ValeurDatee]:
    return {}


def _check_lists(dated: ValeurDatee, where: str) -> None:
    _mapping(dated.valeur, where)
    for nom, entry in dated.valeur.items():
        place = f"{where}, «\u00a0{nom}\u00a0»"
        closed(entry, _LIST_KEYS, _LIST_REQUIRED, place)
        _known(entry["statut"], STATUTS, place)
        for term in _list_of(entry["termes"], place):
            closed(term, _TERM_KEYS, _TERM_REQUIRED, place)
            _known(term["solde"], SOLDES, place)
            _known(term["signe"], (1, -1), place)
            _prefixes(_list_of(term["comptes"], place), place)
            _prefixes(_list_of(term.get("sauf", ()), place), place)


def _check_groupes(dated: ValeurDatee, where: str) -> None:
    closed(dated.valeur, frozenset(SENS), frozenset(SENS), where)
    for sens in SENS:
        _mapping(dated.valeur[sens], f"{where}, {sens}")
        for prefix, row in dated.valeur[sens].items():
            place = f"{where}, {sens}, compte «\u00a0{prefix}\u00a0»"
            closed(row, _ROW_KEYS, _ROW_KEYS, place)
            _known(row["statut"], STATUTS, place)
            _known(row["groupe"], (1, 2, 3), place)
            _prefixes((prefix,), place)


_LIST_KEYS = frozenset({"libelle", "termes", "statut", "note"})
_LIST_REQUIRED = frozenset({"libelle", "termes", "statut"})
_TERM_KEYS = frozenset({"signe", "solde", "comptes", "sauf"})
_TERM_REQUIRED = frozenset({"signe", "solde", "comptes"})
_ROW_KEYS = frozenset({"groupe", "libelle", "statut"})


def _list(nom: str, entry: Mapping[str, Any], dated: ValeurDatee) -> ComptesDiagnostic:
    terms = tuple(
        Terme(term["signe"], term["solde"], term["comptes"], term.get("sauf", ()))
        for term in entry["termes"]
    )
    return ComptesDiagnostic(
        nom, entry["libelle"], terms, entry["statut"], entry.get("note", ""), dated.reference
    )


def _row(prefix: str, row: Mapping[str, Any], dated: ValeurDatee) -> GroupeDuCompte:
    return GroupeDuCompte(row["groupe"], prefix, row["libelle"], row["statut"], dated.reference)


def _mapping(value: Any, where: str) -> None:
    if not isinstance(value, Mapping):
        raise ParametreError(
            f"«\u00a0{value}\u00a0» ne suffit pas ici.",
            ou=where,
            que_faire="Écrivez une ligne par compte ou par liste.",
        )


def _list_of(value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, tuple):
        raise ParametreError(
            f"«\u00a0{value}\u00a0» n’est pas une liste.",
            ou=where,
            que_faire='Écrivez par exemple ["10", "11"].',
        )
    return value


def _known(value: Any, choices: Collection[Any], where: str) -> None:
    if not isinstance(value, str | int) or isinstance(value, bool) or value not in choices:
        raise ParametreError(
            f"La valeur «\u00a0{value}\u00a0» n’est pas connue.",
            ou=where,
            que_faire=suggestion(str(value), [str(choice) for choice in choices]),
        )


def _prefixes(values: tuple[Any, ...], where: str) -> None:
    for value in values:
        if not isinstance(value, str) or not value.isdigit():
            raise ParametreError(
                f"Le compte «\u00a0{value}\u00a0» n’est pas un numéro entre guillemets.",
                ou=where,
                que_faire=f'Écrivez "{value}".',
            )
