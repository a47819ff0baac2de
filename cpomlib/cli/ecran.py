"""What the commands write on the screen: readable in any encoding, no control character raw."""

from __future__ import annotations

import codecs
import io
import json
import sys
import unicodedata
from typing import Any, TextIO

from cpomlib.socle import visible

_HANDLER = "cpom.lisible"
_PLAIN = {
    "\u202f": "\u00a0",
    "\u2009": "\u00a0",
    "\u2212": "-",
    "\u2192": "->",
    "\u2190": "<-",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2260": "!=",
    "\u0394": "delta",
    "\u03a3": "somme",
    "\u2713": "oui",
    "\u2714": "oui",
    "\u2717": "non",
}
"""What older encodings lack, and the nearest they have."""


class _Ecran(io.TextIOWrapper):
    r"""A stream that shows control characters as such (``\x1b``) instead of sending them."""

    def write(self, text: str) -> int:
        super().write(visible(text))
        return len(text)


def prepare_screen() -> None:
    """Make the output fit to write anything: no command ends because of a character.

    What an encoding lacks (a redirection on Windows is in cp1252) is written with the nearest
    sign it has.
    """
    codecs.register_error(_HANDLER, _nearest)
    sys.stdout, sys.stderr = _readable(sys.stdout), _readable(sys.stderr)


def write_json(valeur: Any, **options: Any) -> str:
    """Write a value as indented JSON, which says the same whatever the encoding of the output."""
    unicode = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    return json.dumps(valeur, ensure_ascii=not unicode, indent=2, **options)


def _readable(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper) or isinstance(stream, _Ecran):
        return stream
    stream.flush()
    return _Ecran(
        stream.buffer,
        encoding=stream.encoding,
        errors=_HANDLER,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_one(sign, error.encoding) for sign in text), error.end


def _one(sign: str, encoding: str) -> str:
    for form in (_PLAIN.get(sign, sign), unicodedata.normalize("NFKD", sign)):
        kept = "".join(part for part in form if not unicodedata.combining(part))
        if kept and _fits(kept, encoding):
            return kept
    return f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else "?"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
