"""The history of what people typed together, which JupyterLab would keep for ever."""

from __future__ import annotations

from jupyter_server_ydoc.stores import SQLiteYStore

TAILLE = 100 * 1024 * 1024
"""Bytes above which the oldest histories are cleared; the notebooks themselves stay."""
UN_JOUR = 24 * 3600
"""Seconds without a change after which the history of a notebook is folded into its last state."""


class Historique(SQLiteYStore):
    """A store of the changes that cannot grow without end."""

    cleanup_when_db_size_above = TAILLE
    squash_after_inactivity_of = UN_JOUR
