"""The left of the page: the hypotheses, one line each, one of them open, and « Ajouter »."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import FAMILLES, TYPES, Etat, Hypothese, Scenario
from cpomlib.pages.scenarios.carte import Gestes, Ligne
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w


class Panneau:
    """The list of hypotheses; a change makes again what it changes, and nothing else."""

    def __init__(self, gestes: Gestes) -> None:
        self.gestes = gestes
        self.titre = w.HTML("")
        self.ajouter = classe(
            w.Button(description="+ Ajouter une hypothèse", tooltip="Ajouter une hypothèse"),
            "cpom-ajouter",
        )
        self.ajouter.on_click(lambda _: self._basculer())
        self.widget = classe(w.VBox([]), "cpom-gauche")
        self._lignes: list[Ligne] = []
        self._menu: Any = None
        self._etat: Etat | None = None

    def montrer(
        self, etat: Etat, scenario: Scenario, ouverte: int, refus: Mapping[int, str]
    ) -> None:
        """Show the hypotheses of a scenario.

        Args:
            etat: the base year.
            scenario: what is shown.
            ouverte: rank of the one whose card is open, −1 for none.
            refus: rank → why it is not counted.
        """
        if self._menu is not None or etat is not self._etat:
            self._replier()
        known = {} if etat is not self._etat else {line.cle: line for line in self._lignes}
        before, self._etat = self._lignes, etat
        self._lignes = []
        with w.ensemble():
            for rank, item in enumerate(scenario.hypotheses):
                key = (rank, item, rank == ouverte, scenario.horizon)
                self._lignes.append(known.get(key) or Ligne(key, etat, self.gestes))
        for rank, line in enumerate(self._lignes):
            line.refuser(refus.get(rank, ""))
        count = len(scenario.hypotheses)
        self.titre.value = f"<h2>{escape(_compte(count))}</h2>"
        self._ranger()
        kept = {id(line) for line in self._lignes}
        fermer([line.widget for line in before if id(line) not in kept])

    def suivre(self, rang: int, item: Hypothese, refus: Mapping[int, str]) -> None:
        """Follow a value that was moved in its card: the card stays as it is."""
        line = self._lignes[rang]
        line.cle = (rang, item, *line.cle[2:])
        for rank, each in enumerate(self._lignes):
            each.refuser(refus.get(rank, ""))
        line.rafraichir(item)

    def _ranger(self) -> None:
        menu = () if self._menu is None else (self._menu,)
        lines = (line.widget for line in self._lignes)
        self.widget.children = (self.titre, *lines, self.ajouter, *menu)

    def _basculer(self) -> None:
        if self._menu is None and self._etat is not None:
            with w.ensemble():
                self._menu = menu_types(self._etat, self.gestes)
            self._ranger()
        else:
            self._replier()
            self._ranger()

    def _replier(self) -> None:
        if self._menu is not None:
            gone, self._menu = self._menu, None
            self.widget.children = tuple(c for c in self.widget.children if c is not gone)
            fermer([gone])


def menu_types(etat: Etat, gestes: Gestes) -> Any:
    """Make the list of what can be added, by family; what cannot is greyed, with its reason."""
    sections = []
    for code, label in FAMILLES.items():
        title = w.HTML(f"<h3>{escape(label)}</h3>")
        sections.append(w.VBox([title, *_boutons(code, etat, gestes)]))
    return classe(w.Box(sections), "cpom-menu-types")


def _boutons(code: str, etat: Etat, gestes: Gestes) -> list[Any]:
    found, seen = [], set()
    for name, kind in TYPES.items():
        label = kind.geste or kind.libelle
        if kind.famille != code or label in seen:
            continue
        seen.add(label)
        why = kind.empechement(etat)
        shown = f"{label}\u00a0: {why}" if why else label
        button = w.Button(description=shown, tooltip=f"Ajouter : {shown}", disabled=bool(why))
        button.on_click(lambda _, name=name: gestes.ajouter(name))
        found.append(classe(button, f"cpom-plus-{name}"))
    return found


def fermer(widgets: list[Any]) -> None:
    """Let go of widgets and of what they hold: a meeting of three hours stays light."""
    for widget in widgets:
        fermer([*getattr(widget, "children", ()), *getattr(widget, "replie", ())])
        widget.close()


def _compte(count: int) -> str:
    words = ("Aucune hypothèse", "Une hypothèse", "Deux hypothèses", "Trois hypothèses",
             "Quatre hypothèses")  # fmt: skip
    return words[count] if count < len(words) else f"{count} hypothèses"
