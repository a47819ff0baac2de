"""The PDF: A4, tagged for screen readers (PDF/UA-1), the same bytes on any machine.

Typst lays it out; it is a Python package, and needs nothing else on the machine. The fonts are
those of ``polices``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cpomlib.rendu.blocs import Bloc
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.pdf.fiche import FichePdf, composer_fiche
from cpomlib.socle import fichiers

__all__ = ["FichePdf", "composer_fiche", "ecrire"]


def ecrire(blocs: Sequence[Bloc], enveloppe: Enveloppe, chemin: Path) -> None:
    """Write the blocks of a report as a PDF, whole or not at all.

    Args:
        blocs: as :func:`cpomlib.rendu.documents.lecture.lire` gives them.
        enveloppe: title, margins and warning.
        chemin: of the file, replaced when it exists.

    Raises:
        RapportError: the document could not be laid out.
        EcritureError: the file could not be written.
    """
    from cpomlib.rendu.documents.pdf.contenu import document
    from cpomlib.rendu.documents.pdf.moteur import composer
    from cpomlib.rendu.theme import theme

    fichiers.ecrire(chemin, composer(document(blocs, enveloppe, theme())))
