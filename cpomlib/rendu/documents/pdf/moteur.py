"""Typst, asked for a PDF: nothing of this machine gets into the document."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.socle import RapportError

if TYPE_CHECKING:
    import typst

ABSENT = "\u25a1"
"""What stands for a character that no font draws: an empty square."""

_HERE = Path(__file__).parent
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS = 40


def composer(contenu: dict[str, Any], modele: str = "modele.typ") -> bytes:
    """Return the PDF of a document's content.

    A character missing from the fonts of the project is looked for in those of the machine (an
    emoji in a name); one found nowhere becomes an empty square, since PDF/UA refuses a text
    without a drawing.

    Raises:
        RapportError: the document cannot be laid out.
    """
    text = json.dumps(contenu, ensure_ascii=False)
    system = False
    for _ in range(_ATTEMPTS):
        try:
            return _compile(modele, text, _fonts(system))
        except RuntimeError as error:
            missing = _undrawn(error)
            if not missing:
                raise _failure(error) from error
        if system:
            text = text.translate(dict.fromkeys(map(ord, missing), ABSENT))
        system = True
    raise RapportError("Le PDF contient trop de caractères qu’aucune police ne dessine.")


def _compile(modele: str, text: str, fonts: typst.Fonts) -> bytes:
    import typst

    made = typst.compile(
        str(_HERE / modele),
        root=str(_HERE),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"contenu": text},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(system: bool) -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[str(_HERE / "polices")])


def _undrawn(error: RuntimeError) -> str:
    found = _UNDRAWN.search(str(error))
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), found[1]) if found else ""


def _failure(error: RuntimeError) -> RapportError:
    return RapportError(
        "Le PDF n’a pas pu être composé.", pourquoi=f"Le moteur répond\u00a0: {error}."
    )
