"""What the parts of a diagnostic load when they are first used, loaded before a fork instead."""

from __future__ import annotations

import importlib
from contextlib import suppress

_TARDIFS = (
    "babel.dates",
    "babel.numbers",
    "cpomlib.dessin.atelier",
    "cpomlib.display.html",
    "cpomlib.display.svg",
    "cpomlib.secret",
    "narwhals._pandas_like.dataframe",
    "narwhals.stable.v1",
    "pandas.io.formats.string",
    "psycopg",
    "pyarrow.pandas_compat",
    "scipy.optimize",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
    "xml.etree.ElementTree",
)


def prechauffer() -> None:
    """Import what a diagnostic needs late; open nothing, start no thread, draw nothing.

    Charts are drawn elsewhere (:mod:`cpomlib.dessin.atelier`).
    """
    for name in _TARDIFS:
        with suppress(ImportError):
            importlib.import_module(name)
    _first_chart()


def _first_chart() -> None:
    """Describe a chart, so that what checks its description is built once for all."""
    import altair as alt
    import pandas as pd

    data = pd.DataFrame({"x": ["a"], "y": [1.0]})
    chart = alt.Chart(data).mark_bar().encode(x=alt.X("x:N"), y=alt.Y("y:Q"))
    alt.layer(chart, chart.mark_text()).to_dict()
