"""The register of deposits: what each brought, what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from cpomlib.base.deposits import Depot, as_depot
from cpomlib.base.etats import REFUS, TRANSMISSION, VALIDATION, Evenement
from cpomlib.base.lots import owners_of
from cpomlib.base.securite import signed
from cpomlib.socle import MAX_LISTED, CommandeError
from cpomlib.tables import stored_names, table

_DEPOTS = (
    "SELECT id, horodatage, auteur, fichier, sha256, format, role FROM depots ORDER BY id DESC"
)
_EVENTS = "SELECT depot, nature, horodatage, auteur, etat, role, motif FROM evenements ORDER BY id"
_SCOPES = """
SELECT o.depot, o.nom_table, o.entite, o.annee, sum(o.lignes), count(*),
    sum(CASE WHEN EXISTS (SELECT 1 FROM lots_courants c WHERE c.nom_table = o.nom_table
        AND c.entite = o.entite AND c.annee = o.annee AND c.document = o.document
        AND c.source = o.id) THEN 1 ELSE 0 END)
FROM lots o WHERE o.source = o.id
GROUP BY o.depot, o.nom_table, o.entite, o.annee
"""
_SUCCESSORS = """
SELECT DISTINCT c.depot FROM lots o JOIN lots_courants c ON c.nom_table = o.nom_table
    AND c.entite = o.entite AND c.annee = o.annee AND c.document = o.document
WHERE o.depot = :depot AND o.source = o.id AND c.depot <> :depot
ORDER BY c.depot
"""


@dataclass(frozen=True)
class FicheDepot:
    """A deposit with its scope and what became of it.

    Attributes:
        depot: its number and origin.
        lignes: how many rows it brought, per table, in the order of the contract.
        gestionnaires: those whose rows it holds.
        etablissements: those whose rows it holds.
        departements: those whose requests to the SIAO it holds.
        annees: the years it names, oldest first (stays name none).
        lots: how many scopes it brought, those that it emptied included.
        en_vigueur: how many of them are in force.
        evenements: what happened to it, oldest first.
    """

    depot: Depot
    lignes: Mapping[str, int]
    gestionnaires: tuple[str, ...]
    etablissements: tuple[str, ...]
    departements: tuple[str, ...]
    annees: tuple[int, ...]
    lots: int
    en_vigueur: int
    evenements: tuple[Evenement, ...]

    @property
    def statut(self) -> str:
        """``brouillon``, ``transmis``, ``refuse``, ``valide``; ``remplace``: none is in force."""
        natures = {event.nature for event in self.evenements}
        if VALIDATION in natures:
            return "valide" if self.en_vigueur else "remplace"
        if REFUS in natures:
            return "refuse"
        return "transmis" if TRANSMISSION in natures else "brouillon"


@dataclass
class _Scope:
    lignes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    entites: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    annees: set[int] = field(default_factory=set)
    lots: int = 0
    en_vigueur: int = 0


def registre(engine: Engine, gestionnaire: str | None = None) -> list[FicheDepot]:
    """Return the deposits, newest first.

    Args:
        engine: an open base.
        gestionnaire: only those that hold rows of this one; None for all.
    """
    with engine.connect() as connection:
        depots = [as_depot(row) for row in connection.execute(text(_DEPOTS))]
        events = _events(connection)
        scopes = _scopes(connection.execute(text(_SCOPES)).all())
        owners = owners_of(connection)
    found = [_fiche(depot, scopes[depot.id], events[depot.id], owners) for depot in depots]
    return [each for each in found if gestionnaire in {None, *each.gestionnaires}]


def fiche_depot(engine: Engine, numero: int) -> FicheDepot:
    """Return a deposit with its scope and what became of it.

    Raises:
        CommandeError: there is no such deposit; names the nearest numbers.
    """
    known_deposit(engine, numero)
    return next(each for each in registre(engine) if each.depot.id == numero)


def known_deposit(engine: Engine, numero: int) -> int:
    """Return the number of a deposit, if there is one.

    Raises:
        CommandeError: there is no such deposit; names the nearest numbers.
    """
    with engine.connect() as connection:
        known = connection.execute(text("SELECT id FROM depots")).scalars().all()
    if numero in known:
        return numero
    near = sorted(sorted(known, key=lambda each: (abs(each - numero), each))[:MAX_LISTED])
    raise CommandeError(
        f"Le dépôt n° {numero} n’existe pas.",
        que_faire=f"Les plus proches : {', '.join(map(str, near))}."
        if near
        else "La base n’a encore aucun dépôt.",
    )


def successors(engine: Engine, numero: int) -> list[int]:
    """Return the deposits now in force in place of what a deposit brought."""
    with engine.connect() as connection:
        return list(connection.execute(text(_SUCCESSORS), {"depot": numero}).scalars())


def _events(connection: Connection) -> dict[int, list[Evenement]]:
    found: dict[int, list[Evenement]] = defaultdict(list)
    for depot, nature, moment, auteur, etat, role, motif in connection.execute(text(_EVENTS)):
        when, who = datetime.fromisoformat(moment), signed(auteur, role)
        found[depot].append(Evenement(depot, nature, when, who, etat, motif or ""))
    return found


def _scopes(rows: Iterable[Sequence[Any]]) -> dict[int, _Scope]:
    found: dict[int, _Scope] = defaultdict(_Scope)
    for depot, name, entite, annee, lignes, lots, in_force in rows:
        scope = found[depot]
        if lignes:
            scope.lignes[name] += lignes
        scope.entites[table(name).portee[0]].add(entite)
        scope.annees |= {annee} - {0}
        scope.lots += lots
        scope.en_vigueur += in_force
    return found


def _fiche(
    depot: Depot, scope: _Scope, events: Sequence[Evenement], owners: Mapping[str, str]
) -> FicheDepot:
    houses = scope.entites["id_etablissement"]
    owned = houses | scope.entites["id_contrat"]
    named = scope.entites["id_gestionnaire"] | {owners[each] for each in owned if each in owners}
    return FicheDepot(
        depot=depot,
        lignes={name: scope.lignes[name] for name in stored_names() if name in scope.lignes},
        gestionnaires=tuple(sorted(named)),
        etablissements=tuple(sorted(houses)),
        departements=tuple(sorted(scope.entites["departement"])),
        annees=tuple(sorted(scope.annees)),
        lots=scope.lots,
        en_vigueur=scope.en_vigueur,
        evenements=tuple(events),
    )
