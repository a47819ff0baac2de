"""What the page never uses, taken out of the widgets' script.

Only out of the version that is known, told by its hash: any other is kept whole, and works.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    b"4651": b"4651:e=>{e.exports=function t(e){"
    b"if(!(this instanceof t))return new t(e);this[0]=e}}",
    # the styles of Lumino: its menus, docks and tabs are shown nowhere
    b"7430": b"7430:(e,t,n)=>{n.d(t,{A:()=>n(5644).A})}",
    # the entry: nothing of the classic notebook. The classes that are cut below are still named,
    # so that the module that names them may only be looked in, not copied.
    b"3497": b"3497:(e,t,n)=>{e.exports={__proto__:n(892),...n(4331),"
    b"load_ipython_extension(){n(1944),n(6538),n(8784)}}}",
}
"""Modules of which the page only uses a little, and that little."""
_COUPES: dict[bytes, Sequence[tuple[bytes, bytes, bytes]]] = {
    # Lumino: split and folded panels; then docks, menus, tabs
    b"6671": (
        (b"class G extends R{", b"class J extends M{", b""),
        (b"class K extends J{", b"}(he||(he={}))", b"var he;!function(){"),
    ),
    b"892": (
        # images, sounds, colours, dates
        (b"class W extends g{", b"function be(e,t){", b""),
        (b"Ae.serializers=", b"var ve,ye=", b""),
        # progress and play
        (b"class We extends l{", b"class Ye extends m{", b""),
        # boxes of numbers, game controllers
        (b"class nt extends Ye{", b"class ht extends m{", b""),
        # lists, radio buttons
        (b"class ft extends ht{", b"class yt extends l{", b""),
        # sliders of choices, folded panels, tabs, tags
        (b"class Ct extends ht{", b"class qn extends l{", b""),
        # passwords, files
        (b"class si extends ii{", b"const ui=", b""),
    ),
}
"""What is cut out of a module: from where, up to where, and what takes its place."""


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
        name: _couper(name, texte[place:stop].rstrip(b","))
        for (name, place), stop in zip(places, stops, strict=True)
    }


def _couper(nom: bytes, morceau: bytes) -> bytes:
    """Return a module without what the page never uses of it."""
    for start, stop, instead in _COUPES.get(nom, ()):
        first = morceau.index(start)
        morceau = morceau[:first] + instead + morceau[morceau.index(stop, first) :]
    return morceau


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
