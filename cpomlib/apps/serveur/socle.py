"""What the page's scripts are made of, sent as one file instead of a hundred.

Voilà's scripts are cut in pieces that are fetched one by one when they are needed: half the time a
page takes to open. The pieces only declare themselves: those that a page always needs are put end
to end, before the script that uses them. A piece that is missing here, because Voilà is not the
version the list was made with, is fetched as before.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

ADRESSE = "voila/static/socle.js"
"""Beside Voilà's own scripts: they find the others in the folder they come from."""
EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")
"""What shows widgets, and nothing more: jupytext's and collaboration's fail inside Voilà."""
_PRINCIPAL = "voila.js"
_MORCEAUX = (
    73, 143, 225, 431, 457, 614, 630, 1187, 1601, 1621, 1670, 1996, 2121, 2296, 2772, 2829, 2930,
    3144, 3249, 3307, 3311, 3459, 3649, 3916, 3989, 3992, 4041, 4135, 4173, 4222, 4371, 4486, 4653,
    4729, 4875, 4972, 5044, 5312, 5688, 5764, 5767, 5992, 6008, 6049, 6074, 6305, 6382, 6468, 6573,
    7155, 7245, 7259, 7393, 7483, 7556, 7598, 7770, 7883, 8017, 8135, 8487, 8766, 8773, 8862, 8925,
    9081, 9151, 9212, 9582, 9684, 9890, 9981,
)  # fmt: skip
"""The pieces of Voilà 0.5 that every page with widgets asks for."""
_IMPATIENCES = (
    (b'"Control comm did not respond in time"),4e3', b'"Control comm did not respond"),6e5'),
    (b"Date.now()-o<2e3", b"Date.now()-o<6e5"),
)
"""Delays that a busy machine exceeds. After the first a page asks for its widgets one by one, which
makes all the others wait; after the second it stays empty. What they wait for always comes."""
_EXTENSION = re.compile(r"\d+\.[0-9a-f]+\.js")


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
def socle(extensions: Sequence[str]) -> Socle | None:
    """Return the scripts of a page with these extensions, None when Voilà's are not found.

    Args:
        extensions: names of the extensions the page loads.
    """
    from jupyter_core.paths import jupyter_path

    statics = [Path(each) for each in jupyter_path("voila", "templates", "base", "static")]
    main = next((folder / _PRINCIPAL for folder in statics if (folder / _PRINCIPAL).exists()), None)
    if main is None:
        return None
    roots = [*jupyter_path("labextensions"), *jupyter_path("voila", "labextensions")]
    pieces = [main.parent / f"{number}.voila.js" for number in _MORCEAUX]
    for name in extensions:
        pieces += _extension([Path(root) / name / "static" for root in roots])
    text = b"".join(_enferme([*pieces, main]))
    return Socle(text, gzip.compress(text, 6, mtime=0), sha256(text).hexdigest()[:16])


def _extension(folders: Sequence[Path]) -> list[Path]:
    """Return the pieces of an extension, from the first folder that has it."""
    found = next((folder for folder in folders if folder.is_dir()), None)
    files = sorted(found.iterdir()) if found else []
    return [path for path in files if _EXTENSION.fullmatch(path.name)]


def _enferme(paths: Sequence[Path]) -> Iterator[bytes]:
    """Give scripts one after the other, each apart: « use strict » holds for one of them."""
    for path in paths:
        if path.exists():
            text = path.read_bytes()
            for hasty, patient in _IMPATIENCES:
                text = text.replace(hasty, patient)
            yield b"(function(){" + text + b"\n})();\n"
