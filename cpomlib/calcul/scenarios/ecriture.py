"""A scenario written back as the file it can be read from."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from cpomlib.calcul.scenarios.champ import PAR_FONCTION, TAUX_PAR_AN
from cpomlib.calcul.scenarios.declaration import Hypothese, champs
from cpomlib.calcul.scenarios.lecture import Scenario
from cpomlib.calcul.scenarios.types import Emprunt

_ROMAINS = {1: "I", 2: "II", 3: "III"}
_ENTETE = ("titre", "gestionnaire", "annee_base", "horizon", "auteur", "date", "statut")


def contenu(scenario: Scenario) -> dict[str, Any]:
    """Return what ``make_scenario`` reads back to the same scenario."""
    head = {name: getattr(scenario, name) for name in _ENTETE}
    kept = {name: value for name, value in head.items() if value not in (None, "")}
    return kept | {"hypotheses": [valeurs(item) for item in scenario.hypotheses]}


def valeurs(hypothese: Hypothese) -> dict[str, Any]:
    """Return the keys of one hypothesis; what was left to its default is left out."""
    held: dict[str, Any] = {"type": hypothese.type}
    defaults = {item.name: item.default for item in fields(hypothese)}
    for declared in champs(type(hypothese)):
        value = getattr(hypothese, declared.nom)
        if value != defaults[declared.nom]:
            held[declared.nom] = _plain(declared.genre, value)
    if hypothese.justification:
        held["justification"] = hypothese.justification
    return held


def intitule(hypothese: Hypothese) -> str:
    """Name a hypothesis so that two of one type can be told apart: its groupe, its years."""
    groupe, annee = getattr(hypothese, "groupe", None), getattr(hypothese, "annee", None)
    said = [hypothese.libelle]
    said += [f"groupe {_ROMAINS[groupe]}"] if groupe else []
    said += [str(annee)] if annee else []
    return ", ".join(said)


def en_yaml(scenario: Scenario) -> str:
    """Write the file of a scenario: exact decimals, no exponent, accents as they are."""
    import yaml

    class Writer(yaml.SafeDumper):
        """Writes floats as people do."""

    Writer.add_representer(float, _number)
    return yaml.dump(
        contenu(scenario), Dumper=Writer, allow_unicode=True, sort_keys=False, width=100
    )


def _plain(genre: str, value: Any) -> Any:
    if isinstance(value, Emprunt):
        pairs = {item.nom: getattr(value, item.nom) for item in champs(Emprunt)}
        return {name: held for name, held in pairs.items() if held is not None}
    if genre in (TAUX_PAR_AN, PAR_FONCTION) and isinstance(value, tuple):
        return dict(value)
    return value


def _number(writer: Any, value: float) -> Any:
    text = format(Decimal(repr(value)), "f")
    return writer.represent_scalar("tag:yaml.org,2002:float", text)
