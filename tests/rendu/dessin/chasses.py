"""The widths of Liberation Sans, read from its files: ``python -m tests.dessin.chasses``."""

import json
from importlib.resources import files

from fontTools.ttLib import TTFont

PLACE = files("cpomlib.rendu.dessin") / "chasses.json"
_SIGNES = [*range(0x20, 0x250), *range(0x2000, 0x2300), *range(0x25A0, 0x2600)]
"""What French charts may write: Latin letters, punctuation, arrows, mathematical signs, shapes."""


def chasses():
    """Return the widths of the regular and of the bold, in fractions of ``cadratin``."""
    faces = {"romain": _face("Regular"), "gras": _face("Bold")}
    # one sign out of the table is taken as wide as a wide letter: room too many, never too little
    return {"cadratin": 2048, "autre": 1479, **faces}


def _face(name):
    with (files("cpomlib.rendu.documents") / f"pdf/polices/LiberationSans-{name}.ttf").open(
        "rb"
    ) as file:
        face = TTFont(file)
        assert face["head"].unitsPerEm == 2048
        glyphs, widths = face.getBestCmap(), face["hmtx"].metrics
        return {chr(code): widths[glyphs[code]][0] for code in _SIGNES if code in glyphs}


def ecrit():
    """Return the file as it must be."""
    return json.dumps(chasses(), ensure_ascii=True, indent=0) + "\n"


if __name__ == "__main__":
    PLACE.write_text(ecrit(), encoding="utf-8")
