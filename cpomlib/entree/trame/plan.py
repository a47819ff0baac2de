"""What a trame is made of: its sheets, their titles, its words, the identifier it bears."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from cpomlib.droit import (
    NON_RENSEIGNE,
    Couleur,
    Declaration,
    Endroit,
    Texte,
    choisi,
    cles,
    nomenclature,
    nomenclature_names,
    non_vide,
    parmi,
)
from cpomlib.socle import ParametreError, plie
from cpomlib.tables import Champ, TableSchema, table, table_names

VERSION = 1
_SHEETS = ("garde", "coup_doeil", "glossaire", "listes", "a_corriger")
Liste = Annotated[str, parmi("La nomenclature", nomenclature_names)]
_IDENTIFIANT = re.compile(
    r"cpom-trame/([0-9]{1,4})/([A-Za-z0-9_-]{1,40})/(?:([0-9]{4})-)?([0-9]{4})(?![0-9])"
)


@dataclass(frozen=True)
class IdentiteTrame:
    """What a trame says it is, visibly, on its cover.

    Attributes:
        gestionnaire: id of the gestionnaire it was made for.
        annee: exercise, the last one when there are several.
        version: version of the workbook's layout.
        depuis: the first exercise, when there are several.
    """

    gestionnaire: str
    annee: int
    version: int = VERSION
    depuis: int | None = None

    @property
    def annees(self) -> range:
        """The exercises, in order."""
        return range(self.depuis or self.annee, self.annee + 1)

    @property
    def exercice(self) -> str:
        """The exercises as they are written: ``2025``, ``2023-2025``."""
        return str(self.annee) if len(self.annees) == 1 else f"{self.depuis}-{self.annee}"

    def __str__(self) -> str:
        return f"cpom-trame/{self.version}/{self.gestionnaire}/{self.exercice}"


def lire_identite(text: str) -> IdentiteTrame | None:
    """Return the identity written in a text, or None: ``cpom-trame/1/732829320/2025``."""
    match = _IDENTIFIANT.search(text)
    if match is None:
        return None
    first = int(match[3]) if match[3] and match[3] < match[4] else None
    return IdentiteTrame(match[2], int(match[4]), int(match[1]), first)


@dataclass(frozen=True)
class FeuilleTable:
    """The sheet of one shared table.

    Attributes:
        schema: the shared table.
        titre: title of the sheet.
        note: what to know before filling it in.
        preparees: whether lines are prepared when nothing is known, and for each value of
            which column (empty: one line per establishment); None when they are not.
    """

    schema: TableSchema
    titre: str
    note: str
    preparees: str | None = None

    def refere(self, champ: Champ) -> bool:
        """Say whether a column names an establishment that another sheet describes."""
        return champ.nom == "id_etablissement" and self.schema.name != "etablissements"

    @property
    def entetes(self) -> tuple[str, ...]:
        """The headings, as written: the French title, ``*`` where a value is required."""
        return tuple(entete(champ) for champ in self.schema.champs)


def entete(champ: Champ) -> str:
    """Return the heading of a column: ``Montant (€) *``."""
    unit = " (€)" if champ.monnaie else ""
    return f"{champ.titre}{unit}{' *' if champ.requis else ''}"


@dataclass(frozen=True)
class PlanTrame:
    """The sheets and the words of a trame (``parameters/trame.yaml``).

    Attributes:
        titre: title of the workbook.
        sous_titre: what it is for.
        echeance: when it is due, if the service says nothing else.
        contact: who to ask, if the service says nothing else.
        consignes: how to fill it in, a sentence each.
        titres: role of the other sheets → their title.
        feuilles: the sheets of the shared tables, in order.
        nomenclatures: ``table.colonne`` → name of its nomenclature, where it differs.
        couleur_faute: background of a faulty cell, ``#rrggbb``.
    """

    titre: str
    sous_titre: str
    echeance: str
    contact: str
    consignes: tuple[str, ...]
    titres: Mapping[str, str]
    feuilles: tuple[FeuilleTable, ...]
    nomenclatures: Mapping[str, str]
    couleur_faute: str

    def feuille(self, nom: str) -> FeuilleTable:
        """Return the sheet of a shared table.

        Raises:
            KeyError: the table has no sheet in a trame.
        """
        return {sheet.schema.name: sheet for sheet in self.feuilles}[nom]

    def auxiliaire(self, titre: str) -> bool:
        """Say whether a sheet's title is that of a sheet without data (cover, glossary…)."""
        return plie(titre) in {plie(name) for name in self.titres.values()}

    def libelles(self, nom: str, champ: Champ) -> Mapping[str, str]:
        """Return the labels of a column: code → French label; empty when it has none.

        Args:
            nom: the shared table.
            champ: its column.
        """
        if champ.type == "boolean":
            return {"true": "oui", "false": "non"}
        listed = self.nomenclatures.get(f"{nom}.{champ.nom}", champ.nom)
        named = champ.categories or champ.nom in ("categorie", "gham")
        if not named or listed not in nomenclature_names():
            return {}
        labels = nomenclature(listed).libelles
        return {code: label for code, label in labels.items() if code != NON_RENSEIGNE}


@dataclass(frozen=True)
class MotsFeuille:
    """The title of a table's sheet, and what to know before filling it in."""

    titre: Texte
    note: Texte


@dataclass(frozen=True)
class MotsTrame:
    """The content of ``parameters/trame.yaml``."""

    titre: Texte
    sous_titre: Texte
    echeance: Texte
    contact: Texte
    couleur_faute: Couleur
    feuilles: Annotated[Mapping[str, Texte], cles(_SHEETS, toutes=True)]
    consignes: tuple[Texte, ...]
    tables: Annotated[Mapping[str, MotsFeuille], cles(table_names()), non_vide]
    lignes_preparees: Annotated[Mapping[str, str], cles(table_names())]
    nomenclatures: Mapping[str, Liste]

    def controle(self, ou: Endroit) -> None:
        """Refuse a column that does not exist, and titles that a workbook could not have."""
        for name, column in self.lignes_preparees.items():
            if column:
                choisi(column, table(name).colonnes, ou.dans("lignes_preparees").dans(name))
        known = tuple(f"{name}.{c}" for name in table_names() for c in table(name).colonnes)
        cles(known)(self.nomenclatures, ou.dans("nomenclatures"))
        _refuse_homonyms(self, ou)


TRAME = Declaration("trame.yaml", MotsTrame)


def plan() -> PlanTrame:
    """Return the plan of the trames, with the service's own words where it has some.

    Raises:
        ParametreError: the file is badly written, or names a table that does not exist.
    """
    words = TRAME.lire()
    sheets = tuple(
        FeuilleTable(table(name), one.titre, one.note, words.lignes_preparees.get(name))
        for name, one in words.tables.items()
    )
    return PlanTrame(
        titre=words.titre,
        sous_titre=words.sous_titre,
        echeance=words.echeance,
        contact=words.contact,
        consignes=words.consignes,
        titres=words.feuilles,
        feuilles=sheets,
        nomenclatures=words.nomenclatures,
        couleur_faute=words.couleur_faute,
    )


def _refuse_homonyms(words: MotsTrame, ou: Endroit) -> None:
    """Two sheets, or a title too long for a spreadsheet, could not be written."""
    titles = [*words.feuilles.values(), *(sheet.titre for sheet in words.tables.values())]
    for title in titles:
        alike = [other for other in titles if plie(other) == plie(title)]
        if len(alike) > 1 or len(title) > 31 or re.search(r"[\[\]:*?/\\']", title):
            raise ParametreError(
                f"«\u00a0{title}\u00a0» ne peut pas être le titre d’une feuille.",
                ou=str(ou),
                pourquoi="Un titre est unique, a 31 caractères au plus, sans [ ] : * ? / \\ ni '.",
            )
