"""Ten years on one drawing: what was measured, what is aimed at, where others stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from cpomlib.pages.contrat.dit import ecrite

LARGEUR, HAUTEUR, GAUCHE, DROITE, HAUT, BAS = 860, 352, 66, 60, 48, 40
PROCHE, COMPTE, LIGNE = 46, 28, 16
"""Pixels: under which the labels of two points of a year would touch; from a target to its count
under it; of a line of text."""


@dataclass(frozen=True)
class Point:
    """A point of the drawing.

    Attributes:
        annee: its year.
        valeur: its value.
        dit: what is written under it.
        repere: it is a landmark between two targets, not a target.
    """

    annee: int
    valeur: float
    dit: str = ""
    repere: bool = False


@dataclass(frozen=True)
class CadreDessin:
    """What the vertical axis shows; it stays the same while a point is dragged."""

    bas: float
    haut: float
    pas: float

    def contient(self, valeurs: Iterable[float]) -> bool:
        """Whether all the values are within."""
        return all(self.bas <= value <= self.haut for value in valeurs)


@dataclass(frozen=True)
class Dessin:
    """What is drawn.

    Attributes:
        annees: the years, in order.
        unite: of the values.
        mesures: what was measured.
        cibles: what is aimed at, landmarks included.
        milieu: between what and what half of the comparables stand, and the words for it.
        rythme: the last measure, and where the present pace leads.
        scenario: what the retained scenario gives.
        depart: the value one starts from, with its year.
        modifiable: the points can be moved.
    """

    annees: range
    unite: str
    mesures: tuple[Point, ...] = ()
    cibles: tuple[Point, ...] = ()
    milieu: tuple[float, float, str] | None = None
    rythme: tuple[Point, ...] = ()
    scenario: tuple[Point, ...] = ()
    depart: Point | None = None
    modifiable: bool = False

    def valeurs(self) -> list[float]:
        """Return all the values that must be in sight."""
        held = (*self.mesures, *self.cibles, *self.rythme, *self.scenario)
        start = [self.depart.valeur] if self.depart else []
        return [*(one.valeur for one in held), *start, *(self.milieu or ())[:2]]


def cadre_de(dessin: Dessin) -> CadreDessin:
    """Return an axis with room around the values, on round numbers."""
    values = dessin.valeurs() or [0.0, 1.0]
    low, high = min(values), max(values)
    least = 0.1 if dessin.unite == "taux" else max(abs(high) * 0.1, 2.0)
    room = max(high - low, least) * 0.25
    step = pas_rond((high - low + 2 * room) / 5)
    bottom, top = math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step
    if min(values) >= 0:
        bottom = max(bottom, 0.0)
    if dessin.unite == "taux":
        top = min(top, 1.0) if high <= 1 else top
    return CadreDessin(bottom, top, step)


def pas_rond(pas: float) -> float:
    """Return the nearest of 1, 2, 5, 10… that is not smaller."""
    size = 10.0 ** math.floor(math.log10(pas)) if pas > 0 else 1.0
    return next((size * one for one in (1, 2, 5, 10) if size * one >= pas * 0.999), size * 10)


def pas_de_la_main(unite: str, cadre: CadreDessin) -> float:
    """Return how far a key moves a point: one point of a rate, one of a count."""
    if unite == "taux":
        return 0.01
    return max(1.0, pas_rond((cadre.haut - cadre.bas) / 200)) if unite != "euros" else pas_rond(
        (cadre.haut - cadre.bas) / 80
    )  # fmt: skip


def figure(dessin: Dessin, cadre: CadreDessin) -> str:
    """Return the drawing as SVG."""
    place = _Place(dessin, cadre)
    parts = (
        _grille(place), _milieu(place), _annees(place), _rythme(place), _scenario(place),
        _mesures(place), _cibles(place),
    )  # fmt: skip
    hand = pas_de_la_main(dessin.unite, cadre)
    data = (
        f'data-haut="{HAUT}" data-bas="{HAUTEUR - BAS}" data-vmin="{cadre.bas:.9g}" '
        f'data-vmax="{cadre.haut:.9g}" data-pas="{hand:.9g}" data-unite="{dessin.unite}"'
    )
    return (
        f'<svg class="cpom-dessin-cible" viewBox="0 0 {LARGEUR} {HAUTEUR}" role="group" '
        f'aria-label="{escape(_dit(dessin), quote=True)}" {data}>{"".join(parts)}</svg>'
    )


class _Place:
    """Where a year and a value stand."""

    def __init__(self, dessin: Dessin, cadre: CadreDessin) -> None:
        self.dessin, self.cadre = dessin, cadre

    def x(self, annee: int) -> float:
        """Return the abscissa of a year."""
        wide = LARGEUR - GAUCHE - DROITE
        return GAUCHE + wide * (annee - self.dessin.annees[0] + 0.5) / len(self.dessin.annees)

    def y(self, valeur: float) -> float:
        """Return the ordinate of a value."""
        tall = HAUTEUR - HAUT - BAS
        share = (valeur - self.cadre.bas) / ((self.cadre.haut - self.cadre.bas) or 1.0)
        return HAUT + tall * (1 - share)

    def trait(self, points: Sequence[Point], name: str) -> str:
        """Return a line through points, none for one alone."""
        if len(points) < 2:
            return ""
        path = " ".join(f"{self.x(p.annee):.1f},{self.y(p.valeur):.1f}" for p in points)
        return f'<polyline class="{name}" points="{path}"/>'

    def autre(self, point: Point, points: Sequence[Point]) -> Point | None:
        """Return the point of the same year among others."""
        return next((one for one in points if one.annee == point.annee), None)


def _grille(place: _Place) -> str:
    frame, lines = place.cadre, []
    count = round((frame.haut - frame.bas) / frame.pas)
    for rank in range(count + 1):
        value = round(frame.bas + rank * frame.pas, 9)
        y = place.y(value)
        lines.append(
            f'<line class="cpom-grille" x1="{GAUCHE}" x2="{LARGEUR - DROITE}" y1="{y:.1f}" '
            f'y2="{y:.1f}"/><text class="cpom-doux" x="{GAUCHE - 10}" y="{y + 5:.1f}" '
            f'text-anchor="end">{escape(ecrite(value, place.dessin.unite))}</text>'
        )
    return "".join(lines)


def _milieu(place: _Place) -> str:
    if place.dessin.milieu is None:
        return ""
    low, high, said = place.dessin.milieu
    top, bottom = place.y(high), place.y(low)
    # its words stand over the drawing: within, they would lie under those of a point
    return (
        f'<rect class="cpom-milieu" x="{GAUCHE}" width="{LARGEUR - GAUCHE - DROITE}" '
        f'y="{top:.1f}" height="{max(bottom - top, 3):.1f}"/>'
        f'<rect class="cpom-milieu" x="{GAUCHE}" y="4" width="22" height="13"/>'
        f'<text class="cpom-doux cpom-menu" x="{GAUCHE + 30}" y="15">{escape(said)}</text>'
    )


def _annees(place: _Place) -> str:
    base = HAUTEUR - BAS
    axis = (
        f'<line class="cpom-zero" x1="{GAUCHE}" x2="{LARGEUR - DROITE}" y1="{base}" y2="{base}"/>'
    )
    return axis + "".join(
        f'<text class="cpom-doux" x="{place.x(year):.1f}" y="{HAUTEUR - 14}" '
        f'text-anchor="middle">{year}</text>'
        for year in place.dessin.annees
    )


def _rythme(place: _Place) -> str:
    points = place.dessin.rythme
    if len(points) < 2:
        return ""
    last, y = points[-1], place.y(points[-1].valeur) + 18
    counts = [place.y(p.valeur) + COMPTE for p in place.dessin.cibles
              if p.annee == last.annee and not p.repere]  # fmt: skip
    y = next((taken + LIGNE for taken in counts if abs(taken - y) < LIGNE), y)
    return place.trait(points, "cpom-rythme") + (
        f'<text class="cpom-rythme-dit cpom-menu" x="{LARGEUR - 4}" '
        f'y="{y:.1f}" text-anchor="end">au rythme actuel</text>'
    )


def _scenario(place: _Place) -> str:
    points = place.dessin.scenario
    if not points:
        return ""
    last = points[-1]
    dots = "".join(
        f'<rect class="cpom-scenario-point" x="{place.x(p.annee) - 4:.1f}" '
        f'y="{place.y(p.valeur) - 4:.1f}" width="8" height="8"/>'
        for p in points
    )
    return (
        place.trait(points, "cpom-scenario-trait")
        + dots
        + (
            f'<text class="cpom-doux cpom-menu" x="{LARGEUR - 4}" '
            f'y="{place.y(last.valeur) - 8:.1f}" text-anchor="end">scénario retenu</text>'
        )
    )


def _mesures(place: _Place) -> str:
    drawn = [place.trait(place.dessin.mesures, "cpom-mesure-trait")]
    for point in place.dessin.mesures:
        x, y = place.x(point.annee), place.y(point.valeur)
        other = place.autre(point, place.dessin.cibles)
        under = other is not None and place.y(other.valeur) < y
        said = ecrite(point.valeur, place.dessin.unite)
        first, second = (24, 42) if under else (-32, -14)
        if other is None:
            first, second = -14, 25
        drawn.append(
            f'<circle class="cpom-mesure" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
            f'<text class="cpom-vif cpom-halo" x="{x:.1f}" y="{y + first:.1f}" '
            f'text-anchor="middle">{escape(said)}</text><text class="cpom-doux cpom-menu cpom-halo"'
            f' x="{x:.1f}" y="{y + second:.1f}" text-anchor="middle">{escape(point.dit)}</text>'
        )
    return "".join(drawn)


def _cibles(place: _Place) -> str:
    held = place.dessin.cibles
    start = [place.dessin.depart] if place.dessin.depart else []
    drawn = [place.trait([*start, *held], "cpom-cible-trait")]
    last = max((p.annee for p in held if not p.repere), default=0)
    drawn += [_cible(place, point, point.annee == last) for point in held]
    return "".join(drawn)


def _cible(place: _Place, point: Point, derniere: bool) -> str:
    x, y = place.x(point.annee), place.y(point.valeur)
    unit = place.dessin.unite
    said = ecrite(point.valeur, unit)
    other = place.autre(point, place.dessin.mesures)
    above = other is None or place.y(other.valeur) >= y
    first, second = (-18, COMPTE) if other is None else (-34, -16) if above else (28, 46)
    kind = "cpom-repere-cible" if point.repere else "cpom-cible-point"
    size = 13 if derniere else 7 if point.repere else 10
    name = "cpom-cible-derniere" if derniere else ""
    texts = "" if point.repere else (
        f'<text class="cpom-cible-dite {name} cpom-halo" x="{x:.1f}" y="{y + first:.1f}" '
        f'text-anchor="middle">{escape(said)}</text><text class="cpom-doux cpom-menu cpom-halo" '
        f'x="{x:.1f}" y="{y + second:.1f}" text-anchor="middle">{escape(point.dit)}</text>'
    )  # fmt: skip
    return f"<g>{_rond(place, point, f'{kind} {name}', (x, y, size), said)}{texts}</g>"


def _rond(place: _Place, point: Point, names: str, ou: tuple[float, float, int], said: str) -> str:
    x, y, size = ou
    shape = f'class="{names} cpom-point" cx="{x:.1f}" cy="{y:.1f}" r="{size}"'
    if not place.dessin.modifiable:
        return f"<circle {shape}/>"
    frame = place.cadre
    label = f"{'Repère, sans cible' if point.repere else 'Cible'}, {point.annee}"
    return (
        f'<circle {shape} tabindex="0" role="slider" aria-orientation="vertical" '
        f'aria-label="{label}" aria-valuemin="{frame.bas:.9g}" aria-valuemax="{frame.haut:.9g}" '
        f'aria-valuenow="{point.valeur:.9g}" aria-valuetext="{escape(said, quote=True)}" '
        f'data-an="{point.annee}"/>'
    )


def _dit(dessin: Dessin) -> str:
    """Say the drawing for who does not see it."""
    measured = [f"{p.annee}\u00a0: {ecrite(p.valeur, dessin.unite)}" for p in dessin.mesures]
    aimed = [f"{p.annee}\u00a0: {ecrite(p.valeur, dessin.unite)}" for p in dessin.cibles
             if not p.repere]  # fmt: skip
    said = [f"Mesuré, {', '.join(measured)}" if measured else "Rien n’est mesuré"]
    return "\u00a0; ".join([*said, f"visé, {', '.join(aimed)}" if aimed else "sans cible"])
