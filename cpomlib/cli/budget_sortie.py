"""How ``cpom budget`` writes its answers: aligned text for a screen, JSON for a program."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.volet import ACompleter
from cpomlib.cli.ecran import write_json
from cpomlib.rendu.blocs import Bloc, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import write

if TYPE_CHECKING:
    from cpomlib.calcul.volet import Droit
    from cpomlib.rendu.blocs import Colonne

LARGEUR = 96
"""Columns of a paragraph; a table takes what it needs."""
CELLULE = 60
"""A longer cell is a sentence."""


def en_texte(bloc: Bloc, droit: Droit) -> str:
    """Write a block as plain text, then the dated parameters it was made with."""
    from cpomlib.rapports import completer, surcharges, valeurs_lues

    read = droit.lecteur.lectures()
    tail = (*surcharges(read), *completer(droit.manques()))
    lines = [*_lines(bloc), *(line for each in tail for line in _lines(each))]
    if read:
        lines += _lines(valeurs_lues(read))
    return "\n".join(lines).strip("\n")


def en_json(data: Mapping[str, Any], articles: Sequence[str], droit: Droit) -> str:
    """Write an answer as JSON, money in euros; an unknown value is ``{"a_completer": …}``."""
    read = [
        {
            "chemin": lecture.chemin,
            "au": lecture.au,
            "valeur": lecture.valeur,
            "reference": lecture.reference,
            "statut": lecture.statut,
            "modifie_par_le_service": lecture.surcharge is not None,
        }
        for lecture in droit.lecteur.lectures()
    ]
    whole = {**data, "textes": list(dict.fromkeys(articles)), "parametres": read,
             "a_completer": list(droit.manques())}  # fmt: skip
    return write_json(_plain(whole), allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, ACompleter):
        names = {"a_completer": value.quoi, "texte": value.texte, "que_faire": value.que_faire}
        return {name: text for name, text in names.items() if text}
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, Fraction | date | Path) else value


def _lines(bloc: Bloc) -> list[str]:
    if isinstance(bloc, Groupe):
        return [line for each in bloc.blocs for line in _lines(each)]
    if isinstance(bloc, Titre):
        return ["", bloc.texte.upper(), "=" * len(bloc.texte)]
    if isinstance(bloc, Paragraphe):
        return ["", *_paragraph(bloc)]
    if isinstance(bloc, Figure):
        return []
    return ["", *_table(bloc)] if isinstance(bloc, Tableau) else []


def _paragraph(bloc: Paragraphe) -> list[str]:
    ended = bloc.titre.endswith((".", ":"))
    head = f"{bloc.titre} " if ended or not bloc.titre else f"{bloc.titre}. "
    lines = textwrap.wrap(f"{head}{bloc.texte}", LARGEUR, break_on_hyphens=False)
    return lines + textwrap.wrap(bloc.que_faire, LARGEUR, break_on_hyphens=False)


def _table(bloc: Tableau) -> list[str]:
    """Align a table: text on the left, figures on the right, totals under a rule."""
    if all(column.format == "texte" for column in bloc.colonnes) and _is_wide(bloc):
        return [bloc.titre, "─" * len(bloc.titre), *_entries(bloc)]
    head = [_head(column) for column in bloc.colonnes]
    rows = [
        [write(cell, column.format) for cell, column in zip(row, bloc.colonnes, strict=True)]
        for row in bloc.lignes
    ]
    widths = [max(map(len, cells)) for cells in zip(head, *rows, strict=True)]
    right = [column.format not in {"texte", "date"} for column in bloc.colonnes]
    written = [_aligned(row, widths, right) for row in rows]
    rule = "─" * (sum(widths) + 2 * len(widths) - 2)
    if bloc.lignes_total:
        written.insert(len(rows) - bloc.lignes_total, rule)
    note = textwrap.wrap(bloc.note, LARGEUR, break_on_hyphens=False)
    return [bloc.titre, _aligned(head, widths, right), rule, *written, *note]


def _is_wide(bloc: Tableau) -> bool:
    """Tell whether a table of words has sentences in its cells: a screen reads them as a list."""
    return any(len(write(cell)) > CELLULE for row in bloc.lignes for cell in row)


def _entries(bloc: Tableau) -> list[str]:
    """Write each row as a paragraph: its first cell, then the others under their headers."""
    lines: list[str] = []
    for row in bloc.lignes:
        first, *others = [write(cell) for cell in row]
        named = zip(bloc.colonnes[1:], others, strict=True)
        lines += textwrap.wrap(first, LARGEUR, initial_indent="• ", subsequent_indent="  ")
        for column, text in named:
            said = f"{column.titre}\u00a0: {text}"
            lines += (
                textwrap.wrap(said, LARGEUR, initial_indent="    ", subsequent_indent="      ")
                if text
                else []
            )
    return lines


def _head(column: Colonne) -> str:
    return f"{column.titre} ({column.unite})" if column.unite else column.titre


def _aligned(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    pairs = zip(cells, widths, right, strict=True)
    return "  ".join(t.rjust(w) if on_right else t.ljust(w) for t, w, on_right in pairs).rstrip()
