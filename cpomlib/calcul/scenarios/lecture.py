"""A scenario is a file: reading it with all its faults, and writing it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cpomlib.calcul.scenarios.champ import ChampHypothese, ValeurRefuseeError, lire
from cpomlib.calcul.scenarios.declaration import Hypothese, champs
from cpomlib.calcul.scenarios.hypotheses import TYPES
from cpomlib.calcul.scenarios.types import Emprunt
from cpomlib.droit import lire_yaml, read_yaml
from cpomlib.socle import ScenarioError, insecable, suggestion

HORIZON_MAXIMUM = 6
LIBELLES_STATUT: Mapping[str, str] = MappingProxyType(
    {"brouillon": "brouillon", "propose": "proposé", "retenu": "retenu"}
)
STATUTS = tuple(LIBELLES_STATUT)
REQUIS = ("titre", "gestionnaire", "annee_base", "horizon")
_CADRE = {
    "annee_base": ChampHypothese("annee_base", "Année de base", "annee", True, 2000, 2100),
    "horizon": ChampHypothese("horizon", "Horizon", "duree", True, 1, HORIZON_MAXIMUM),
    "statut": ChampHypothese("statut", "Statut", "code", False, choix=STATUTS),
}
_SANS_NOMBRE = ("titre", "auteur")


@dataclass(frozen=True)
class Scenario:
    """A named list of hypotheses on a gestionnaire.

    Attributes:
        titre: its name.
        gestionnaire: id of the gestionnaire.
        annee_base: the year it starts from.
        horizon: number of years projected, at most six.
        hypotheses: in the order of the file, which changes nothing to the figures.
        auteur: who wrote it.
        date: the day it was written.
        statut: ``brouillon``, ``propose`` or ``retenu``.
        fichier: name of its file, empty when it has none.
        lignes: line of each hypothesis in that file.
    """

    titre: str
    gestionnaire: str
    annee_base: int
    horizon: int
    hypotheses: tuple[Hypothese, ...] = ()
    auteur: str = ""
    date: date | None = None
    statut: str = "brouillon"
    fichier: str = ""
    lignes: tuple[int, ...] = field(default=(), compare=False)

    def ou(self, rang: int) -> str:
        """Say where the hypothesis of rank ``rang`` (from 0) is."""
        return position(self.fichier, self.lignes, rang, self.hypotheses[rang].type)


def position(fichier: str, lignes: Sequence[int], rang: int, kind: str) -> str:
    """Say where a hypothesis is: file, line, number and type."""
    line = f"ligne {lignes[rang]}" if rang < len(lignes) else ""
    named = f"hypothèse {rang + 1}" + (f" ({kind})" if kind else "")
    return ", ".join(part for part in (fichier, line, named) if part)


def read_scenario(path: Path) -> Scenario:
    """Read the file of a scenario.

    Raises:
        ParametreError: the file is absent, is not YAML, or repeats a key.
        ScenarioError: all that is wrong in it, each with its line and the nearest valid choice.
    """
    from cpomlib.droit import lire_texte

    content = read_yaml(path)  # as read: readers differ on tabs
    return make_scenario(content, path.name, _lines(lire_texte(path)))


def lire_scenario(texte: str, fichier: str) -> Scenario:
    """Read a scenario in a text, as :func:`read_scenario` reads it in a file.

    Args:
        texte: what was written.
        fichier: the name that messages give it.

    Raises:
        ParametreError, ScenarioError: as :func:`read_scenario`.
    """
    return make_scenario(lire_yaml(texte, fichier), fichier, _lines(texte))


def make_scenario(
    content: Mapping[str, Any], fichier: str = "", lignes: Sequence[int] = ()
) -> Scenario:
    """Make a scenario of what a file or a page holds.

    Raises:
        ScenarioError: all that is wrong, at once.
    """
    faults: list[str] = []
    head = _head(content, fichier, faults)
    listed = content.get("hypotheses") or ()
    if not isinstance(listed, list | tuple):
        faults.append(_fault(fichier, "hypotheses", "Écrivez une liste : un tiret par hypothèse."))
        listed = ()
    made = []
    for rang, entry in enumerate(listed):
        kind = str(entry.get("type", "")) if isinstance(entry, Mapping) else ""
        made.append(make_hypothese(entry, position(fichier, lignes, rang, kind), faults))
    if faults:
        raise ScenarioError(faults)
    kept = tuple(item for item in made if item is not None)
    return Scenario(**head, hypotheses=kept, fichier=fichier, lignes=tuple(lignes))


def make_hypothese(entry: Any, ou: str, faults: list[str]) -> Hypothese | None:
    """Make one hypothesis; what is wrong is added to ``faults`` and None is returned."""
    if not isinstance(entry, Mapping):
        faults.append(f"{ou} : écrivez des lignes « clé: valeur ».")
        return None
    kind = TYPES.get(str(entry.get("type", "")))
    if kind is None:
        said = entry.get("type", "")
        known = suggestion(str(said), TYPES)
        faults.append(insecable(f"{ou} : le type « {said} » n’est pas connu. {known}"))
        return None
    values = {key: value for key, value in entry.items() if key != "type"}
    return _made(kind, _shortcuts(kind, values), ou, faults)


def _shortcuts(kind: type[Hypothese], values: dict[str, Any]) -> dict[str, Any]:
    """Let ``annee`` stand for a period of one year where a period is asked for."""
    names = {item.nom for item in champs(kind)}
    if "annee" in values and "annee" not in names and {"de", "a"} <= names:
        year = values.pop("annee")
        values.setdefault("de", year)
        values.setdefault("a", year)
    return values


def _made(kind: type, values: Mapping[str, Any], ou: str, faults: list[str]) -> Any:
    known = {item.nom: item for item in champs(kind)}
    before = len(faults)
    allowed = set(known) | ({"justification"} if issubclass(kind, Hypothese) else set())
    for key in values:
        if key not in allowed:
            near = suggestion(str(key), sorted(allowed))
            faults.append(_fault(ou, str(key), f"cette clé n’est pas connue. {near}"))
    read: dict[str, Any] = {}
    for name, declared in known.items():
        if values.get(name) is not None:
            read[name] = _read(declared, values[name], ou, faults)
        elif declared.requis:
            faults.append(_fault(ou, name, f"il manque une valeur ({declared.libelle.lower()})."))
    if len(faults) > before:
        return None
    if "justification" in values:
        read["justification"] = str(values["justification"] or "")
    return kind(**read)


def _read(declared: ChampHypothese, value: Any, ou: str, faults: list[str]) -> Any:
    if declared.genre == "emprunt":
        if isinstance(value, Emprunt):
            return value
        if isinstance(value, Mapping):
            return _made(Emprunt, value, f"{ou}, emprunt", faults)
        faults.append(_fault(ou, declared.nom, "écrivez « taux » et « duree » en retrait."))
        return None
    try:
        return lire(declared, value)
    except ValeurRefuseeError as refusal:
        faults.append(_fault(ou, declared.nom, str(refusal)))
        return None


def _head(content: Mapping[str, Any], fichier: str, faults: list[str]) -> dict[str, Any]:
    names = [item.name for item in fields(Scenario) if item.name not in ("fichier", "lignes")]
    for key in content:
        if key not in names:
            near = suggestion(str(key), names)
            faults.append(_fault(fichier, str(key), f"cette clé n’est pas connue. {near}"))
    for key in REQUIS:
        if content.get(key) in (None, ""):
            faults.append(_fault(fichier, key, "il manque une valeur."))
    head = {key: str(content[key]) for key in _SANS_NOMBRE if content.get(key)}
    if content.get("gestionnaire"):
        head["gestionnaire"] = str(content["gestionnaire"])
    for key, declared in _CADRE.items():
        if content.get(key) not in (None, ""):
            head[key] = _read(declared, content[key], fichier, faults)
    return head | _day(content.get("date"), fichier, faults)


def _day(value: Any, fichier: str, faults: list[str]) -> dict[str, Any]:
    if isinstance(value, date) or value is None:
        return {"date": value}
    try:
        return {"date": date.fromisoformat(str(value))}
    except ValueError:
        faults.append(_fault(fichier, "date", f"« {value} » n’est pas une date (AAAA-MM-JJ)."))
        return {}


def _fault(ou: str, key: str, text: str) -> str:
    place = f"{ou}, « {key} »" if ou else f"« {key} »"
    return insecable(f"{place} : {text}")


def _lines(texte: str) -> tuple[int, ...]:
    """Return the line of each hypothesis of a text already known to be YAML."""
    import yaml

    from cpomlib.droit import CHARGEUR

    root = yaml.compose(texte.removeprefix("\ufeff"), Loader=CHARGEUR)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "hypotheses" and isinstance(value, yaml.SequenceNode):
            return tuple(item.start_mark.line + 1 for item in value.value)
    return ()
