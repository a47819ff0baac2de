"""What a slider stands on, drawn under it: three years, the middle half of the région."""

from __future__ import annotations

from html import escape
from typing import Any

from cpomlib.calcul.scenarios import (
    TAUX_PAR_AN,
    Appuis,
    ChampHypothese,
    Hypothese,
    Recul,
    moitie_de,
    reculs,
)
from cpomlib.pages.tenue import Course, affiche, avec_unite
from cpomlib.socle import taux

LARGEUR_MINIMALE = 0.8
"""Percents of the slider's width under which a band is not seen."""
REGION = "Région, moitié centrale {annee}\u00a0: de {bas} à {haut}"


def sol(item: Hypothese, champ: ChampHypothese, course: Course | None, appuis: Appuis) -> str:
    """Return what a number stands on, as HTML; empty where nothing is known."""
    past = reculs(appuis, item).get(champ.nom)
    half = moitie_de(appuis, item, champ.nom)
    if past is None and half is None:
        return ""
    lines = [_annees(champ, past)] if past is not None else []
    band = ""
    if half is not None:
        low, high = (_ecrit(champ, value) for value in (half.bas, half.haut))
        lines.append(REGION.format(bas=low, haut=high, annee=half.annee))
        band = _bande(champ, course, half.bas, half.haut)
    told = "".join(f'<span class="cpom-base">{escape(line)}</span>' for line in lines)
    return f'<div class="cpom-sol">{band}{told}</div>'


def _annees(champ: ChampHypothese, past: Recul) -> str:
    shown = [(year, _ecrit(champ, value)) for year, value in past.valeurs]
    if len({text for _, text in shown}) == 1 < len(shown):
        said = f"{shown[0][1]} de {shown[0][0]} à {shown[-1][0]}"
    else:
        said = ", ".join(f"{text} en {year}" for year, text in shown)
    return f"{past.libelle}\u00a0: {said}" if past.libelle else said


def _ecrit(champ: ChampHypothese, value: float) -> str:
    """Write a value in the unit of its field, short: one decimal for a rate."""
    if champ.genre == TAUX_PAR_AN:
        shown = taux(value, 1)
        return f"+{shown}" if value > 0 and shown != taux(0.0, 1) else shown
    if champ.unite == "%":
        return taux(value, 1)
    return avec_unite(champ, round(affiche(champ, value), 2))


def _bande(champ: ChampHypothese, course: Course | None, low: float, high: float) -> str:
    """Draw the middle half along the slider, as far as the slider goes."""
    if course is None:
        return ""
    first, last = (_place(course, affiche(champ, round(value, 6))) for value in (low, high))
    if last <= 0 or first >= 100:
        return ""
    wide = max(LARGEUR_MINIMALE, min(last, 100) - max(first, 0))
    return f'<i class="cpom-moitie" style="left:{max(first, 0):.1f}%;width:{wide:.1f}%"></i>'


def _place(course: Course, shown: Any) -> float:
    return float((shown - course.bas) / (course.haut - course.bas) * 100)
