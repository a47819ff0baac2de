"""What a justification may say: enough to be understood, nothing that names a person."""

from __future__ import annotations

from cpomlib.socle import CommandeError
from cpomlib.tables import identifying, table

MOTIF_MINIMUM = 15
"""Fewest characters of a reason: « erreur » or « ok » explains nothing to the other party."""


def refuser_motif(motif: str, auteur: str) -> None:
    """Refuse a reason too short to be one, an unnamed author, or a direct identifier.

    Raises:
        CommandeError: says what is wrong and what to write instead.
    """
    if len(motif.split()) < 2 or len(motif.strip()) < MOTIF_MINIMUM:
        raise CommandeError(
            "Le motif est trop court pour être compris de l’autre partie.",
            ou="--motif",
            que_faire=f"Expliquez le chiffre en {MOTIF_MINIMUM}\u00a0caractères au moins.",
        )
    if not auteur.strip():
        raise CommandeError("Il manque l’auteur.", ou="--auteur", que_faire="Dites qui justifie.")
    free_text = table("qualite").champ("commentaire")
    for refus in identifying(free_text, [motif]).values():
        raise CommandeError(refus.message, ou="--motif", que_faire=refus.que_faire)
