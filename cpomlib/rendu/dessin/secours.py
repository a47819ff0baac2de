"""The plain way to draw, where no V8 of our own can be had: vl-convert, alone.

It takes five times longer, knows nothing of the typeface that rooms are measured with, and draws
the same charts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cpomlib.rendu.dessin.langue import FORMAT_LOCALE, TIME_FORMAT_LOCALE
from cpomlib.rendu.dessin.paquet import VEGA_LITE

if TYPE_CHECKING:
    from cpomlib.rendu.dessin.moteur import Geste

_VEGA_LITE = VEGA_LITE.rpartition(".")[0]
_LANGUE: dict[str, Any] = {
    "format_locale": FORMAT_LOCALE,
    "time_format_locale": TIME_FORMAT_LOCALE,
    # nothing is ever fetched
    "allowed_base_urls": [],
}


def faire(geste: Geste, demande: str) -> str:
    """Return what is made of a chart, as :func:`cpomlib.rendu.dessin.moteur.faire` does.

    Raises:
        ValueError: Vega does not understand it.
    """
    import vl_convert

    chart = json.loads(demande)
    already = "/vega/" in str(chart.get("$schema", ""))
    if geste == "compiler":
        made = chart if already else vl_convert.vegalite_to_vega(chart, vl_version=_VEGA_LITE)
        return json.dumps(made)
    if already:
        return str(vl_convert.vega_to_svg(chart, **_LANGUE))
    return str(vl_convert.vegalite_to_svg(chart, vl_version=_VEGA_LITE, **_LANGUE))
