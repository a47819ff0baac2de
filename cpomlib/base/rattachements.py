"""Attachments on a server: who manages each establishment, and where, as its owner accepted.

The perimeter of every role comes from them, and no role writes them: a deposit that declares or
moves an establishment waits for the owner of the base. A base in a file has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from cpomlib.base.securite import bound, is_bound
from cpomlib.socle import CommandeError, StoreError

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("id_etablissement", "id_gestionnaire", "departement", "region")
_SAME = " AND ".join(f"t.{name} = r.{name}" for name in _COLUMNS)
_PROPOSED = f"""
SELECT l.depot, r.id_etablissement, r.id_gestionnaire, r.departement, r.region,
    a.id_gestionnaire, a.departement, a.region
FROM lots l JOIN lignes_etablissements r ON r.lot = l.source
LEFT JOIN rattachements a ON a.id_etablissement = r.id_etablissement
WHERE l.nom_table = 'etablissements' AND {{which}}
AND NOT EXISTS (SELECT FROM rattachements t WHERE {_SAME})
ORDER BY l.depot, r.id_etablissement
"""
_WAITING = """l.etat IS NULL AND (SELECT v.nature FROM evenements v WHERE v.depot = l.depot
    ORDER BY v.id DESC LIMIT 1) = 'transmission'"""
_MISPLACED = """
SELECT r.id_etablissement, r.departement, r.region, t.region
FROM lots l JOIN lignes_etablissements r ON r.lot = l.source
LEFT JOIN territoires t ON t.departement = r.departement
WHERE l.etat = :etat AND l.nom_table = 'etablissements'
AND t.region IS DISTINCT FROM r.region ORDER BY r.id_etablissement LIMIT 1
"""
_ATTACH = f"""
INSERT INTO rattachements (depot, {", ".join(_COLUMNS)})
SELECT l.depot, {", ".join(f"r.{name}" for name in _COLUMNS)}
FROM lots l JOIN lignes_etablissements r ON r.lot = l.source
WHERE l.etat = :etat AND l.nom_table = 'etablissements'
AND NOT EXISTS (SELECT FROM rattachements t WHERE {_SAME})
ON CONFLICT (id_etablissement) DO UPDATE SET id_gestionnaire = excluded.id_gestionnaire,
    departement = excluded.departement, region = excluded.region, depot = excluded.depot,
    role = excluded.role
"""


_BY_THE_OWNER = """
SELECT pg_has_role(r.oid, c.relowner, 'USAGE') FROM depots d JOIN pg_roles r ON r.rolname = d.role,
    pg_class c WHERE d.id = :depot AND c.oid = CAST('lots' AS regclass)
"""


@dataclass(frozen=True)
class Rattachement:
    """Whose an establishment is, and where.

    Attributes:
        gestionnaire: who manages it.
        departement: INSEE code.
        region: INSEE code.
    """

    gestionnaire: str
    departement: str
    region: str

    def __str__(self) -> str:
        """Say it in French."""
        place = f"département {self.departement} et région {self.region}"
        return f"gestionnaire {self.gestionnaire}, {place}"


@dataclass(frozen=True)
class Proposition:
    """What a deposit says of an establishment otherwise than it is attached.

    Attributes:
        depot: the number of the deposit.
        etablissement: whom it is about.
        propose: the attachment it asks for.
        actuel: that in force, as the role connected sees it; None when there is none.
    """

    depot: int
    etablissement: str
    propose: Rattachement
    actuel: Rattachement | None


def must_wait(connection: Connection, frames: Mapping[str, pd.DataFrame]) -> bool:
    """Whether tables declare or move what only the owner of the base attaches."""
    if connection.dialect.name == "sqlite" or not is_bound(connection):
        return False
    query = "SELECT famille, entite FROM cpom_inscriptibles(current_user)"
    mine = {(str(kind), str(entity)) for kind, entity in connection.execute(text(query))}
    named = frames["gestionnaires"]["id_gestionnaire"] if "gestionnaires" in frames else ()
    if any(("gestionnaire", str(one)) not in mine for one in named):
        return True
    if "etablissements" not in frames:
        return False
    known = connection.execute(text(f"SELECT {', '.join(_COLUMNS)} FROM rattachements"))
    attached = {tuple(row) for row in known}
    asked = frames["etablissements"][list(_COLUMNS)].itertuples(index=False, name=None)
    return any(tuple(map(str, row)) not in attached for row in asked)


def waits_for_owner(engine: Engine, depot: int) -> bool:
    """Whether the role connected made a deposit that only the owner of the base may validate."""
    if not bound(engine):
        return False
    query = text(
        "SELECT NOT EXISTS (SELECT FROM evenements WHERE depot = :depot AND etat IS NOT NULL) "
        "AND NOT (cpom_depot_permis(current_user, :depot, 'validation') "
        f"AND NOT EXISTS ({_PROPOSED.format(which='l.depot = :depot')}))"
    )
    with engine.connect() as connection:
        return bool(connection.execute(query, {"depot": depot}).scalar_one())


def attach(connection: Connection, etat: int) -> None:
    """Attach establishments as the owner of the base has just put them in force.

    Raises:
        StoreError: a département is said to be in a région that is not its own.
    """
    if connection.dialect.name == "sqlite" or is_bound(connection):
        return
    wrong = connection.execute(text(_MISPLACED), {"etat": etat}).first()
    if wrong:
        raise _misplaced(*map(str, wrong))
    connection.execute(text(_ATTACH), {"etat": etat})


def _misplaced(etablissement: str, departement: str, region: str, known: str) -> StoreError:
    right = f"est de la région {known}" if known != "None" else "n’est pas connu"
    return StoreError(
        f"L’établissement « {etablissement} » ne peut pas être rattaché : rien n’a été écrit.",
        pourquoi=f"Il est dit du département {departement} et de la région {region} ; "
        f"le département {departement} {right}.",
        que_faire="Corrigez sa région ou son département.",
    )


def propositions(engine: Engine, depot: int | None = None) -> list[Proposition]:
    """Return what waits for the owner of the base: of one deposit, or all that was transmitted."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        return _proposed(connection, depot)


def unattached(engine: Engine) -> list[Proposition]:
    """Return what is in force and attached otherwise, or not at all: an older base may have some.

    A role sees its own perimeter only, where there is none.
    """
    with engine.connect() as connection:
        return _proposed(connection, None, "l.id IN (SELECT c.id FROM lots_courants c)")


def _proposed(
    connection: Connection, depot: int | None, which: str = _WAITING
) -> list[Proposition]:
    which = which if depot is None else "l.depot = :depot"
    found = connection.execute(text(_PROPOSED.format(which=which)), {"depot": depot})
    return [
        Proposition(
            row[0], row[1], Rattachement(*row[2:5]), Rattachement(*row[5:]) if row[5] else None
        )
        for row in found
    ]


def refuse_waiting(connection: Connection, depot: int) -> None:
    """Refuse to put in force what attaches otherwise, unless its owner has written it.

    Raises:
        CommandeError: the deposit attaches an establishment otherwise than it is.
    """
    if connection.dialect.name == "sqlite":
        return
    found = _proposed(connection, depot)
    if found and is_bound(connection):
        raise _otherwise(
            found,
            "Seul le service qui tient la base rattache un établissement.",
            f"Demandez-le-lui : « cpom base rattachements accepter {depot} ».",
        )
    if found and not connection.execute(text(_BY_THE_OWNER), {"depot": depot}).scalar():
        raise _otherwise(
            found,
            "Des rôles verraient autre chose qu’aujourd’hui.",
            f"Relisez-le, puis : « cpom base rattachements accepter {depot} ».",
        )


def _otherwise(found: Sequence[Proposition], why: str, then: str) -> CommandeError:
    first, more = found[0], f" et {len(found) - 1} autres" if len(found) > 1 else ""
    return CommandeError(
        f"Le dépôt n° {first.depot} rattache autrement « {first.etablissement} »{more} "
        f"({first.propose}) : il n’a pas été mis en vigueur.",
        pourquoi=why,
        que_faire=then,
    )
