"""``cpom lignes``: from a figure to its rows, who deposited them and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.etat import etat_voulu, options_etat
from cpomlib.cli.formes import options_forme

if TYPE_CHECKING:
    import pandas as pd

_DEPOT = {
    "depot": "Dépôt", "fichier": "Fichier", "depose_le": "Déposé le", "depose_par": "Par",
}  # fmt: skip
_TERMES = {"numerateur": "numérateur", "denominateur": "dénominateur"}
_COURT = 8
"""Columns of the table shown on the screen; a file has them all."""


@click.command()
@click.option("--gestionnaire", required=True, metavar="ID", help="Son identifiant ou son nom.")
@click.option("--annee", type=int, metavar="AAAA", help="Année.")
@click.option("--periode", metavar="PERIODE", help="À la place de l’année : 2025-S1, 2025-T3.")
@click.option(
    "--indicateur", required=True, metavar="NOM", help="L’indicateur : son nom ou son libellé."
)
@click.option("--etablissement", metavar="ID", help="Un seul établissement (identifiant ou nom).")
@click.option(
    "--part",
    type=click.Choice(["numerateur", "denominateur"]),
    default="numerateur",
    show_default=True,
    help="Les lignes de quel terme : « 6 sur 25 », les 6 ou les 25.",
)
@click.option(
    "--perimetre",
    type=click.Choice(["tous", "chrs"]),
    default="tous",
    show_default=True,
    help="« chrs » ne garde que la catégorie 214.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@options_forme
@options_etat
def lignes(indicateur: str, forme: str, sortie: str | None, **demande: Any) -> None:
    """Donne les lignes derrière un chiffre : ce que chacune apporte, qui l’a déposée et quand.

    La somme des apports est le chiffre.

    Exemple : cpom lignes --gestionnaire L’Étape --annee 2025 --indicateur taux_occupation
    """
    from cpomlib.cli.formes import rendre
    from cpomlib.cli.indicateurs_choisis import choisis

    (name,) = choisis([indicateur])
    behind, said = _behind(name, **demande)
    rows = _rows(behind)
    columns = {key: _DEPOT.get(key, key) for key in behind.columns}
    if forme == "table":
        click.echo(said)
        columns = _shown(behind)
    rendre(forme, rows, columns, sortie)


def _behind(name: str, **demande: Any) -> tuple[pd.DataFrame, str]:
    """Return the rows behind a figure, and the figure in words."""
    from cpomlib.analyse import ouvrir
    from cpomlib.base import open_base
    from cpomlib.socle import CommandeError

    if (demande["annee"] is None) == (demande["periode"] is None):
        raise click.UsageError("Choisissez «\u00a0--annee\u00a0» ou «\u00a0--periode\u00a0».")
    state = etat_voulu(open_base(demande["base"]), demande["au"], demande["etat"])
    opened = ouvrir(demande["base"], etat=state)
    owner, year, part = demande["gestionnaire"], demande["annee"], demande["part"]
    house = demande["etablissement"]
    asked = {key: demande[key] for key in ("periode", "perimetre")}
    try:
        behind = opened.lignes(name, owner, year, house, part, **asked)
    except CommandeError as error:
        how = error.que_faire.replace('part="', "--part ").replace('"', "")
        raise CommandeError(
            error.quoi, ou=error.ou, pourquoi=error.pourquoi, que_faire=how
        ) from error
    found = opened.indicateurs(owner, year, etablissement=house is not None, **asked)
    mine = found[found["indicateur"] == name]
    if house is not None:
        mine = mine[mine["etablissement"] == house]
    return behind, dire_chiffre(mine.iloc[0], part, len(behind))


def dire_chiffre(figure: pd.Series, part: str, count: int) -> str:
    """Say the figure as it is printed, its two terms, and how many rows are behind one."""
    from cpomlib.calcul.indicateurs import fiche
    from cpomlib.cli.indicateurs_sortie import figure as written
    from cpomlib.socle import is_missing, nombre, pluriel

    record = {key: None if is_missing(value) else value for key, value in figure.items()}
    one = fiche(str(record["indicateur"]))
    terms = [
        f"{label}\u00a0: {nombre(float(value), 0 if float(value).is_integer() else 2)}"
        for value, label in (
            (record["numerateur"], one.numerateur), (record["denominateur"], one.denominateur),
        )
        if value is not None and label
    ]  # fmt: skip
    head = f"{record['libelle']}, {record['periode']}\u00a0: {written(record)}"
    said = "\u00a0; ".join(terms)
    told = "\n".join(filter(None, (f"{head} ({said})." if said else f"{head}.", record["note"])))
    which = one.numerateur if part == "numerateur" else one.denominateur
    rows = pluriel(count, "ligne")
    return f"{told}\n{rows} derrière le {_TERMES[part]} ({which})\u00a0:"


def _shown(behind: pd.DataFrame) -> dict[str, str]:
    """Return the columns shown: what each row adds, the first of the table, its deposit."""
    own = [key for key in behind.columns if key not in _DEPOT and behind[key].notna().any()]
    titles = _titles()
    return {key: titles.get(key, key.capitalize()) for key in own[:_COURT]} | _DEPOT


def _titles() -> dict[str, str]:
    """Return the French title of the columns of the shared tables."""
    from cpomlib.tables import measured_names, table

    return {champ.nom: champ.titre for name in measured_names() for champ in table(name).champs}


def _rows(behind: pd.DataFrame) -> list[dict[str, Any]]:
    import pandas as pd

    from cpomlib.socle import date_courte

    shown = behind.copy()
    for key in shown.columns:
        if pd.api.types.is_datetime64_any_dtype(shown[key]):
            shown[key] = [None if pd.isna(day) else date_courte(day.date()) for day in shown[key]]
    held = shown.astype("object").where(shown.notna(), None)
    return [{key: _plain(value) for key, value in row.items()} for row in held.to_dict("records")]


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; a whole number has no decimals."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.item() if hasattr(value, "item") else value
