"""The top of the page: whose scenario, and the one row of what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import HORIZON_MAXIMUM
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import resserrer

ONGLET, TITRE = 30, 60
"""Letters of a scenario's name on its button, and in the title: four of them hold in a row."""
GESTES = {
    "nouveau": ("Nouveau", "Poser un nouveau scénario, sans hypothèse chiffrée"),
    "dupliquer": ("Dupliquer", "Poser une copie de ce scénario"),
    "annuler": ("Annuler", "Défaire le dernier changement (Ctrl+Z)"),
    "retablir": ("Rétablir", "Refaire ce qui vient d’être annulé (Ctrl+Maj+Z)"),
    "enregistrer": ("Enregistrer", "Garder ce scénario sous un nom"),
    "plus": ("Plus ▾", "Ouvrir, partager, imprimer, exporter, retirer…"),
}
SUITE = {
    "ouvrir": ("Ouvrir…", "Ouvrir un scénario enregistré"),
    "partager": ("Partager", "Copier l’adresse de cette page, hypothèses comprises"),
    "imprimer": ("Imprimer (PDF)", "Une page à imprimer, avec les hypothèses et leurs raisons"),
    "exporter": ("Exporter (Excel)", "Un classeur avec les hypothèses et les formules"),
    "retirer": ("Retirer de la table", "Ôter ce scénario de l’écran ; ce qui est enregistré reste"),
    "base": ("Revenir à la base", "Remettre ce scénario comme au départ"),
    "gestionnaire": ("Changer de gestionnaire", "Revenir au choix du gestionnaire"),
}


class Barre:
    """The title, the buttons, the scenarios on the table; every press is told to ``geste``."""

    def __init__(self, geste: Callable[[str], None], choisir: Callable[[str, Any], None]) -> None:
        self._choisir = choisir
        self._muet = False
        self.titre = w.HTML("")
        self.boutons = {name: _bouton(name, GESTES[name], geste) for name in GESTES}
        tools = w.Box(list(self.boutons.values()))
        tools.add_class("cpom-outils")
        self.scenarios = w.ToggleButtons(options=[], description="", layout=w.Layout())
        self.scenarios.add_class("cpom-scenarios")
        self.scenarios.observe(lambda change: self._dire("scenario", change["new"]), "value")
        top = w.Box([self.titre, tools])
        top.add_class("cpom-haut")
        self.widget = w.VBox([top, self.scenarios])
        self.widget.add_class("cpom-barre")

    def montrer(self, nom: str, titres: list[str], actif: int, exemple: bool) -> None:
        """Show a session, without telling it back."""
        self._muet = True
        tag = '<span class="cpom-exemple">Région inventée</span>' if exemple else ""
        whole, shown = titres[actif], [resserrer(title, ONGLET) for title in titres]
        self.titre.value = (
            f'<h1>{escape(nom)}<span title="{escape(whole, quote=True)}"> · scénario '
            f"«\u00a0{escape(resserrer(whole, TITRE))}\u00a0»</span></h1>{tag}"
        )
        self.scenarios.tooltips = titres
        self.scenarios.options = [(title, rank) for rank, title in enumerate(shown)]
        self.scenarios.value = actif
        self.scenarios.layout.display = "" if len(titres) > 1 else "none"
        self._muet = False

    def permettre(self, annuler: bool, retablir: bool) -> None:
        """Grey what there is nothing to do with."""
        self.boutons["annuler"].disabled = not annuler
        self.boutons["retablir"].disabled = not retablir

    def _dire(self, quoi: str, valeur: Any) -> None:
        if not self._muet and valeur is not None:
            self._choisir(quoi, valeur)


class Suite:
    """What « Plus » opens: the gestures that are seldom made, the name, the years."""

    def __init__(self, geste: Callable[[str], None], choisir: Callable[[str, Any], None]) -> None:
        self._muet, self._choisir = False, choisir
        self.boutons = {name: _bouton(name, SUITE[name], geste) for name in SUITE}
        self.nom = w.Text(description="Nom du scénario", continuous_update=False,
                          tooltip="Nom du scénario")  # fmt: skip
        self.nom.observe(lambda change: self._dire("titre", change["new"]), "value")
        years = list(range(1, HORIZON_MAXIMUM + 1))
        self.horizon = w.Dropdown(options=years, description="Années projetées",
                                  tooltip="Années projetées")  # fmt: skip
        self.horizon.add_class("cpom-liste-horizon")
        self.horizon.observe(lambda change: self._dire("horizon", change["new"]), "value")
        self.widget = w.Box([*self.boutons.values(), self.nom, self.horizon])
        self.widget.add_class("cpom-tiroir")
        self.widget.add_class("cpom-suite-barre")

    def montrer(self, titre: str, horizon: int, plusieurs: Mapping[str, bool]) -> None:
        """Show what the scenario is; grey what cannot be done with it."""
        self._muet = True
        self.nom.value, self.horizon.value = titre, horizon
        for name, possible in plusieurs.items():
            self.boutons[name].disabled = not possible
        self._muet = False

    def _dire(self, quoi: str, valeur: Any) -> None:
        if not self._muet:
            self._choisir(quoi, valeur)


def _bouton(name: str, dit: tuple[str, str], geste: Callable[[str], None]) -> Any:
    label, hint = dit
    style = "primary" if name == "enregistrer" else ""
    button = w.Button(description=label, tooltip=hint, button_style=style)
    button.add_class(f"cpom-{name}")
    button.on_click(lambda _: geste(name))
    return button
