"""What a session does before its visitor comes: load, read, draw once, then wait."""

from __future__ import annotations

import importlib
import os
from contextlib import suppress

from cpomlib.apps.scenarios.attente import journaliser
from cpomlib.apps.scenarios.donnees import Acces

_D_AVANCE = "VOILA_PREHEAT"
"""Environment variable of a session: « True » in one that waits for its visitor."""
_TARDIFS = (
    "cpomlib.apps.scenarios.page",
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


def chauffer(acces: Acces) -> None:
    """Load the libraries and draw each chart once, in a session that nobody waits for.

    What fails here fails again, with words, when the page opens.
    """
    if os.environ.get(_D_AVANCE) != "True":
        return
    from cpomlib.apps.scenarios import seance, vues
    from cpomlib.display.html import html
    from cpomlib.errors import CpomError
    from cpomlib.scenarios import projeter

    try:
        state = acces.etat(acces.choisi(""))
        start = seance.depart(state)
        base = projeter(state, (), start.horizon)
        for bloc in vues.resultats(start.titre, base, base):
            html(bloc)
    except CpomError:
        return
    except Exception as error:
        journaliser(error)


def attendre() -> str:
    """Return the query string of the visitor, waiting for one in a session heated in advance."""
    if os.environ.get(_D_AVANCE) == "True":
        from voila.utils import wait_for_request

        wait_for_request()
    return os.environ.get("QUERY_STRING", "")
