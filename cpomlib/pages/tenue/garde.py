"""The sentence of a page, and its guard: an error is a sentence, no traceback reaches anybody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from html import escape
from typing import Any

from cpomlib.pages.tenue import composants as w
from cpomlib.pages.tenue.attente import journaliser
from cpomlib.socle import CpomError, pannes

DEFAUT = (
    "Quelque chose n’a pas fonctionné\u00a0: annulez le dernier changement, ou rechargez la page."
)


class Tenue:
    """What a page says under its bar, and what it tells the browser."""

    def __init__(self) -> None:
        self.message, self.signal = _html("cpom-message"), _html("cpom-signal")

    def dire(self, texte: str, role: str = "note") -> None:
        """Show a sentence under the bar; an empty one clears it."""
        lines = "".join(f"<p>{escape(line)}</p>" for line in texte.splitlines())
        shown = f'<div role="status" class="cpom-avis cpom-avis-{role}">{lines}</div>'
        self.message.value = shown if texte else ""

    @contextmanager
    def prudent(self) -> Any:
        """Turn an error into a sentence: no traceback reaches a visitor."""
        try:
            yield
        except CpomError as error:
            self.dire(str(error), "avertissement")
        except Exception as error:
            journaliser(error)
            told = pannes.dire(error)
            self.dire(str(told) if told else DEFAUT, "avertissement")

    def gardien(self, action: Callable[..., None]) -> Callable[..., None]:
        """Return an action whose errors are sentences."""

        def guarded(*values: Any) -> None:
            with self.prudent():
                action(*values)

        return guarded

    def adresser(self, requete: str, cible: str = "") -> None:
        """Tell the browser the address of the page, and where the keyboard goes next."""
        query = escape(requete, quote=True)
        focus = f' data-cpom-cible="{escape(cible, quote=True)}"' if cible else ""
        self.signal.value = f'<span data-cpom-adresse="{query}"{focus}></span>'


def _html(name: str) -> Any:
    box = w.HTML("")
    box.add_class(name)
    return box
