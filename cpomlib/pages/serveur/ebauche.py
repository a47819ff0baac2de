"""The controls of a page drawn by the server: they are there before the widgets' script is.

What is done with them meanwhile is kept by the page, and told to the session once it listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

Etats = Mapping[str, Mapping[str, Any]]
_MODELE = "IPY_MODEL_"
_BOITES = {"VBoxModel": "widget-vbox", "HBoxModel": "widget-hbox", "BoxModel": ""}


def ebauche(etats: Etats, racines: Iterable[str]) -> str:
    """Return the widgets as plain HTML; a kind that is not known is left out.

    Args:
        etats: id of a widget → its state.
        racines: those that the page shows.
    """
    return "".join(_dessiner(etats, name) for name in racines)


def _dessiner(etats: Etats, name: str) -> str:
    state = etats.get(name)
    if state is None or _cache(etats, state):
        return ""
    kind = state.get("_model_name", "")
    if kind in _BOITES:
        inside = "".join(_dessiner(etats, _nom(child)) for child in state["children"])
        return _boite(state, f"widget-container widget-box {_BOITES[kind]}", inside)
    made = _DESSINS.get(kind)
    return made(state, f'data-cpom-modele="{escape(name, quote=True)}"') if made else ""


def _nom(reference: str) -> str:
    return reference.removeprefix(_MODELE)


def _cache(etats: Etats, state: Mapping[str, Any]) -> bool:
    layout = etats.get(_nom(state.get("layout") or ""), {})
    return layout.get("display") == "none"


def _boite(state: Mapping[str, Any], kind: str, inside: str) -> str:
    names = " ".join(["lm-Widget", "jupyter-widgets", kind, *state.get("_dom_classes", ())])
    return f'<div class="{escape(names, quote=True)}">{inside}</div>'


def _champ(state: Mapping[str, Any], kind: str, inside: str) -> str:
    label = escape(state.get("description") or "")
    return _boite(state, f"widget-inline-hbox {kind}",
                  f'<label class="widget-label">{label}</label>{inside}')  # fmt: skip


def _html(state: Mapping[str, Any], _: str) -> str:
    inside = f'<div class="widget-html-content">{state["value"]}</div>'
    return _boite(state, "widget-inline-hbox widget-html", inside)


def _texte(state: Mapping[str, Any], ici: str) -> str:
    told = _attributs(state, value=state["value"], placeholder=state.get("placeholder") or "")
    return _champ(state, "widget-text", f'<input type="text" {ici} {told}>')


def _zone(state: Mapping[str, Any], ici: str) -> str:
    told = _attributs(state, placeholder=state.get("placeholder") or "")
    text = escape(state["value"])
    return _champ(state, "widget-textarea", f'<textarea rows="1" {ici} {told}>{text}</textarea>')


def _bouton(state: Mapping[str, Any], ici: str) -> str:
    style = " mod-primary" if state.get("button_style") == "primary" else ""
    kind = f"lm-Widget jupyter-widgets jupyter-button widget-button{style}"
    names = " ".join([kind, *state.get("_dom_classes", ())])
    off = " disabled" if state.get("disabled") else ""
    return (
        f'<button type="button" class="{escape(names, quote=True)}" {ici} '
        f"{_attributs(state)}{off}>"
        f"{escape(state['description'])}</button>"
    )


def _liste(state: Mapping[str, Any], ici: str) -> str:
    chosen = state.get("index")
    options = "".join(
        f"<option{' selected' if rank == chosen else ''}>{escape(str(label))}</option>"
        for rank, label in enumerate(state["_options_labels"])
    )
    menu = f"<select {ici} {_attributs(state)}>{options}</select>"
    return _champ(state, "widget-dropdown", menu)


def _case(state: Mapping[str, Any], ici: str) -> str:
    on = " checked" if state["value"] else ""
    label = escape(state.get("description") or "")
    inside = f'<label><input type="checkbox" {ici}{on}> <span>{label}</span></label>'
    return _boite(state, "widget-inline-hbox widget-checkbox", inside)


def _attributs(state: Mapping[str, Any], **more: str) -> str:
    told = state.get("tooltip") or state.get("description") or ""
    values = {"title": told, "aria-label": told, **more}
    return " ".join(f'{name}="{escape(str(each), quote=True)}"' for name, each in values.items())


_DESSINS: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "HTMLModel": _html,
    "TextModel": _texte,
    "ComboboxModel": _texte,
    "TextareaModel": _zone,
    "ButtonModel": _bouton,
    "DropdownModel": _liste,
    "CheckboxModel": _case,
}
