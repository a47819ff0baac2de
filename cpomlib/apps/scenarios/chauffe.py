"""What a session does before its visitor comes: load, read, draw once, then wait."""

from __future__ import annotations

import os

from cpomlib.apps.scenarios.attente import journaliser
from cpomlib.apps.scenarios.donnees import Acces


def chauffer(acces: Acces) -> None:
    """Load the libraries and draw each chart once: the first drawing is slow.

    What fails here fails again, with words, when the page opens.
    """
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
    if os.environ.get("VOILA_PREHEAT") == "True":
        from voila.utils import wait_for_request

        wait_for_request()
    return os.environ.get("QUERY_STRING", "")
