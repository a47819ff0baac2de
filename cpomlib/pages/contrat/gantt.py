"""The actions of a contract in time: one bar each, today across them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from cpomlib.calcul.contrat import Ligne
from cpomlib.pages.contrat.suivi_dit import etat_action
from cpomlib.socle import date_courte, taux

LARGEUR, GAUCHE, DROITE, RANG, TETE = 560, 4, 6, 44, 26
"""Pixels: of the drawing, of its margins, of a row, of the years."""
NOM = 62
"""Characters of an action that fit over its bar."""


def gantt(actions: Sequence[Ligne], jour: date) -> str:
    """Return the drawing, with the same in a list for who does not see it."""
    dated = [row for row in actions if row["date_debut"] and row["date_fin"]]
    if not dated:
        return "<p>Aucune action n’a de dates.</p>"
    dated = sorted(dated, key=lambda row: (row["date_debut"], row["id_action"]))
    first = min(row["date_debut"] for row in dated).year
    last = max(row["date_fin"] for row in dated).year
    place = _Place(date(first, 1, 1), date(last, 12, 31))
    tall = TETE + RANG * len(dated) + 6
    bars = "".join(_barre(place, row, rank, jour) for rank, row in enumerate(dated))
    today = ""
    if place.debut <= jour <= place.fin:
        x = place.x(jour)
        today = (
            f'<line class="cpom-aujourdhui" x1="{x:.1f}" x2="{x:.1f}" y1="{TETE - 4}" y2="{tall}"/>'
        )
    return (
        f'<svg class="cpom-gantt" viewBox="0 0 {LARGEUR} {tall}" role="img" aria-label="'
        f'{escape(_dit(dated), quote=True)}">{_annees(place, first, last, tall)}{bars}{today}</svg>'
    )


class _Place:
    """Where a day stands."""

    def __init__(self, debut: date, fin: date) -> None:
        self.debut, self.fin = debut, fin

    def x(self, jour: date) -> float:
        """Return the abscissa of a day."""
        share = (jour - self.debut).days / max((self.fin - self.debut).days, 1)
        return GAUCHE + (LARGEUR - GAUCHE - DROITE) * share


def _annees(place: _Place, first: int, last: int, tall: int) -> str:
    drawn = []
    for year in range(first, last + 1):
        x = place.x(date(year, 1, 1))
        drawn.append(
            f'<line class="cpom-grille" x1="{x:.1f}" x2="{x:.1f}" y1="{TETE - 4}" y2="{tall}"/>'
            f'<text class="cpom-doux" x="{x + 5:.1f}" y="16">{year}</text>'
        )
    return "".join(drawn)


def _barre(place: _Place, row: Ligne, rank: int, jour: date) -> str:
    y = TETE + RANG * rank
    left, right = place.x(row["date_debut"]), place.x(row["date_fin"])
    late = row["date_fin"] < jour and row["etat"] not in {"faite", "abandonnee"}
    kind = "en_retard" if late else str(row["etat"])
    wide = max(right - left, 4.0)
    done = row["avancement"]
    part = "" if done is None else (
        f'<rect class="cpom-avance" x="{left:.1f}" y="{y + 21}" width="{wide * done:.1f}" '
        'height="14" rx="3"/>'
    )  # fmt: skip
    name = str(row["intitule"])
    short = name if len(name) <= NOM else f"{name[: NOM - 1]}…"
    return (
        f'<g><title>{escape(_phrase(row))}</title><text class="cpom-halo" x="{GAUCHE}" '
        f'y="{y + 15}">{escape(short)}</text>'
        f'<rect class="cpom-action cpom-action-{kind}" x="{left:.1f}" y="{y + 21}" '
        f'width="{wide:.1f}" height="14" rx="3"/>{part}</g>'
    )


def _phrase(row: Ligne) -> str:
    done = row["avancement"]
    far = "" if done is None else f", faite à {taux(done, 0)}"
    who = f", {row['pilote']}" if row["pilote"] else ""
    return (
        f"{row['intitule']}\u00a0: du {date_courte(row['date_debut'])} au "
        f"{date_courte(row['date_fin'])}, {etat_action(str(row['etat']))}{far}{who}"
    )


def _dit(rows: Sequence[Ligne]) -> str:
    return "\u00a0; ".join(_phrase(row) for row in rows)
