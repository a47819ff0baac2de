"""What the machine, the base or the network refuses, as French sentences.

One place: a message never shows the English of a library, a request in SQL, nor a value of a row.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from typing import Any

from cpomlib.errors import CpomError

_SYSTEME = {
    errno.ENOSPC: ("le disque est plein", "Libérez de la place, puis recommencez."),
    errno.EDQUOT: ("votre quota de disque est atteint", "Libérez de la place, puis recommencez."),
    errno.EFBIG: (
        "le fichier dépasse la taille permise sur ce poste",
        "Écrivez ailleurs, ou faites relever cette limite.",
    ),
    errno.EROFS: ("ce disque est en lecture seule", "Donnez un dossier où vous pouvez écrire."),
    errno.EACCES: ("vous n’en avez pas le droit", "Vérifiez vos droits sur ce chemin."),
    errno.EPERM: ("vous n’en avez pas le droit", "Vérifiez vos droits sur ce chemin."),
    errno.ENOENT: ("ce chemin n’existe pas", "Vérifiez le chemin, ou créez son dossier."),
    errno.ENOTDIR: ("un fichier y tient la place d’un dossier", "Vérifiez le chemin."),
    errno.EISDIR: ("c’est un dossier", "Donnez un nom de fichier."),
    errno.EEXIST: ("ce nom est déjà pris", "Donnez un autre nom."),
    errno.ENAMETOOLONG: ("ce nom est trop long", "Donnez un nom plus court."),
    errno.ELOOP: ("des liens symboliques y tournent en rond", "Vérifiez le chemin."),
    errno.EIO: ("le disque ne répond pas bien", "Faites vérifier ce disque."),
    errno.ESTALE: ("le dossier partagé ne répond plus", "Recommencez une fois qu’il est revenu."),
    errno.EMFILE: ("trop de fichiers sont ouverts", "Faites moins de choses à la fois."),
    errno.ENFILE: ("trop de fichiers sont ouverts", "Faites moins de choses à la fois."),
    errno.ENOMEM: ("la mémoire manque", "Fermez d’autres programmes, puis recommencez."),
    errno.EPIPE: ("qui lisait ne lit plus", ""),
    errno.ECONNREFUSED: ("le serveur refuse la connexion", "Vérifiez qu’il est démarré."),
    errno.ECONNRESET: ("la connexion a été coupée", "Recommencez une fois le réseau revenu."),
    errno.ETIMEDOUT: ("le serveur ne répond pas", "Recommencez une fois le réseau revenu."),
    errno.EHOSTUNREACH: ("le serveur est hors d’atteinte", "Vérifiez le réseau."),
    errno.ENETUNREACH: ("le réseau est hors d’atteinte", "Vérifiez le réseau."),
    errno.EADDRINUSE: ("ce port est déjà pris", "Choisissez un autre port."),
}
"""Number of an error of the system → why, what to do."""

_SQLITE = {
    "SQLITE_FULL": (
        "La base n’a pas pu être écrite : le disque est plein.",
        "Libérez de la place, puis recommencez.",
    ),
    "SQLITE_READONLY": (
        "La base n’a pas pu être écrite : elle est en lecture seule.",
        "Vérifiez vos droits sur ce fichier et sur son dossier.",
    ),
    "SQLITE_PERM": (
        "La base ne peut pas être ouverte : vous n’en avez pas le droit.",
        "Vérifiez vos droits sur ce fichier et sur son dossier.",
    ),
    "SQLITE_CANTOPEN": (
        "La base ne peut pas être ouverte.",
        "Vérifiez que le fichier existe, et vos droits sur lui et sur son dossier.",
    ),
    "SQLITE_CORRUPT": (
        "Le fichier de la base est abîmé.",
        "N’y écrivez plus. Reprenez une sauvegarde, ou confiez ce fichier à l’équipe.",
    ),
    "SQLITE_NOTADB": (
        "Ce fichier n’est pas une base, ou il est abîmé.",
        "Vérifiez l’adresse. Si c’est la bonne, reprenez une sauvegarde.",
    ),
    "SQLITE_IOERR": (
        "Le disque n’a pas pu lire ou écrire la base.",
        "Vérifiez la place libre et l’état de ce disque, puis recommencez.",
    ),
    "SQLITE_BUSY": (
        "La base est occupée par quelqu’un d’autre.",
        "Recommencez quand il aura fini.",
    ),
    "SQLITE_LOCKED": (
        "La base est occupée par quelqu’un d’autre.",
        "Recommencez quand il aura fini.",
    ),
    "SQLITE_NOMEM": ("La mémoire manque.", "Fermez d’autres programmes, puis recommencez."),
    "SQLITE_TOOBIG": ("Une valeur est trop longue pour la base.", "Raccourcissez-la."),
}
"""Primary name of an error of SQLite → what, what to do."""

_POSTGRESQL = {
    "08": ("La connexion à la base a été perdue.", "Recommencez une fois le serveur revenu."),
    "57": ("Le serveur de la base a arrêté la demande.", "Recommencez une fois qu’il est revenu."),
    "53100": (
        "La base n’a pas pu être écrite : le disque du serveur est plein.",
        "Prévenez son administrateur.",
    ),
    "53": ("Le serveur de la base est saturé.", "Recommencez plus tard."),
    "58": ("Le serveur de la base ne lit ou n’écrit plus bien.", "Prévenez son administrateur."),
    "XX": ("Le serveur de la base signale un défaut.", "Prévenez son administrateur."),
    "25006": (
        "La base n’a pas pu être écrite : elle est en lecture seule.",
        "Voyez avec son administrateur.",
    ),
    "40": ("Deux demandes se sont gênées dans la base.", "Recommencez."),
    "55": ("La base est occupée par quelqu’un d’autre.", "Recommencez quand il aura fini."),
    "28": ("Le serveur de la base refuse cet utilisateur.", "Vérifiez le nom et le mot de passe."),
}
"""SQLSTATE, or its class → what, what to do."""

_CONNEXION = (
    ("password", "Le nom ou le mot de passe est refusé."),
    ("mot de passe", "Le nom ou le mot de passe est refusé."),
    ("translate host", "Ce nom de serveur est inconnu."),
    ("resolve host", "Ce nom de serveur est inconnu."),
    ("refused", "Le serveur refuse la connexion\u00a0: il n’est sans doute pas démarré."),
    ("no such file", "Le serveur n’est sans doute pas démarré\u00a0: sa prise est absente."),
    ("timeout", "Le serveur ne répond pas à temps."),
    ("too many", "Le serveur a déjà trop de connexions."),
    ("starting up", "Le serveur démarre."),
    ("shutting down", "Le serveur s’arrête."),
    ("database", "Le serveur ne connaît pas cette base, ou ne vous y laisse pas entrer."),
    ("role", "Le serveur ne connaît pas cet utilisateur."),
)
"""Words of a driver → why the base cannot be reached."""

_PERDUE = ("La connexion à la base a été perdue.", "Recommencez une fois le serveur revenu.")


def raison(error: OSError) -> str:
    """Return why the system refuses, as a French clause without its full stop."""
    known = _SYSTEME.get(error.errno or 0)
    if known:
        return known[0]
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return f"le système refuse ({code})"


def remede(error: OSError) -> str:
    """Return what to do about what the system refuses, as a French sentence; may be empty."""
    return _SYSTEME.get(error.errno or 0, ("", ""))[1]


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
        return told.quoi if told and told.quoi != _SQLITE["SQLITE_CANTOPEN"][0] else ""
    words = str(orig).lower()
    return next((said for known, said in _CONNEXION if known in words), "")


def relue(nom: str, texte: str) -> CpomError | None:
    """Return what :func:`dire` would of an error of another process, known by its words."""
    if nom == MemoryError.__name__:
        return dire(MemoryError())
    number = re.match(r"\[Errno ([0-9]+)\]", texte)
    return dire(OSError(int(number[1]), "")) if number else None


def interne(nom: str) -> str:
    """Name a defect of ours without its words, which may hold rows, requests or addresses."""
    return f"Erreur interne\u00a0: {nom}."


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
    if not isinstance(error, OSError) or error.errno not in _SYSTEME:
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
        return _told(_PERDUE)
    name = getattr(orig, "sqlite_errorname", None)
    if name:
        known = _SQLITE.get("_".join(str(name).split("_")[:2]))
        return _told(known) if known else None
    if type(orig).__module__.partition(".")[0] == "psycopg":
        return _postgresql(orig)
    return None


def _postgresql(error: Any) -> CpomError | None:
    state = getattr(error, "sqlstate", None) or ""
    if not state:
        return _told(_PERDUE) if type(error).__name__ in _COUPURES else None
    known = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    return _told(known) if known else None


_COUPURES = frozenset({"OperationalError", "ConnectionTimeout", "InterfaceError"})


def _told(known: tuple[str, str]) -> CpomError:
    from cpomlib.errors import StoreError

    return StoreError(known[0], que_faire=known[1])
