"""Account numbers as they are written in files."""

from __future__ import annotations

import re

from cpomlib.tables import Refus

_SPACES = re.compile(r"[\s.\u00a0\u202f-]+")
_SCIENTIFIC = re.compile(r"[0-9]+[.,][0-9]+[eE]\+?[0-9]+")
COMPTE_VIDE = Refus("Le numéro de compte manque.", "Complétez-le.")
COMPTE_MAUVAIS = Refus(
    "Le numéro de compte ne commence pas par trois chiffres.",
    "Donnez le numéro du plan comptable, par exemple 641100.",
)
PAS_UN_COMPTE = Refus("Ce n’est pas un numéro de compte.", COMPTE_MAUVAIS.que_faire)
COMPTE_ARRONDI = Refus(
    "Le tableur a transformé ce numéro de compte en nombre arrondi.",
    "Mettez la colonne au format texte avant d’y coller les comptes.",
)


def numero_de_compte(texte: str, chiffres: int = 3) -> str | Refus:
    """Return an account number without spaces, dots and dashes, or why it is not one.

    Args:
        texte: the number as written.
        chiffres: digits it must begin with; three in a FEC (LPF A47 A-1), fewer in a balance.
    """
    if _SCIENTIFIC.fullmatch(texte.strip()):
        return COMPTE_ARRONDI
    plain = _SPACES.sub("", texte)
    if not plain:
        return COMPTE_VIDE
    head = plain[:chiffres]
    good = len(head) == chiffres and head.isascii() and head.isdecimal()
    if good:
        return plain
    return COMPTE_MAUVAIS if chiffres == 3 else PAS_UN_COMPTE
