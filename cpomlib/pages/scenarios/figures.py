"""The charts of the page: specifications compiled once, whose values change.

They are written as dictionaries, not with Altair: a slider redraws them at each move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from cpomlib.calcul.scenarios import Projection
from cpomlib.rendu import dessin, themed
from cpomlib.rendu.blocs import Colonne, Figure, Tableau
from cpomlib.rendu.theme import theme
from cpomlib.socle import euros_ronds, is_missing, nombre

LARGEUR, HAUTEUR = 420, 190
MILLIERS = "en milliers d’euros"
GROUPES = {
    "charges_groupe_1": "I. Exploitation courante",
    "charges_groupe_2": "II. Personnel",
    "charges_groupe_3": "III. Structure",
}
LEGENDE = {"I. Exploitation": 8, "II. Personnel": 148, "III. Structure": 272}
"""Short names of the groupes, and where they begin, in pixels."""
CARACTERE = 17
"""Pixels of a letter in a drawing half a page wide: fourteen on a projector, once it is fitted."""
Euros = Colonne("", "euros_ronds")


def resultats(titres: Mapping[str, Projection], base: Projection, source: str) -> Figure:
    """Draw the result of each year, one bar per scenario, the base as a line.

    Args:
        titres: title of a scenario → its projection.
        base: the projection without hypothesis.
        source: where the base year comes from.
    """
    years = base.annees[1:]
    rows = [
        {"annee": str(year), "scenario": title, "valeur": value, "etiquette": milliers(value)}
        for title, projection in titres.items()
        for year, value in zip(years, _held(projection, "resultat"), strict=True)
    ]
    marks = [
        {"annee": str(year), "valeur": value}
        for year, value in zip(years, _held(base, "resultat"), strict=True)
    ]
    title = "Quel résultat chaque année ?"
    return Figure(
        titre=title,
        graphique=_filled(_bars, (tuple(titres),), barres=rows, reperes=marks),
        unite=f"{MILLIERS}, excédent ou déficit ; trait : sans hypothèse",
        source=source,
        alternative=_said(titres, base),
        tableau=_table(title, years, {**titres, "Sans hypothèse": base}, "resultat"),
        ancre="fig-resultats",
    )


def charges(projection: Projection, source: str) -> Figure:
    """Draw the charges of each year, by groupe fonctionnel."""
    years = projection.annees
    rows = [
        {"annee": str(year), "groupe": label, "valeur": value, "rang": rank}
        for rank, (poste, label) in enumerate(GROUPES.items())
        for year, value in zip(years, projection.total(poste).tolist(), strict=True)
    ]
    first, last = (sum(row["valeur"] for row in rows if row["annee"] == str(y))
                   for y in (years[0], years[-1]))  # fmt: skip
    title = "De quoi sont faites les charges ?"
    return Figure(
        titre=title,
        graphique=_filled(_stacks, barres=rows),
        unite=f"groupes fonctionnels, {MILLIERS}",
        source=source,
        alternative=f"De {euros_ronds(first)} en {years[0]} à {euros_ronds(last)} en {years[-1]}.",
        tableau=Tableau(
            title,
            (Colonne("Année", "annee"), *(Colonne(t, "euros_ronds") for t in GROUPES.values())),
            tuple(
                (year, *(float(projection.total(p)[rank]) for p in GROUPES))
                for rank, year in enumerate(years)
            ),
        ),
        ancre="fig-charges",
    )


def bandes(table: pd.DataFrame, poste: str, titre: str, source: str) -> Figure:
    """Draw P10, P50 and P90 year by year."""
    held = table[table["poste"] == poste]
    rows = [
        {"annee": str(row.annee), "p10": row.p10, "p50": row.p50, "p90": row.p90,
         "etiquette": milliers(row.p50)}
        for row in held.itertuples()
    ]  # fmt: skip
    end = held.iloc[-1]
    return Figure(
        titre=titre,
        graphique=_filled(_band, bandes=rows),
        unite=f"{MILLIERS} ; huit tirages sur dix sont dans la bande",
        source=source,
        alternative=f"En {int(end['annee'])}, huit tirages sur dix entre {euros_ronds(end['p10'])} "
        f"et {euros_ronds(end['p90'])}, la moitié au-dessus de {euros_ronds(end['p50'])}.",
        tableau=Tableau(
            titre,
            (Colonne("Année", "annee"), Colonne("P10", "euros_ronds"),
             Colonne("P50", "euros_ronds"), Colonne("P90", "euros_ronds")),
            tuple((int(r.annee), float(r.p10), float(r.p50), float(r.p90))
                  for r in held.itertuples()),
        ),
        ancre=f"fig-bandes-{poste.replace('_', '-')}",
    )  # fmt: skip


def tornade(barres: Sequence[tuple[str, float, float, float]], source: str) -> Figure:
    """Draw what ± 10 % on each value does to the result, the widest first.

    Args:
        barres: name of the value, result when it is lower, when it is higher, as it is.
        source: where the base year comes from.
    """
    title = "Quelle hypothèse pèse le plus ?"
    rows = [
        {"nom": name, "cas": case, "valeur": value, "reference": reference}
        for name, low, high, reference in barres
        for case, value in (("10 % de moins", low), ("10 % de plus", high))
    ]
    top = barres[0][0] if barres else ""
    return Figure(
        titre=title,
        graphique=_filled(_tornado, (tuple(bar[0] for bar in barres),), barres=rows),
        unite=f"Résultat cumulé {MILLIERS}",
        source=source,
        alternative=f"La plus sensible est « {top} »." if top else "Aucune valeur à faire varier.",
        tableau=Tableau(
            title,
            (Colonne("Hypothèse"), Colonne("10 % de moins", "euros_ronds"),
             Colonne("10 % de plus", "euros_ronds"), Colonne("Telle quelle", "euros_ronds")),
            tuple(barres),
        ),
        ancre="fig-tornade",
    )  # fmt: skip


def milliers(value: float) -> str:
    """Write euros in thousands, short enough for the end of a bar."""
    if is_missing(value):
        return "n. d."
    return nombre(value / 1000, 0 if abs(value) >= 100_000 else 1)


def _held(projection: Projection, poste: str) -> list[float]:
    return projection.total(poste)[1:].tolist()


def _said(titres: Mapping[str, Projection], base: Projection) -> str:
    year = base.annees[-1]
    parts = [f"{t} : {euros_ronds(float(p.total('resultat')[-1]))}" for t, p in titres.items()]
    without = euros_ronds(float(base.total("resultat")[-1]))
    return f"En {year}, {' ; '.join(parts)} ; sans hypothèse : {without}."


def _table(
    titre: str, years: Sequence[int], titres: Mapping[str, Projection], poste: str
) -> Tableau:
    columns = (Colonne("Année", "annee"), *(Colonne(title, "euros_ronds") for title in titres))
    held = [_held(projection, poste) for projection in titres.values()]
    lines = ((year, *(values[rank] for values in held)) for rank, year in enumerate(years))
    return Tableau(titre, columns, tuple(lines))


def _filled(forme: Callable[..., Any], names: tuple[Any, ...] = (), **tables: Any) -> Any:
    """Return a compiled chart with its values."""
    chart = _compiled(forme, *names)
    data = [
        {**held, "values": tables[held["name"]]} if held["name"] in tables else held
        for held in chart["data"]
    ]
    return {**chart, "data": data}


@cache
def _compiled(forme: Callable[..., Any], *names: Any) -> Any:
    chart = dessin.vega(themed(forme(*names)))
    # a limit makes the drawing measure each label once more; these are known to be short
    for part in ("axis", "legend"):
        asked = {"labelLimit": 0, "labelFontSize": CARACTERE, "titleFontSize": CARACTERE}
        chart["config"].setdefault(part, {}).update(asked)
    return chart


def _bars(titles: tuple[str, ...]) -> Any:
    look = theme()
    x = {"field": "annee", "type": "nominal", "axis": {"title": None, "labelAngle": 0}}
    y = {"field": "valeur", "type": "quantitative", "axis": None,
         "scale": {"padding": 20, "nice": False}}  # fmt: skip
    several = len(titles) > 1
    scale = {"domain": list(titles), "range": list(look.series[: len(titles)])}
    offset = {"xOffset": {"field": "scenario", "sort": list(titles)}} if several else {}
    colour: Any = {"field": "scenario", "scale": scale, "sort": list(titles),
                   "legend": {"columns": 2}}  # fmt: skip
    if not several:
        test = {"test": "datum.valeur < 0", "value": look.couleurs["vigilance"]}
        colour = {"condition": test, "value": look.couleurs["accent"]}
    label = {"y": {**y, "stack": None}, "text": {"field": "etiquette", "type": "nominal"}}
    above, under = "datum.valeur >= 0", "datum.valeur < 0"
    text = {"type": "text", "fontSize": CARACTERE, "fontWeight": 600}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar"}, "encoding": {"y": {**y, "stack": None}, "color": colour}},
        {"transform": [{"filter": above}], "mark": {**text, "dy": -8}, "encoding": label},
        {"transform": [{"filter": under}], "mark": {**text, "dy": 9}, "encoding": label},
    ]
    for layer in layers:
        layer["encoding"] = {**layer["encoding"], "x": x, **offset}
    base = {
        "data": {"name": "reperes", "values": []},
        "mark": {"type": "tick", "thickness": 2.5, "color": look.couleurs["encre"],
                 "width": {"band": 0.9}},
        "encoding": {"x": x, "y": y},
    }  # fmt: skip
    zero = {"mark": {"type": "rule", "color": look.couleurs["filet"]},
            "encoding": {"y": {"datum": 0, "axis": None, "scale": y["scale"]}}}  # fmt: skip
    return {"data": {"name": "barres", "values": []}, "width": LARGEUR, "height": HAUTEUR,
            "layer": [zero, *layers, base]}  # fmt: skip


def _stacks() -> Any:
    look, names = theme(), list(GROUPES.values())
    x = {"field": "annee", "type": "nominal", "axis": {"title": None, "labelAngle": 0}}
    y = {"field": "valeur", "type": "quantitative",
         "axis": {"title": None, "labelExpr": "format(datum.value / 1000, ',.0f')",
                  "tickCount": 4}}  # fmt: skip
    colour = {"field": "groupe", "scale": {"domain": names, "range": list(look.series[:3])},
              "sort": names, "legend": None}  # fmt: skip
    bars = {"data": {"name": "barres", "values": []}, "mark": "bar",
            "encoding": {"x": x, "y": y, "color": colour, "order": {"field": "rang"}}}  # fmt: skip
    return {"width": LARGEUR - 40, "height": HAUTEUR,
            "layer": [bars, *_legende(look.series)]}  # fmt: skip


def _legende(colours: Sequence[str]) -> list[dict[str, Any]]:
    """Write the legend above the chart: the library's own takes as long as all the rest."""
    places = [{"nom": name, "ou": place, "couleur": colour}
              for (name, place), colour in zip(LEGENDE.items(), colours, strict=False)]  # fmt: skip
    at = {"field": "ou", "type": "quantitative", "scale": None, "axis": None}
    paint = {"field": "couleur", "type": "nominal", "scale": None, "legend": None}
    data = {"values": places}
    square = {"mark": {"type": "square", "size": 110, "opacity": 1},
              "encoding": {"x": at, "y": {"value": -14}, "color": paint}}  # fmt: skip
    text = {"mark": {"type": "text", "align": "left", "dx": 10, "fontSize": CARACTERE},
            "encoding": {"x": at, "y": {"value": -14},
                         "text": {"field": "nom", "type": "nominal"}}}  # fmt: skip
    return [{"data": data, **square}, {"data": data, **text}]


def _band() -> Any:
    look = theme()
    x = {"field": "annee", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}}
    axis = {"title": None, "labelExpr": "format(datum.value / 1000, ',.0f')", "tickCount": 5}
    area = {"x": x, "y": {"field": "p10", "type": "quantitative", "axis": axis},
            "y2": {"field": "p90"}}  # fmt: skip
    middle = {"x": x, "y": {"field": "p50", "type": "quantitative"}}
    return {"data": {"name": "bandes", "values": []}, "width": LARGEUR - 30,
            "height": HAUTEUR + 30, "layer": [
        {"mark": {"type": "area", "color": look.couleurs["accent"], "opacity": 0.22},
         "encoding": area},
        {"mark": {"type": "line", "point": True}, "encoding": middle},
        {"mark": {"type": "text", "dy": -13, "fontWeight": 600, "fontSize": CARACTERE},
         "encoding": {**middle, "text": {"field": "etiquette", "type": "nominal"}}},
        {"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 0}}},
    ]}  # fmt: skip


def _tornado(names: tuple[str, ...]) -> Any:
    look = theme()
    cases = ["10 % de moins", "10 % de plus"]
    axis = {"title": None, "labelExpr": "format(datum.value / 1000, ',.0f')", "tickCount": 5}
    y = {"field": "nom", "type": "nominal", "sort": list(names),
         "axis": {"title": None, "labelLimit": 0}}  # fmt: skip
    colour = {"field": "cas", "sort": cases,
              "scale": {"domain": cases, "range": [look.series[1], look.series[0]]}}  # fmt: skip
    x = {"field": "valeur", "type": "quantitative", "axis": axis,
         "scale": {"zero": False}}  # fmt: skip
    return {"data": {"name": "barres", "values": []}, "width": LARGEUR, "height": {"step": 30},
            "mark": {"type": "bar"},
            "encoding": {"x": x, "x2": {"field": "reference"}, "y": y,
                         "color": colour}}  # fmt: skip
