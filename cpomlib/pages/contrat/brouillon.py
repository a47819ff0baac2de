"""What is being changed of a contract, row by row, before it is deposited.

A draft holds the rows that differ from the state it starts from, and nothing else: it fits the
address of the page, and two drafts of the same contract can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cpomlib.calcul.contrat import Contrat, Ligne
from cpomlib.socle import CommandeError
from cpomlib.tables import table

TABLES = (
    "avenants", "objectifs", "cibles", "actions", "mesures", "rencontres", "releves",
    "demarche",
)  # fmt: skip
"""Tables that the page changes: an address made by hand holds no other."""

Cle = tuple[str, ...]
"""The key of a row as texts, its contract left aside."""
Lignes = Mapping[Cle, Ligne | None]
"""Key → the row as it is wanted; None where it is taken out."""


@dataclass(frozen=True)
class Brouillon:
    """The changes of a contract that are not deposited yet.

    Attributes:
        contrat: its code.
        etat: the state of the base that it starts from.
        avenant: the amendment that a signed contract changes by; 0 for none.
        tables: the rows that differ, by table.
    """

    contrat: str
    etat: int
    avenant: int = 0
    tables: Mapping[str, Lignes] = field(default_factory=dict)

    @property
    def vide(self) -> bool:
        """Whether nothing is changed."""
        return not self.tables

    def avec(self, base: Contrat, nom: str, ligne: Ligne) -> Brouillon:
        """Return the draft with a row added or changed."""
        whole = {champ.nom: ligne.get(champ.nom) for champ in table(nom).champs}
        return self._changer(base, nom, cle_de(nom, whole), {**whole, "id_contrat": self.contrat})

    def sans(self, base: Contrat, nom: str, cle: Cle) -> Brouillon:
        """Return the draft with a row taken out."""
        return self._changer(base, nom, cle, None)

    def _changer(self, base: Contrat, nom: str, cle: Cle, ligne: Ligne | None) -> Brouillon:
        known = par_cle(base, nom).get(cle)
        kept = {name: row for name, row in self.tables.get(nom, {}).items() if name != cle}
        if ligne != known:
            kept[cle] = ligne
        rest = {name: rows for name, rows in self.tables.items() if name != nom}
        return replace(self, tables=rest | ({nom: kept} if kept else {}))

    def applique(self, base: Contrat) -> Contrat:
        """Return the contract as it would be."""
        if self.vide:
            return base
        made = {name: base.de(name) for name in base.tables} | {
            name: tuple(_merged(par_cle(base, name), rows)) for name, rows in self.tables.items()
        }
        heads = made["contrats"]
        return Contrat(heads[0] if heads else base.ligne, made)


def _merged(known: Mapping[Cle, Ligne], wanted: Lignes) -> list[Ligne]:
    whole: dict[Cle, Ligne | None] = {**known, **wanted}
    return [row for _, row in sorted(whole.items(), key=lambda pair: _ordre(pair[0]))
            if row is not None]  # fmt: skip


def _ordre(cle: Cle) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Sort numbers as numbers: objective 10 comes after objective 9, « 1.10 » after « 1.9 »."""
    return tuple(
        tuple((len(part) if part.isdecimal() else 0, part) for part in text.split("."))
        for text in cle
    )


def cle_de(nom: str, ligne: Ligne) -> Cle:
    """Return the key of a row, its contract left aside."""
    return tuple(
        "" if ligne.get(name) is None else str(ligne[name])
        for name in table(nom).cle
        if name != "id_contrat"
    )


def par_cle(contrat: Contrat, nom: str) -> dict[Cle, Ligne]:
    """Return the rows of a table of a contract by their key."""
    return {cle_de(nom, row): row for row in contrat.de(nom)}


def nommee(contrat: Contrat, nom: str, code: str) -> Ligne:
    """Return an objective or an action by its number.

    Raises:
        CommandeError: it is no more.
    """
    found = par_cle(contrat, nom).get((code,))
    if found is None:
        raise CommandeError(f"{_NOMMEES[nom]} {code} n’existe plus\u00a0: rechargez la page.")
    return found


_NOMMEES = {"objectifs": "L’objectif", "actions": "L’action"}


def en_donnees(brouillon: Brouillon) -> dict[str, Any]:
    """Return a draft as data for an address: dates as texts, no empty cell."""
    return {
        "contrat": brouillon.contrat,
        "etat": brouillon.etat,
        "avenant": brouillon.avenant,
        "tables": {
            name: [[list(cle), _donnees(row)] for cle, row in rows.items()]
            for name, rows in brouillon.tables.items()
        },
    }


def _donnees(row: Ligne | None) -> dict[str, Any] | None:
    if row is None:
        return None
    kept = {name: value for name, value in row.items() if value is not None}
    kept.pop("id_contrat", None)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in kept.items()}


def de_donnees(donnees: Any) -> Brouillon | None:
    """Return the draft that an address holds, None where it cannot be read.

    What it holds is checked again, as a file is, before it is deposited.
    """
    try:
        code = str(donnees["contrat"])
        return Brouillon(
            code,
            int(donnees["etat"]),
            int(donnees["avenant"]),
            {
                name: dict(_lue(code, name, cle, row) for cle, row in rows)
                for name, rows in donnees["tables"].items()
                if name in TABLES
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _lue(contrat: str, nom: str, cle: Any, row: Any) -> tuple[Cle, Ligne | None]:
    key = tuple(str(part) for part in cle)
    if row is None:
        return key, None
    whole = {champ.nom: _valeur(champ.type, row.get(champ.nom)) for champ in table(nom).champs}
    return key, {**whole, "id_contrat": contrat}


def _valeur(genre: str, value: Any) -> Any:
    if value is None:
        return None
    if genre == "date":
        return date.fromisoformat(str(value))
    if genre == "boolean":
        return bool(value)
    kinds = {"integer": int, "number": float}
    return kinds.get(genre, str)(value)
