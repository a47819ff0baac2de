"""TODO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.pages.tenue import composants as w

if TYPE_CHECKING:
    from cpomlib.pages.contrat.page import Page


class Seance:
    """TODO."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = w.VBox([])

    def montrer(self) -> None:
        """Show."""

    def suivre(self) -> None:
        """Follow."""
