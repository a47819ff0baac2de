"""The top of the page: whose contract, what is looked at, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w

ECRANS = {
    "demarche": ("Démarche", "Ce qui est fait, ce qui vient, qui fait quoi"),
    "objectifs": ("Objectifs", "Les points de vigilance, et les objectifs qui y répondent"),
    "cibles": ("Cibles", "Ce que l’on vise, année par année"),
    "seance": ("Séance", "Ce que la réunion décide"),
    "suivi": ("Suivi", "Où en sont les cibles, les actions, les échéances"),
}
GESTES = {
    "annuler": ("Annuler", "Défaire le dernier changement (Ctrl+Z)"),
    "retablir": ("Rétablir", "Refaire ce qui vient d’être annulé (Ctrl+Maj+Z)"),
    "enregistrer": ("Enregistrer", "Déposer ces changements dans la base"),
    "changer": ("Autre contrat", "Revenir au choix du contrat"),
}
NOUVEAU = -1
"""Rank of the choice that makes a new amendment."""


class Barre:
    """The title, the screens, the gestures; on a signed contract, the amendment."""

    def __init__(
        self, geste: Callable[[str], None], aller: Callable[[str], None],
        avenir: Callable[[int], None],
    ) -> None:  # fmt: skip
        self._avenir, self._muet = avenir, False
        self.titre = w.HTML("")
        self.onglets = {name: _bouton(name, ECRANS[name], aller) for name in ECRANS}
        self.boutons = {name: _bouton(name, GESTES[name], geste) for name in GESTES}
        tabs = classe(w.Box(list(self.onglets.values())), "cpom-onglets")
        tools = classe(w.Box(list(self.boutons.values())), "cpom-outils")
        top = classe(w.Box([self.titre, tabs, tools]), "cpom-haut")
        self.avenant = w.Dropdown(options=[("", 0)], description="Ce contrat est signé. Avenant",
                                  tooltip="Avenant par lequel le contrat change",
                                  layout=w.Layout())  # fmt: skip
        self.avenant.add_class("cpom-avenant")
        self.avenant.observe(self._choisi, "value")
        self.widget = classe(w.VBox([top, self.avenant]), "cpom-barre", "cpom-barre-contrat")

    def montrer(self, contrat: str, gestionnaire: str, exemple: bool) -> None:
        """Show whose contract it is."""
        tag = '<span class="cpom-exemple">Région inventée</span>' if exemple else ""
        self.titre.value = f"<h1>{escape(contrat)}<span> · {escape(gestionnaire)}</span></h1>{tag}"

    def situer(self, ecran: str) -> None:
        """Mark the screen that is shown."""
        for name, button in self.onglets.items():
            on = name == ecran
            button.button_style = "primary" if on else ""
            button.tooltip = f"{ECRANS[name][1]}{' (affiché)' if on else ''}"

    def permettre(self, possibles: Mapping[str, bool]) -> None:
        """Grey what there is nothing to do with."""
        for name, possible in possibles.items():
            self.boutons[name].disabled = not possible

    def proposer(self, avenants: Sequence[tuple[str, int]], choisi: int, signe: bool) -> None:
        """Show the amendments that a signed contract may change by."""
        self._muet = True
        self.avenant.layout.display = "" if signe else "none"
        options = [("aucun\u00a0: objectifs et cibles fermés", 0), *avenants,
                   ("préparer un nouvel avenant", NOUVEAU)]  # fmt: skip
        if list(self.avenant.options) != options:
            self.avenant.options = options
        self.avenant.value = choisi
        self._muet = False

    def _choisi(self, change: Any) -> None:
        if not self._muet and change["new"] is not None:
            self._avenir(int(change["new"]))


def _bouton(name: str, dit: tuple[str, str], geste: Callable[[str], None]) -> Any:
    label, hint = dit
    style = "primary" if name == "enregistrer" else ""
    button = w.Button(description=label, tooltip=hint, button_style=style)
    button.add_class(f"cpom-{name}")
    button.on_click(lambda _: geste(name))
    return button
