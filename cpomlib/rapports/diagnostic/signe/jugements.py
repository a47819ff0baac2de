"""What is concluded from the figures, as the signed parts write it."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.diagnostic.signe.ecriture import SECTIONS
from cpomlib.rapports.regles import constats
from cpomlib.rendu.blocs import Paragraphe

RETENUS = 3


def messages(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Return the messages of the first page."""
    found = [*constats(dossier, "vigilance"), *constats(dossier, "force")][:RETENUS]
    return tuple(
        Paragraphe(one.texte, role=one.nature, titre=one.titre, lien=SECTIONS.get(one.lien, ""))
        for one in found
    )


def conclusion(dossier: Dossier, indicateur: str) -> str:
    """Say what may be said of an indicator."""
    return ""
