"""A question that holds up what was asked, and its two answers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cpomlib.pages.tenue import composants as w


class Question:
    """A question that holds up what was asked, and its two answers."""

    def __init__(
        self, continuer: Callable[[], None], rester: Callable[[], None],
        oui: str = "Continuer sans enregistrer", non: str = "Rester",
    ) -> None:  # fmt: skip
        self.texte = w.HTML("")
        self.continuer = w.Button(description=oui)
        self.rester = w.Button(description=non, button_style="primary")
        for button, name, action in (
            (self.continuer, "continuer", continuer), (self.rester, "rester", rester)
        ):  # fmt: skip
            button.add_class(f"cpom-{name}")
            button.on_click(lambda _, action=action: action())
        self.widget = w.Box([self.texte, self.rester, self.continuer])
        self.widget.add_class("cpom-tiroir")
        self.widget.add_class("cpom-question")

    def montrer(self, texte: str) -> None:
        """Ask; each line of the text is a paragraph."""
        lines = "".join(f"<p>{escape(line)}</p>" for line in texte.splitlines())
        self.texte.value = f'<div role="alert">{lines}</div>'
