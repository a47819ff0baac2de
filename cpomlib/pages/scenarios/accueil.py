"""The first screen: whose scenarios, then a new one, or one of those that are saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cpomlib.dossier import Enregistre
from cpomlib.pages.scenarios.panneaux import ligne_de
from cpomlib.pages.tenue import Annuaire
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import plie

MONTRES = 8
"""Saved scenarios that have a button of their own; the others are under « Ouvrir »."""


class Accueil(Annuaire):
    """A search among the gestionnaires; nobody's figures are shown before one is chosen."""

    def __init__(
        self, choisir: Callable[[str], None], ouvrir: Callable[[str, str], None],
        enregistres: Callable[[str], tuple[Enregistre, ...]],
    ) -> None:  # fmt: skip
        super().__init__("Gestionnaire", "Tapez quelques lettres de son nom")
        self._choisir, self._ouvrir, self._enregistres = choisir, ouvrir, enregistres
        self._proposes: tuple[str, ...] = ()
        self._muet = False
        self._tape, self._pris = "", ""
        self.recherche.observe(self._cherche, "value")

    def montrer(self, gestionnaires: Mapping[str, str], message: str, exemple: bool) -> None:
        """Show the choice.

        Args:
            gestionnaires: id → name.
            message: why nothing is open, empty where nothing was asked for.
            exemple: the base is invented.
        """
        tag = '<span class="cpom-exemple">Région inventée</span>' if exemple else ""
        self.titre.value = f"<h1>Scénarios du CPOM</h1>{tag}"
        with self._en_silence():
            self.remplir(gestionnaires, message)
        self._proposes = self.proches("")
        self.proposer("", self.prendre)

    @contextmanager
    def _en_silence(self) -> Iterator[None]:
        self._muet = True
        try:
            yield
        finally:
            self._muet = False

    def _cherche(self, change: Any) -> None:
        if self._muet:
            return
        text = change["new"]
        if self._tardif(text):
            # what is under the search stays: it may be pressed at this very moment
            with self._en_silence():
                self.recherche.value = self._pris
            return
        self._tape, self._pris = text, ""
        code = self.connus.get(text, "")
        near = () if code else self.proches(text)
        if near and near == self._proposes:
            return
        self._proposes = near
        if code:
            self.garnir(self._choix(code))
        else:
            self.proposer(text, self.prendre)

    def prendre(self, nom: str) -> None:
        """Take a name that was proposed, whatever is still typed before it was pressed."""
        typed = self._tape
        self.recherche.value = nom
        self._tape, self._pris = typed, nom

    def _tardif(self, text: str) -> bool:
        """Tell what was typed before a name was taken, and comes after: a busy page sends late."""
        if not self._pris or text == self._pris:
            return False
        begun, asked = plie(self._tape), plie(text)
        return bool(begun) and asked.startswith(begun) and asked in plie(self._pris)

    def _choix(self, code: str) -> list[Any]:
        fresh = _bouton("Nouveau scénario", lambda _: self._choisir(code), "primary")
        fresh.add_class("cpom-accueil-nouveau")

        def take(name: str) -> Callable[[Any], None]:
            return lambda _: self._ouvrir(code, name)

        kept = [_bouton(f"Ouvrir «\u00a0{one.titre}\u00a0»{_dont(one)}", take(one.nom))
                for one in self._enregistres(code)[:MONTRES]]  # fmt: skip
        return [fresh, *kept]


def _dont(one: Enregistre) -> str:
    return ligne_de(one).removeprefix(one.titre)


def _bouton(label: str, action: Callable[[Any], None], style: str = "") -> Any:
    button = w.Button(description=label, tooltip=label, button_style=style)
    button.on_click(action)
    return button
