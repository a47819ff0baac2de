"""The text of a YAML file, looked at before it is loaded: what it is, its size, its depth.

The loader is a library in C that recurses: a few thousand nested brackets kill the process. So
nothing is loaded that was not first gone through, event by event.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import yaml

from cpomlib.socle import ParametreError

PROFONDEUR_MAX = 50
OCTETS_MAX = 4 << 20
CHARGEUR: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of the library: in C, ten times as quick, where it is there."""

_DEBUTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_FINS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_SYNTAXE = {
    "cannot start any token": "un caractère ne peut pas être à cette place (une tabulation ? un "
    "« @ » ou un « % » sans guillemets ?)",
    "tab character": "une tabulation y sert d’espace",
    "mapping values are not allowed": "il y a un « : » de trop (mettez le texte entre guillemets)",
    "expected ',' or ']'": "une virgule ou un « ] » manque",
    "expected ',' or '}'": "une virgule ou un « } » manque",
    "expected '-'": "un tiret « - » manque, ou la ligne n’est pas alignée sur les précédentes",
    "expected key": "la ligne n’est pas alignée sur les précédentes",
    "block end": "la ligne n’est pas alignée sur les précédentes",
    "end of stream": "des guillemets ne sont pas fermés",
    "expected ':'": "un « : » manque après le nom",
    "expected node content": "une valeur manque",
    "document start": "il y a plusieurs documents dans le fichier",
    "single document": "il y a plusieurs documents dans le fichier",
    "anchor": "un repère « & » y est mal placé",
    "tag": "l’étiquette « ! » n’est pas admise",
    "escape": "une barre oblique inverse n’est pas à sa place dans des guillemets",
    "control characters": "un caractère de commande y est caché",
}
"""What the library says, in English → what it means."""


def lire_texte(path: Path) -> str:
    """Return the text of a YAML file, as Python reads texts.

    Raises:
        ParametreError: as :func:`texte_exact`.
    """
    text = texte_exact(path).removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def texte_exact(path: Path) -> str:
    """Return the text of a file to the letter, ends of lines and first mark included.

    Raises:
        ParametreError: the file is absent, is no ordinary file, is too big, or is not in UTF-8.
    """
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not stat.S_ISREG(state.st_mode):
        raise ParametreError(
            "Ce n’est pas un fichier ordinaire (un dossier, un tube, un périphérique).",
            ou=str(path),
            que_faire="Indiquez un fichier.",
        )
    if state.st_size > OCTETS_MAX:
        raise ParametreError(
            "Ce fichier est trop gros pour des paramètres.",
            ou=str(path),
            pourquoi=f"La limite est de {OCTETS_MAX >> 20}\u00a0Mio.",
            que_faire="Vérifiez que c’est bien le fichier attendu.",
        )
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParametreError(
            "Ce fichier n’est pas en UTF-8.",
            ou=str(path),
            que_faire="Enregistrez-le de nouveau en UTF-8.",
        ) from error
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> ParametreError:
    return ParametreError(
        "Ce fichier de paramètres n’existe pas ou ne peut pas être lu.", ou=str(path)
    )


def examiner(texte: str, ou: str) -> None:
    """Go through a YAML text without building anything.

    Raises:
        ParametreError: it is no YAML, is nested too deep, or repeats itself by ``*name``: a few
            of these, each repeating the one before, fill any memory.
    """
    depth = 0
    try:
        for event in yaml.parse(texte, Loader=CHARGEUR):
            depth += isinstance(event, _DEBUTS) - isinstance(event, _FINS)
            if depth > PROFONDEUR_MAX:
                raise _deep(event, ou)
            if isinstance(event, yaml.AliasEvent):
                raise _mal_ecrit(
                    f"le renvoi «\u00a0*{event.anchor}\u00a0» n’est pas admis", event.start_mark, ou
                )
    except yaml.YAMLError as error:
        raise traduite(error, ou) from error


def traduite(error: yaml.YAMLError, ou: str) -> ParametreError:
    """Return what the library says of a text, in French, with the line."""
    said = " ".join(str(getattr(error, name, "")) for name in ("problem", "context", "reason"))
    told = next((ours for theirs, ours in _SYNTAXE.items() if theirs in said), "")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return _mal_ecrit(told or "la syntaxe n’est pas celle du YAML", mark, ou)


def _mal_ecrit(told: str, mark: Any, ou: str) -> ParametreError:
    return ParametreError(
        f"Ce fichier est mal écrit : {told}.", ou=lieu(ou, mark), que_faire="Corrigez cette ligne."
    )


def lieu(ou: str, mark: Any) -> str:
    """Return a place with its line."""
    return f"{ou}, ligne {mark.line + 1}" if mark else ou


def _deep(event: Any, ou: str) -> ParametreError:
    return ParametreError(
        f"Plus de {PROFONDEUR_MAX} niveaux sont emboîtés.",
        ou=lieu(ou, event.start_mark),
        que_faire="Retirez les crochets ou les tirets de trop.",
    )


def charger(path: Path) -> Any:
    """Return what a YAML file holds, as YAML reads it.

    Raises:
        ParametreError: it cannot be read, or is no YAML of a reasonable size and depth.
    """
    text = lire_texte(path)
    examiner(text, str(path))
    try:
        return yaml.load(text, Loader=CHARGEUR)
    except yaml.YAMLError as error:
        raise traduite(error, str(path)) from error
    except (ValueError, TypeError, AttributeError, ArithmeticError, LookupError) as error:
        raise ParametreError("Ce fichier n’est pas du YAML.", ou=str(path)) from error
