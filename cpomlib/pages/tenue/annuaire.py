"""The search of a first screen: a few letters, the names that hold them, one press."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from cpomlib.pages.tenue import composants as w
from cpomlib.pages.tenue.boite import classe
from cpomlib.socle import nearest, plie, pluriel

MONTRES = 8
"""Names that have a button; the others are reached by their letters."""


class Annuaire:
    """A search among names; nothing of anybody is shown before one is chosen.

    Args:
        libelle: what is looked for.
        invite: what to type.
    """

    def __init__(self, libelle: str, invite: str) -> None:
        self.connus: dict[str, str] = {}
        self._noms: dict[str, Any] = {}
        self.titre, self.message = w.HTML(""), w.HTML("")
        self.recherche = classe(
            w.Combobox(options=[], description=libelle, placeholder=invite, tooltip=libelle,
                       continuous_update=True, ensure_option=False),
            "cpom-recherche",
        )  # fmt: skip
        self.suite = classe(w.VBox([]), "cpom-accueil-suite")
        self.widget = classe(
            w.VBox([self.titre, self.message, self.recherche, self.suite]), "cpom-accueil"
        )

    def remplir(self, noms: Mapping[str, str], message: str) -> None:
        """Take the names that can be found.

        Args:
            noms: code → name.
            message: why nothing is open, empty where nothing was asked for.
        """
        self.suite.children = ()
        for button in self._noms.values():
            button.close()
        self._noms.clear()
        names = list(noms.values())
        self.connus = {
            name if names.count(name) == 1 else f"{name} ({code})": code
            for code, name in noms.items()
        }
        told = escape(message)
        said = f'<div class="cpom-avis cpom-avis-avertissement" role="alert"><p>{told}</p></div>'
        self.message.value = said if message else ""
        self.recherche.options, self.recherche.value = list(self.connus), ""

    def proches(self, texte: str) -> tuple[str, ...]:
        """Return the names that hold each word typed, without regard to accents nor case."""
        asked = [plie(word) for word in texte.split()]
        return tuple(n for n in self.connus if all(word in plie(n) for word in asked))

    def proposer(self, texte: str, action: Callable[[str], None]) -> None:
        """Show the names that hold what is typed; say it where none does, or too many do."""
        found = self.proches(texte)
        buttons = [self._bouton(name, action) for name in found[:MONTRES]]
        note = self._note(texte, found)
        self.garnir([*buttons, w.HTML(f'<p class="cpom-base" role="status">{escape(note)}</p>')]
                    if note else buttons)  # fmt: skip

    def _note(self, texte: str, trouves: tuple[str, ...]) -> str:
        if hidden := trouves[MONTRES:]:
            return f"{pluriel(len(hidden), 'autre')}\u00a0: tapez quelques lettres de plus."
        if trouves or not self.connus:
            return ""
        near = nearest(texte, self.connus)
        return f"Aucun nom ne contient «\u00a0{texte.strip()}\u00a0»." + (
            f" Le plus proche\u00a0: «\u00a0{near[0]}\u00a0»." if near else ""
        )

    def garnir(self, suite: Iterable[Any]) -> None:
        """Show something else under the search."""
        before, self.suite.children = self.suite.children, tuple(suite)
        for widget in before:
            if widget not in self._noms.values():
                widget.close()

    def _bouton(self, name: str, action: Callable[[str], None]) -> Any:
        """Return the button of a name, the same one again: pressed as letters come, it acts."""
        if name not in self._noms:
            button = w.Button(description=name, tooltip=name)
            button.on_click(lambda _: action(name))
            self._noms[name] = button
        return self._noms[name]
