"""Choosing a gestionnaire in a guided notebook: a list sets the variable of the cells below."""

from __future__ import annotations

from typing import Any

from cpomlib.pages.atelier.outils import gestionnaires
from cpomlib.socle import CommandeError

VARIABLE = "gestionnaire"
GARDE = "_cpom_gestionnaire"
"""Where a notebook keeps what was chosen in its list."""
SUITE = (
    "Choisi dans la liste\u00a0: relancez les cellules au-dessous (menu Exécuter, «\u00a0Exécuter "
    "la cellule sélectionnée et toutes celles du dessous\u00a0»)."
)


def choisir(base: str = "", gestionnaire: str = "") -> str:
    """Show the list of the gestionnaires and return the one in force.

    Args:
        base: address of the base; ``CPOM_BASE`` by default.
        gestionnaire: the one that the notebook names; empty for the last chosen in the list, or
            the first one, so that a notebook runs from end to end as it is delivered.

    Raises:
        CommandeError: the base holds none.
    """
    known = gestionnaires(base)
    names = dict(zip(known["id_gestionnaire"], known["raison_sociale"], strict=True))
    if not names:
        raise CommandeError("La base ne contient aucun gestionnaire.", que_faire="Déposez-en un.")
    chosen = gestionnaire or _carnet().get(GARDE, "")
    current = chosen if chosen in names else next(iter(names))
    if gestionnaire and gestionnaire not in names:
        return gestionnaire  # a name, perhaps: who opens it says what it is
    _montrer(names, current)
    return str(current)


def _montrer(names: dict[str, str], current: str) -> None:
    import ipywidgets
    from IPython.display import display

    menu = ipywidgets.Dropdown(
        options=[(f"{name} ({code})", code) for code, name in names.items()],
        value=current,
        description="Gestionnaire",
        layout={"width": "36rem"},
        style={"description_width": "initial"},
    )
    told = ipywidgets.HTML("")

    def take(change: Any) -> None:
        _carnet().update({VARIABLE: change["new"], GARDE: change["new"]})
        told.value = SUITE

    menu.observe(take, "value")
    display(ipywidgets.VBox([menu, told]))


def _carnet() -> dict[str, Any]:
    """Return the variables of the notebook; none outside of one."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return {} if shell is None else shell.user_ns
