"""A page made once before any visitor comes, so that sessions share what it woke."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import _lru_cache_wrapper

from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.page import Page
from cpomlib.pages.tenue import composants as w


def repeter() -> None:
    """Make a page once, for nobody, and forget it: sessions are born with what it woke.

    What is first used in a session makes pages of memory its own; used before the fork, they are
    those of all. The base is closed and no setting is remembered: a session reads its own.
    """
    acces = Acces(os.environ.get("CPOM_BASE", ""), os.environ.get("CPOM_APP_GESTIONNAIRE", ""))
    try:
        # within a loop, what is to be drawn later is put off, and never done
        asyncio.run(_page(acces))
    finally:
        acces.engine.dispose()
        _oublier()


async def _page(acces: Acces) -> None:
    with w.ensemble():
        Page(acces, {}, d_avance=True)


def _oublier() -> None:
    """Close what was made, and empty what our modules remember: settings above all."""
    w.vider()
    for name, module in list(sys.modules.items()):
        if name.startswith("cpomlib"):
            for each in list(vars(module).values()):
                if isinstance(each, _lru_cache_wrapper):
                    each.cache_clear()
