"""A comment of the parties: a short text that names nobody."""

from __future__ import annotations

from cpomlib.socle import CommandeError, invisible, nombre
from cpomlib.tables import identifying, table

LONGUEUR = 1500
"""Characters of a comment."""


def lire_commentaire(texte: str, fichier: str) -> str:
    """Return a comment that may be kept.

    Args:
        texte: what was written.
        fichier: where, as a message names it.

    Raises:
        CommandeError: all that is wrong with it, at once.
    """
    faults = list(_fautes(texte))
    if faults:
        raise CommandeError(" ".join(faults), ou=fichier)
    return texte


def _fautes(texte: str) -> list[str]:
    found = []
    if not texte.strip():
        found.append(
            "Le commentaire est vide\u00a0: écrivez-le, ou retirez-le par «\u00a0supprimer\u00a0»."
        )
    if len(texte) > LONGUEUR:
        found.append(
            f"Le commentaire a {nombre(len(texte))} signes\u00a0: gardez-en {nombre(LONGUEUR)} au "
            "plus."
        )
    if sign := invisible(texte.removeprefix("\ufeff")):
        found.append(f"Un caractère invisible ({sign}) s’y cache\u00a0: effacez-le.")
    champ = table("qualite").champ("commentaire")
    for refusal in identifying(champ, [texte]).values():
        found.append(f"{refusal.message} {refusal.que_faire}")
    return found
