"""A page made once for nobody, before the fork: sessions are born with what it woke."""

from __future__ import annotations

import asyncio
import os

from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.page import Page
from cpomlib.pages.tenue import composants as w
from cpomlib.pages.tenue import oublier


def repeter() -> None:
    """Make a page and forget it.

    What is first used in a session makes pages of memory its own; used before the fork, they are
    those of all. The base is closed and no setting is remembered: a session reads its own.
    """
    acces = Acces(os.environ.get("CPOM_BASE", ""), os.environ.get("CPOM_APP_GESTIONNAIRE", ""))
    try:
        # within a loop, what is to be drawn later is put off, and never done
        asyncio.run(_page(acces))
    finally:
        acces.engine.dispose()
        oublier()


async def _page(acces: Acces) -> None:
    with w.ensemble():
        Page(acces, {}, d_avance=True)
