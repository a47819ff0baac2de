"""What the page never uses, taken out of the widgets' script.

Only out of the version that is known, told by its hash: any other is kept whole, and works.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

_CONNU = "ec2dc140c4f856d00e658e6a2df285fdb18d9ae2ea0260dc12233aeed9e34c35"
"""The script of widgetsnbextension 4.0.16, whose modules are known."""
_ENTREES = (b"5925", b"3497")
_NETTOYAGE = b"=n(2975).FI"
"""The manager of the classic notebook, and the cleaning of texts it brings along: ours needs none
of it, and it is a fifth of the script."""
_MODULE = re.compile(rb"(?<=[{,])(\d+):(?:\([etn,]*\)|[etn]|function\([etn,]*\))(?:=>)?\{")
_APPEL = re.compile(rb"\b[a-z]\((\d+)\)")
_SOURCES = re.compile(rb',\{version:3,sources:\[.*?sourceRoot:""\}', re.DOTALL)
"""The sources of the styles, for who writes them: a browser would encode them, then read them."""
_REMPLACES = {
    # jQuery. The views only wrap their element with it; it tries many selectors when it loads, and
    # refused ones are dear: the browser reads the page's scripts again to say where it was.
    b"4651": b"4651:e=>{e.exports=function t(e){if(!(this instanceof t))return new t(e);this[0]=e}}"
}
"""Modules of which the widgets only use a little, and that little."""


def elaguer(texte: bytes) -> bytes:
    """Leave out of the widgets' script what the page never uses.

    Args:
        texte: the script; one that is not the known version is kept whole.
    """
    if sha256(texte).hexdigest() != _CONNU:
        return texte
    text = _SOURCES.sub(b"", texte.replace(_NETTOYAGE, b"=class{}"))
    start, end = text.index(b"var t={") + len(b"var t={"), text.index(b"},n={};function i(e){")
    pieces = {**_morceaux(text, start, end), **_REMPLACES}
    kept = _utiles(pieces)
    used = b",".join(piece for name, piece in pieces.items() if name in kept)
    return text[:start] + used + text[end:]


def _morceaux(texte: bytes, debut: int, fin: int) -> dict[bytes, bytes]:
    """Return the modules by their number, in their order."""
    places = [(found[1], found.start()) for found in _MODULE.finditer(texte, debut - 1, fin)]
    stops = [place for _, place in places[1:]] + [fin]
    return {
        name: texte[place:stop].rstrip(b",")
        for (name, place), stop in zip(places, stops, strict=True)
    }


def _utiles(morceaux: Mapping[bytes, bytes]) -> set[bytes]:
    """Return the modules that those of ``_ENTREES`` call, and those that these call."""
    seen: set[bytes] = set()
    asked = list(_ENTREES)
    while asked:
        name = asked.pop()
        if name in morceaux and name not in seen:
            seen.add(name)
            asked += _APPEL.findall(morceaux[name])
    return seen
