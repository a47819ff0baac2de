"""The codes of FINESS, and what can be given back to those a spreadsheet has spoiled.

A code is repaired only where nothing else can have been written: lost leading zeros, checked
by the key where there is one. A number turned into ``2,601E+13`` has lost digits for good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.tables import Refus

FINESS = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_INSEE = re.compile(r"[0-9]{5}|2[AB][0-9]{3}")
_DECIMAL_TAIL = re.compile(r"[.,]0+$")


@dataclass(frozen=True)
class Code:
    """A code as it may be kept.

    Attributes:
        texte: the code, empty when there is none to keep.
        reparation: what was given back to it (``zéros de tête``…), empty when nothing was.
        doute: why it was left empty, if it was.
    """

    texte: str
    reparation: str = ""
    doute: Refus | None = None


ZEROS = "zéros de tête rendus"
PERDU = Refus(
    "Le tableur a écrit ce numéro en notation scientifique : ses chiffres sont perdus.",
    "Reprenez le fichier d’origine sans l’ouvrir dans un tableur.",
)
_FORME_FINESS = Refus(
    "Ce n’est pas un numéro FINESS.", "Il a 9 caractères, par exemple 440001234 ou 2A0001234."
)
_CLE_FINESS = Refus(
    "Ce numéro FINESS a perdu un chiffre, et le zéro de tête n’en fait pas un numéro valable.",
    "Reprenez le fichier d’origine.",
)
_FORME_SIRET = Refus("Ce SIRET n’a pas 14 chiffres.", "Il est laissé vide.")
_CLE_SIREN = Refus(
    "La clé de contrôle de ce SIREN est fausse.",
    "Il est laissé vide : vérifiez-le sur l’avis de situation de l’Insee.",
)
_DEPARTEMENT = Refus(
    "Le département n’est pas lisible.", "Écrivez son code, par exemple 01, 2A ou 9D."
)
_COMMUNE = Refus("Le code de la commune n’est pas lisible.", "La commune est laissée vide.")
_CATEGORIE = Refus(
    "La catégorie n’est pas un code FINESS à 3 chiffres.", "Reprenez le fichier d’origine."
)


def luhn(digits: str) -> bool:
    """Say whether the last digit is the Luhn key of the others (SIREN, SIRET, FINESS)."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def finess(text: str, departement_lu: str = "") -> Code:
    """Read a FINESS number; one lost leading zero is given back when everything agrees.

    The key is that of Luhn on the nine digits; it is asked of a repaired number only.

    Args:
        text: the cell.
        departement_lu: the département of the line, with which a repaired number must begin.
    """
    plain = _DECIMAL_TAIL.sub("", text).upper()
    if FINESS.fullmatch(plain):
        return Code(plain)
    if _SCIENTIFIC.fullmatch(text):
        return Code("", doute=PERDU)
    if len(plain) == 8 and _digits(plain):
        padded = "0" + plain
        sure = luhn(padded) and padded.startswith(departement_lu)
        return Code(padded, ZEROS) if sure else Code("", doute=_CLE_FINESS)
    return Code("", doute=_FORME_FINESS)


def siren_du_siret(text: str) -> Code:
    """Return the SIREN of a SIRET: its first nine digits, when their Luhn key agrees."""
    plain = _DECIMAL_TAIL.sub("", re.sub(r"[\s\u00a0\u202f]", "", text))
    if not plain:
        return Code("")
    if _SCIENTIFIC.fullmatch(plain):
        return Code("", doute=PERDU)
    if len(plain) != 14 or not _digits(plain):
        return Code("", doute=_FORME_SIRET)
    return siren(plain[:9])


def siren(text: str) -> Code:
    """Keep a SIREN of nine digits whose Luhn key agrees."""
    if not text:
        return Code("")
    if len(text) == 9 and _digits(text) and text != "000000000" and luhn(text):
        return Code(text)
    return Code("", doute=_CLE_SIREN)


def categorie(text: str) -> Code:
    """Read a category of three digits."""
    plain = _DECIMAL_TAIL.sub("", text)
    return Code(plain) if len(plain) == 3 and _digits(plain) else Code("", doute=_CATEGORIE)


def departement(text: str, outre_mer: Mapping[str, str]) -> Code:
    """Return the INSEE code of a département as FINESS writes it: ``01``, ``1``, ``2A``, ``9B``.

    Args:
        text: the cell.
        outre_mer: FINESS code of an overseas département → its INSEE code.
    """
    plain = _DECIMAL_TAIL.sub("", text).upper()
    if plain in outre_mer:
        return Code(outre_mer[plain])
    if len(plain) == 1 and _digits(plain) and plain != "0":
        return Code("0" + plain, ZEROS)
    if re.fullmatch(r"2[AB]|[0-9]{2}|9[78][0-9]", plain):
        return Code(plain)
    return Code("", doute=_DEPARTEMENT)


def commune(departement_insee: str, text: str) -> Code:
    """Return the INSEE code of a commune given its département and FINESS's three digits."""
    plain = _DECIMAL_TAIL.sub("", text)
    if not _digits(plain) or len(plain) > 3:
        return Code("", doute=_COMMUNE)
    return Code(departement_insee[:2] + plain.zfill(3), ZEROS if len(plain) < 3 else "")


def insee(text: str) -> Code:
    """Keep an INSEE code of commune as the JSON flow writes it."""
    return Code(text) if _INSEE.fullmatch(text) else Code("", doute=_COMMUNE)


def departement_de(insee_commune: str) -> str:
    """Return the département of a commune: two characters, three overseas."""
    return insee_commune[:3] if insee_commune.startswith(("97", "98")) else insee_commune[:2]


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
