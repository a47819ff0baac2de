"""Who sent a table for a year, and who should have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.tables import table

if TYPE_CHECKING:
    from cpomlib.dossier.gestionnaire import Dossier

REMEDE = " Pour le fournir"


def coverage(dossier: Dossier, name: str, annee: int) -> int:
    """Count the establishments of the perimeter that have rows of a table for a year.

    For a table without a year, every row counts; for the balances and the requests to the
    SIAO, which no establishment holds, the count is 1 or 0. Aggregates sent stand for stays.
    """
    if "id_etablissement" not in table(name).colonnes:
        return int(any(year in (0, annee) for _, year in dossier.presences[name]))
    return len(transmis(dossier, name, annee))


def transmis(dossier: Dossier, name: str, annee: int) -> frozenset[str]:
    """Return the establishments of the perimeter that have rows of a table for a year."""
    held = {who for who, year in dossier.presences[name] if year in (0, annee)}
    if name == "sejours":
        held = held.difference(dossier.envois(annee).non_couverts) | remplaces(dossier, annee)
    return frozenset(dossier.ouverts(annee).keys() & held)


def sans_couvrir(dossier: Dossier) -> str:
    """Say why stays that were sent do not tell the year; empty where they do, or none was sent."""
    sent = dossier.ouverts(dossier.annee).keys() & dossier.envois(dossier.annee).non_couverts
    return dossier.raison("menages_accueillis").partition(REMEDE)[0] if sent else ""


def attendus(dossier: Dossier, name: str, annee: int = 0) -> frozenset[str]:
    """Return the establishments whose rows of a table are waited for in a year (the last one).

    Those that have places, or that sent it for a year before; nobody for a table that no
    establishment holds.
    """
    if "id_etablissement" not in table(name).colonnes:
        return frozenset()
    year = annee or dossier.annee
    housing = {who for who, when in dossier.presences["places"] if when == year}
    before = {who for who, when in dossier.presences[name] if when <= year}
    return frozenset(dossier.ouverts(year).keys() & (housing | before))


def expected(dossier: Dossier, name: str, annee: int) -> int:
    """Count the establishments that should have rows for a year.

    Those that are waited for, or that sent some all the same; where there is none of these, all
    that are open, without head offices.
    """
    if "id_etablissement" not in table(name).colonnes:
        return 1
    waited = attendus(dossier, name, annee) | transmis(dossier, name, annee)
    if waited:
        return len(waited)
    return sum(regime != "siege" for regime in dossier.ouverts(annee).values())


def remplaces(dossier: Dossier, annee: int) -> frozenset[str]:
    """Return the establishments whose aggregates stand for their stays in a year."""
    sent = dossier.envois(annee).sans(["sejours"])
    return sent & set(dossier.structures["id_etablissement"])
