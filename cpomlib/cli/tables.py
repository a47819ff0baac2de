"""``cpom tables``: what each shared table holds, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.formes import options_forme

if TYPE_CHECKING:
    from cpomlib.tables import Champ

_COLONNES = {
    "colonne": "Colonne", "titre": "Titre", "type": "Type", "obligatoire": "Obligatoire",
    "valeurs": "Valeurs", "description": "Ce qu’elle contient",
}  # fmt: skip
_TYPES = {
    "string": "texte", "integer": "entier", "number": "nombre", "boolean": "oui ou non",
    "date": "date",
}  # fmt: skip


@click.group(subcommand_metavar="COMMANDE [OPTIONS]…")
def tables() -> None:
    """Explique les tables partagées, et chacune de leurs colonnes.

    Exemple : cpom tables montrer sejours
    """


@tables.command()
def lister() -> None:
    """Liste les tables partagées, avec ce que chacune contient.

    Exemple : cpom tables lister
    """
    from cpomlib.tables import contract_names, table, table_names

    names = [*table_names(), *contract_names()]
    width = max(map(len, names))
    for name in names:
        schema = table(name)
        click.echo(f"  {name:<{width}}  {schema.titre}")


@tables.command()
@click.argument("nom")
@options_forme
def montrer(nom: str, forme: str, sortie: str | None) -> None:
    """Explique chaque colonne de la table NOM : son type, ses valeurs, ce qu’elle veut dire.

    Exemple : cpom tables montrer sejours
    """
    from cpomlib.cli.formes import rendre
    from cpomlib.socle import CommandeError, suggestion
    from cpomlib.tables import contract_names, table, table_names

    known = [*table_names(), *contract_names()]
    if nom not in known:
        raise CommandeError(
            f"La table «\u00a0{nom}\u00a0» n’existe pas.", que_faire=suggestion(nom, known)
        )
    schema = table(nom)
    if forme != "table":
        rendre(forme, [_row(champ) for champ in schema.champs], _COLONNES, sortie)
        return
    click.echo(f"{schema.titre} ({nom}). Une ligne par {', '.join(schema.cle)}.")
    for champ in schema.champs:
        row = _row(champ)
        need = "obligatoire" if champ.requis else "facultatif"
        click.echo(f"\n  {champ.nom}\u00a0: {champ.titre} ({row['type']}, {need})")
        for key in ("description", "valeurs"):
            if row[key]:
                click.echo(f"    {row[key]}")


def _row(champ: Champ) -> dict[str, Any]:
    kind = "montant en euros" if champ.monnaie else _TYPES.get(champ.type, champ.type)
    return {
        "colonne": champ.nom,
        "titre": champ.titre,
        "type": kind,
        "obligatoire": champ.requis,
        "valeurs": _values(champ),
        "description": champ.description,
    }


def _values(champ: Champ) -> str:
    """Say which values a column takes: its codes with their labels, or its bounds."""
    from cpomlib.droit import nomenclature, nomenclature_names

    if champ.categories and champ.nom in nomenclature_names():
        labels = nomenclature(champ.nom).libelles
        return "\u00a0; ".join(f"{code} ({labels.get(code, code)})" for code in champ.categories)
    if champ.categories:
        return "\u00a0; ".join(champ.categories)
    if champ.attendu:
        return f"Attendu\u00a0: {champ.attendu}."
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("au moins", champ.minimum), ("au plus", champ.maximum))
        if bound is not None
    ]
    return f"{', '.join(bounds)}.".capitalize() if bounds else ""
