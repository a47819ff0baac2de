"""What is done before a visitor comes: load what sessions need, wait for the visitor."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import _lru_cache_wrapper
from threading import Thread

_D_AVANCE = "VOILA_PREHEAT"
"""Environment variable of a session: « True » in one that waits for its visitor."""
_FINI = object()
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


def oublier() -> None:
    """Close every widget, and empty what our modules remember: settings above all.

    After a page was made for nobody, before the fork.
    """
    from cpomlib.pages.tenue import composants as w

    w.vider()
    for name, module in list(sys.modules.items()):
        if name.startswith("cpomlib"):
            for each in list(vars(module).values()):
                if isinstance(each, _lru_cache_wrapper):
                    each.cache_clear()


def en_avance() -> bool:
    """Tell whether this session is made ready before its visitor comes."""
    return os.environ.get(_D_AVANCE) == "True"


def attendre(travaux: Iterator[None]) -> str:
    """Return the query string of the visitor, waiting for one in a session made in advance.

    Args:
        travaux: what may be done meanwhile, step by step; what is left when they come is not.
    """
    if en_avance():
        from voila.utils import wait_for_request

        coming = Thread(target=wait_for_request)
        coming.start()
        while coming.is_alive() and next(travaux, _FINI) is not _FINI:
            pass
        coming.join()
    return os.environ.get("QUERY_STRING", "")
