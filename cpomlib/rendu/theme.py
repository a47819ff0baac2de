"""One look for reports, index and applications: colours, fonts, chart settings.

The values are in ``parameters/theme.yaml``; a service overrides some of them in the folder
``$CPOM_PARAMETRES``. Nothing is registered globally: a chart is themed when it is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.droit import Theme, contrast, theme

LARGEUR = 640
"""Width of a chart in pixels: the text width of an A4 page with margins of 18 mm."""


def themed(chart: Any) -> dict[str, Any]:
    """Return the Vega-Lite specification of ``chart`` with the theme's settings.

    Args:
        chart: an Altair chart, or a specification; the settings it carries itself win.
    """
    spec = dict(chart) if isinstance(chart, Mapping) else chart.to_dict(validate=False)
    own = {key: value for key, value in spec.get("config", {}).items() if key != "view"}
    return {**spec, "config": {**chart_config(theme()), **own}}


def chart_config(look: Theme) -> dict[str, Any]:
    """Return Vega-Lite's ``config`` for a theme: quiet axes, no frame, text in the page's font."""
    ink, soft, line = (look.couleurs[role] for role in ("encre", "encre_douce", "filet"))
    return {
        # the page says what the chart is and shows its data: said again at each mark, it is dropped
        "aria": False,
        "background": None,
        "font": look.police,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink, "labelFontSize": 12, "labelLimit": 230, "titleColor": soft,
            "titleFontSize": 11, "titleFontWeight": "normal", "domainColor": line,
            "gridColor": line, "gridOpacity": 0.7, "tickColor": line, "ticks": False,
            "labelPadding": 6,
        },
        "header": {"labelColor": ink, "labelFontSize": 12, "title": None},
        "legend": {
            "orient": "top", "direction": "horizontal", "title": None, "labelColor": ink,
            "labelFontSize": 12, "symbolType": "square", "symbolSize": 110, "labelLimit": 220,
            "columnPadding": 16, "offset": 10,
        },
        "bar": {"color": look.couleurs["accent"]},
        "line": {"color": look.couleurs["accent"], "strokeWidth": 2.25},
        "point": {"color": look.couleurs["accent"], "size": 50, "filled": True},
        "rule": {"color": soft},
        "text": {"color": ink, "fontSize": 12},
        "range": {"category": list(look.series)},
    }  # fmt: skip


def readable_on(background: str) -> str:
    """Return the colour of a text laid on ``background``: the ink or the paper."""
    colours = theme().couleurs
    return max((colours["encre"], colours["papier"]), key=lambda one: contrast(one, background))
