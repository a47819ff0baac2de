"""A year, and the day it is looked at: while it is not over, nothing said of it is final.

The day comes from the edge (an option of a command, a parameter of a notebook); nothing here reads
a clock. A year that is over is the same whatever the day, so that its figures never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.typographie import date_courte, date_fr

FIN_D_ANNEE = "31 décembre"
_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
FIN_DE_PERIODE = "à la fin de la période"


@dataclass(frozen=True)
class Periode:
    """A year as it is known on a day.

    Attributes:
        annee: the year, 1 January to 31 December.
        jour: the last day it is known to, None once it is known whole.
        finie: it is over, but nothing was deposited since.
    """

    annee: int
    jour: date | None = None
    finie: bool = False

    @property
    def ouverte(self) -> bool:
        """Whether the year is not over, or not known to its end."""
        return self.jour is not None

    @property
    def fin(self) -> date:
        """The day its figures stop at: 31 December, or the day it is looked at before."""
        return date(self.annee, 12, 31) if self.jour is None or self.finie else self.jour

    @property
    def titre(self) -> str:
        """The year as a column or a title has it: « 2026 (au 29/11) »."""
        if self.jour is None:
            return str(self.annee)
        known = "données au" if self.finie else "au"
        return f"{self.annee} ({known} {date_courte(self.jour)[:5]})"

    @property
    def avertissement(self) -> str:
        """Say that the year is not over, or not known to its end; empty once it is."""
        if self.jour is None:
            return ""
        day = date_fr(self.jour)
        if self.finie:
            return (
                f"Rien n’est déposé depuis la fin de {self.annee}\u00a0: chiffres provisoires, sur "
                f"des données du {day}."
            )
        return (
            f"L’année {self.annee} n’est pas finie\u00a0: chiffres provisoires, arrêtés au {day}."
        )

    def dire(self, texte: str) -> str:
        """Say of a text about 31 December what it is about while that day is to come."""
        return texte.replace(FIN_D_ANNEE, date_fr(self.fin)) if self._a_venir else texte

    def intituler(self, texte: str) -> str:
        """Say of a title that stands for several years what it is about while one goes on."""
        return texte.replace(f"au {FIN_D_ANNEE}", FIN_DE_PERIODE) if self._a_venir else texte

    @property
    def _a_venir(self) -> bool:
        return self.ouverte and not self.finie


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


def connue(vue: Periode, depots: Iterable[date]) -> Periode:
    """Return a year as its deposits tell it: one that ended since the last of them is not whole.

    Args:
        vue: the year, as it is looked at.
        depots: the days of the deposits it is read from.
    """
    last = max(depots, default=None)
    if vue.ouverte or last is None or last > date(vue.annee, 12, 31):
        return vue
    return Periode(vue.annee, max(last, date(vue.annee, 1, 1)), finie=True)


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


def read_day(texte: str) -> date | None:
    """Read a day as it is written in France, or by a machine (ISO 8601); None for no day."""
    found = _FRENCH.fullmatch(texte.strip())
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(texte.strip())
    except ValueError:
        return None
