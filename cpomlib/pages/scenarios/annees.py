"""The result of each year, drawn by hand: it follows a slider, and fits whatever the font."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cpomlib.calcul import difference, part
from cpomlib.calcul.scenarios import Projection
from cpomlib.socle import euros_ronds, nombre, taux

LARGEUR, HAUTEUR, HAUT, BAS = 760, 268, 34, 22
BARRE = 52
"""Pixels: of the drawing, above and under its bars, of one bar."""


def annees(projection: Projection, base: Projection) -> str:
    """Return the figure: grey for the base, the accent for the scenario."""
    years = projection.annees[1:]
    pairs = [
        (year, float(b), float(p))
        for year, b, p in zip(years, base.total("resultat")[1:], projection.total("resultat")[1:],
                              strict=True)
    ]  # fmt: skip
    return (
        f'<figure class="cpom-figure cpom-annees-figure" id="fig-resultats">'
        f"<h2>{escape(constat(pairs))}</h2>"
        '<p class="cpom-legende-annees">Résultat de chaque année, en milliers d’euros\u00a0; '
        f"gris\u00a0: sans hypothèse</p>{_dessin(pairs)}{_donnees(pairs)}</figure>"
    )


def constat(pairs: Sequence[tuple[int, float, float]]) -> str:
    """Say what the drawing shows."""
    # of what is read: ten centimes of deficit are written 0 €
    pairs = [(each, float(round(b)), float(round(p))) for each, b, p in pairs]
    year, before, now = pairs[-1]
    if now == before:
        return f"Le résultat de {year} ne change pas"
    if before < 0 <= now:
        first = next((y for y, _, p in pairs if p >= 0), year)
        return f"L’équilibre est atteint en {first}"
    if before >= 0 > now:
        first = next((y for y, _, p in pairs if p < 0), year)
        return f"Le résultat devient un déficit en {first}"
    if now < 0:
        share = abs(part(difference(now, before), before) or 0.0)
        verb = "fond" if now > before else "se creuse"
        said = f" de {taux(share, 0)}" if taux(share, 0) != taux(0.0, 0) else ""
        return f"L’équilibre n’est pas atteint en {year}\u00a0: le déficit {verb}{said}"
    verb = "gagne" if now > before else "perd"
    return f"L’excédent de {year} {verb} {euros_ronds(abs(difference(now, before)))}"


def _dessin(pairs: Sequence[tuple[int, float, float]]) -> str:
    top = max(0.0, *(max(b, p) for _, b, p in pairs))
    low = min(0.0, *(min(b, p) for _, b, p in pairs))
    scale = (HAUTEUR - HAUT - BAS - 20) / ((top - low) or 1.0)
    zero = HAUT + 18 + top * scale
    step = (LARGEUR - 40) / len(pairs)
    bars = "".join(
        _annee(40 + step * (rank + 0.5), zero, scale, pair) for rank, pair in enumerate(pairs)
    )
    said = "\u00a0; ".join(f"{y}\u00a0: {euros_ronds(p)}" for y, _, p in pairs)
    return (
        f'<svg viewBox="0 0 {LARGEUR} {HAUTEUR}" role="img" aria-label="{escape(said)}">'
        f'<line class="cpom-zero" x1="30" x2="{LARGEUR}" y1="{zero:.1f}" y2="{zero:.1f}"/>'
        f'<text x="22" y="{zero + 5:.1f}" text-anchor="end">0</text>{bars}</svg>'
    )


def _annee(x: float, zero: float, scale: float, pair: tuple[int, float, float]) -> str:
    year, before, now = pair
    same = round(before) == round(now)
    grey = _barre(x - BARRE - 1, zero, before * scale, "cpom-gris")
    mine = _barre(x + 1, zero, now * scale, "cpom-teinte")
    low = _etiquette(x - BARRE / 2 - 1, zero, before, scale, "cpom-doux") if not same else ""
    own = _etiquette(x + BARRE / 2 + 1, zero, now, scale, "cpom-vif")
    return f'<text x="{x:.1f}" y="16" text-anchor="middle">{year}</text>{grey}{mine}{low}{own}'


def _barre(x: float, zero: float, height: float, name: str) -> str:
    top = zero - max(height, 0)
    return (
        f'<rect class="{name}" x="{x:.1f}" y="{top:.1f}" width="{BARRE}" '
        f'height="{abs(height):.1f}"/>'
    )


def _etiquette(x: float, zero: float, value: float, scale: float, name: str) -> str:
    y = zero - value * scale + (-6 if value >= 0 else 17)
    return (
        f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">'
        f"{escape(milliers(value))}</text>"
    )


def milliers(value: float) -> str:
    """Write euros in thousands, short enough for the end of a bar."""
    return nombre(value / 1000, 0 if abs(value) >= 100_000 else 1)


def _donnees(pairs: Sequence[tuple[int, float, float]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{y}</th><td>{escape(euros_ronds(b))}</td>'
        f"<td>{escape(euros_ronds(p))}</td></tr>"
        for y, b, p in pairs
    )
    return (
        '<details class="cpom-donnees"><summary>Voir les données</summary>'
        '<table class="cpom-table"><thead><tr><th scope="col">Année</th>'
        '<th scope="col">Sans hypothèse</th><th scope="col">Scénario</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )
