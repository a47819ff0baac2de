"""Scenarios side by side, year after year: one line each, its name at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from cpomlib.calcul.scenarios import Projection
from cpomlib.pages.scenarios.annees import milliers
from cpomlib.rendu.theme import theme
from cpomlib.socle import euros_ronds, resserrer

LARGEUR, HAUTEUR, GAUCHE, DROITE, HAUT, BAS = 780, 310, 20, 250, 34, 16
INTERLIGNE = 19
"""Pixels between two names."""
LETTRES = 15
"""Letters of a name, in the widest of the fonts it may be shown in."""
BASE, GRIS = "Sans hypothèse", "#8a979d"


def lignes(titres: Mapping[str, Projection], base: Projection) -> str:
    """Return the figure: the base in grey, each scenario in its colour."""
    years = base.annees[1:]
    held = {BASE: base, **titres}
    values = {name: [float(v) for v in p.total("resultat")[1:]] for name, p in held.items()}
    colours = dict(zip(titres, theme().series, strict=False))
    said = "\u00a0; ".join(
        f"{name}\u00a0: {euros_ronds(each[-1])}" for name, each in values.items()
    )
    return (
        '<figure class="cpom-figure cpom-annees-figure cpom-lignes" id="fig-resultats">'
        f"<h2>Quel résultat en {years[-1]}\u00a0?</h2>"
        '<p class="cpom-legende-annees">Résultat de chaque année, en milliers d’euros</p>'
        f'<svg viewBox="0 0 {LARGEUR} {HAUTEUR}" role="img" aria-label="{escape(said)}">'
        f"{_axe(years)}{_traits(values, colours)}</svg>{_fins(values, colours)}</figure>"
    )


def _x(rank: int, count: int) -> float:
    return GAUCHE + (LARGEUR - GAUCHE - DROITE) * (rank / max(1, count - 1))


def _axe(years: Sequence[int]) -> str:
    return "".join(
        f'<text x="{_x(rank, len(years)):.1f}" y="16" text-anchor="middle">{year}</text>'
        for rank, year in enumerate(years)
    )


def _traits(values: Mapping[str, Sequence[float]], colours: Mapping[str, str]) -> str:
    everything = [0.0, *(v for each in values.values() for v in each)]
    top, low = max(everything), min(everything)
    scale = (HAUTEUR - HAUT - BAS) / ((top - low) or 1.0)

    def y(value: float) -> float:
        return HAUT + (top - value) * scale

    ends_at = f'x1="{GAUCHE}" x2="{LARGEUR - DROITE}"'
    zero = f'<line class="cpom-zero" {ends_at} y1="{y(0):.1f}" y2="{y(0):.1f}"/>'
    ends = _ecartes({name: y(each[-1]) for name, each in values.items()})
    drawn, shown = [], _courts(values)
    for name, each in values.items():
        points = " ".join(f"{_x(r, len(each)):.1f},{y(v):.1f}" for r, v in enumerate(each))
        colour = colours.get(name, GRIS)
        drawn.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="3"/>'
            f'<text x="{LARGEUR - DROITE + 10}" y="{ends[name] + 5:.1f}" style="fill:{colour}" '
            f'class="cpom-vif">{escape(shown[name])} {escape(milliers(each[-1]))}</text>'
        )
    return zero + "".join(drawn)


def _fins(values: Mapping[str, Sequence[float]], colours: Mapping[str, str]) -> str:
    """Write the names under the drawing, for a screen too narrow to have them beside."""
    lines = "".join(
        f'<li style="color:{colours.get(name, GRIS)}">{escape(name)} '
        f"{escape(milliers(each[-1]))}</li>"
        for name, each in values.items()
    )
    return f'<ul class="cpom-fins" aria-hidden="true">{lines}</ul>'


def _ecartes(places: Mapping[str, float]) -> dict[str, float]:
    """Put names that would touch one under the other, all within the drawing."""
    found: dict[str, float] = {}
    last = -1e9
    for name, place in sorted(places.items(), key=lambda pair: pair[1]):
        last = max(place, last + INTERLIGNE)
        found[name] = last
    # those that would go out under the drawing push the others up
    last = HAUTEUR + INTERLIGNE - BAS / 2
    for name in reversed(found):
        last = found[name] = min(found[name], last - INTERLIGNE)
    return found


def _courts(names: Iterable[str]) -> dict[str, str]:
    """Return the names as they are written beside the lines: short, and all different."""
    held = {name: resserrer(name, LETTRES) for name in names}
    written = list(held.values())
    return {
        name: short if written.count(short) == 1 else f"{rank}. {short}"
        for rank, (name, short) in enumerate(held.items())
    }
