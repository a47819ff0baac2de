"""What the parties have not written yet takes a line under a table, not a column of it."""

from __future__ import annotations

from dataclasses import replace

from cpomlib.rapports.volet_elements import A_COMPLETER
from cpomlib.rendu.blocs import Tableau


def sans_a_completer(tableau: Tableau, titre: str) -> Tableau:
    """Leave out a column in which nothing is written, and say so under the table."""
    rank = [column.titre for column in tableau.colonnes].index(titre)
    if any(row[rank] != A_COMPLETER for row in tableau.lignes):
        return tableau
    said = f"À compléter par les parties\u00a0: {titre[:1].lower()}{titre[1:]}."
    return replace(
        tableau,
        colonnes=(*tableau.colonnes[:rank], *tableau.colonnes[rank + 1 :]),
        lignes=tuple((*row[:rank], *row[rank + 1 :]) for row in tableau.lignes),
        note=f"{tableau.note} {said}".strip(),
    )
