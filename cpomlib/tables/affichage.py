"""Faults as a person reads them: file by file, repeated ones counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cpomlib.socle import DonneesError, Faute, nombre, pluriel

PAR_GROUPE = 50
DISTINCTES = 200
"""Values told one by one when each is another: each is to be mended by itself."""


def fault_lines(fautes: Sequence[Faute], par_groupe: int = PAR_GROUPE) -> list[str]:
    """Return the lines that tell the faults of a deposit, the number of faults first.

    Args:
        fautes: all the faults.
        par_groupe: how many alike (same file, sheet, column and message) are shown; of the
            others, those of yet another value, and the rest are counted.
    """
    ordered = sorted(fautes, key=lambda fault: (*_kind(fault), fault))
    lines = [f"{pluriel(len(fautes), 'faute')} : rien n’a été écrit."]
    groups = [list(group) for _, group in groupby(ordered, key=_kind)]
    for group in sorted(groups, key=lambda group: _place(group[0])):
        shown = _shown(group, par_groupe)
        lines += [str(fault) for fault in shown]
        hidden = len(group) - len(shown)
        if hidden > 0:
            lines.append(f"{_where(group[0])} : {nombre(hidden)} {_others(hidden)}.")
    return [*lines, "Corrigez puis recommencez."]


def told(error: DonneesError) -> str:
    """Return a refused deposit as the text the command line shows."""
    return "\n".join(fault_lines(error.fautes))


def _shown(group: Sequence[Faute], limit: int) -> list[Faute]:
    """Keep the first of a kind, then the first of each value that they do not have."""
    shown = list(group[:limit])
    seen = {fault.valeur for fault in shown}
    for fault in group[limit:]:
        if fault.valeur not in seen and len(shown) < DISTINCTES:
            seen.add(fault.valeur)
            shown.append(fault)
    return shown


def _kind(fault: Faute) -> tuple[str, str, str, str]:
    return fault.fichier, fault.feuille, fault.colonne, fault.message


def _place(fault: Faute) -> tuple[str, str, int]:
    return fault.fichier, fault.feuille, fault.ligne


def _where(fault: Faute) -> str:
    sheet = f", feuille « {fault.feuille} »" if fault.feuille else ""
    column = f", colonne « {fault.colonne} »" if fault.colonne else ""
    return f"{fault.fichier}{sheet}{column}"


def _others(count: int) -> str:
    return "autre faute semblable" if count == 1 else "autres fautes semblables"
