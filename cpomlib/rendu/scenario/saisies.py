"""The inputs of the workbook: a sheet « Hypothèses », one row per value, and where each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.calcul.scenarios import (
    FINANCEMENT,
    JOUR,
    PAR_FONCTION,
    TAUX_PAR_AN,
    Cadre,
    ChampHypothese,
    Hypothese,
    Scenario,
    champs,
    doutes,
    par_fonction_en,
)
from cpomlib.classeurs import CODES, ecrire_texte, hausser, styles

FEUILLE = "Hypothèses"
FORMATS = {"taux": "0.00%", TAUX_PAR_AN: "0.00%", "pas": "0.00%", "euros": CODES["decimal2"],
           "etp": "0.00##", "places": "0", FINANCEMENT: CODES["decimal2"],
           JOUR: "DD/MM/YYYY"}  # fmt: skip
PREMIERE_ANNEE = 7
"""Column of the first projected year, on this sheet."""
DEBUT = 8
_RAISON = 60.0
"""Width of the column of reasons, in characters."""


@dataclass
class Saisies:
    """The sheet being written, and the address of each value.

    Attributes:
        cadre: the base and the years.
        feuille: the sheet.
        adresses: (rank of the hypothesis, value) → row.
        ligne: next free row.
    """

    cadre: Cadre
    feuille: Worksheet
    adresses: dict[tuple[int, str], int] = field(default_factory=dict)
    ligne: int = DEBUT

    def valeur(self, rang: int, nom: str) -> str:
        """Return the address of a single value."""
        return f"'{FEUILLE}'!$E${self.adresses[rang, nom]}"

    def annee(self, rang: int, nom: str, t: int) -> str:
        """Return the address of the value of a year (t from 1)."""
        column = get_column_letter(PREMIERE_ANNEE + t - 1)
        return f"'{FEUILLE}'!{column}${self.adresses[rang, nom]}"


def part_variable(groupe: int) -> str:
    """Return the address of the share of a groupe that follows the places."""
    return f"'{FEUILLE}'!$E${5 if groupe == 1 else 6}"


def saisies(feuille: Worksheet, cadre: Cadre, scenario: Scenario) -> Saisies:
    """Write the sheet of hypotheses; coloured cells are the ones to change."""
    feuille.title = FEUILLE
    ecrire_texte(feuille["A1"], f"Hypothèses\u00a0: {scenario.titre}")
    styles().titre(feuille["A1"])
    ecrire_texte(
        feuille["A2"],
        "Les cellules colorées se modifient\u00a0; toutes les autres feuilles se recalculent. "
        "Montants en euros de l’année où ils prennent effet.",
    )
    ecrire_texte(feuille["A3"], " ".join(doutes(cadre.etat, scenario.hypotheses)))
    for row, groupe in ((5, 1), (6, 3)):
        ecrire_texte(feuille.cell(row, 4), f"Part du groupe {groupe} qui suit les places")
        _input(feuille.cell(row, 5), cadre.etat.part_variable[groupe // 3], "taux")
    _header(feuille, cadre)
    held = Saisies(cadre, feuille)
    for rang, item in enumerate(scenario.hypotheses):
        _block(held, rang, item)
    for column, width in zip("ABCDEF", (5, 34, 34, 40, 16, 14), strict=True):
        feuille.column_dimensions[column].width = width
    for t in range(1, cadre.horizon + 1):
        feuille.column_dimensions[get_column_letter(PREMIERE_ANNEE + t - 1)].width = 14
    feuille.freeze_panes = f"E{DEBUT}"
    return held


def _header(feuille: Worksheet, cadre: Cadre) -> None:
    look, names = styles(), ["N°", "Hypothèse", "Établissement", "Donnée", "Valeur", "Unité"]
    for column, name in enumerate([*names, *cadre.annees[1:], "Justification"], start=1):
        cell = feuille.cell(DEBUT - 1, column, name)
        look.entete(cell)


def _block(held: Saisies, rang: int, item: Hypothese) -> None:
    """Write one hypothesis: a row per value."""
    first = held.ligne
    for name, label, genre, value in _rows(held.cadre, item):
        row, sheet = held.ligne, held.feuille
        held.adresses[rang, name] = row
        ecrire_texte(sheet.cell(row, 4), label)
        unit = ChampHypothese(name, label, genre, True).unite
        ecrire_texte(sheet.cell(row, 6), unit).alignment = Alignment(horizontal="left", indent=1)
        if isinstance(value, Mapping):
            for t, each in value.items():
                _input(sheet.cell(row, PREMIERE_ANNEE + t - 1), each, genre)
        else:
            _input(sheet.cell(row, 5), value, genre)
        held.ligne += 1
    if held.ligne == first:
        held.ligne += 1
    sheet = held.feuille
    sheet.cell(first, 1, rang + 1).alignment = Alignment(horizontal="left", vertical="top")
    ecrire_texte(sheet.cell(first, 2), item.libelle)
    ecrire_texte(sheet.cell(first, 3), _where(held.cadre, item))
    reason = sheet.cell(first, PREMIERE_ANNEE + held.cadre.horizon)
    said = item.justification or "pas de justification"
    styles().texte(ecrire_texte(reason, said))
    sheet.column_dimensions[reason.column_letter].width = _RAISON
    hausser(sheet, first, [(said, _RAISON)])


def _where(cadre: Cadre, item: Hypothese) -> str:
    name = getattr(item, "etablissement", None)
    return cadre.etat.noms[cadre.etat.rang(name)] if name else "tous"


def _rows(cadre: Cadre, item: Hypothese) -> list[tuple[str, str, str, Any]]:
    """Return (name, label, genre, value) of each input; a mapping holds one value per year."""
    found: list[tuple[str, str, str, Any]] = []
    for declared in champs(type(item)):
        if declared.genre == PAR_FONCTION:
            found += _par_fonction(item, declared)
        elif declared.genre not in ("etablissement", "emprunt", "destination"):
            value = _value(cadre, item, declared)
            if value is not None:
                found.append((declared.nom, declared.libelle, declared.genre, value))
    return found + [(one.nom, one.libelle, one.genre, one.valeur) for one in item.tirees(cadre)]


def _value(cadre: Cadre, item: Hypothese, declared: ChampHypothese) -> Any:
    """Return one value, or one per year where the model reads it so; a year has a default."""
    spread = item.etaler(cadre, declared)
    if spread is not None:
        return spread
    if declared.genre == "annee" and declared.nom in ("de", "a"):
        return None
    value = item.valeur(cadre.etat, declared.nom)
    return cadre.annees[1] if value is None and declared.nom == "annee" else value


def _par_fonction(item: Hypothese, declared: ChampHypothese) -> list[tuple[str, str, str, Any]]:
    """Return one input per fonction, or the word that there is none."""
    from cpomlib.droit import nomenclature

    held = getattr(item, declared.nom)
    if isinstance(held, str):
        return [(declared.nom, declared.libelle, "code", held)]
    label, genre = nomenclature("fonction").libelle, par_fonction_en(declared)
    return [(f"{declared.nom}.{code}", f"{declared.libelle}\u00a0: {label(code)}", genre, each)
            for code, each in held or ()]  # fmt: skip


def _input(cell: Any, value: Any, genre: str) -> None:
    if isinstance(value, str):
        ecrire_texte(cell, value)
    else:
        cell.value = value
    if genre not in ("gham", "destination", "code"):
        styles().saisie(cell)
    cell.number_format = FORMATS.get(genre, "General")
