"""The JSON flow of the ANS, read along the file: one legal entity in memory at a time.

The schema (``schema-structures-v1``) and the files published since July 2026 differ in the
case of some keys and in how codes are written (``{"code": "60"}`` or ``"60"``): both are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from cpomlib.socle import CpomError

OBJET_MAX = 1 << 26
"""Longest single value, in characters: the largest legal entity takes a few million."""

_BLOCK = 1 << 20
_TAIL = 16
_LISTES = ("pmej", "structures", "structure", "data", "items")
_PROFONDEUR = 4
_BLANKS = " \t\r\n\ufeff\x1e"


class Curseur:
    """Reads JSON values one after the other from a text that does not fit in memory."""

    def __init__(self, handle: TextIO, fichier: str) -> None:
        self._handle, self._fichier = handle, fichier
        self._buffer, self._at, self._over = "", 0, False
        self._passed = 0
        self._decoder = json.JSONDecoder()
        self.entete: dict[str, Any] = {}

    def prochain(self) -> str:
        """Return the next character that is not blank, empty at the end of the file."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def prendre(self, expected: str) -> None:
        """Pass one character.

        Raises:
            CpomError: another character is there.
        """
        if self.prochain() != expected:
            raise self.mal_ecrit()
        self._at += 1

    def valeur(self) -> Any:
        """Return the next value, whole.

        Raises:
            CpomError: what comes is no JSON value, or one longer than ``OBJET_MAX``.
        """
        self.prochain()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated")
                near_end = error.pos >= len(self._buffer) - _TAIL
                if not (cut or near_end) or not self._more():
                    raise self.mal_ecrit() from error
                continue
            except (RecursionError, ValueError) as error:
                raise self.mal_ecrit() from error
            # A number at the end of what was read may go on in what was not.
            if end == len(self._buffer) and self._more():
                continue
            self._at = end
            return value

    def mal_ecrit(self) -> CpomError:
        """Return the refusal of a text that is no JSON, at the place reached."""
        return CpomError(
            "Ce fichier JSON est mal écrit ou coupé.",
            ou=f"{self._fichier}, caractère {self._passed + self._at + 1}",
            que_faire="Téléchargez-le de nouveau.",
        )

    def _more(self) -> bool:
        if self._over:
            return False
        kept = len(self._buffer) - self._at
        if kept > OBJET_MAX:
            raise CpomError(
                "Un objet de ce fichier JSON est démesuré : la lecture s’arrête.",
                ou=f"{self._fichier}, caractère {self._passed + self._at + 1}",
                que_faire="Vérifiez que c’est bien le flux « structures » de FINESS.",
            )
        block = self._handle.read(max(_BLOCK, kept))  # doubling: a long value is read again
        if not block:
            self._over = True
            return False
        self._passed += self._at
        self._buffer, self._at = self._buffer[self._at :] + block, 0
        return True


def entites(cursor: Curseur) -> Iterator[Mapping[str, Any]]:
    """Yield the legal entities of a flow: an object with a list, an array, or JSON Lines.

    Raises:
        CpomError: the text is no JSON, or holds a value too long.
    """
    while cursor.prochain():
        yield from _walk(cursor, 0)


def _walk(cursor: Curseur, depth: int) -> Iterator[Mapping[str, Any]]:
    first = cursor.prochain()
    if first == "{":
        yield from _object(cursor, depth)
    elif first == "[" and depth < _PROFONDEUR:
        yield from _array(cursor, depth)
    else:
        raise cursor.mal_ecrit()


def _array(cursor: Curseur, depth: int) -> Iterator[Mapping[str, Any]]:
    cursor.prendre("[")
    if cursor.prochain() == "]":
        cursor.prendre("]")
        return
    while True:
        yield from _walk(cursor, depth + 1)
        if cursor.prochain() != ",":
            break
        cursor.prendre(",")
    cursor.prendre("]")


def _object(cursor: Curseur, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the object, or the items of its list when it only wraps one."""
    cursor.prendre("{")
    found: dict[str, Any] = {}
    wraps = False
    while cursor.prochain() != "}":
        key = cursor.valeur()
        cursor.prendre(":")
        if str(key).casefold() in _LISTES and cursor.prochain() == "[" and depth < _PROFONDEUR:
            wraps = True
            yield from _array(cursor, depth)
        else:
            found[str(key)] = cursor.valeur()
        if cursor.prochain() != ",":
            break
        cursor.prendre(",")
    cursor.prendre("}")
    if wraps:
        cursor.entete |= {key: value for key, value in found.items() if isinstance(value, str)}
    else:
        yield found


def est_json(path: Path) -> bool:
    """Say whether a text file begins as JSON does."""
    with path.open("rb") as handle:
        return handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
