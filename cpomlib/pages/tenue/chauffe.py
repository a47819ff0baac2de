"""What is done before a visitor comes: load what sessions need, wait for the visitor."""

from __future__ import annotations

import importlib
import os
from contextlib import suppress

_D_AVANCE = "VOILA_PREHEAT"
"""Environment variable of a session: « True » in one that waits for its visitor."""
_TARDIFS = (
    "openpyxl",
    "voila.utils",
    "websockets.asyncio.client",
    "websockets.legacy.client",
)


def prechauffer() -> None:
    """Import what a session needs late; open nothing, start no thread, draw nothing."""
    for name in _TARDIFS:
        with suppress(ImportError):
            importlib.import_module(name)


def en_avance() -> bool:
    """Tell whether this session is made ready before its visitor comes."""
    return os.environ.get(_D_AVANCE) == "True"


def attendre() -> str:
    """Return the query string of the visitor, waiting for one in a session made in advance."""
    if en_avance():
        from voila.utils import wait_for_request

        wait_for_request()
    return os.environ.get("QUERY_STRING", "")
