"""The first screen: which contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w

MONTRES = 8
"""Contracts proposed while one types."""


class Accueil:
    """A search among the contracts; nothing of any is shown before one is chosen."""

    def __init__(self, choisir: Callable[[str], None]) -> None:
        self._choisir = choisir
        self._connus: dict[str, str] = {}
        self._proposes: tuple[str, ...] = ()
        self.titre = w.HTML("<h1>Objectifs et cibles du CPOM</h1>")
        self.message = w.HTML("")
        self.recherche = w.Combobox(
            options=[], description="Contrat", placeholder="Tapez quelques lettres du gestionnaire",
            tooltip="Contrat", continuous_update=True, ensure_option=False,
        )  # fmt: skip
        self.recherche.add_class("cpom-recherche")
        self.recherche.observe(lambda change: self._cherche(change["new"]), "value")
        self.suite = classe(w.VBox([]), "cpom-accueil-suite")
        self.widget = classe(
            w.VBox([self.titre, self.message, self.recherche, self.suite]), "cpom-accueil"
        )

    def montrer(self, contrats: Mapping[str, str], message: str) -> None:
        """Show the choice.

        Args:
            contrats: code → name.
            message: why nothing is open, empty where nothing was asked for.
        """
        names = list(contrats.values())
        self._connus = {
            name if names.count(name) == 1 else f"{name} ({code})": code
            for code, name in contrats.items()
        }
        said = (
            f'<div class="cpom-avis cpom-avis-avertissement" role="alert"><p>{escape(message)}</p>'
        )
        self.message.value = f"{said}</div>" if message else ""
        self._proposes = ()
        self.recherche.options, self.recherche.value = list(self._connus), ""
        self._garnir(tuple(self._connus)[:MONTRES])

    def _cherche(self, text: str) -> None:
        if text in self._connus:
            self._choisir(self._connus[text])
            return
        asked = text.strip().casefold()
        self._garnir(tuple(n for n in self._connus if asked in n.casefold())[:MONTRES])

    def _garnir(self, names: tuple[str, ...]) -> None:
        if names == self._proposes:
            return
        before, self._proposes = self.suite.children, names
        self.suite.children = tuple(self._bouton(name) for name in names)
        for widget in before:
            widget.close()

    def _bouton(self, name: str) -> Any:
        button = w.Button(description=name, tooltip=name)
        button.on_click(lambda _: self._choisir(self._connus[name]))
        return button
