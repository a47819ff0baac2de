"""The parameters of a notebook, read from its source, and checked before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.campagne.carnet import lire
from cpomlib.socle import CommandeError, RapportError, suggestion

Literal = str | int | float | bool
PORTEES = ("gestionnaire", "region", "contrat")
"""What one report of a notebook may be about."""
_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
}
_FRENCH = {
    "str": "un texte",
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "« true » ou « false »",
}
_TRUE, _FALSE = {"true", "vrai", "oui", "1"}, {"false", "faux", "non", "0"}


@dataclass(frozen=True)
class ParametreCarnet:
    """A parameter of a notebook: its name, its declared type, its default value."""

    nom: str
    type: str
    defaut: Any


def declared(notebook: Path) -> dict[str, ParametreCarnet]:
    """Return the parameters a notebook declares: the literals of its cell tagged *parameters*.

    papermill's own inspection reads the cell line by line and misses a parameter whose comment
    holds an equals sign; the syntax tree does not.
    """
    source = lire(notebook)
    tagged = [cell for cell in source.cells if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        return {}
    found = (_declaration(node) for node in ast.parse(tagged[0].source).body)
    return {parametre.nom: parametre for parametre in found if parametre}


def portee(notebook: Path) -> str:
    """Return what one report of a notebook is about: one of ``PORTEES``.

    It is declared in the notebook's metadata: ``{"cpom": {"portee": "region"}}``.

    Raises:
        RapportError: the notebook cannot be read, or declares another scope.
    """
    said = lire(notebook).metadata.get("cpom", {}).get("portee", PORTEES[0])
    if said not in PORTEES:
        raise RapportError(
            f"La portée « {said} » du modèle « {notebook.name} » n’existe pas.",
            que_faire=suggestion(str(said), PORTEES),
        )
    return str(said)


def du_jour(notebook: Path) -> bool:
    """Tell whether the reports of a notebook are of the day they are made: contracts, deadlines.

    It is declared in the notebook's metadata: ``{"cpom": {"du_jour": true}}``; those on a contract
    always are.
    """
    said = lire(notebook).metadata.get("cpom", {})
    return bool(said.get("du_jour")) or said.get("portee") == "contrat"


def cadres(notebook: Path) -> tuple[str, ...]:
    """Return the kinds of contracts that a notebook is about, none where it is about all.

    It is declared in the notebook's metadata: ``{"cpom": {"cadres": ["pluripartite"]}}``.

    Raises:
        RapportError: the notebook cannot be read.
    """
    return tuple(map(str, lire(notebook).metadata.get("cpom", {}).get("cadres", ())))


def de_chrs(notebook: Path) -> bool:
    """Tell whether the reports of a notebook are about those who hold a CHRS only.

    It is declared in the notebook's metadata: ``{"cpom": {"de_chrs": true}}``.

    Raises:
        RapportError: the notebook cannot be read.
    """
    return bool(lire(notebook).metadata.get("cpom", {}).get("de_chrs"))


def intitule(nature: str, notebook: Path, annee: int) -> str:
    """Return what a report is called: « Bilan 2025 »; « Contrat », that is of all its years.

    One of no year declares it in the notebook's metadata: ``{"cpom": {"sans_annee": true}}``.

    Raises:
        RapportError: the notebook cannot be read.
    """
    alone = bool(lire(notebook).metadata.get("cpom", {}).get("sans_annee"))
    return nature if alone else f"{nature} {annee}"


def titre(notebook: Path) -> str:
    """Return what the reports of a notebook are called: « Fiche d’établissement ».

    It is declared in the notebook's metadata, ``{"cpom": {"titre": "…"}}``; without it, the name of
    the file says it: ``volet_financier`` makes « Volet financier ».

    Raises:
        RapportError: the notebook cannot be read.
    """
    said = lire(notebook).metadata.get("cpom", {}).get("titre", "")
    return str(said) or notebook.stem.replace("_", " ").capitalize()


def _declaration(node: ast.stmt) -> ParametreCarnet | None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        return ParametreCarnet(node.target.id, ast.unparse(node.annotation), _literal(node.value))
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        value = _literal(node.value)
        return ParametreCarnet(node.targets[0].id, type(value).__name__, value)
    return None


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def check(notebook: Path, values: Mapping[str, Literal]) -> None:
    """Refuse a parameter the notebook does not declare, or a value of another type.

    papermill only warns, then runs with the default: a wrong report would look right.

    Raises:
        CommandeError: names the parameter and the nearest declared ones.
    """
    known = declared(notebook)
    for nom, value in values.items():
        if nom not in known and nom == "publiable":
            raise CommandeError(
                f"Le modèle « {notebook.name} » n’a pas de paramètre « publiable »\u00a0: il n’a "
                "pas de version à diffuser.",
                que_faire="Gardez-le interne au service, ou diffusez un modèle qui en a une\u00a0: "
                "« bilan_regional » pour les contrats, « diagnostic »…",
            )
        if nom not in known:
            raise CommandeError(
                f"Le modèle « {notebook.name} » n’a pas de paramètre « {nom} ».",
                que_faire=suggestion(nom, known),
            )
        expected = known[nom].type
        if not _fits(value, expected):
            raise CommandeError(
                f"Le paramètre « {nom} » attend {_FRENCH[expected]} ; « {value} » reçu.",
                ou=f"modèle « {notebook.name} »",
            )


def _fits(value: Literal, expected: str) -> bool:
    if expected not in _TYPES:
        return True
    if isinstance(value, bool):
        return expected == "bool"
    return isinstance(value, _TYPES[expected])


def from_text(notebook: Path, texts: Mapping[str, str]) -> dict[str, Literal]:
    """Give values written on a command line the types their notebook declares.

    Raises:
        CommandeError: a name is unknown, or a text cannot be read as its type.
    """
    known = declared(notebook)
    typed: dict[str, Literal] = {}
    for nom, text in texts.items():
        try:
            typed[nom] = _convert(text, known[nom].type) if nom in known else text
        except ValueError:
            typed[nom] = text
    check(notebook, typed)
    return typed


def _convert(text: str, expected: str) -> Literal:
    if expected == "bool":
        return _boolean(text)
    if expected == "int":
        return int(text)
    return float(text.replace(",", ".")) if expected == "float" else text


def _boolean(text: str) -> bool:
    folded = text.casefold()
    if folded not in _TRUE | _FALSE:
        raise ValueError(text)
    return folded in _TRUE
