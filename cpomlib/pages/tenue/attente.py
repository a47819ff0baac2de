"""Doing things a little later, once: a slider that runs sends many values, the last one counts."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Callable
from typing import Any

from cpomlib.socle import pannes


class Rendezvous:
    """A call put off; asking again before it is due does not add one.

    Args:
        action: what is called.
        delai: seconds waited from the first request.
    """

    def __init__(self, action: Callable[[], None], delai: float) -> None:
        self._action, self._delai = action, delai
        self._prevu: Any = None

    def demander(self) -> None:
        """Ask for the call; at once where nothing runs that could wait (a test, a script)."""
        if self._prevu is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._action()
            return
        self._prevu = loop.call_later(self._delai, self._faire)

    def repousser(self) -> None:
        """Ask for the call, the delay starting again from now."""
        self.annuler()
        self.demander()

    def annuler(self) -> None:
        """Ask for nothing any more: what was to be done is done."""
        if self._prevu is not None:
            self._prevu.cancel()
            self._prevu = None

    def repousser_si_attente(self) -> None:
        """Ask for the call only where something can wait: it would never end otherwise."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        self.repousser()

    def _faire(self) -> None:
        self._prevu = None
        self._action()


def journaliser(error: BaseException) -> None:
    """Write where an unexpected error was in the server's log, never in the page.

    Its own words stay out of both: they may hold rows of the base.
    """
    traceback.print_tb(error.__traceback__, file=sys.__stderr__)
    print(pannes.interne(error), file=sys.__stderr__)
