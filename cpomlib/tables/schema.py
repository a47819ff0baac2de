"""The shared tables as the Table Schema files of ``cpomlib/tables/schemas`` describe them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cpomlib.socle import CommandeError, suggestion

SCHEMAS = Path(__file__).resolve().parent / "schemas"
AGREGATS = SCHEMAS / "agregats"
"""The tables of a package of aggregates: the base holds them, no file of the contract does."""
DECLAREES = SCHEMAS / "declarees"
"""What the parties declare: texts kept as written, which make no figure."""
CONTRAT = SCHEMAS / "contrat"
"""The tables of what the parties agree: one contract is the scope of each."""
TERRITOIRE = SCHEMAS / "territoire"
"""The insertion structures of a territory, whom they are for, how the parties work together."""
REGION = SCHEMAS / "region"
"""What a région programmes: the tables of its arrêté, and its envelopes."""


@dataclass(frozen=True)
class Champ:
    """One column of a shared table.

    Attributes:
        nom: name of the column.
        type: Table Schema type: string, integer, number, boolean or date.
        requis: whether an empty cell is a fault.
        categories: the only values allowed, in order; empty when any value is.
        motif: regular expression the whole value matches, or empty.
        minimum: smallest number allowed (euros for money), or None.
        maximum: largest number allowed (euros for money), or None.
        unite: unit of a number (``euros`` for money), or empty.
        titre: short French name.
        description: French definition.
        longueur: longest text allowed, in characters, or None.
        attendu: what the pattern asks for, in French words.
        controle: further check of a code (``siren``: Luhn key), or empty.
        pseudonyme: whether the column must hold a pseudonym.
        texte_libre: whether the column holds free text.
    """

    nom: str
    type: str
    requis: bool
    categories: tuple[str, ...]
    motif: str
    minimum: float | None
    maximum: float | None
    unite: str
    titre: str
    description: str
    longueur: int | None = None
    attendu: str = ""
    controle: str = ""
    pseudonyme: bool = False
    texte_libre: bool = False

    @property
    def monnaie(self) -> bool:
        """Whether the column is money: euros in a file, whole centimes in a frame."""
        return self.unite == "euros"


@dataclass(frozen=True)
class CleEtrangere:
    """A reference: ``champs`` of this table are found in ``cibles`` of ``table``."""

    champs: tuple[str, ...]
    table: str
    cibles: tuple[str, ...]


@dataclass(frozen=True)
class TableSchema:
    """One shared table: its columns, its key, its references, the scope of a deposit.

    Attributes:
        name: name of the table and of its file.
        titre: French title.
        description: French sentence.
        champs: the columns, in contract order.
        cle: columns of the primary key.
        etrangeres: references to other tables.
        portee: columns that say what one deposit replaces.
        volet: part of the diagnostic the table feeds.
    """

    name: str
    titre: str
    description: str
    champs: tuple[Champ, ...]
    cle: tuple[str, ...]
    etrangeres: tuple[CleEtrangere, ...]
    portee: tuple[str, ...]
    volet: str

    @property
    def colonnes(self) -> tuple[str, ...]:
        """Names of the columns, in contract order."""
        return tuple(champ.nom for champ in self.champs)

    def champ(self, nom: str) -> Champ:
        """Return the column called ``nom``.

        Raises:
            KeyError: the table has no such column.
        """
        for champ in self.champs:
            if champ.nom == nom:
                return champ
        raise KeyError(nom)


@cache
def _schemas(folder: Path) -> dict[str, TableSchema]:
    described = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    ]
    described.sort(key=lambda schema: schema["cpom"]["rang"])
    return {schema["name"]: _table(schema) for schema in described}


def table_names() -> tuple[str, ...]:
    """Return the names of the shared tables, in contract order (referenced tables first)."""
    return tuple(_schemas(SCHEMAS))


def aggregate_names() -> tuple[str, ...]:
    """Return the names of the tables that a package of aggregates fills instead of the stays."""
    return tuple(_schemas(AGREGATS))


def figure_names() -> tuple[str, ...]:
    """Return the names of the tables that figures are made of, referenced tables first."""
    return table_names() + aggregate_names()


def stored_names() -> tuple[str, ...]:
    """Return the names of all the tables that the base holds, referenced tables first."""
    others = (*contract_names(), *regional_names(), *territory_names())
    return figure_names() + tuple(_schemas(DECLAREES)) + others


def contract_names() -> tuple[str, ...]:
    """Return the names of the tables of a contract (a CPOM), referenced tables first."""
    return tuple(_schemas(CONTRAT))


def territory_names() -> tuple[str, ...]:
    """Return the names of the tables of a territory's insertion and governance."""
    return tuple(_schemas(TERRITOIRE))


def measured_names() -> tuple[str, ...]:
    """Return the names of the tables that indicators are made of, those of insertion included."""
    return figure_names() + territory_names()


def folder_names() -> tuple[str, ...]:
    """Return the names that a file of a folder of tables may bear, referenced tables first."""
    return table_names() + territory_names()


def regional_names() -> tuple[str, ...]:
    """Return the names of the tables of what a région programmes, referenced tables first."""
    return tuple(_schemas(REGION))


def table(name: str) -> TableSchema:
    """Return the schema of a table that the base holds, shared or not.

    Raises:
        CommandeError: no shared table has this name; the nearest one is named.
    """
    folders = (SCHEMAS, AGREGATS, DECLAREES, CONTRAT, REGION, TERRITOIRE)
    schema = next((found for each in folders if (found := _schemas(each).get(name))), None)
    if schema is None:
        raise CommandeError(
            f"La table « {name} » n’existe pas.", que_faire=suggestion(name, table_names())
        )
    return schema


def _table(schema: dict[str, Any]) -> TableSchema:
    return TableSchema(
        name=schema["name"],
        titre=schema["title"],
        description=schema["description"],
        champs=tuple(_champ(field) for field in schema["fields"]),
        cle=tuple(schema["primaryKey"]),
        etrangeres=tuple(_reference(schema["name"], key) for key in schema.get("foreignKeys", ())),
        portee=tuple(schema["cpom"]["portee"]),
        volet=schema["cpom"]["volet"],
    )


def _champ(field: dict[str, Any]) -> Champ:
    rules, ours = field.get("constraints", {}), field.get("cpom", {})
    return Champ(
        nom=field["name"],
        type=field["type"],
        requis=rules.get("required", False),
        categories=tuple(rules.get("enum", ())),
        motif=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        unite=ours.get("unite", ""),
        titre=field["title"],
        description=field["description"],
        longueur=rules.get("maxLength"),
        attendu=ours.get("attendu", ""),
        controle=ours.get("controle", ""),
        pseudonyme=ours.get("pseudonyme", False),
        texte_libre=ours.get("texte_libre", False),
    )


def _reference(name: str, key: dict[str, Any]) -> CleEtrangere:
    target = key["reference"]
    of = target["resource"] or name  # Table Schema: an empty name is the table itself
    return CleEtrangere(tuple(key["fields"]), of, tuple(target["fields"]))
