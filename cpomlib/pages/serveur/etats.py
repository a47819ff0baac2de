"""What the widgets of a page are, written in the page: it shows them without asking its session."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cpomlib.pages.serveur.ebauche import ebauche

_VUE = "application/vnd.jupyter.widget-view+json"
_CITE = re.compile(r'"IPY_MODEL_(\w+)"')


def ecrits(generateur: Any) -> str:
    """Return the states of the widgets shown, as JSON that can stand in a script of the page.

    They are those that the server heard of while the cells ran. Empty where a state has parts that
    are not text: the page then asks its session.

    Args:
        generateur: of the cells; a template is given no other way to what runs them.
    """
    client = _executeur(generateur)
    if client is None or client.widget_buffers:
        return ""
    return montres(client.widget_state, _racines(client.nb.cells)).replace("<", "\\u003c")


def dessines(generateur: Any) -> str:
    """Return the widgets shown as plain HTML, for who comes before the widgets' script."""
    client = _executeur(generateur)
    if client is None:
        return ""
    return ebauche(client.widget_state, _racines(client.nb.cells))


def _executeur(generateur: Any) -> Any:
    """Return what runs the cells; None where Voilà holds it otherwise than we know."""
    held = getattr(getattr(generateur, "__self__", None), "executor", None)
    known = all(hasattr(held, name) for name in ("nb", "widget_state", "widget_buffers"))
    return held if known else None


def montres(etats: Mapping[str, Mapping[str, Any]], racines: Iterable[str]) -> str:
    """Return as JSON the states of some widgets and of those they hold.

    Those that are shown nowhere yet, or no more, are left out: the page learns of them later.
    """
    texts: dict[str, str] = {}
    asked = list(racines)
    while asked:
        name = asked.pop()
        if name not in texts and "_model_name" in etats.get(name, ()):
            texts[name] = _decrit(etats[name])
            asked += _CITE.findall(texts[name])
    return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in texts.items()) + "}"


def _decrit(etat: Mapping[str, Any]) -> str:
    """Return a state as a session describes it when it is asked."""
    said = {"model_name": etat["_model_name"], "model_module": etat["_model_module"]}
    return json.dumps({**said, "state": etat}, ensure_ascii=False, separators=(",", ":"))


def _racines(cellules: Iterable[Any]) -> list[str]:
    """Return the widgets that cells show."""
    shown = [each.get("data", {}) for cell in cellules for each in cell.get("outputs", ())]
    return [data[_VUE]["model_id"] for data in shown if _VUE in data]
