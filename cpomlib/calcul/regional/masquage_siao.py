"""What a publishable sheet keeps of the requests to the SIAO: rows of three counts, one system.

A row is shown whole or masked whole. The same requests stand in several tables (by département,
by recommendation): their rows are cells of one system, so that no table gives back what another
masks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cpomlib.calcul.secret import (
    PEU_DE_PERSONNES,
    SECONDAIRE,
    Cellule,
    Equation,
    Regles,
    Statut,
    Systeme,
    masquer_systeme,
    somme,
)

Totaux = tuple[float, float, float]
"""Requests, positive answers, unmet requests."""
Rang = tuple[str, str]
"""A table, and one of its rows."""
_COMPTES = ("demandes", "reponses", "non_pourvues")


def masquer_demandes(
    rangs: Mapping[Rang, Totaux], sommes: Sequence[tuple[Rang, Sequence[Rang]]], regles: Regles
) -> dict[Rang, str]:
    """Return the rows that are masked, and why.

    Args:
        rangs: every row of the tables, its three counts.
        sommes: rows that are the sum of others; what belongs to none is taken as known.
        regles: the thresholds.

    Raises:
        SecretError: what is masked could be calculated from what is shown.
    """
    small = {rang for rang, counts in rangs.items() if _few(counts, regles)}
    cells = [cell for rang in rangs for cell in _cells(rang, rangs[rang], rang in small, regles)]
    known = {cell.nom for cell in cells}
    ties = [*_within(rangs, known), *_between(rangs, sommes)]
    final = masquer_systeme(Systeme(tuple(cells), tuple(ties)), regles)
    hidden = {cell.nom for cell in final.cellules if cell.statut in ("primaire", "secondaire")}
    why = PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    return {
        rang: why if rang in small else SECONDAIRE
        for rang in rangs
        if any(_nom(rang, count) in hidden for count in _COMPTES)
    }


def _nom(rang: Rang, compte: str) -> str:
    return f"{rang[0]}|{rang[1]}|{compte}"


def _told(counts: Totaux) -> dict[str, float]:
    """Return what a row tells: its counts, and what each leaves of the requests."""
    asked, answered, unmet = counts
    left = {
        "sans_reponse": asked - answered,
        "pourvues": asked - unmet,
        "autres": asked - answered - unmet,
    }
    shown = dict(zip(_COMPTES, counts, strict=True))
    return {**shown, **{name: rest for name, rest in left.items() if rest >= 0}}


def _few(counts: Totaux, regles: Regles) -> bool:
    return any(1 <= value <= regles.plus_grand_masque for value in _told(counts).values())


def _cells(rang: Rang, counts: Totaux, masque: bool, regles: Regles) -> Iterator[Cellule]:
    for name, value in _told(counts).items():
        shown: Statut = "primaire" if masque else "publiee"
        small = 1 <= value <= regles.plus_grand_masque
        yield Cellule(
            nom=_nom(rang, name), valeur=value,
            statut=shown if name in _COMPTES else "interne",
            protection=(1.0, float(regles.plus_grand_masque)) if small else None,
            table="demandes au SIAO",
        )  # fmt: skip


def _within(rangs: Mapping[Rang, Totaux], known: set[str]) -> Iterator[Equation]:
    parts = {
        "sans_reponse": ("reponses",),
        "pourvues": ("non_pourvues",),
        "autres": ("reponses", "non_pourvues"),
    }
    for rang in rangs:
        for rest, counts in parts.items():
            if _nom(rang, rest) in known:
                yield somme(_nom(rang, "demandes"), [_nom(rang, one) for one in (*counts, rest)])


def _between(
    rangs: Mapping[Rang, Totaux], sommes: Sequence[tuple[Rang, Sequence[Rang]]]
) -> Iterator[Equation]:
    for total, parts in sommes:
        here = [part for part in parts if part in rangs]
        if total in rangs and here:
            for place, name in enumerate(_COMPTES):
                excess = sum(rangs[part][place] for part in here) - rangs[total][place]
                yield somme(_nom(total, name), [_nom(part, name) for part in here], excess)
