"""Where one stands among others, and a table whose cells are shaded by their value."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cpomlib.charts.labels import ETIQUETTE, labelled, layered, margin, only, ordered, written
from cpomlib.theme import LARGEUR, readable_on, theme
from cpomlib.values import Format, write

ROW = 58


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
    data["region"] = [
        f"médiane {write(v, f)}" if pd.notna(v) else "région : s."
        for v, f in zip(data[mediane], data[format], strict=True)
    ]
    scaled = _scaled(data, numbers)
    scaled["repere"] = scaled[mediane].fillna(0.5)
    data = only(scaled, libelle, *numbers, "repere", "ici", "region")
    labels = ordered(data[libelle])
    layers = layered(*_position_layers(data, labels, libelle, valeur, bas, mediane, haut))
    return layers.properties(width=LARGEUR - margin(labels) - 8, height=ROW * len(labels))


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
    y = alt.Y(libelle, type="nominal", sort=labels, title=None, axis=alt.Axis(domain=False))
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
    y = alt.Y(ligne, type="nominal", sort=rows, title=None, axis=alt.Axis(domain=False))
    base = alt.Chart(data).encode(x=x, y=y)
    cells = base.mark_rect(stroke=look.couleurs["papier"], strokeWidth=2).encode(
        color=alt.Color(valeur, type="quantitative", legend=None,
                        scale=alt.Scale(range=[pale, strong], nice=False))
    )  # fmt: skip
    texts = base.mark_text().encode(
        text=written(),
        color=alt.condition(alt.datum[valeur] > turning,
                            alt.value(readable_on(strong)), alt.value(readable_on(pale))),
    )  # fmt: skip
    return (cells + texts).properties(
        width=LARGEUR - margin(rows) - 8, height=max(28, 30 * len(rows))
    )


def _scaled(data: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    """Bring each indicator to its own scale, 0 its least and 1 its greatest figure."""
    low = data[numbers].min(axis=1)
    span = (data[numbers].max(axis=1) - low).where(lambda gap: gap > 0)
    placed = data[numbers].sub(low, axis=0).div(span, axis=0)
    alone = data[numbers].notna() & span.isna().to_numpy()[:, None]
    return data.assign(**placed.mask(alone, 0.5))


def _quantity(column: str) -> alt.X:
    return alt.X(column, type="quantitative", axis=None, scale=_scale())


def _scale() -> alt.Scale:
    """Leave room on both sides for figures written about the ends."""
    return alt.Scale(domain=[-0.12, 1.12], nice=False)
