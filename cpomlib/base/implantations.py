"""Who manages what and where, in plain Python: all that a campaign must know before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, Text, bindparam, text

from cpomlib.base.lots import IN_FORCE
from cpomlib.base.schema import rows_table
from cpomlib.tables import CATEGORIE_CHRS, territory_names

_LOTS = f"SELECT l.source {IN_FORCE} AND l.lignes > 0 AND l.nom_table = :nom"


@dataclass(frozen=True)
class Implantation:
    """An establishment, as the base names it.

    Attributes:
        id_etablissement: its number.
        id_gestionnaire: who manages it.
        region: INSEE code; None when missing.
        departement: INSEE code; None when missing.
        categorie: FINESS category; None when missing.
        fermee_en: year it closed; None while it is open.
    """

    id_etablissement: str
    id_gestionnaire: str
    region: str | None
    departement: str | None
    categorie: str | None = None
    fermee_en: int | None = None

    def chrs(self, annee: int) -> bool:
        """Tell whether it is a CHRS that was open in a year."""
        opened = self.fermee_en is None or self.fermee_en >= annee
        return opened and self.categorie == CATEGORIE_CHRS


def implantations(engine: Engine, etat: int) -> tuple[Implantation, ...]:
    """Return the establishments of a state of the base, ordered by their number."""
    columns = "id_etablissement, id_gestionnaire, region, departement, categorie, date_fermeture"
    query = _query("etablissements", columns, "ORDER BY id_etablissement")
    with engine.connect() as connection:
        found = connection.execute(text(query), {"etat": etat, "nom": "etablissements"})
        return tuple(_implantation(tuple(row)) for row in found)


def _implantation(row: tuple[Any, ...]) -> Implantation:
    year = int(str(row[-1])[:4]) if row[-1] else None
    return replace(Implantation(*row[:5]), fermee_en=year)


def raisons_sociales(engine: Engine, etat: int) -> dict[str, str]:
    """Return the name of each gestionnaire of a state of the base, by its id."""
    query = _query("gestionnaires", "id_gestionnaire, raison_sociale", "ORDER BY id_gestionnaire")
    with engine.connect() as connection:
        found = connection.execute(text(query), {"etat": etat, "nom": "gestionnaires"})
        return {str(key): str(name) for key, name in found}


def annees_des_territoires(engine: Engine, departements: Sequence[str], etat: int) -> list[int]:
    """Return the years that a state tells of the territories of some départements.

    They are no year of any gestionnaire: a grid of governance is of none.
    """
    query = (
        f"SELECT DISTINCT l.annee {IN_FORCE} AND l.annee > 0 AND l.lignes > 0 "
        "AND l.entite IN :ids AND l.nom_table IN :noms"
    )
    values = {"ids": list(departements), "noms": list(territory_names())}
    statement = text(query).bindparams(
        *(bindparam(name, held, expanding=True, type_=Text) for name, held in values.items())
    )
    with engine.connect() as connection:
        return sorted(int(row[0]) for row in connection.execute(statement, {"etat": etat}))


def etablissements_de(connection: Connection, etat: int, gestionnaires: Sequence[str]) -> list[str]:
    """Return the numbers of the establishments of some gestionnaires, in a state of the base."""
    query = _query("etablissements", "id_etablissement", "AND id_gestionnaire IN :ids")
    statement = text(query).bindparams(
        bindparam("ids", list(gestionnaires), expanding=True, type_=Text)
    )
    found = connection.execute(statement, {"etat": etat, "nom": "etablissements"})
    return sorted(found.scalars())


def _query(name: str, columns: str, suite: str) -> str:
    return f"SELECT {columns} FROM {rows_table(name)} WHERE lot IN ({_LOTS}) {suite}"
