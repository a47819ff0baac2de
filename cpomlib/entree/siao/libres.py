"""What a mapping leaves open, for a person to say: the columns not read, what a word may mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpomlib.droit import nomenclature, nomenclature_names
from cpomlib.entree.siao.export import lire_export
from cpomlib.entree.siao.mots import SIAO
from cpomlib.entree.siao.proposer import naissances
from cpomlib.tables import Champ, montrable

_DISTINCTS = 60
"""Distinct words beyond which a column is plainly free text: nobody is asked what it says."""


def colonnes_libres(path: Path, correspondance: Mapping[str, Any]) -> list[str]:
    """Return the columns of an export that a mapping does not read and that somebody may name.

    Args:
        path: the export.
        correspondance: a mapping, as its file says it.
    """
    hints = SIAO.lire()
    known = [name for table in hints.par_table.values() for ns in table.values() for name in ns]
    export = lire_export(path, known, gardees=naissances(hints))
    used = {rule.get("colonne") for rule in correspondance["colonnes"].values() if rule}
    used |= {str(name).partition(" (à confirmer)")[0] for name in used}
    return [
        name
        for name, column in export.colonnes.items()
        if name not in used
        and montrable(None, name) == name
        and 0 < sum(bool(text) for text in column.textes) <= _DISTINCTS
    ]


def colonnes_de(path: Path) -> tuple[str, ...]:
    """Return the headings of an export, as written."""
    hints = SIAO.lire()
    known = [name for table in hints.par_table.values() for ns in table.values() for name in ns]
    return lire_export(path, known, gardees=naissances(hints)).entete


def libelles(champ: Champ) -> dict[str, str]:
    """Return what a word of a column may mean: our value → how it is said; empty if anything."""
    if champ.type == "boolean":
        return {"oui": "oui", "non": "non"}
    if champ.categories and champ.nom in nomenclature_names():
        labels = nomenclature(champ.nom).libelles
        return {code: labels.get(code, code) for code in champ.categories}
    return {code: code for code in champ.categories}
