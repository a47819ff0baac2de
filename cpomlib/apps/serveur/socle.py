"""What the page's scripts are made of: ipywidgets' own widgets, and what sets them up.

Voilà's page loads the whole of JupyterLab to show a few sliders: five million characters that a
browser reads for most of the time a page takes to open. ipywidgets also brings, for the classic
notebook, one script that holds the widgets and nothing else: with our own connection to the
session (``noyau.js``, ``comms.js``, ``widgets.js``), it is all that the page needs.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from cpomlib.errors import CommandeError

ADRESSE = "cpom/socle.js"
PAGE = ("page.js", "noyau.js")
"""Scripts of ours written in the page: the session is spoken to before the others are there."""
WIDGETS = ("comms.js", "widgets.js")
"""Scripts of ours put before the widgets', which needs what they declare."""
_EXTENSION = "jupyter-js-widgets/extension.js"
_CARTE = b"//# sourceMappingURL=extension.js.map"
_ATTENDUS = (b'define(["module"]', b"load_ipython_extension", b"JupyterLuminoWidget")
"""What the widgets' script must speak of to be the one that ours knows."""
_CONNU = "ec2dc140c4f856d00e658e6a2df285fdb18d9ae2ea0260dc12233aeed9e34c35"
"""The script of widgetsnbextension 4.0.16, whose modules are known."""
_ENTREES = (b"5925", b"3497")
_NETTOYAGE = b"=n(2975).FI"
"""The manager of the classic notebook, and the cleaning of texts it brings along: ours needs none
of it, and it is a fifth of the script."""
_MODULE = re.compile(rb"(?<=[{,])(\d+):(?:\([etn,]*\)|[etn]|function\([etn,]*\))(?:=>)?\{")
_APPEL = re.compile(rb"\b[a-z]\((\d+)\)")


@dataclass(frozen=True)
class Socle:
    """The file.

    Attributes:
        texte: as it is.
        serre: compressed by gzip.
        empreinte: changes with its content.
    """

    texte: bytes
    serre: bytes
    empreinte: str


@cache
def socle() -> Socle:
    """Return the scripts of the page.

    Raises:
        CommandeError: the script of the widgets is not installed, or is not of a known version.
    """
    text = b"\n".join([*map(_notre, WIDGETS), _widgets()])
    return Socle(text, gzip.compress(text, 9, mtime=0), sha256(text).hexdigest()[:16])


def en_page() -> str:
    """Return the scripts written in the page."""
    return "\n".join(_notre(name).decode() for name in PAGE)


def statique() -> Path:
    """Return the folder of the page's own scripts and styles."""
    return Path(__file__).parent / "gabarits" / "voila" / "templates" / "cpom" / "static"


def _notre(nom: str) -> bytes:
    return (statique() / nom).read_bytes()


def _widgets() -> bytes:
    """Return the script that ipywidgets installs for the classic notebook."""
    from jupyter_core.paths import jupyter_path

    paths = [Path(folder) / _EXTENSION for folder in jupyter_path("nbextensions")]
    found = next((path for path in paths if path.is_file()), None)
    text = b"" if found is None else found.read_bytes()
    if not all(word in text for word in _ATTENDUS):
        raise CommandeError(
            "La page ne peut pas s’ouvrir\u00a0: ses curseurs et ses boutons manquent.",
            ou="" if found is None else str(found),
            pourquoi="Ils viennent du paquet widgetsnbextension (version 4), installé avec "
            "ipywidgets\u00a0: il manque, ou sa version n’est pas connue.",
            que_faire="Réinstallez cpom avec ses dépendances, puis relancez la commande.",
        )
    # the map is for who writes the widgets: here its address leads nowhere
    return elaguer(text).replace(_CARTE, b"")


def elaguer(texte: bytes) -> bytes:
    """Leave out of the widgets' script the modules that the page never uses.

    Args:
        texte: the script; one that is not the known version is kept whole.
    """
    if sha256(texte).hexdigest() != _CONNU:
        return texte
    text = texte.replace(_NETTOYAGE, b"=class{}")
    start, end = text.index(b"var t={") + len(b"var t={"), text.index(b"},n={};function i(e){")
    places = [(found[1], found.start()) for found in _MODULE.finditer(text, start - 1, end)]
    stops = [place for _, place in places[1:]] + [end]
    pieces = {
        name: text[place:stop].rstrip(b",")
        for (name, place), stop in zip(places, stops, strict=True)
    }
    kept = _utiles(pieces)
    used = b",".join(piece for name, piece in pieces.items() if name in kept)
    return text[:start] + used + text[end:]


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
