"""How the photographie des publics is made: the thresholds of secrecy, the only ones it applies."""

from __future__ import annotations

from cpomlib.rapports import territoire
from cpomlib.rapports.photographie_publics.photographie import Photographie
from cpomlib.rendu.blocs import Groupe

SEUILS = (
    "seuil_etablissements", "seuil_personnes", "dominance_max", "protection_largeur",
    "protection_part", "effectif_lecture_min",
)  # fmt: skip


def methode(photo: Photographie) -> Groupe:
    """Say how the figures are computed, masked, and from what."""
    return territoire.methode(photo.territoire, SEUILS)
