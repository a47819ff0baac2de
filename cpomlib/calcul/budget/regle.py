"""What every budget rule shares: its name, its article, and how it reads its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from numbers import Integral

from cpomlib.socle import (
    RegleBudgetaireError,
    euros,
    euros_exacts,
    suggestion,
    vers_centimes,
)

Nombre = int | float | str | Decimal
"""What a rule accepts as a number; a float is read through its shortest decimal form."""

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")
MAXIMUM = Decimal(10) ** 12
"""Beyond this amount (a thousand billion euros) the figure is a typing error."""

_ECRITURE = re.compile(r"[+-]?\d+([.,]\d+)?")
_ESPACES = str.maketrans({" ": None, "\u00a0": None, "\u202f": None, "\u2212": "-"})


def centimes(valeur: Decimal) -> Decimal:
    """Round an amount in euros to the cent, half away from zero."""
    return valeur.quantize(CENTIME, rounding=ROUND_HALF_UP) + ZERO


def centimes_exacts(valeur: Fraction) -> Decimal:
    """Round an exact amount in euros, zero or more, to the cent, half up."""
    return euros_exacts(floor(vers_centimes(valeur) + Fraction(1, 2)))


def decimal(valeur: object) -> Decimal | None:
    """Read a number exactly as it is written, or return None when it is not a finite one."""
    if isinstance(valeur, bool):
        return None
    if isinstance(valeur, Integral):
        return Decimal(int(valeur))
    if isinstance(valeur, float):
        valeur = Decimal(repr(float(valeur)))
    if isinstance(valeur, Decimal):
        return valeur if valeur.is_finite() else None
    if isinstance(valeur, str) and _ECRITURE.fullmatch(texte := valeur.translate(_ESPACES)):
        return Decimal(texte.replace(",", "."))
    return None


def _ecrit(valeur: object) -> str:
    """Quote a value as a French reader writes it."""
    nombre = isinstance(valeur, int | float | Decimal)
    return str(valeur).replace(".", ",").replace("-", "−") if nombre else str(valeur)


def _hint(lu: Decimal, exemple: str) -> str:
    """Say how to write a share; a figure between 1 and 100 was probably a percentage."""
    if 1 < abs(lu) <= 100:
        exemple = f"{_ecrit(lu / 100)} pour {_ecrit(lu)} %"
    return f"Écrivez {exemple}."


def _is_missing(valeur: object) -> bool:
    """Tell a missing value of Python, numpy or pandas from a value badly written."""
    if isinstance(valeur, float | Decimal):
        return Decimal(valeur).is_nan()
    return valeur is None or type(valeur).__name__ in ("NAType", "NaTType") or valeur == ""


@dataclass(frozen=True)
class Regle:
    """A budget rule as its errors name it.

    Attributes:
        titre: the rule in French words.
        article: the text that states it.
    """

    titre: str
    article: str

    def erreur(self, quoi: str, que_faire: str, **valeurs: object) -> RegleBudgetaireError:
        """Return the error to raise; ``valeurs`` are the arguments that break the rule."""
        return RegleBudgetaireError(
            quoi, regle=self.titre, article=self.article, valeurs=valeurs, que_faire=que_faire
        )

    def nombre(self, valeur: object, nom: str) -> Decimal:
        """Read a finite number; ``nom`` is what the reader calls it."""
        lu = decimal(valeur)
        if lu is not None:
            return lu
        if _is_missing(valeur):
            raise self.erreur(
                f"il manque une valeur : {nom}.",
                "Renseignez-la : une valeur absente n’est pas zéro.",
                **{nom: valeur},
            )
        raise self.erreur(
            f"{nom} : « {_ecrit(valeur)} » n’est pas un nombre.",
            "Écrivez un nombre, par exemple 1040000,50.",
            **{nom: valeur},
        )

    def montant(self, valeur: object, nom: str) -> Decimal:
        """Read an amount in euros, of any sign, rounded to the cent."""
        lu = self.nombre(valeur, nom)
        if abs(lu) >= MAXIMUM:
            raise self.erreur(
                f"{nom} : le montant dépasse mille milliards d’euros.",
                "Vérifiez l’unité : les montants sont en euros.",
                **{nom: valeur},
            )
        return centimes(lu)

    def positif(self, valeur: object, nom: str) -> Decimal:
        """Read an amount in euros that cannot be negative, rounded to the cent."""
        lu = self.montant(valeur, nom)
        if lu < 0:
            raise self.erreur(
                f"{nom} : un montant négatif n’est pas possible ici ({euros(lu)}).",
                "Écrivez un montant positif ou nul.",
                **{nom: valeur},
            )
        return lu

    def quantite(self, valeur: object, nom: str) -> Decimal:
        """Read a number of places or of units, zero or more."""
        lu = self.nombre(valeur, nom)
        if not 0 <= lu < MAXIMUM:
            raise self.erreur(
                f"{nom} : « {_ecrit(valeur)} » n’est pas une quantité.",
                "Écrivez un nombre positif ou nul.",
                **{nom: valeur},
            )
        return lu

    def part(self, valeur: object, nom: str) -> Decimal:
        """Read a share between 0 and 1."""
        lu = self.nombre(valeur, nom)
        if not 0 <= lu <= 1:
            raise self.erreur(
                f"{nom} : « {_ecrit(valeur)} » n’est pas une fraction entre 0 et 1.",
                _hint(lu, "0,7 pour 70 %"),
                **{nom: valeur},
            )
        return lu

    def part_exacte(self, valeur: object, nom: str) -> Fraction:
        """Read a share between 0 and 1 that may be an exact fraction, such as one third."""
        if isinstance(valeur, Fraction) and 0 <= valeur <= 1:
            return valeur
        return Fraction(self.part(valeur, nom))

    def taux(self, valeur: object, nom: str) -> Decimal:
        """Read a rate of change, a fraction strictly between -1 and 1."""
        lu = self.nombre(valeur, nom)
        if not -1 < lu < 1:
            raise self.erreur(
                f"{nom} : « {_ecrit(valeur)} » n’est pas une fraction entre −1 et 1.",
                _hint(lu, "0,012 pour 1,2 %"),
                **{nom: valeur},
            )
        return lu

    def entier(self, valeur: object, nom: str, minimum: int, maximum: int) -> int:
        """Read a whole number (years, exercices) between two bounds included."""
        lu = self.nombre(valeur, nom)
        if lu != lu.to_integral_value() or not minimum <= lu <= maximum:
            raise self.erreur(
                f"{nom} : « {_ecrit(valeur)} » n’est pas un nombre entier "
                f"de {minimum} à {maximum}.",
                "Corrigez cette valeur.",
                **{nom: valeur},
            )
        return int(lu)

    def choix(self, valeur: object, nom: str, choix: Iterable[str]) -> str:
        """Read one of the known codes, naming the nearest ones when it is none of them."""
        connus = tuple(choix)
        if _is_missing(valeur):
            raise self.erreur(f"il manque une valeur : {nom}.", suggestion("", connus))
        if valeur in connus:
            return str(valeur)
        raise self.erreur(
            f"{nom} : « {_ecrit(valeur)} » n’est pas une valeur connue.",
            suggestion(str(valeur), connus),
            **{nom: valeur},
        )
