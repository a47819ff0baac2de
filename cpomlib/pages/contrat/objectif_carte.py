"""The card of the objective that is open: its words, its place, what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from cpomlib.calcul.contrat import Ligne
from cpomlib.droit import nomenclature
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w

GESTES = {
    "monter": ("Monter", "Avant celui d’au-dessus"),
    "descendre": ("Descendre", "Après celui d’au-dessous"),
    "sous": ("+ Objectif dessous", "Ajouter un objectif plus précis"),
    "decliner": ("Décliner par établissement", "Un objectif dessous pour chaque établissement"),
    "retirer": ("Retirer", "Retirer cet objectif"),
    "plier": ("Fermer", "Refermer cet objectif"),
}
PRIORITES = (("sans priorité", None), ("1, d’abord", 1), ("2, ensuite", 2), ("3, enfin", 3))


class Carte:
    """One card for all: it is filled with the objective that is open."""

    def __init__(
        self, modifier: Callable[[Mapping[str, Any]], None], geste: Callable[[str], None]
    ) -> None:
        self._modifier, self._muet = modifier, False
        self.titre = w.HTML("")
        self.intitule = w.Textarea(description="Objectif", tooltip="Objectif", rows=1,
                                   continuous_update=False)  # fmt: skip
        self.constat = w.Textarea(description="Constat", tooltip="Constat", rows=2,
                                  continuous_update=False)  # fmt: skip
        axes = nomenclature("axe_objectif").libelles
        self.axe = w.Dropdown(options=[(label, code) for code, label in axes.items()],
                              description="Axe", tooltip="Axe")  # fmt: skip
        self.etablissement = w.Dropdown(options=[("Tout le contrat", "")],
                                        description="Établissement",
                                        tooltip="Établissement")  # fmt: skip
        self.priorite = w.Dropdown(options=[(said, rank) for rank, (said, _) in
                                            enumerate(PRIORITES)],
                                   description="Priorité", tooltip="Priorité")  # fmt: skip
        for widget, name in ((self.intitule, "intitule"), (self.constat, "constat"),
                             (self.axe, "axe"), (self.etablissement, "id_etablissement"),
                             (self.priorite, "priorite")):  # fmt: skip
            widget.observe(self._dit(name), "value")
        self.boutons = {name: _bouton(name, geste) for name in GESTES}
        fields = classe(w.Box([self.axe, self.etablissement, self.priorite]), "cpom-trois")
        tools = classe(w.Box(list(self.boutons.values())), "cpom-rang")
        self.widget = classe(
            w.VBox([self.titre, self.intitule, fields, self.constat, tools]), "cpom-carte-objectif"
        )

    def montrer(self, row: Ligne, etablissements: Mapping[str, str], modifiable: bool) -> None:
        """Show an objective, without telling it back."""
        self._muet = True
        self.titre.value = f"<h3>Objectif {escape(str(row['id_objectif']))}</h3>"
        houses = [("Tout le contrat", ""), *((n, c) for c, n in etablissements.items())]
        if list(self.etablissement.options) != houses:
            self.etablissement.options = houses
        house = row["id_etablissement"] or ""
        rank = [value for _, value in PRIORITES].index(row["priorite"])
        values = ((self.intitule, row["intitule"] or ""), (self.constat, row["constat"] or ""),
                  (self.axe, str(row["axe"])), (self.priorite, rank),
                  (self.etablissement, house if house in etablissements else ""))  # fmt: skip
        for widget, value in values:
            if _net(widget.value) != _net(value):
                widget.value = value
            widget.disabled = not modifiable
        for name, button in self.boutons.items():
            button.disabled = not modifiable and name != "plier"
        self._muet = False

    def _dit(self, nom: str) -> Any:
        def change(said: Mapping[str, Any]) -> None:
            if self._muet:
                return
            value = said["new"]
            if nom == "priorite":
                value = PRIORITES[value][1]
            elif isinstance(value, str):
                value = value.strip() or None
            if value is not None or nom not in {"intitule", "axe"}:
                self._modifier({nom: value})

        return change


def _net(value: Any) -> Any:
    """Return a text without the spaces around it: what is typed again there is not taken away."""
    return value.strip() if isinstance(value, str) else value


def _bouton(nom: str, geste: Callable[[str], None]) -> Any:
    label, hint = GESTES[nom]
    button = classe(w.Button(description=label, tooltip=hint), "cpom-petit", f"cpom-geste-{nom}")
    button.on_click(lambda _: geste(nom))
    return button
