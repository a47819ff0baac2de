"""The inputs of the workbook: a sheet « Hypothèses », one row per value, and where each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cpomlib.calcul.scenarios import (
    TAUX_PAR_AN,
    Cadre,
    ChampHypothese,
    Cofinancement,
    Convergence,
    Etp,
    Hypothese,
    HypotheseFraisSiege,
    Investissement,
    MasseSalariale,
    Occupation,
    Scenario,
    champs,
    parts_siege,
    periode_convergence,
    taux_par_annee,
)
from cpomlib.classeurs import CODES, ecrire_texte, hausser, styles

FEUILLE = "Hypothèses"
FORMATS = {"taux": "0.00%", TAUX_PAR_AN: "0.00%", "pas": "0.00%", "euros": CODES["decimal2"],
           "etp": "0.00", "places": "0"}  # fmt: skip
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
    if isinstance(item, HypotheseFraisSiege):
        _path(held, rang)
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
        value = getattr(item, declared.nom)
        if declared.genre in ("etablissement", "emprunt") or declared.nom in ("de", "a"):
            if isinstance(value, str) and declared.genre == "gham":
                found.append((declared.nom, declared.libelle, declared.genre, value))
            continue
        if value is not None:
            found.append(
                (declared.nom, declared.libelle, declared.genre, _spread(cadre, item, declared))
            )
    return found + _extra(cadre, item)


def _spread(cadre: Cadre, item: Any, declared: ChampHypothese) -> Any:
    """Return one value per year where the model reads it so."""
    value, years = getattr(item, declared.nom), range(1, cadre.horizon + 1)
    if declared.genre == TAUX_PAR_AN:
        rates = taux_par_annee(cadre, value, item.de, item.a)
        return {t: float(rates[t]) for t in years}
    if isinstance(item, Convergence) and declared.nom == "reste_a_converger":
        period = periode_convergence(cadre, item)
        inside = range(period.start, period.stop) if item.mode == "avec" else range(0)
        return {t: value / len(inside) if t in inside else 0.0 for t in years}
    periodic = (MasseSalariale, "segur_etp"), (Occupation, "taux"), (Cofinancement, "montant")
    if any(isinstance(item, kind) and declared.nom == name for kind, name in periodic):
        period = cadre.periode(item.de, item.a)
        inside = range(period.start, period.stop)
        outside = None if isinstance(item, Occupation) else 0.0
        return {t: value if t in inside else outside for t in years}
    return value


def _extra(cadre: Cadre, item: Hypothese) -> list[tuple[str, str, str, Any]]:
    if isinstance(item, Investissement):
        loan = item.emprunt
        return [
            ("capital", "Capital emprunté", "euros", item.capital),
            ("taux", "Taux de l’emprunt", "taux", loan.taux if loan else 0.0),
            ("duree_emprunt", "Durée de l’emprunt", "duree", loan.duree if loan else item.duree),
        ]
    if isinstance(item, Etp) and item.cout_etp is None:
        etat = cadre.etat
        cost = etat.couts_etp[etat.rang(item.etablissement), etat.fonctions.index(item.fonction)]
        return [("cout_base", "Coût moyen de la fonction, année de base", "euros", float(cost))]
    if isinstance(item, HypotheseFraisSiege):
        today, _ = parts_siege(cadre, item)
        return [("aujourdhui", "Part portée dans l’année de base", "taux", today)]
    return []


def _path(held: Saisies, rang: int) -> None:
    """Write the share of each year as a formula: it moves by the step until the target."""
    row, sheet = held.ligne, held.feuille
    held.adresses[rang, "part"] = row
    ecrire_texte(sheet.cell(row, 4), "Part de l’année (calculée)")
    item_year = held.adresses.get((rang, "annee"))
    today, target, step = (f"$E${held.adresses[rang, n]}" for n in ("aujourdhui", "cible", "pas"))
    for t in range(1, held.cadre.horizon + 1):
        column = PREMIERE_ANNEE + t - 1
        before = today if t == 1 else f"{get_column_letter(column - 1)}{row}"
        moved = f"IF({before}>{target},MAX({target},{before}-{step}),MIN({target},{before}+{step}))"
        year = f"{get_column_letter(column)}${DEBUT - 1}"
        formula = f"IF({year}<$E${item_year},{today},{moved})" if item_year else moved
        sheet.cell(row, column, f"={formula}").number_format = "0.00%"
    held.ligne += 1


def _input(cell: Any, value: Any, genre: str) -> None:
    if isinstance(value, str):
        ecrire_texte(cell, value)
    else:
        cell.value = value
    if genre not in ("gham", "destination", "code"):
        styles().saisie(cell)
    cell.number_format = FORMATS.get(genre, "General")
