"""Rows written for a screen, a program or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from cpomlib.cli.ecran import write_json

Commande = TypeVar("Commande", bound=Callable[..., Any])
Rangee = Mapping[str, Any]
_WIDEST = 160
"""Characters of a cell on the screen; a file has them all."""


def option_forme(*formes: str) -> Callable[[Commande], Commande]:
    """Ask in which form rows are written, the first one by default."""
    return click.option(
        "--format",
        "forme",
        type=click.Choice(formes),
        default=formes[0],
        show_default=True,
        help="Forme du résultat.",
    )


def options_forme(commande: Commande) -> Commande:
    """Ask in which form rows are written, and where."""
    sortie = click.option(
        "-o", "--sortie", metavar="FICHIER", help="Fichier à écrire (sinon l’écran)."
    )
    return option_forme("table", "json", "csv", "xlsx")(sortie(commande))


def rendre(
    forme: str, rangees: Sequence[Rangee], colonnes: Mapping[str, str], sortie: str | None,
    notes: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write rows in the form asked for, on the screen or in a file.

    Args:
        forme: table, json, csv or xlsx.
        rangees: the rows, nothing but JSON types.
        colonnes: for a table and a workbook: key → French heading.
        sortie: the file; None for the screen.
        notes: what is to be known under a table or in a workbook; a program reads rows only.

    Raises:
        CommandeError: a workbook without a file.
    """
    if forme == "xlsx":
        _xlsx(rangees, colonnes, sortie, notes)
        return
    writers = {"json": en_json, "csv": en_csv}
    if forme in writers:
        deposer_texte(writers[forme](rangees), sortie)
        return
    under = "".join(f"{line}\n" for line in ("", *notes)) if notes else ""
    deposer_texte(f"{en_table(rangees, colonnes)}{under}", sortie)


def deposer_texte(text: str, sortie: str | None) -> None:
    """Write a text in a file, or on the screen."""
    from cpomlib.socle import ecrire

    if sortie is None:
        click.echo(text, nl=False)
    else:
        ecrire(Path(sortie), text)
        click.echo(dire_ecrit(sortie))


def dire_ecrit(sortie: str | Path) -> str:
    """Say where a result is."""
    return f"Écrit\u00a0: {sortie}"


def en_json(rangees: Sequence[Rangee]) -> str:
    """Write rows as JSON."""
    return write_json(list(rangees), allow_nan=False) + "\n"


def en_csv(rangees: Sequence[Rangee]) -> str:
    """Write rows as CSV, an empty cell for what is missing."""
    import csv
    import io

    sheet = io.StringIO()
    names = list(rangees[0]) if rangees else []
    writer = csv.DictWriter(sheet, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rangees)
    return sheet.getvalue()


def en_table(rangees: Sequence[Rangee], colonnes: Mapping[str, str]) -> str:
    """Write rows as aligned columns."""
    if not rangees:
        return "Rien à montrer.\n"
    lines = [tuple(colonnes.values())]
    lines += [tuple(_short(_cell(row.get(key))) for key in colonnes) for row in rangees]
    widths = [max(len(line[rank]) for line in lines) for rank in range(len(colonnes))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ("oui" if value else "non") if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _xlsx(
    rangees: Sequence[Rangee], colonnes: Mapping[str, str], sortie: str | None, notes: Sequence[str]
) -> None:
    import io

    from openpyxl import Workbook

    from cpomlib.classeurs import styles
    from cpomlib.socle import CommandeError, fichiers

    if sortie is None:
        raise CommandeError(
            "Un classeur s’écrit dans un fichier.", que_faire="Donnez-le avec «\u00a0-o\u00a0»."
        )
    book = Workbook()
    sheet = book.active
    sheet.append(list(colonnes.values()))
    for row in rangees:
        sheet.append([_safe(row.get(key)) for key in colonnes])
    for cell in sheet[1]:
        styles().entete(cell)
    for rank, key in enumerate(colonnes, 1):
        widest = max([len(colonnes[key]), *(len(_cell(row.get(key))) for row in rangees)])
        sheet.column_dimensions[sheet.cell(1, rank).column_letter].width = min(widest + 2, 60)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    for line in ("", *notes) if notes else ():
        sheet.append([_safe(line)])
    held = io.BytesIO()
    book.save(held)
    fichiers.ecrire(Path(sortie), held.getvalue())
    click.echo(dire_ecrit(sortie))


def _safe(value: Any) -> Any:
    """A text that a workbook would take for a formula stays a text."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return "'" + value
    return value
