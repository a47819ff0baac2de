"""A trame as a gestionnaire sends it back, from Excel or from LibreOffice: its rows, cleaned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from cpomlib.entree.garde import CLASSEUR, FichierError, Limites, limites, nature
from cpomlib.entree.onglets import Classeur, Formule, Onglet, ouvrir_classeur
from cpomlib.entree.opendocument import en_xlsx, est_ods
from cpomlib.entree.trame.libelles import deprotege
from cpomlib.tables import BLANKS

DEPLIE_MAX, TEXTES_MAX = 512 << 20, 64 << 20
"""A trame is that of one gestionnaire: the general limits are lowered, in bytes."""

Ligne = tuple[int, list[Any]]
"""Row number in the sheet, and its cells: text, number, day, bool, ``Formule`` or None."""


def plafonds_trame() -> Limites:
    """Return the limits in force for a trame."""
    general = limites()
    return replace(
        general,
        classeur_deplie_max=min(general.classeur_deplie_max, DEPLIE_MAX),
        textes_communs_max=min(general.textes_communs_max, TEXTES_MAX),
    )


@contextmanager
def ouvrir(path: Path) -> Iterator[Classeur]:
    """Open a workbook to read it along the file, without ever holding it whole.

    Raises:
        FichierError: not a workbook that may be opened, or a broken one.
    """
    source = lisible(path)
    if source is None:
        raise FichierError(
            "Ce fichier n’est pas un classeur.",
            ou=path.name,
            que_faire="Une trame est un classeur Excel (.xlsx), écrit par « cpom trame ».",
        )
    with ouvrir_classeur(path, source) as book:
        yield book


def lisible(path: Path) -> Path | BytesIO | None:
    """Return what a workbook is read from: its file, or what one of LibreOffice is turned into.

    Raises:
        FichierError: it may not be opened.
    """
    if est_ods(path):
        return en_xlsx(path, plafonds_trame())
    return path if nature(path, plafonds_trame()) == CLASSEUR else None


def lignes_lues(onglet: Onglet, *, formules: bool = True) -> Iterator[Ligne]:
    """Yield the rows that hold something, hidden ones included.

    Args:
        onglet: the sheet.
        formules: tell formulas from values; not needed to look for a word.

    Raises:
        FichierError: the sheet is broken.
    """
    for number, row in onglet.rangees(formules=formules):
        cells = [_clean(value) for value in row]
        if any(value is not None for value in cells):
            yield number, cells


def _clean(value: Any) -> Any:
    """Strip a text; an empty one is nothing."""
    if isinstance(value, str):
        return deprotege(value).strip(BLANKS) or None
    if isinstance(value, Formule):
        return replace(value, valeur=_clean(value.valeur))
    return value
