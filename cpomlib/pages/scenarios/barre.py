"""The top of the page: whose scenarios, which one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cpomlib.calcul.scenarios import HORIZON_MAXIMUM
from cpomlib.pages.scenarios import composants as w

GESTES = {
    "nouveau": ("Nouveau", "Poser un nouveau scénario, sans hypothèse chiffrée"),
    "dupliquer": ("Dupliquer", "Poser une copie de ce scénario"),
    "retirer": ("Retirer de la table", "Ôter ce scénario de l’écran ; ce qui est enregistré reste"),
    "annuler": ("Annuler", "Défaire le dernier changement (Ctrl+Z)"),
    "base": ("Revenir à la base", "Remettre ce scénario comme au départ"),
    "enregistrer": ("Enregistrer…", "Garder ce scénario sous un nom"),
    "ouvrir": ("Ouvrir…", "Ouvrir un scénario enregistré"),
    "partager": ("Partager", "Copier l’adresse de cette page, hypothèses comprises"),
    "imprimer": ("Imprimer (PDF)", "Une page à imprimer, avec les hypothèses et leurs raisons"),
    "exporter": ("Exporter (Excel)", "Un classeur avec les hypothèses et les formules"),
}


class Barre:
    """Buttons and lists; every press is told to ``geste`` under its name."""

    def __init__(self, geste: Callable[[str], None], choisir: Callable[[str, Any], None]) -> None:
        self._choisir = choisir
        self._muet = False
        self.boutons = {name: self._bouton(name, geste) for name in GESTES}
        self.gestionnaire = self._liste("Gestionnaire", "gestionnaire")
        self.horizon = self._liste("Années projetées", "horizon")
        self.horizon.options = list(range(1, HORIZON_MAXIMUM + 1))
        self.scenarios = w.ToggleButtons(options=[], description="")
        self.scenarios.add_class("cpom-scenarios")
        self.scenarios.observe(lambda change: self._dire("scenario", change["new"]), "value")
        self.nom = w.Text(description="Nom du scénario", continuous_update=False,
                          tooltip="Nom du scénario")  # fmt: skip
        self.nom.observe(lambda change: self._dire("titre", change["new"]), "value")
        tools = w.Box(list(self.boutons.values()))
        tools.add_class("cpom-outils")
        who = w.Box([self.gestionnaire, self.horizon, self.nom])
        who.add_class("cpom-choix-haut")
        self.widget = w.VBox([who, self.scenarios, tools])
        self.widget.add_class("cpom-barre")

    def montrer(
        self,
        gestionnaires: Mapping[str, str],
        choisi: str,
        titres: list[str],
        actif: int,
        horizon: int,
    ) -> None:
        """Show a session, without telling it back."""
        self._muet = True
        self.gestionnaire.options = [(name, code) for code, name in gestionnaires.items()]
        self.gestionnaire.value = choisi
        self.gestionnaire.disabled = len(gestionnaires) < 2
        self.horizon.value = horizon
        self.scenarios.options = [(title, rank) for rank, title in enumerate(titres)]
        self.scenarios.value = actif
        self.nom.value = titres[actif]
        self._muet = False

    def _dire(self, quoi: str, valeur: Any) -> None:
        if not self._muet and valeur is not None:
            self._choisir(quoi, valeur)

    def _liste(self, label: str, quoi: str) -> Any:
        menu = w.Dropdown(options=[], description=label, tooltip=label)
        menu.add_class(f"cpom-liste-{quoi}")
        menu.observe(lambda change: self._dire(quoi, change["new"]), "value")
        return menu

    @staticmethod
    def _bouton(name: str, geste: Callable[[str], None]) -> Any:
        label, hint = GESTES[name]
        button = w.Button(description=label, tooltip=hint)
        button.add_class(f"cpom-{name}")
        button.on_click(lambda _: geste(name))
        return button
