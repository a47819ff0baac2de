"""Pseudonyms: the sender's numbers replaced for good, by a key that stays with the sender.

HMAC-SHA-256, so that nobody without the key can find a number again by trying them all. The
key lives in a file of its own, never in the base nor in its folder, and is never shown.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from cpomlib.entree.fichier import refuser_special
from cpomlib.socle import CommandeError, fichiers

VARIABLE = "CPOM_CLE"
LONGUEUR = 12
"""Characters kept, of 32 kinds: 60 bits, one chance in two million of a clash in a million."""

_OCTETS = 32
_CLE = re.compile(rf"[0-9a-f]{{{2 * _OCTETS}}}")
_SIGNES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRES = tuple(left + right for left in _SIGNES for right in _SIGNES)
"""The signs two by two, ten bits: a million numbers go four times quicker than by base64."""


def creer_cle(path: Path, base: Path | None = None) -> None:
    """Write a new random key that its owner alone may read.

    Args:
        path: the file, which must not exist: a new key would change every pseudonym.
        base: the file of the base, if it is one.

    Raises:
        CommandeError: the file exists, or is beside the base.
        EcritureError: it cannot be written.
    """
    _refuse_beside(path, base)
    try:
        fichiers.ecrire(path, secrets.token_hex(_OCTETS) + "\n", neuf=True, prive=True)
    except fichiers.DejaLaError as error:
        raise CommandeError(
            "Ce fichier existe déjà : il n’est pas remplacé.",
            ou=str(path),
            pourquoi="Une autre clé changerait tous les pseudonymes.",
            que_faire="Retirez « --creer-cle », ou donnez un autre nom.",
        ) from error


def lire_cle(path: Path | None, base: Path | None = None) -> bytes:
    """Return the key kept in a file.

    Args:
        path: the file; by default the one that ``CPOM_CLE`` names.
        base: the file of the base, if it is one.

    Raises:
        CommandeError: no file is named, it cannot be read, others may read it, it is beside
            the base, or it holds no key. No message shows what it holds.
    """
    named = path or _named_by_environment()
    _refuse_beside(named, base)
    try:
        refuser_special(named)
        mode, text = named.stat().st_mode, named.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise CommandeError(
            "La clé ne peut pas être lue.",
            ou=str(named),
            que_faire="Vérifiez le chemin, ou créez-la avec « --creer-cle ».",
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CommandeError(
            "D’autres que vous peuvent lire cette clé.",
            ou=str(named),
            que_faire=f"Réservez-la-vous : chmod 600 {named}",
        )
    if not _CLE.fullmatch(text):
        raise CommandeError(
            "Ce fichier ne contient pas une clé.",
            ou=str(named),
            pourquoi="Une clé a 64 caractères hexadécimaux.",
            que_faire="Créez-la avec « --creer-cle ».",
        )
    return bytes.fromhex(text)


def _named_by_environment() -> Path:
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        raise CommandeError(
            "Il faut une clé pour remplacer les numéros de ménage par des pseudonymes.",
            que_faire=f"Indiquez-la par « --cle FICHIER » ou par la variable {VARIABLE} ; "
            "« --creer-cle » en crée une.",
        )
    return Path(named).expanduser()


def _refuse_beside(path: Path, base: Path | None) -> None:
    """Refuse the folder of the base: who copies it would take the key with the pseudonyms."""
    if base and path.expanduser().resolve().parent == base.resolve().parent:
        raise CommandeError(
            "La clé ne peut pas être dans le dossier de la base.",
            ou=str(path),
            pourquoi="Qui copierait ce dossier aurait les pseudonymes et de quoi les lever.",
            que_faire="Rangez-la ailleurs, par exemple dans un dossier personnel.",
        )


def pseudonymes(cle: bytes, prefixe: str, numeros: Sequence[str]) -> list[str]:
    """Return the pseudonyms of distinct numbers; an empty number stays empty.

    Args:
        cle: the key.
        prefixe: ``M-`` for households…; it also keeps apart the same number of two kinds.
        numeros: the sender's numbers, each once.

    Raises:
        CommandeError: two numbers have the same pseudonym.
    """
    made = [_pseudonyme(cle, prefixe, number) if number else "" for number in numeros]
    filled = [name for name in made if name]
    if len(set(filled)) != len(filled):
        raise CommandeError(
            "Deux numéros donnent le même pseudonyme.",
            pourquoi="C’est possible par hasard, et presque jamais.",
            que_faire="Découpez l’export en deux fichiers, ou changez de clé avant le premier "
            "dépôt.",
        )
    return made


def _pseudonyme(cle: bytes, prefixe: str, numero: str) -> str:
    digest = hmac.digest(cle, f"{prefixe}\0{numero}".encode("utf-8", "replace"), "sha256")
    bits = int.from_bytes(digest, "big")
    pairs = (_PAIRES[bits >> shift & 1023] for shift in range(246, 246 - 5 * LONGUEUR, -10))
    return prefixe + "".join(pairs)[:LONGUEUR]
