"""How a text file is encoded, found on the whole file: accents tell, the first lines may not."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from cpomlib.entree.garde import ressemble_utf16

_BLOCK = 1 << 22
_C1 = bytes(range(0x80, 0xA0))
_HAUT = bytes(range(0x80, 0x100))
_SCARCE = 20
"""Well-formed accents for one broken, beyond which a text is UTF-8 cut here and there."""


@dataclass(frozen=True)
class Encodage:
    """The encoding of a text.

    Attributes:
        nom: Python's name for it.
        abimes: characters that are broken in it (labels cut in the middle of an accent).
    """

    nom: str
    abimes: int = 0


def encodage(path: Path) -> Encodage:
    """Return the encoding of a text file.

    UTF-8 when it is well formed or nearly so; UTF-16 by its mark or its NULs; otherwise
    cp1252 when it uses the range 80-9F, which ISO-8859-15 leaves to control codes, and
    ISO-8859-15, the legal one, when it does not.
    """
    with path.open("rb") as handle:
        head = handle.read(1 << 16)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Encodage("utf-16")
        if b"\0" in head and ressemble_utf16(head):
            return Encodage(
                "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
            )
        handle.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        broken = good = control = 0
        while block := handle.read(_BLOCK):
            pending = bool(decoder.getstate()[0])
            if block.isascii() and not pending:
                continue
            text = decoder.decode(block)
            wrong = text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
            broken += max(wrong, 0)
            good += len(text) - len(block.translate(None, _HAUT)) - max(wrong, 0)
            control += len(block) - len(block.translate(None, _C1))
        broken += len(decoder.decode(b"", final=True))
    if not broken or good > _SCARCE * broken:
        return Encodage("utf-8-sig", broken)
    return Encodage("cp1252" if control else "iso8859-15")
