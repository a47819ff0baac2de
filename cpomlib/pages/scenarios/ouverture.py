"""The opening of the page: for the visitor who just came, or for nobody yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from typing import Any

from cpomlib.pages.scenarios import adresse, chauffe
from cpomlib.pages.scenarios import composants as w
from cpomlib.pages.scenarios.attente import journaliser
from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.page import Page
from cpomlib.socle import CpomError


def ouvrir(base: str = "", gestionnaire: str = "") -> Any:
    """Make the page of the visitor who just came.

    In a session made in advance, the page is there, drawn, before its visitor.

    Args:
        base: address of the base; ``CPOM_BASE`` by default.
        gestionnaire: the only one of the page; ``CPOM_APP_GESTIONNAIRE`` by default, else the
            visitor chooses.
    """
    acces = Acces(base, gestionnaire or os.environ.get("CPOM_APP_GESTIONNAIRE", ""))
    ready = _prete(acces) if chauffe.en_avance() else None
    valeurs = adresse.lire(chauffe.attendre(_travaux(acces, ready)))
    try:
        if ready is None:
            with w.ensemble():
                return Page(acces, valeurs).widget
        ready.accueillir(valeurs)
        return ready.widget
    except CpomError as error:
        sentence = str(error)
    except Exception as error:
        journaliser(error)
        sentence = "La page n’a pas pu s’ouvrir. Prévenez la personne qui a lancé « cpom app »."
    said = f'<div class="cpom-avis" role="alert"><p>{escape(sentence)}</p></div>'
    failed = w.VBox([w.HTML(said)])
    failed.add_class("cpom-app")
    return failed


def _travaux(acces: Acces, ready: Page | None) -> Iterator[None]:
    """Read meanwhile what the visitor may ask for; what fails here says so when it is asked."""
    try:
        yield from acces.prevoir(getattr(ready, "etat", None))
    except CpomError:
        return
    except Exception as error:
        journaliser(error)


def _prete(acces: Acces) -> Page | None:
    """Make a page for nobody yet; what fails here fails again, with words, when it opens."""
    try:
        with w.ensemble():
            page = Page(acces, {}, d_avance=True)
            page.preparer()
        return page
    except CpomError:
        return None
    except Exception as error:
        journaliser(error)
        return None
