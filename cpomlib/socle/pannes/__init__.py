"""What the machine, the base or the network refuses, as French sentences.

One place: a message never shows the English of a library, a request in SQL, nor a value of a row.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from typing import Any

from cpomlib.socle.erreurs import CpomError, defect
from cpomlib.socle.pannes.mots import (
    CONNEXION,
    COUPURES,
    PERDUE,
    POSTGRESQL,
    SQLITE,
    STOCKAGE,
    SYSTEME,
)


def raison(error: OSError) -> str:
    """Return why the system refuses, as a French clause without its full stop."""
    known = SYSTEME.get(error.errno or 0)
    if known:
        return known[0]
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return f"le système refuse ({code})"


def remede(error: OSError) -> str:
    """Return what to do about what the system refuses, as a French sentence; may be empty."""
    return SYSTEME.get(error.errno or 0, ("", ""))[1]


def refus(error: OSError, quoi: str, kind: type[CpomError] = CpomError, **more: str) -> CpomError:
    """Return the message of what could not be done because the system refuses.

    Args:
        error: what the system answers.
        quoi: what could not be done, a French sentence.
        kind: which of our errors.
        more: ``ou``, or another ``que_faire``.
    """
    told = {"pourquoi": f"Le système répond : {raison(error)}.", "que_faire": remede(error)}
    return kind(quoi, **{**told, **more})


def dire(error: BaseException) -> CpomError | None:
    """Return what the environment refuses as one of our messages; None for a defect of ours.

    The cause that counts is the deepest: « cannot rollback » hides the full disk it comes from.
    """
    for one in reversed(list(_chain(error))):
        told = _base(one) or _system(one)
        if told is not None:
            return told
    return None


def connexion(error: BaseException) -> str:
    """Return why a base cannot be reached, as a French sentence; empty when nothing tells.

    The driver says it in English, or in the language of the server: only known words are told.
    """
    orig = getattr(error, "orig", None) or error
    told = _base(error)
    if getattr(orig, "sqlite_errorname", None):
        return told.quoi if told and told.quoi != SQLITE["SQLITE_CANTOPEN"][0] else ""
    words = str(orig).lower()
    return next((said for known, said in CONNEXION if known in words), "")


def stockage(error: BaseException) -> str:
    """Return why an object store refuses, as a French clause without its full stop."""
    for one in _chain(error):
        answer = getattr(one, "response", None)
        code = str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""
        known = STOCKAGE.get(code) or STOCKAGE.get(type(one).__name__)
        if known:
            return known
    last = list(_chain(error))[-1]
    if isinstance(last, OSError) and last.errno in SYSTEME:
        return raison(last)
    return f"il refuse ({type(error).__name__})"


def relue(nom: str, texte: str) -> CpomError | None:
    """Return what :func:`dire` would of an error of another process, known by its words."""
    if nom == MemoryError.__name__:
        return dire(MemoryError())
    number = re.match(r"\[Errno ([0-9]+)\]", texte)
    return dire(OSError(int(number[1]), "")) if number else None


def interne(error: BaseException | str) -> str:
    """Name a defect of ours without its words, which may hold rows, requests or addresses.

    Args:
        error: what was raised; its name alone where it was raised in another process.
    """
    return f"Erreur interne\u00a0: {error if isinstance(error, str) else defect(error)}."


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those it comes from, the one it was raised as first."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _system(error: BaseException) -> CpomError | None:
    if isinstance(error, MemoryError):
        return CpomError(
            "La mémoire manque.", que_faire="Fermez d’autres programmes, puis recommencez."
        )
    if type(error).__name__ == "SerialisationError":
        # lxml gives the name of the system's error, not its number
        error = OSError(getattr(errno, str(error).removeprefix("IO_"), 0), "")
    if not isinstance(error, OSError) or error.errno not in SYSTEME:
        return None
    named = error.filename if isinstance(error.filename, str | os.PathLike) else None
    quoi = (
        "Un fichier ne peut pas être lu ou écrit."
        if named is None
        else f"« {os.fspath(named)} » ne peut pas être lu ou écrit."
    )
    return refus(error, quoi)


def _base(error: BaseException) -> CpomError | None:
    """Tell the errors of the two bases by their codes: their words are English and hold SQL."""
    room = type(error).__module__.partition(".")[0]
    orig = getattr(error, "orig", None) if room == "sqlalchemy" else error
    if room == "sqlalchemy" and getattr(error, "connection_invalidated", False):
        return _told(PERDUE)
    name = getattr(orig, "sqlite_errorname", None)
    if name:
        known = SQLITE.get("_".join(str(name).split("_")[:2]))
        return _told(known) if known else None
    if type(orig).__module__.partition(".")[0] == "psycopg":
        return _postgresql(orig)
    return None


def _postgresql(error: Any) -> CpomError | None:
    state = getattr(error, "sqlstate", None) or ""
    if not state:
        return _told(PERDUE) if type(error).__name__ in COUPURES else None
    known = POSTGRESQL.get(state) or POSTGRESQL.get(state[:2])
    return _told(known) if known else None


def _told(known: tuple[str, str]) -> CpomError:
    from cpomlib.socle.erreurs import StoreError

    return StoreError(known[0], que_faire=known[1])
