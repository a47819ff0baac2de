"""The first screen: whose scenarios, then a new one, or one of those that are saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from cpomlib.dossier import Enregistre
from cpomlib.pages.scenarios.panneaux import ligne_de
from cpomlib.pages.tenue import composants as w

MONTRES = 8
"""Saved scenarios that have a button of their own; the others are under « Ouvrir »."""


class Accueil:
    """A search among the gestionnaires; nobody's figures are shown before one is chosen."""

    def __init__(
        self, choisir: Callable[[str], None], ouvrir: Callable[[str, str], None],
        enregistres: Callable[[str], tuple[Enregistre, ...]],
    ) -> None:  # fmt: skip
        self._choisir, self._ouvrir, self._enregistres = choisir, ouvrir, enregistres
        self._connus: dict[str, str] = {}
        self._proposes: tuple[str, ...] = ()
        self._muet = False
        self._tape, self._pris = "", ""
        self.titre = w.HTML("")
        self.message = w.HTML("")
        self.recherche = w.Combobox(
            options=[], description="Gestionnaire", placeholder="Tapez quelques lettres de son nom",
            tooltip="Gestionnaire", continuous_update=True, ensure_option=False,
        )  # fmt: skip
        self.recherche.add_class("cpom-recherche")
        self.recherche.observe(self._cherche, "value")
        self.suite = w.VBox([])
        self.suite.add_class("cpom-accueil-suite")
        self.widget = w.VBox([self.titre, self.message, self.recherche, self.suite])
        self.widget.add_class("cpom-accueil")

    def montrer(self, gestionnaires: Mapping[str, str], message: str, exemple: bool) -> None:
        """Show the choice.

        Args:
            gestionnaires: id → name.
            message: why nothing is open, empty where nothing was asked for.
            exemple: the base is invented.
        """
        names = list(gestionnaires.values())
        self._connus = {
            name if names.count(name) == 1 else f"{name} ({code})": code
            for code, name in gestionnaires.items()
        }
        tag = '<span class="cpom-exemple">Région inventée</span>' if exemple else ""
        self.titre.value = f"<h1>Scénarios du CPOM</h1>{tag}"
        self.message.value = (
            f'<div class="cpom-avis cpom-avis-avertissement" role="alert"><p>{escape(message)}</p>'
            "</div>"
            if message
            else ""
        )
        self._muet = True
        self.recherche.options = list(self._connus)
        self.recherche.value = ""
        self._muet, self._proposes = False, ()
        self._garnir([])

    def _cherche(self, change: Any) -> None:
        if self._muet:
            return
        if self._tardif(change["new"]):
            self.recherche.value = self._pris
            return
        self._tape, self._pris = change["new"], ""
        code = self._connus.get(change["new"], "")
        near = () if code else self._proches(change["new"])
        if near and near == self._proposes:
            return
        self._proposes = near
        self._garnir(self._choix(code) if code else [self._propose(name) for name in near])

    def _proches(self, text: str) -> tuple[str, ...]:
        """Return the names that hold what is typed."""
        asked = text.strip().casefold()
        return tuple(n for n in self._connus if asked and asked in n.casefold())[:MONTRES]

    def _propose(self, name: str) -> Any:
        return _bouton(name, lambda _: self.prendre(name))

    def prendre(self, nom: str) -> None:
        """Take a name that was proposed, whatever is still typed before it was pressed."""
        typed = self._tape
        self.recherche.value = nom
        self._tape, self._pris = typed, nom

    def _tardif(self, text: str) -> bool:
        """Tell what was typed before a name was taken, and comes after: a busy page sends late."""
        if not self._pris or text == self._pris:
            return False
        begun, asked = self._tape.strip().casefold(), text.strip().casefold()
        return bool(begun) and asked.startswith(begun) and asked in self._pris.casefold()

    def _choix(self, code: str) -> list[Any]:
        fresh = _bouton("Nouveau scénario", lambda _: self._choisir(code), "primary")
        fresh.add_class("cpom-accueil-nouveau")

        def take(name: str) -> Callable[[Any], None]:
            return lambda _: self._ouvrir(code, name)

        kept = [_bouton(f"Ouvrir «\u00a0{one.titre}\u00a0»{_dont(one)}", take(one.nom))
                for one in self._enregistres(code)[:MONTRES]]  # fmt: skip
        return [fresh, *kept]

    def _garnir(self, boutons: list[Any]) -> None:
        before, self.suite.children = self.suite.children, tuple(boutons)
        for widget in before:
            widget.close()


def _dont(one: Enregistre) -> str:
    return ligne_de(one).removeprefix(one.titre)


def _bouton(label: str, action: Callable[[Any], None], style: str = "") -> Any:
    button = w.Button(description=label, tooltip=label, button_style=style)
    button.on_click(action)
    return button
