"""What the fiche opérateur asks for and its rules (``parameters/fiche_operateur.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import closed, override_of, read_yaml, seuil, shipped_dir
from cpomlib.socle import ParametreError

_FILE = "fiche_operateur.yaml"
_KEYS = frozenset(
    {"source", "niveaux", "regles", "solidite", "types_places", "missions", "missions_gham",
     "publics", "profils", "atouts", "coherence", "siao", "attendus"}
)  # fmt: skip
_REGLE = frozenset({"libelle", "mesure", "sens", "bornes", "origine"})
_BILAN = frozenset({"indicateur", "quand", "seuil", "libelle"})
_PROFIL = frozenset({"libelle", "indicateurs", "note"})


@dataclass(frozen=True)
class Regle:
    """How a measure becomes a level: ``bornes`` separate the levels, best first.

    Attributes:
        libelle: what is appreciated.
        mesure: what is measured, in words.
        sens: ``haut`` when a greater measure is better, ``bas`` when a smaller one is.
        bornes: one less than there are levels.
        origine: who decided them.
    """

    libelle: str
    mesure: str
    sens: str
    bornes: tuple[float, ...]
    origine: str

    def niveau(self, valeur: float) -> int:
        """Return the level of a measure, 0 the best; on a bound, the better of the two."""
        side = 1 if self.sens == "haut" else -1
        passed = (rank for rank, bound in enumerate(self.bornes) if side * (valeur - bound) >= 0)
        return next(passed, len(self.bornes))


@dataclass(frozen=True)
class RegleBilan:
    """One rule of the solidité financière: an indicator above or below a named threshold."""

    indicateur: str
    quand: str
    seuil: str
    libelle: str

    def satisfaite(self, valeur: float) -> bool:
        """Tell whether a value satisfies the rule."""
        mark = seuil(self.seuil).nombre()
        return valeur >= mark if self.quand == "dessus" else valeur <= mark


@dataclass(frozen=True)
class Profil:
    """A specific public: the indicators that add up to it, none where no table tells it apart."""

    libelle: str
    indicateurs: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Bareme:
    """The whole content of the file; the mappings are code → French label."""

    source: str
    niveaux: tuple[str, ...]
    regles: Mapping[str, Regle]
    bilan: tuple[RegleBilan, ...]
    bilan_minimum: int
    types_places: Mapping[str, Sequence[str]]
    missions: Mapping[str, str]
    missions_gham: Mapping[str, Sequence[str]]
    publics: Mapping[str, Sequence[str]]
    profils: Mapping[str, Profil]
    atouts: Mapping[str, str]
    coherence: str
    siao: Mapping[str, str]
    attendus: Mapping[str, str]


def bareme() -> Bareme:
    """Read what the fiche asks for and its rules; the service's file replaces the shipped one.

    Raises:
        ParametreError: a key, an indicator or a threshold is unknown, or a rule has the wrong
            number of bounds; names the nearest known one.
    """
    path = override_of(_FILE) or shipped_dir() / _FILE
    content = read_yaml(path)
    closed(content, _KEYS, _KEYS, str(path))
    levels = tuple(map(str, content["niveaux"]))
    plain = ("source", "coherence", "missions", "missions_gham", "types_places", "publics",
             "atouts", "siao", "attendus")  # fmt: skip
    found = Bareme(
        niveaux=levels,
        regles={name: _regle(name, e, levels, path) for name, e in content["regles"].items()},
        bilan=tuple(_bilan(entry, path) for entry in content["solidite"]["regles"]),
        bilan_minimum=int(content["solidite"]["minimum"]),
        profils={name: _profil(entry, path) for name, entry in content["profils"].items()},
        **{name: content[name] for name in plain},
    )
    used = [i for ids in found.publics.values() for i in ids]
    used += [i for p in found.profils.values() for i in p.indicateurs]
    used += [r.indicateur for r in found.bilan]
    closed(dict.fromkeys(used), frozenset(fiches()), frozenset(), str(path))
    return found


def _regle(nom: str, entry: Mapping[str, Any], niveaux: Sequence[str], path: Path) -> Regle:
    where = f"{path}, «\u00a0{nom}\u00a0»"
    closed(entry, _REGLE, _REGLE, where)
    bounds = tuple(float(bound) for bound in entry["bornes"])
    if len(bounds) != len(niveaux) - 1 or entry["sens"] not in ("haut", "bas"):
        raise ParametreError(
            f"Il faut {len(niveaux) - 1} bornes et un sens, haut ou bas.",
            ou=where,
            que_faire="Écrivez par exemple «\u00a0sens: bas\u00a0» et "
            "«\u00a0bornes: [-0.1, -0.03, 0.03, 0.1]\u00a0».",
        )
    if list(bounds) != sorted(bounds, reverse=entry["sens"] == "haut"):
        raise ParametreError(
            "Les bornes ne vont pas du meilleur niveau au moins bon.", ou=where,
            que_faire="Rangez-les dans l’ordre des niveaux.",
        )  # fmt: skip
    return Regle(**{**entry, "bornes": bounds})


def _bilan(entry: Mapping[str, Any], path: Path) -> RegleBilan:
    closed(entry, _BILAN, _BILAN, f"{path}, «\u00a0solidite\u00a0»")
    seuil(entry["seuil"])
    return RegleBilan(**entry)


def _profil(entry: Mapping[str, Any], path: Path) -> Profil:
    closed(entry, _PROFIL, _PROFIL, f"{path}, «\u00a0profils\u00a0»")
    return Profil(entry["libelle"], tuple(entry["indicateurs"]), entry["note"])
