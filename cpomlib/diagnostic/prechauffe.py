"""What the parts of a diagnostic load when they are first used, loaded before a fork instead."""

from __future__ import annotations

import importlib
from contextlib import suppress
from datetime import date

_TARDIFS = (
    "babel.dates",
    "cpomlib.dessin.atelier",
    "cpomlib.display.html",
    "cpomlib.display.svg",
    "cpomlib.secret.motifs",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.core.arrays.arrow._arrow_utils",
    "pandas.io.formats.string",
    "psycopg",
    "pyarrow.csv",
    "pyarrow.pandas_compat",
    "scipy.optimize",
    "scipy.sparse.csgraph",
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
    _write()


def regler() -> None:
    """Read the settings, which are those of a whole campaign.

    Not for a page, which lives longer than they do. A kernel that wants others is not born here.
    """
    from cpomlib.comparables import bareme
    from cpomlib.diagnostic.regles import chiffres_declares
    from cpomlib.indicators import fiches
    from cpomlib.parameters import seuils
    from cpomlib.theme import theme

    for lire in (fiches, seuils, chiffres_declares, bareme, theme):
        lire()


def _write() -> None:
    """Compile the templates and learn the months: it takes longer than to write a report."""
    from cpomlib.display.html import gabarits
    from cpomlib.typography import date_fr

    gabarits()
    date_fr(date(2025, 12, 31))
