"""The opening of a page: for the visitor who just came, or for nobody yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Protocol

from cpomlib.pages.tenue import chauffe
from cpomlib.pages.tenue import composants as w
from cpomlib.pages.tenue.attente import journaliser
from cpomlib.pages.tenue.pli import lire_adresse
from cpomlib.socle import CpomError

ECHEC = "La page n’a pas pu s’ouvrir. Prévenez la personne qui a lancé « cpom app »."


class PageOuverte(Protocol):
    """What a page must be, to be made before its visitor comes."""

    widget: Any

    def preparer(self) -> None:
        """Draw at once what a visitor will see, and not again when they come."""

    def accueillir(self, valeurs: dict[str, str]) -> None:
        """Give the page to its visitor."""


def ouvrir_page(faire: Callable[[dict[str, str], bool], PageOuverte]) -> Any:
    """Make the page of the visitor who just came.

    In a session made in advance, the page is there, drawn, before its visitor.

    Args:
        faire: makes a page from the values of an address, for somebody or for nobody yet.
    """
    ready = _prete(faire) if chauffe.en_avance() else None
    valeurs = lire_adresse(chauffe.attendre())
    try:
        if ready is None:
            with w.ensemble():
                return faire(valeurs, False).widget
        ready.accueillir(valeurs)
        return ready.widget
    except CpomError as error:
        sentence = str(error)
    except Exception as error:
        journaliser(error)
        sentence = ECHEC
    said = f'<div class="cpom-avis" role="alert"><p>{escape(sentence)}</p></div>'
    failed = w.VBox([w.HTML(said)])
    failed.add_class("cpom-app")
    return failed


def _prete(faire: Callable[[dict[str, str], bool], PageOuverte]) -> PageOuverte | None:
    """Make a page for nobody yet; what fails here fails again, with words, when it opens."""
    nobody: Mapping[str, str] = {}
    try:
        with w.ensemble():
            page = faire(dict(nobody), True)
            page.preparer()
        return page
    except CpomError:
        return None
    except Exception as error:
        journaliser(error)
        return None
