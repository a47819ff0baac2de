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
"""Characters of an action and of its state that fit over its bar."""
OUVERTES = ("a_venir", "en_cours")
"""States of an action that is not over."""


def gantt(actions: Sequence[Ligne], jour: date) -> str:
    """Return the drawing, with the same in a list for who does not see it."""
    if not actions:
        return "<p>Aucune action n’est au contrat.</p>"
    dated = [row for row in actions if row["date_debut"] and row["date_fin"]]
    rest = _sans_dates([row for row in actions if row not in dated], jour)
    if not dated:
        return rest
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
    said = escape(_dit(dated, jour), quote=True)
    return (
        f'<svg class="cpom-gantt" viewBox="0 0 {LARGEUR} {tall}" role="img" aria-label="{said}">'
        f"{_annees(place, first, last, tall)}{bars}{today}</svg>{rest}"
    )


def _sans_dates(rows: Sequence[Ligne], jour: date) -> str:
    """Name the actions that the drawing cannot hold."""
    if not rows:
        return ""
    told = "\u00a0; ".join(f"{row['intitule']}, {_etat(row, jour)}" for row in rows)
    return f"<p class='cpom-base'>Sans dates\u00a0: {escape(told)}.</p>"


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
    kind = "en_retard" if _tard(row, jour) else str(row["etat"])
    said = f" · {_etat(row, jour)}"
    wide = max(right - left, 4.0)
    done = row["avancement"]
    part = "" if done is None else (
        f'<rect class="cpom-avance" x="{left:.1f}" y="{y + 21}" width="{wide * done:.1f}" '
        'height="14" rx="3"/>'
    )  # fmt: skip
    name = str(row["intitule"])
    room = NOM - len(said)
    short = name if len(name) <= room else f"{name[: room - 1]}…"
    return (
        f'<g><title>{escape(_phrase(row, jour))}</title><text class="cpom-halo" x="{GAUCHE}" '
        f'y="{y + 15}">{escape(short)}<tspan class="cpom-doux">{escape(said)}</tspan></text>'
        f'<rect class="cpom-action cpom-action-{kind}" x="{left:.1f}" y="{y + 21}" '
        f'width="{wide:.1f}" height="14" rx="3"/>{part}</g>'
    )


def _tard(row: Ligne, jour: date) -> bool:
    """Whether an action should be over and is not."""
    return bool(row["date_fin"]) and row["date_fin"] < jour and row["etat"] in OUVERTES


def _etat(row: Ligne, jour: date) -> str:
    """Say where an action stands: « en cours, 40 % »; not begun or done, it needs no figure."""
    said = "en retard" if _tard(row, jour) else etat_action(str(row["etat"]))
    done = row["avancement"]
    plain = row["etat"] == "faite" or (row["etat"] == "a_venir" and not done)
    return said if done is None or plain else f"{said}, {taux(done, 0)}"


def _phrase(row: Ligne, jour: date) -> str:
    who = f", {row['pilote']}" if row["pilote"] else ""
    return (
        f"{row['intitule']}\u00a0: du {date_courte(row['date_debut'])} au "
        f"{date_courte(row['date_fin'])}, {_etat(row, jour)}{who}"
    )


def _dit(rows: Sequence[Ligne], jour: date) -> str:
    return "\u00a0; ".join(_phrase(row, jour) for row in rows)
