"""Which contracts a gestionnaire has in a state, what a région programmes: told unread."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Engine, Text, bindparam, text

from cpomlib.base.lots import IN_FORCE
from cpomlib.tables import regional_names

_OWNED = f"""
SELECT r.id_contrat, r.id_gestionnaire FROM lignes_contrats r WHERE r.id_gestionnaire IN :ids
AND r.lot IN (SELECT l.source {IN_FORCE} AND l.nom_table = 'contrats')
"""
_HELD = f"SELECT l.entite, l.nom_table, l.source {IN_FORCE} AND l.entite IN :ids"


def programming_digest(engine: Engine, region: str, etat: int) -> str:
    """Return the hash of what a région programmes in a state."""
    names = ", ".join(f"'{name}'" for name in regional_names())
    query = f"SELECT l.source {IN_FORCE} AND l.entite = :region AND l.nom_table IN ({names})"
    with engine.connect() as connection:
        found = connection.execute(text(query), {"etat": etat, "region": region}).scalars()
        return hashlib.sha256(",".join(map(str, sorted(found))).encode()).hexdigest()


def contracts_digest(engine: Engine, gestionnaires: Sequence[str], etat: int) -> dict[str, str]:
    """Return the hash of the contracts of each gestionnaire that has some, in a state.

    It changes as soon as a table of one of them does.
    """

    def asked(query: str, ids: Sequence[str]) -> list[tuple[str, ...]]:
        bound = text(query).bindparams(bindparam("ids", list(ids), expanding=True, type_=Text))
        return [tuple(map(str, row)) for row in connection.execute(bound, {"etat": etat})]

    with engine.connect() as connection:
        owners: dict[str, str] = {row[0]: row[1] for row in asked(_OWNED, gestionnaires)}
        found: dict[str, list[str]] = {}
        for contract, table, source in sorted(asked(_HELD, sorted(owners))) if owners else ():
            found.setdefault(owners[contract], []).append(f"{contract} {table} {source}")
    return {
        owner: hashlib.sha256("\n".join(lots).encode()).hexdigest() for owner, lots in found.items()
    }
