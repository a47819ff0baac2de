"""What an import from a SIAO tells its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cpomlib.entree.siao.correspondance import DEMANDES, Correspondance
from cpomlib.entree.siao.export import Export
from cpomlib.entree.siao.traduire import TEXTE_LIBRE, MotInconnu, montrables
from cpomlib.socle import Faute, pluriel
from cpomlib.tables import montrable

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames


def messages(
    correspondance: Correspondance,
    export: Export,
    vides: Mapping[str, Sequence[MotInconnu]],
    frame: pd.DataFrame,
    known: Frames,
) -> tuple[str, ...]:
    """Return the French sentences: what was dropped, not read, left empty, whose it is.

    Args:
        correspondance: the mapping.
        export: the export, its identifiers dropped.
        vides: our column → words counted as not given.
        frame: the rows to deposit.
        known: the structure the base holds.
    """
    told = [
        *_dropped(correspondance, export),
        *_unread(correspondance, export),
        *(_emptied(column, words) for column, words in vides.items()),
    ]
    if correspondance.table == DEMANDES:
        return (*told, *_periods(frame))
    return (*told, *_about(frame, known))


def _dropped(correspondance: Correspondance, export: Export) -> list[str]:
    births = [rule.colonne for rule in correspondance.regles.values() if rule.naissance_au]
    told = []
    if export.retirees:
        told.append(
            "Retirées à l’entrée, car elles désignent directement des personnes : "
            f"{_listed(export.retirees)}."
        )
    if births:
        told.append(f"Lue pour la seule tranche d’âge, puis retirée : {_listed(births)}.")
    return told


def _unread(correspondance: Correspondance, export: Export) -> list[str]:
    from cpomlib.entree.noms import plie

    used = {plie(name) for name in correspondance.colonnes}
    rest = [name for name in export.colonnes if plie(name) not in used]
    return [f"Colonnes sans correspondance, non lues : {_listed(rest)}."] if rest else []


def _emptied(column: str, words: Sequence[MotInconnu]) -> str:
    rows = pluriel(sum(word.lignes for word in words), "ligne")
    if len(words) > TEXTE_LIBRE:
        return (
            f"«\u00a0{column}\u00a0» non renseigné sur {rows}\u00a0: "
            f"{pluriel(len(words), 'libellé')} sans correspondance, c’est du texte libre."
        )
    shown = montrables([word.texte for word in words])
    told = ", ".join(
        f"«\u00a0{text}\u00a0» ({word.lignes})" for text, word in zip(shown, words, strict=True)
    )
    return f"«\u00a0{column}\u00a0» non renseigné sur {rows}, faute de correspondance : {told}."


def reserves(fichier: str, vides: Mapping[str, Sequence[MotInconnu]]) -> tuple[Faute, ...]:
    """Return what was counted as not given, the words themselves left out: they may name people."""
    return tuple(
        Faute(
            fichier,
            0,
            column,
            "",
            "Des libellés sans correspondance ont été comptés comme non renseignés "
            f"({pluriel(sum(word.lignes for word in words), 'ligne')}).",
            "Complétez la correspondance, puis redéposez l’export.",
        )
        for column, words in vides.items()
    )


def _periods(frame: pd.DataFrame) -> list[str]:
    scopes = frame[["departement", "annee"]].drop_duplicates().itertuples(index=False)
    told = ", ".join(f"{departement} en {annee}" for departement, annee in scopes)
    return [f"Porte sur les demandes de ces départements et années : {told}."]


def _about(frame: pd.DataFrame, known: Frames) -> list[str]:
    """Say whose stays these are, and which of their establishments the file is silent about."""
    if "etablissements" not in known:
        return []
    rows = known["etablissements"]
    present = set(frame["id_etablissement"])
    owners = set(rows.loc[rows["id_etablissement"].isin(present), "id_gestionnaire"])
    mine = rows[rows["id_gestionnaire"].isin(owners)]
    absent = [key for key in mine["id_etablissement"] if key not in present]
    houses, whose = pluriel(len(present), "établissement"), pluriel(len(owners), "gestionnaire")
    told = [f"Porte sur les séjours de {houses}, de {whose}."]
    if absent:
        told.append(
            f"{pluriel(len(absent), 'établissement')} de ces gestionnaires sans aucun séjour dans "
            f"ce fichier, laissés tels quels : {_listed(absent)}."
        )
    return told


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«\u00a0{montrable(None, name)}\u00a0»" for name in names)
