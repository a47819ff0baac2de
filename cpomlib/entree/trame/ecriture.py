"""A trame written: the workbook that a gestionnaire fills in, pre-filled with what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.trame.libelles import etiquettes
from cpomlib.entree.trame.plan import IdentiteTrame, PlanTrame, plan
from cpomlib.entree.trame.preparation import preremplir
from cpomlib.socle import CommandeError, fichiers

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook

    from cpomlib.tables import Frames


def ecrire_trame(
    frames: Frames,
    identite: IdentiteTrame,
    path: Path,
    *,
    le: date,
    echeance: str = "",
    contact: str = "",
) -> dict[str, int]:
    """Write the trame of a gestionnaire for a year; the file appears whole or not at all.

    Args:
        frames: the tables of the gestionnaire, of any year (money in centimes).
        identite: for whom and for which exercise.
        path: the file to write; it must not exist.
        le: day written on the cover.
        echeance: when it is due, in words; that of ``parameters/trame.yaml`` by default.
        contact: whom to ask; that of ``parameters/trame.yaml`` by default.

    Returns:
        Shared table → number of lines pre-filled.

    Raises:
        CommandeError: the file exists, its folder does not, or the gestionnaire is unknown.
    """
    refuser_chemin(path)
    words = plan()
    words = replace(words, echeance=echeance or words.echeance, contact=contact or words.contact)
    rows = preremplir(frames, words, identite.gestionnaire, identite.annees)
    if rows["gestionnaires"].empty:
        raise CommandeError(
            f"Le gestionnaire « {identite.gestionnaire} » n’est pas en base.",
            que_faire="Déposez d’abord sa structure (gestionnaires et établissements).",
        )
    book = classeur(rows, words, identite, le)
    held = BytesIO()
    book.save(held)
    fichiers.ecrire(path, held.getvalue(), neuf=True)
    return {name: len(frame) for name, frame in rows.items()}


def refuser_chemin(path: Path) -> None:
    """Refuse a workbook that is not one, or that would take the place of another."""
    if path.suffix.lower() != ".xlsx":
        raise CommandeError(
            f"« {path.name} » n’est pas un nom de classeur.", que_faire="Finissez-le par .xlsx."
        )
    if not path.parent.is_dir():
        raise CommandeError(
            f"Le dossier « {path.parent} » n’existe pas.", que_faire="Créez-le d’abord."
        )
    if path.exists():
        raise CommandeError(
            f"Le fichier « {path} » existe déjà ; il n’a pas été remplacé.",
            que_faire="Donnez un autre nom.",
        )


def classeur(
    rows: Mapping[str, pd.DataFrame], words: PlanTrame, identite: IdentiteTrame, le: date
) -> Workbook:
    """Return the workbook of a trame.

    Args:
        rows: shared table → the rows of its sheet.
        words: sheets and texts.
        identite: for whom and for which exercise.
        le: day written on the cover.
    """
    from openpyxl import Workbook

    from cpomlib.classeurs import styles
    from cpomlib.entree.trame.annexes import ecrire_garde, ecrire_glossaire
    from cpomlib.entree.trame.coup_doeil import ecrire_coup_doeil
    from cpomlib.entree.trame.feuille_table import ecrire_table
    from cpomlib.entree.trame.listes import ecrire_listes

    book, look = Workbook(), styles()
    cover = book.active
    cover.title = words.titres["garde"]
    sheets = {sheet.schema.name: book.create_sheet(sheet.titre) for sheet in words.feuilles}
    glance = book.create_sheet(words.titres["coup_doeil"])
    glossary = book.create_sheet(words.titres["glossaire"])
    known = rows["etablissements"]
    lists = ecrire_listes(book.create_sheet(words.titres["listes"]), words, len(known), look)
    labels = etiquettes(known)
    for sheet in words.feuilles:
        name = sheet.schema.name
        ecrire_table(sheets[name], sheet, rows[name], words, lists, labels, identite.annees, look)
    counts = {name: len(frame) for name, frame in rows.items()}
    organisme = rows["gestionnaires"]["raison_sociale"].iloc[0]
    ecrire_garde(cover, words, identite, organisme, counts, le, look)
    ecrire_coup_doeil(glance, words, len(known), look)
    ecrire_glossaire(glossary, words, look)
    book.calculation.fullCalcOnLoad = True
    _properties(book, words, identite, le)
    return book


def _properties(book: Workbook, words: PlanTrame, identite: IdentiteTrame, le: date) -> None:
    book.properties.title = f"{words.titre}, {identite.gestionnaire}, {identite.exercice}"
    book.properties.identifier = str(identite)
    book.properties.creator = "cpomlib"
    book.properties.language = "fr-FR"
    book.properties.created = book.properties.modified = datetime(le.year, le.month, le.day)
