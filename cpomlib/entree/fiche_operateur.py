"""What only the parties know of an opérateur: one YAML file, everything in it optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cpomlib.droit import Fautes, lire_yaml, read_yaml
from cpomlib.socle import ParametreError, suggestion

_APPRECIATION = frozenset({"niveau", "commentaire"})
_ANNEES = frozenset({"n", "n3"})


@dataclass(frozen=True)
class Appreciation:
    """What the parties say of an atout: one of the levels of the scale, and why."""

    niveau: str = ""
    commentaire: str = ""


@dataclass(frozen=True)
class Saisie:
    """What the parties wrote; what is absent is still to be completed.

    Attributes:
        appreciations: atout or service → level and comment.
        missions: mission → who does it, in words.
        profils: specific public → how it is received, in words.
        siao: contribution to the SIAO → in words.
        attendus: expectation → ``n`` and ``n3``, in words.
        profil: description of the profile of the opérateur.
        points_specifiques: specific points, co-financing included.
        fichier: name of the file, empty when there is none.
    """

    appreciations: Mapping[str, Appreciation] = field(default_factory=dict)
    missions: Mapping[str, str] = field(default_factory=dict)
    profils: Mapping[str, str] = field(default_factory=dict)
    siao: Mapping[str, str] = field(default_factory=dict)
    attendus: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    profil: str = ""
    points_specifiques: str = ""
    fichier: str = ""


@dataclass(frozen=True)
class Attendu:
    """What a file may say: the keys of each part, and the levels of the scale."""

    niveaux: tuple[str, ...]
    appreciations: frozenset[str]
    missions: frozenset[str]
    profils: frozenset[str]
    siao: frozenset[str]
    attendus: frozenset[str]


def read_saisie(path: Path, attendu: Attendu) -> Saisie:
    """Read what the parties wrote.

    Raises:
        ParametreError: the file is absent or badly written; or all its faults at once, an
            unknown key or level with the nearest known one.
    """
    return replace(_read(read_yaml(path), attendu, str(path)), fichier=path.name)


def lire_saisie(texte: str, attendu: Attendu, fichier: str) -> Saisie:
    """Read what the parties wrote in a text, as :func:`read_saisie` reads it in a file.

    Args:
        texte: what was written.
        attendu: what it may say.
        fichier: the name that messages and reports give it.

    Raises:
        ParametreError: as :func:`read_saisie`.
    """
    return replace(_read(lire_yaml(texte, fichier), attendu, fichier), fichier=fichier)


def _read(content: Mapping[str, Any], attendu: Attendu, where: str) -> Saisie:
    fautes = Fautes()
    given = fautes.cles(content, frozenset(Saisie.__dataclass_fields__) - {"fichier"}, where)
    kept: dict[str, Any] = {name: str(given[name]) for name in _TEXTES if given.get(name)}
    for name in ("missions", "profils", "siao"):
        here = f"{where}, {name}"
        kept[name] = _texts(given.get(name) or {}, getattr(attendu, name), here, fautes)
    said = fautes.cles(
        given.get("appreciations") or {}, attendu.appreciations, f"{where}, appreciations"
    )
    kept["appreciations"] = {
        name: _appreciation(entry, attendu.niveaux, f"{where}, «\u00a0{name}\u00a0»", fautes)
        for name, entry in said.items()
    }
    expected = fautes.cles(given.get("attendus") or {}, attendu.attendus, f"{where}, attendus")
    kept["attendus"] = {
        name: _texts(entry, _ANNEES, f"{where}, «\u00a0{name}\u00a0»", fautes)
        for name, entry in expected.items()
    }
    fautes.conclure()
    return Saisie(**kept)


_TEXTES = ("profil", "points_specifiques")


def _texts(entries: Any, known: frozenset[str], where: str, fautes: Fautes) -> dict[str, str]:
    found = fautes.cles(entries, known, where)
    return {name: str(text) for name, text in found.items() if text is not None}


def _appreciation(entry: Any, niveaux: tuple[str, ...], where: str, fautes: Fautes) -> Appreciation:
    found = fautes.cles(entry, _APPRECIATION, where)
    given = str(found.get("niveau") or "")
    level = fautes.lire(lambda: _level(given, niveaux, where), "")
    return Appreciation(level, str(found.get("commentaire") or ""))


def _level(given: str, niveaux: tuple[str, ...], where: str) -> str:
    if given and given not in niveaux:
        raise ParametreError(
            f"Le niveau «\u00a0{given}\u00a0» n’est pas sur l’échelle.",
            ou=where,
            que_faire=suggestion(given, niveaux),
        )
    return given
