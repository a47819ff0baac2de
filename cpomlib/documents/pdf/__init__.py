"""The PDF: A4, tagged for screen readers (PDF/UA-1), the same bytes on any machine.

Typst lays it out; it is a Python package, and needs nothing else on the machine. The fonts are
those of ``polices``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cpomlib.display.blocks import Bloc
from cpomlib.documents.enveloppe import Enveloppe
from cpomlib.errors import RapportError

__all__ = ["ecrire"]


def ecrire(blocs: Sequence[Bloc], enveloppe: Enveloppe, chemin: Path) -> None:
    """Write the blocks of a report as a PDF, whole or not at all.

    Args:
        blocs: as :func:`cpomlib.documents.lecture.lire` gives them.
        enveloppe: title, margins and warning.
        chemin: of the file, replaced when it exists.

    Raises:
        RapportError: the document could not be laid out, or the file not written.
    """
    from cpomlib.documents.pdf.contenu import document
    from cpomlib.documents.pdf.moteur import composer
    from cpomlib.theme import theme

    _deposer(composer(document(blocs, enveloppe, theme())), chemin)


def _deposer(octets: bytes, chemin: Path) -> None:
    partial = ""
    try:
        handle, partial = tempfile.mkstemp(prefix=".en-cours-", dir=chemin.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(octets)
        Path(partial).chmod(0o644)
        os.replace(partial, chemin)  # noqa: PTH105
    except OSError as error:
        if partial:
            Path(partial).unlink(missing_ok=True)
        raise RapportError(
            f"«\u00a0{chemin.name}\u00a0» n’a pas pu être écrit.",
            pourquoi=f"Le système répond\u00a0: {error.strerror}.",
        ) from error
