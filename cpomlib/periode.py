"""A year, and the day it is looked at: while it is not over, nothing said of it is final.

The day comes from the edge (an option of a command, a parameter of a notebook); nothing here reads
a clock. A year that is over is the same whatever the day, so that its figures never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpomlib.errors import CommandeError
from cpomlib.typography import date_courte, date_fr

FIN_D_ANNEE = "31 décembre"
FIN_DE_PERIODE = "à la fin de la période"


@dataclass(frozen=True)
class Periode:
    """A year as it is known on a day.

    Attributes:
        annee: the year, 1 January to 31 December.
        jour: the day it is looked at, None once it is over.
    """

    annee: int
    jour: date | None = None

    @property
    def ouverte(self) -> bool:
        """Whether the year is not over."""
        return self.jour is not None

    @property
    def fin(self) -> date:
        """The last day that is known of: 31 December, or the day it is looked at."""
        return self.jour or date(self.annee, 12, 31)

    @property
    def titre(self) -> str:
        """The year as a column or a title has it: « 2026 (au 29/11) »."""
        return f"{self.annee} (au {date_courte(self.jour)[:5]})" if self.jour else str(self.annee)

    @property
    def avertissement(self) -> str:
        """Say that the year is not over; empty once it is."""
        if self.jour is None:
            return ""
        return (
            f"L’année {self.annee} n’est pas finie\u00a0: chiffres provisoires, arrêtés au "
            f"{date_fr(self.jour)}."
        )

    def dire(self, texte: str) -> str:
        """Say of a text about 31 December what it is about while that day is to come."""
        return texte.replace(FIN_D_ANNEE, date_fr(self.jour)) if self.jour else texte

    def intituler(self, texte: str) -> str:
        """Say of a title that stands for several years what it is about while one goes on."""
        return texte.replace(f"au {FIN_D_ANNEE}", FIN_DE_PERIODE) if self.jour else texte


def periode(annee: int, jour: date | None) -> Periode:
    """Look at a year on a day (None: once it is over).

    Raises:
        CommandeError: the year has not begun on that day.
    """
    if jour is None or jour > date(annee, 12, 31):
        return Periode(annee)
    if jour < date(annee, 1, 1):
        raise CommandeError(
            f"L’année {annee} n’a pas commencé.",
            pourquoi=f"Elle est regardée au {date_fr(jour)}.",
            que_faire=f"Choisissez {jour.year}, en cours, ou une année finie.",
        )
    return Periode(annee, jour)


def refuser_en_cours(annee: int, jour: date) -> None:
    """Refuse to publish what is said of a year that is not over.

    Raises:
        CommandeError: the year goes on, or has not begun.
    """
    if periode(annee, jour).ouverte:
        raise CommandeError(
            f"L’année {annee} n’est pas finie\u00a0: des références ne se publient que sur une "
            "année finie.",
            que_faire=f"Choisissez {jour.year - 1} ou avant.",
        )


def par_defaut(annees: Iterable[int], jour: date) -> int:
    """Return the year taken when none is asked: the last one that is over and has data.

    Without any, it is the year that is not over if it has data, else the last one that is: a year
    that has not begun (a typing error, most often) is never taken.
    """
    known = [annee for annee in annees if annee <= jour.year]
    over = [annee for annee in known if annee < jour.year]
    return max(over or known, default=jour.year - 1)
