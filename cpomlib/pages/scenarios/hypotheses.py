"""The left of the page: the hypotheses of a scenario, by family, and « + »."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import FAMILLES, TYPES, Etat, Hypothese, Scenario, champs
from cpomlib.calcul.scenarios.reperes import reperes
from cpomlib.pages.scenarios import composants as w
from cpomlib.pages.scenarios.champs import Cadre, champ

STRUCTURE = frozenset({"code", "etablissement", "gham", "destination", "emprunt"})
"""Fields whose change changes the card itself: its base values, its other fields."""


@dataclass(frozen=True)
class Gestes:
    """What the panel asks of the page.

    Attributes:
        changer: rank, field, value.
        ajouter: type.
        oter: rank.
        refuser: a sentence to show.
    """

    changer: Callable[[int, str, Any], None]
    ajouter: Callable[[str], None]
    oter: Callable[[int], None]
    refuser: Callable[[str], None]


def panneau(etat: Etat, scenario: Scenario, gestes: Gestes) -> list[Any]:
    """Make the sections of the panel, one per family, in the order of the contract."""
    return [
        _famille(code, label, etat, scenario, gestes) for code, label in FAMILLES.items()
    ]  # fmt: skip


def change_la_carte(item: Hypothese, nom: str, valeur: Any) -> bool:
    """Tell whether a new value changes the card itself: its base values, its other fields."""
    declared = {champ.nom: champ for champ in champs(type(item))}.get(nom)
    if declared is None:
        return False
    per_year = [isinstance(getattr(item, champ.nom), tuple) for champ in champs(type(item))]
    return (
        declared.genre in STRUCTURE
        or isinstance(valeur, tuple) != isinstance(getattr(item, nom), tuple)
        or (declared.genre == "annee" and any(per_year))
    )


def fermer(widgets: list[Any]) -> None:
    """Let go of widgets and of what they hold: a meeting of three hours stays light."""
    for widget in widgets:
        fermer(list(getattr(widget, "children", ())))
        widget.close()


def _famille(
    code: str, label: str, etat: Etat, scenario: Scenario, gestes: Gestes
) -> Any:  # fmt: skip
    kinds = {name: kind for name, kind in TYPES.items() if kind.famille == code}
    cards = [
        _carte(rank, item, etat, scenario, gestes)
        for rank, item in enumerate(scenario.hypotheses)
        if item.famille == code
    ]
    adds = [_plus(name, kind, gestes) for name, kind in kinds.items()]
    title = w.HTML(f"<h2>{escape(label)}</h2>")
    more = w.Box(adds)
    more.add_class("cpom-plus")
    section = w.VBox([title, *cards, more])
    section.add_class("cpom-famille")
    section.add_class(f"cpom-famille-{code}")
    return section


def _plus(name: str, kind: type[Hypothese], gestes: Gestes) -> Any:
    button = w.Button(description=f"+ {kind.libelle}", tooltip=f"Ajouter : {kind.libelle}")
    button.on_click(lambda _: gestes.ajouter(name))
    button.add_class(f"cpom-plus-{name}")
    return button


def _carte(rank: int, item: Hypothese, etat: Etat, scenario: Scenario, gestes: Gestes) -> Any:
    cadre = Cadre(etat, scenario.horizon, lambda nom, v: gestes.changer(rank, nom, v),
                  gestes.refuser)  # fmt: skip
    title = w.HTML(f"<h3>{escape(_titre(item, etat))}</h3>")
    remove = w.Button(description="Retirer", tooltip=f"Retirer : {item.libelle}")
    remove.on_click(lambda _: gestes.oter(rank))
    head = w.HBox([title, remove])
    head.add_class("cpom-carte-tete")
    base: Mapping[str, float] = reperes(etat, item)
    fields = [champ(cadre, item, declared, base) for declared in champs(type(item))]
    reason = w.Textarea(
        value=item.justification,
        description="Justification",
        tooltip=f"Justification : {item.libelle}",
        placeholder="Pourquoi cette hypothèse ? D’où vient-elle ?",
        rows=1,
        continuous_update=False,
    )
    reason.observe(lambda change: gestes.changer(rank, "justification", change["new"]), "value")
    reason.add_class("cpom-justification")
    box = w.VBox([head, *fields, reason])
    box.add_class("cpom-hypothese")
    box.add_class(f"cpom-type-{item.type}")
    return box


def _titre(item: Hypothese, etat: Etat) -> str:
    """Name a hypothesis as people do, with the groupe where there are several of them."""
    groupe = getattr(item, "groupe", None)
    return f"{item.libelle}, groupe {'I' * groupe}" if groupe else item.libelle
