"""The rules that find the gestionnaires at stake, declared in ``parameters/enjeux.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import closed, override_of, read_yaml, seuil, shipped_dir
from cpomlib.socle import ParametreError, suggestion

Methode = Literal["clotures", "quartile", "seuil", "repetition", "part_regionale", "anomalies"]
METHODES = ("clotures", "quartile", "seuil", "repetition", "part_regionale", "anomalies")
SENS = ("dessus", "dessous")
_FILE = "enjeux.yaml"
_REQUIRED = frozenset({"code", "libelle", "methode", "quand", "poids", "motif", "pourquoi",
                       "source"})  # fmt: skip
_KEYS = _REQUIRED | {"indicateur", "coefficient", "seuil", "annees", "gravite"}
_NEEDED = {
    "clotures": ("indicateur", "coefficient"),
    "quartile": ("indicateur", "seuil"),
    "seuil": ("indicateur", "seuil"),
    "repetition": ("indicateur", "seuil", "annees"),
    "part_regionale": ("indicateur", "seuil"),
    "anomalies": ("gravite", "seuil"),
}


@dataclass(frozen=True)
class RegleEnjeu:
    """One rule.

    Attributes:
        code: stable name, printed beside each reason.
        methode: how the figure is judged.
        quand: ``dessus`` or ``dessous``, strictly.
        poids: weight in the order of the list.
        motif: the sentence; ``{valeur}`` and ``{repere}`` are written in French form.
        pourquoi: why such a figure deserves a look.
        source: where the rule or its threshold comes from.
        seuil: number compared with.
        nom_seuil: its name in ``seuils.yaml``, empty when it is written in the rule.
    """

    code: str
    libelle: str
    methode: Methode
    quand: Literal["dessus", "dessous"]
    poids: float
    motif: str
    pourquoi: str
    source: str
    indicateur: str = ""
    coefficient: float = 0.0
    seuil: float = 0.0
    nom_seuil: str = ""
    annees: int = 1
    gravite: str = ""


def regles() -> tuple[RegleEnjeu, ...]:
    """Return the rules in force, in the order of their file (the service's replaces ours).

    Raises:
        ParametreError: a rule is badly written; the message names the file and the rule.
    """
    path = override_of(_FILE) or shipped_dir() / _FILE
    content = read_yaml(path)
    closed(content, frozenset({"regles"}), frozenset({"regles"}), str(path))
    return tuple(_rule(path, entry) for entry in content["regles"])


def _rule(path: Path, entry: Mapping[str, Any]) -> RegleEnjeu:
    where = f"{path}, règle {entry.get('code', '?')}"
    closed(entry, frozenset(_KEYS), _REQUIRED, where)
    _one_of("methode", entry["methode"], METHODES, where)
    _one_of("quand", entry["quand"], SENS, where)
    for name in _NEEDED[entry["methode"]]:
        if name not in entry:
            raise ParametreError(
                f"La méthode «\u00a0{entry['methode']}\u00a0» a besoin de «\u00a0{name}\u00a0».",
                ou=where,
            )
    if "indicateur" in entry:
        _one_of("indicateur", entry["indicateur"], tuple(fiches()), where)
    named = isinstance(entry.get("seuil"), str)
    mark = seuil(entry["seuil"]).nombre() if named else entry.get("seuil", 0)
    numbers = {"seuil": float(mark), "coefficient": float(entry.get("coefficient", 0)),
               "poids": float(entry["poids"])}  # fmt: skip
    return RegleEnjeu(**{**entry, **numbers}, nom_seuil=entry["seuil"] if named else "")


def _one_of(key: str, value: object, known: tuple[str, ...], where: str) -> None:
    if value not in known:
        raise ParametreError(
            f"«\u00a0{key}: {value}\u00a0» n’est pas connu.",
            ou=where,
            que_faire=suggestion(str(value), known),
        )
