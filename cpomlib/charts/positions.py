"""Where one stands among others, and a table whose cells are shaded by their value."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cpomlib.charts.labels import (
    ETIQUETTE,
    labelled,
    layered,
    margin,
    only,
    ordered,
    row_axis,
    written,
)
from cpomlib.theme import LARGEUR, readable_on, theme
from cpomlib.values import Format, write

ROW = 58

BAS, HAUT = 1 / 3, 2 / 3
"""Where the quartiles stand on the line, for every indicator."""

LEGENDE_POSITIONS = (
    "Losange : le gestionnaire. Bande : la moitié centrale de la région, du premier au troisième "
    "quartile. Trait : la médiane."
)
"""What the marks of ``positions`` mean, for the figure's note."""


def positions(
    frame: pd.DataFrame,
    libelle: str,
    valeur: str,
    *,
    bas: str = "q1",
    mediane: str = "mediane",
    haut: str = "q3",
    format: str = "format",
) -> alt.LayerChart:
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
    data = frame.reset_index(drop=True).copy()
    numbers = [valeur, bas, mediane, haut]
    data[numbers] = data[numbers].astype("float64")
    data["ici"] = [write(v, f) for v, f in zip(data[valeur], data[format], strict=True)]
    figures = zip(data[bas], data[mediane], data[haut], data[format], strict=True)
    data["region"] = [_region(*row) for row in figures]
    scaled = _scaled(data, numbers, bas, haut)
    scaled["repere"] = scaled[mediane].fillna(0.5)
    data = only(scaled, libelle, *numbers, "repere", "ici", "region")
    labels = ordered(data[libelle])
    layers = layered(*_position_layers(data, labels, libelle, valeur, bas, mediane, haut))
    return layers.properties(width=LARGEUR - margin(labels) - 8, height=ROW * len(labels))


def _region(bas: float, mediane: float, haut: float, format: Format) -> str:
    if pd.isna(mediane):
        return "région : s."
    if pd.isna(bas) or pd.isna(haut):
        return f"médiane {write(mediane, format)}"
    return f"de {write(bas, format)} à {write(haut, format)}, médiane {write(mediane, format)}"


def _position_layers(
    data: pd.DataFrame,
    labels: list[str],
    libelle: str,
    valeur: str,
    bas: str,
    mediane: str,
    haut: str,
) -> list[alt.Chart]:
    look = theme().couleurs
    y = alt.Y(libelle, type="nominal", sort=labels, title=None, axis=row_axis(labels))
    base = alt.Chart(data).encode(y=y)
    soft = base.mark_text(dy=20, fontSize=11, color=look["encre_douce"])
    strong = base.mark_text(dy=-17, fontWeight="bold", color=look["accent"])
    lozenge = base.mark_point(
        size=130, filled=True, opacity=1, color=look["accent"], shape="diamond",
        stroke=look["papier"], strokeWidth=1.5,
    )  # fmt: skip
    return [
        base.mark_rule(color=look["filet"]).encode(
            x=alt.XDatum(0.0, axis=None, scale=_scale()), x2=alt.X2Datum(1.0)
        ),
        base.mark_bar(height=14, color=theme().annees[0]).encode(x=_quantity(bas), x2=haut),
        base.mark_tick(height=22, thickness=2.5, color=look["encre"]).encode(x=_quantity(mediane)),
        soft.encode(x=_quantity("repere"), text=alt.Text("region", type="nominal")),
        lozenge.encode(x=_quantity(valeur)),
        strong.encode(x=_quantity(valeur), text=alt.Text("ici", type="nominal")),
    ]


def carte_chaleur(
    frame: pd.DataFrame,
    ligne: str,
    colonne: str,
    valeur: str,
    *,
    format: Format = "taux",
    unite: str = "",
) -> alt.LayerChart:
    """Draw a table whose cells are shaded from pale (low) to strong (high), each value written."""
    data = only(labelled(frame, valeur, format, unite), ligne, colonne, valeur, ETIQUETTE)
    rows, columns = ordered(data[ligne]), ordered(data[colonne])
    look = theme()
    pale, strong = look.couleurs["accent_pale"], look.couleurs["accent"]
    low, high = (0.0 if pd.isna(end) else end for end in (data[valeur].min(), data[valeur].max()))
    turning = low + 0.65 * (high - low)
    x = alt.X(colonne, type="nominal", sort=columns, title=None,
              axis=alt.Axis(orient="top", labelAngle=0, domain=False))  # fmt: skip
    y = alt.Y(ligne, type="nominal", sort=rows, title=None, axis=row_axis(rows))
    base = alt.Chart(data).encode(x=x, y=y)
    cells = base.mark_rect(stroke=look.couleurs["papier"], strokeWidth=2).encode(
        color=alt.Color(valeur, type="quantitative", legend=None,
                        scale=alt.Scale(range=[pale, strong], nice=False))
    )  # fmt: skip
    texts = base.mark_text().encode(
        text=written(),
        # a missing value is not zero: its text stays dark on the page's ground
        color=alt.condition(alt.expr.isValid(alt.datum[valeur]) & (alt.datum[valeur] > turning),
                            alt.value(readable_on(strong)), alt.value(readable_on(pale))),
    )  # fmt: skip
    return (cells + texts).properties(
        width=LARGEUR - margin(rows) - 8, height=max(28, 30 * len(rows))
    )


def _scaled(data: pd.DataFrame, numbers: list[str], bas: str, haut: str) -> pd.DataFrame:
    """Bring every indicator to one scale, where the band of the quartiles has one place.

    What lies further than the width of the band is set at the end of the line.
    """
    span = (data[haut] - data[bas]).where(lambda gap: gap > 0)
    placed = data[numbers].sub(data[bas], axis=0).div(span, axis=0) * (HAUT - BAS) + BAS
    unplaced = data[numbers].notna() & span.isna().to_numpy()[:, None]
    return data.assign(**placed.clip(0.0, 1.0).mask(unplaced, 0.5))


def _quantity(column: str) -> alt.X:
    return alt.X(column, type="quantitative", axis=None, scale=_scale())


def _scale() -> alt.Scale:
    """Leave room on both sides for figures written about the ends."""
    return alt.Scale(domain=[-0.12, 1.12], nice=False)
