"""What is done before a visitor comes: load what sessions need, wait for the visitor."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import _lru_cache_wrapper
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpomlib.pages.scenarios.donnees import Acces

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


def repeter() -> None:
    """Make a page once, for nobody, and forget it: sessions are born with what it woke.

    What is first used in a session makes pages of memory its own; used before the fork, they are
    those of all. The base is closed and no setting is remembered: a session reads its own.
    """
    import asyncio

    from cpomlib.pages.scenarios.donnees import Acces

    acces = Acces(os.environ.get("CPOM_BASE", ""), os.environ.get("CPOM_APP_GESTIONNAIRE", ""))
    try:
        # within a loop, what is to be drawn later is put off, and never done
        asyncio.run(_page(acces))
    finally:
        acces.engine.dispose()
        _oublier()


async def _page(acces: Acces) -> None:
    from cpomlib.pages.scenarios import composants as w
    from cpomlib.pages.scenarios.page import Page

    with w.ensemble():
        Page(acces, {}, d_avance=True)


def _oublier() -> None:
    """Close what was made, and empty what our modules remember: settings above all."""
    from cpomlib.pages.scenarios import composants as w

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
