"""Where one stands among others, and a table whose cells are shaded by their value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.rendu.graphiques import vega
from cpomlib.rendu.graphiques.labels import (
    VALEUR,
    Lignes,
    known,
    labelled,
    margin,
    ordered,
    records,
    row_axis,
    written,
)
from cpomlib.rendu.theme import LARGEUR, readable_on, theme
from cpomlib.socle import Format, is_missing, write

ROW = 58

BAS, HAUT = 1 / 3, 2 / 3
"""Where the quartiles stand on the line, for every indicator."""


def positions(
    frame: Lignes,
    libelle: str,
    valeur: str,
    *,
    bas: str = "q1",
    mediane: str = "mediane",
    haut: str = "q3",
    format: str = "format",
) -> vega.Graphique:
    """Draw where the gestionnaire stands against the region, one scale per indicator.

    The band runs from the lower to the upper quartile, the thin line is the median, the dot the
    gestionnaire; the figures are written.

    Args:
        frame: one row per indicator, with the value, the quartiles and the median (missing where
            secrecy masks them), and how to write them.
        libelle: column of the indicators' names.
        valeur: column of the gestionnaire's values.
        bas: column of the region's lower quartiles.
        mediane: column of its medians.
        haut: column of its upper quartiles.
        format: column of the formats.
    """
    columns = {"valeur": valeur, "bas": bas, "mediane": mediane, "haut": haut}
    rows = [
        {"libelle": str(row[libelle]), **_position(_numbers(row, columns), row[format])}
        for row in records(frame)
    ]
    labels = ordered(rows, "libelle")
    layers = _position_layers(vega.names("libelle", labels, axis=row_axis(labels)))
    wide = LARGEUR - margin(labels) - 8
    return vega.graphique(**vega.layered(layers, wide, ROW * len(labels), rows=rows))


def _numbers(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, float | None]:
    found = {key: row[column] for key, column in columns.items()}
    return {key: None if is_missing(value) else float(value) for key, value in found.items()}


def _position(numbers: Mapping[str, float | None], format: Format) -> vega.Node:
    """Place an indicator on its line, and write its figures as they are."""
    bas, haut = numbers["bas"], numbers["haut"]
    placed = {key: _scaled(value, bas, haut) for key, value in numbers.items()}
    middle = placed["mediane"]
    return {
        **placed,
        "repere": 0.5 if middle is None else middle,
        "ici": write(numbers["valeur"], format),
        "region": _region(bas, numbers["mediane"], haut, format),
    }


def _scaled(value: float | None, bas: float | None, haut: float | None) -> float | None:
    """Bring a value to the scale of every indicator, where the band of the quartiles has one place.

    What lies further than the width of the band is set at the end of the line; without a band, in
    the middle.
    """
    if value is None:
        return None
    if bas is None or haut is None or haut <= bas:
        return 0.5
    return min(max((value - bas) / (haut - bas) * (HAUT - BAS) + BAS, 0.0), 1.0)


def _region(
    bas: float | None, mediane: float | None, haut: float | None, format: Format
) -> str:  # fmt: skip
    if mediane is None:
        return "région : s."
    if bas is None or haut is None:
        return f"médiane {write(mediane, format)}"
    return f"de {write(bas, format)} à {write(haut, format)}, médiane {write(mediane, format)}"


def _position_layers(y: vega.Node) -> list[vega.Node]:
    look = theme().couleurs
    soft = vega.mark("text", dy=20, fontSize=11, color=look["encre_douce"])
    strong = vega.mark("text", dy=-17, fontWeight="bold", color=look["accent"])
    lozenge = vega.mark(
        "point", size=130, filled=True, opacity=1, color=look["accent"], shape="diamond",
        stroke=look["papier"], strokeWidth=1.5,
    )  # fmt: skip
    start = {"datum": 0.0, "axis": None, "scale": _scale()}
    band = vega.mark("bar", height=14, color=theme().annees[0])
    median = vega.mark("tick", height=22, thickness=2.5, color=look["encre"])
    return [
        vega.layer(vega.mark("rule", color=look["filet"]), x=start, x2={"datum": 1.0}, y=y),
        vega.layer(band, x=_quantity("bas"), x2={"field": "haut"}, y=y),
        vega.layer(median, x=_quantity("mediane"), y=y),
        vega.layer(soft, text=vega.nominal("region"), x=_quantity("repere"), y=y),
        vega.layer(lozenge, x=_quantity(VALEUR), y=y),
        vega.layer(strong, text=vega.nominal("ici"), x=_quantity(VALEUR), y=y),
    ]


def carte_chaleur(
    frame: Lignes,
    ligne: str,
    colonne: str,
    valeur: str,
    *,
    format: Format = "taux",
    unite: str = "",
    signe: bool = False,
) -> vega.Graphique:
    """Draw a table whose cells are shaded from pale (low) to strong (high), each value written.

    Args:
        frame: one row per cell.
        ligne: column of the names of the lines.
        colonne: column of the names of the columns.
        valeur: column of the values.
        format: how values are written.
        unite: unit written after them.
        signe: values are gaps: the page's ground is zero, one colour for each side, as strong for
            −3 as for +3.
    """
    rows = labelled(frame, valeur, format, unite, ligne=ligne, colonne=colonne)
    lines, columns = ordered(rows, "ligne"), ordered(rows, "colonne")
    look = theme().couleurs
    pale, strong = look["accent_pale"], look["accent"]
    scale: vega.Node = {"range": [pale, strong], "nice": False}
    low, high = min(known(rows), default=0.0), max(known(rows), default=0.0)
    if signe:
        pale, low, high = look["papier"], 0.0, max(abs(low), abs(high)) or 1.0
        sides = [look["vigilance"], pale, strong]
        scale = {"range": sides, "domain": [-high, 0.0, high], "nice": False}
    turning = low + 0.65 * (high - low)
    # a missing value is not zero: its text stays dark on the page's ground
    rows = [{**row, "fonce": _strong(row[VALEUR], turning, signe)} for row in rows]
    x = vega.names("colonne", columns, axis={"orient": "top", "labelAngle": 0, "domain": False})
    y = vega.names("ligne", lines, axis=row_axis(lines))
    shade = vega.quantity(VALEUR, legend=None, scale=scale)
    dark = {"test": "datum.fonce", "value": readable_on(strong)}
    ink = {"condition": dark, "value": readable_on(pale)}
    layers = [
        vega.layer(vega.mark("rect", stroke=look["papier"], strokeWidth=2), color=shade, x=x, y=y),
        vega.layer(vega.mark("text"), color=ink, text=written(), x=x, y=y),
    ]
    height = max(28, 30 * len(lines))
    return vega.graphique(**vega.layered(layers, LARGEUR - margin(lines) - 8, height, rows=rows))


def _strong(value: float | None, turning: float, signe: bool) -> bool:
    if value is None:
        return False
    return (abs(value) if signe else value) > turning


def _quantity(column: str) -> vega.Node:
    return vega.quantity(column, axis=None, scale=_scale())


def _scale() -> vega.Node:
    """Leave room on both sides for figures written about the ends."""
    return {"domain": [-0.12, 1.12], "nice": False}
