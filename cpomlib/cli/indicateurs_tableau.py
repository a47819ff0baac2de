"""The indicators of many in one flat table, for a spreadsheet or Power BI."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from cpomlib.socle import Format

COLONNES = {
    "niveau": "« gestionnaire » ou « etablissement » : gardez-en un, les deux se recouvrent.",
    "region": "Code INSEE de la région (établissements), vide pour un gestionnaire.",
    "departement": "Code du département, vide pour un gestionnaire.",
    "gestionnaire": "SIREN, ou EJ-FINESS.",
    "nom_gestionnaire": "Raison sociale.",
    "etablissement": "FINESS géographique, ou S-… ; vide pour un gestionnaire.",
    "nom_etablissement": "Nom de l’établissement.",
    "categorie": "Catégorie FINESS de l’établissement.",
    "annee": "Exercice.",
    "periode": "L’année, ou la partie de l’année, telle qu’elle est connue.",
    "volet": "Partie du diagnostic.",
    "indicateur": "Nom stable de l’indicateur.",
    "libelle": "Nom français de l’indicateur.",
    "unite": "taux (une fraction : 0,92 pour 92 %), euros, nombre, jours, mois, annees, etp.",
    "valeur": "La valeur ; vide quand elle n’est pas disponible, jamais zéro à la place.",
    "numerateur": "Le numérateur ; sommez-le, ne moyennez pas les taux.",
    "libelle_numerateur": "Ce que compte le numérateur.",
    "denominateur": "Le dénominateur.",
    "libelle_denominateur": "À quoi il est rapporté.",
    "statut": "ok, nd (non disponible) ou secret.",
    "raison": "Pourquoi la valeur manque.",
    "note": "Ce qui doit être dit avec la valeur.",
    "etat": "Numéro de l’état des données : le même donne les mêmes chiffres.",
}
"""The columns of the flat table, and what each holds."""
_A_L_ECRAN = {
    "nom_gestionnaire": "Gestionnaire", "nom_etablissement": "Établissement", "annee": "Année",
    "libelle": "Indicateur", "valeur": "Valeur",
}  # fmt: skip
_FORMES: dict[str, Format] = {
    "taux": "taux", "euros": "euros", "nombre": "nombre", "jours": "decimal", "mois": "decimal",
    "annees": "decimal", "etp": "decimal2",
}  # fmt: skip
_NOMBRES = ("valeur", "numerateur", "denominateur")
_TEXTES_SUSPECTS = "=+-@\t\r|%"


def tableau(
    adresse: str | None,
    gestionnaires: Sequence[str],
    annees: Sequence[int],
    *,
    perimetre: str = "tous",
    etat: int | None = None,
    niveaux: Sequence[str] = ("gestionnaire", "etablissement"),
) -> pd.DataFrame:
    """Compute the flat table; its columns are ``COLONNES``.

    Args:
        adresse: address of the base.
        gestionnaires: those kept, by id.
        annees: exercises; one without data is left out, unless none has any.
        perimetre: ``tous`` or ``chrs``.
        etat: the state of the base; the current one by default.
        niveaux: the levels kept.

    Raises:
        CommandeError: no year has data.
    """
    import pandas as pd

    from cpomlib.analyse import ouvrir

    base = ouvrir(adresse, etat=etat)
    parts = []
    for year in _with_data(adresse, annees, base.etat):
        for level in niveaux:
            found = base.indicateurs(
                annee=year, etablissement=level == "etablissement", perimetre=perimetre
            )
            kept = found[found["gestionnaire"].isin(gestionnaires)]
            parts.append(kept.assign(niveau=level))
    frame = pd.concat(parts, ignore_index=True)
    return _described(frame, base.table("gestionnaires"), base.table("etablissements"), base.etat)


def _with_data(adresse: str | None, annees: Sequence[int], etat: int) -> list[int]:
    """Return the years that have data; when none has, the refusal says those that do."""
    from cpomlib.base import open_base, years

    known = set(years(open_base(adresse), etat=etat))
    return [year for year in annees if year in known] or [annees[-1]]


def _described(
    frame: pd.DataFrame, owners: pd.DataFrame, houses: pd.DataFrame, etat: int
) -> pd.DataFrame:
    """Add the names, the places and the words of the fiches."""
    from cpomlib.calcul.indicateurs import fiches_connues

    known = fiches_connues()
    names = owners.set_index("id_gestionnaire")["raison_sociale"]
    places = houses.set_index("id_etablissement")
    house = frame["etablissement"]
    fiche = [known[one] for one in frame["indicateur"]]
    added = frame.assign(
        nom_gestionnaire=frame["gestionnaire"].map(names),
        nom_etablissement=house.map(places["nom"]),
        **{name: house.map(places[name]) for name in ("categorie", "departement", "region")},
        volet=[one.volet for one in fiche],
        libelle_numerateur=[one.numerateur for one in fiche],
        libelle_denominateur=[one.denominateur for one in fiche],
        etat=etat,
    )
    return added[list(COLONNES)]


def tableau_ecrit(frame: pd.DataFrame, forme: str, sortie: Path | None) -> None:
    """Write the flat table: a CSV that Excel in France opens as it is, a workbook, or the screen.

    The name of the file says the form where the command does not.

    Raises:
        EcritureError: it cannot be written.
    """
    from cpomlib.cli.formes import rendre
    from cpomlib.socle import ecrire, nombre

    if sortie is None:
        rows = [dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)]
        if forme == "table":
            from cpomlib.cli.indicateurs_sortie import figure

            rows = [{**row, "valeur": figure(row)} for row in rows]
        rendre(forme, rows, _A_L_ECRAN, None)
        return
    if forme in ("table", "json"):
        forme = sortie.suffix.lower().removeprefix(".") if forme == "table" else forme
    writers = {"csv": en_csv_francais, "xlsx": _en_xlsx, "json": _en_json}
    if forme not in writers:
        raise click.UsageError("Finissez le nom du fichier par .csv, .xlsx ou .json.")
    ecrire(sortie, writers[forme](frame))
    owners = frame["gestionnaire"].nunique()
    click.echo(
        f"Écrit\u00a0: {sortie} ({nombre(len(frame))} lignes, {owners} gestionnaires, "
        f"années {', '.join(str(year) for year in sorted(frame['annee'].unique()))})."
    )


def _en_json(frame: pd.DataFrame) -> bytes:
    from cpomlib.cli.formes import en_json

    return en_json([dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)]).encode()


def en_csv_francais(frame: pd.DataFrame) -> bytes:
    """Return the table as Excel in France expects it: semicolons, decimal commas, a BOM."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in _rows(frame):
        writer.writerow([_cell(value) for value in row])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _rows(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    held = frame.astype("object").where(frame.notna(), None)
    return held.itertuples(index=False, name=None)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else repr(value)).replace(".", ",")
    text = str(value)
    return f"'{text}" if text[:1] in tuple(_TEXTES_SUSPECTS) else text


def _en_xlsx(frame: pd.DataFrame) -> bytes:
    from openpyxl import Workbook
    from openpyxl.worksheet.table import Table, TableStyleInfo

    book = Workbook()
    sheet = book.active
    sheet.title = "Indicateurs"
    _write_rows(sheet, frame)
    named = Table(displayName="indicateurs", ref=sheet.dimensions)
    named.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(named)
    sheet.freeze_panes = "A2"
    columns = [(name, said) for name, said in COLONNES.items()]
    _write_list(book.create_sheet("Colonnes"), ("Colonne", "Ce qu’elle contient"), columns)
    _write_list(
        book.create_sheet("Définitions"),
        ("Indicateur", "Libellé", "Définition", "Numérateur", "Dénominateur", "Source", "Limites"),
        definitions(frame["indicateur"].unique()),
    )
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _write_rows(sheet: Worksheet, frame: pd.DataFrame) -> None:
    from cpomlib.classeurs import CODES, ecrire_texte, styles, sur_papier

    look = styles()
    for rank, name in enumerate(frame.columns, 1):
        look.entete(ecrire_texte(sheet.cell(1, rank), name))
        sheet.column_dimensions[sheet.cell(1, rank).column_letter].width = (
            40 if name.startswith(("nom", "libelle", "raison", "note")) else 14
        )
    units = frame["unite"].tolist()
    for line, row in enumerate(_rows(frame), 2):
        for rank, (name, value) in enumerate(zip(frame.columns, row, strict=True), 1):
            cell = sheet.cell(line, rank)
            if isinstance(value, str):
                ecrire_texte(cell, value)
            elif value is not None:
                cell.value = value
                if name == "valeur":
                    cell.number_format = CODES[_FORMES[units[line - 2]]]
    sur_papier(sheet, lignes_repetees="1:1")


def _write_list(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from cpomlib.classeurs import ecrire_texte, hausser, styles, sur_papier

    look = styles()
    for rank, name in enumerate(headings, 1):
        look.entete(ecrire_texte(sheet.cell(1, rank), name))
        sheet.column_dimensions[sheet.cell(1, rank).column_letter].width = 24 if rank == 1 else 46
    for line, row in enumerate(rows, 2):
        for rank, text in enumerate(row, 1):
            look.texte(ecrire_texte(sheet.cell(line, rank), text))
        hausser(sheet, line, [(text, 24 if rank == 0 else 46) for rank, text in enumerate(row)])
    sheet.freeze_panes = "A2"
    sur_papier(sheet, lignes_repetees="1:1")


def definitions(ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Return what the fiches say of some indicators."""
    from cpomlib.calcul.indicateurs import fiches_connues

    known = fiches_connues()
    return [
        (one.id, one.libelle, one.definition, one.numerateur, one.denominateur, one.source,
         one.limites)
        for one in (known[name] for name in ids)
    ]  # fmt: skip
