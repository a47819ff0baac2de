"""What the page's scripts are made of: ipywidgets' own widgets, and what sets them up.

Voilà's page loads the whole of JupyterLab to show a few sliders: five million characters that a
browser reads for most of the time a page takes to open. ipywidgets also brings, for the classic
notebook, one script that holds the widgets and nothing else: with our own connection to the
session (``noyau.js``, ``comms.js``, ``widgets.js``), it is all that the page needs.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from cpomlib.socle import CommandeError

ADRESSE = "cpom/socle.js"
PAGE = ("page.js", "points.js", "noyau.js")
"""Scripts of ours written in the page: the session is spoken to before the others are there."""
WIDGETS = ("comms.js", "widgets.js")
"""Scripts of ours put before the widgets', which needs what they declare."""
_EXTENSION = "jupyter-js-widgets/extension.js"
_CARTE = b"//# sourceMappingURL=extension.js.map"
_ATTENDUS = (b'define(["module"]', b"load_ipython_extension", b"JupyterLuminoWidget")
"""What the widgets' script must speak of to be the one that ours knows."""


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
    return text.replace(_CARTE, b"")
