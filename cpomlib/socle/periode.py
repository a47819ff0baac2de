"""A year or a part of one, and the day it is looked at: nothing said of it is final till its end.

The day comes from the edge (an option of a command, a parameter of a notebook); nothing here reads
a clock. A year that is over is the same whatever the day, so that its figures never change.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpomlib.socle.erreurs import CommandeError, suggestion
from cpomlib.socle.typographie import date_courte, date_fr

FIN_D_ANNEE = "31 décembre"
_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
FIN_DE_PERIODE = "à la fin de la période"

PARTIES = {
    "": (1, 12), "S1": (1, 6), "S2": (7, 12),
    "T1": (1, 3), "T2": (4, 6), "T3": (7, 9), "T4": (10, 12),
}  # fmt: skip
"""Part of a year (none: the whole of it) → its first and last months."""
_SORTES = {"S": "semestre", "T": "trimestre"}
_CODE = re.compile(r"(\d{4})(?:-?([ST]\d))?", re.IGNORECASE)
_DE_L_ANNEE = re.compile(r"\b(dans|pour|de) l’année\b(?! entière)")


@dataclass(frozen=True)
class Periode:
    """A year, or a part of one, as it is known on a day.

    Attributes:
        annee: the year, 1 January to 31 December.
        jour: the last day it is known to, None once it is known whole.
        finie: it is over, but nothing was deposited since.
        partie: one of ``PARTIES``; empty for the whole year.
    """

    annee: int
    jour: date | None = None
    finie: bool = False
    partie: str = ""

    @property
    def mois(self) -> range:
        """Its months."""
        first, last = PARTIES[self.partie]
        return range(first, last + 1)

    @property
    def debut(self) -> date:
        """Its first day."""
        return date(self.annee, self.mois[0], 1)

    @property
    def terme(self) -> date:
        """The day it ends, whatever the day it is looked at."""
        month = self.mois[-1]
        return date(self.annee, month, monthrange(self.annee, month)[1])

    @property
    def code(self) -> str:
        """What it is asked by: « 2025 », « 2025-S1 »."""
        return f"{self.annee}-{self.partie}" if self.partie else str(self.annee)

    @property
    def nom(self) -> str:
        """What it is called: « 2025 », « 1er semestre 2025 »."""
        if not self.partie:
            return str(self.annee)
        return f"{self._rang} {self._sorte} {self.annee}"

    @property
    def ouverte(self) -> bool:
        """Whether it is not over, or not known to its end."""
        return self.jour is not None

    @property
    def fin(self) -> date:
        """The day its figures stop at: its last one, or the day it is looked at before."""
        return self.terme if self.jour is None or self.finie else self.jour

    @property
    def titre(self) -> str:
        """The period as a column or a title has it: « 2026 (au 29/11) »."""
        if self.jour is None:
            return self.nom
        known = "données au" if self.finie else "au"
        return f"{self.nom} ({known} {date_courte(self.jour)[:5]})"

    @property
    def avertissement(self) -> str:
        """Say that it is not over, or not known to its end; empty once it is."""
        if self.jour is None:
            return ""
        day = date_fr(self.jour)
        if self.finie:
            end = f"du {self.nom}" if self.partie else f"de {self.annee}"
            return (
                f"Rien n’est déposé depuis la fin {end}\u00a0: chiffres provisoires, sur "
                f"des données du {day}."
            )
        unfinished = f"L’année {self.annee} n’est pas finie"
        if self.partie:
            unfinished = f"Le {self.nom} n’est pas fini"
        return f"{unfinished}\u00a0: chiffres provisoires, arrêtés au {day}."

    def dire(self, texte: str) -> str:
        """Say of a text about a whole year, and its 31 December, what it is about here."""
        if self.partie:
            return self._partiel(texte)
        return texte.replace(FIN_D_ANNEE, date_fr(self.fin)) if self._a_venir else texte

    def _partiel(self, texte: str) -> str:
        whose = {"dans": f"dans le {self._sorte}", "pour": f"pour le {self._sorte}"}
        said = _DE_L_ANNEE.sub(lambda found: whose.get(found[1], f"du {self._sorte}"), texte)
        ends = {FIN_D_ANNEE: self.fin, "1er janvier": self.debut}
        for day, here in ends.items():
            said = said.replace(day, date_fr(here))
        return said

    @property
    def _sorte(self) -> str:
        return _SORTES[self.partie[0]]

    @property
    def _rang(self) -> str:
        number = self.partie[1]
        return "1er" if number == "1" else f"{number}e"

    def intituler(self, texte: str) -> str:
        """Say of a title that stands for several years what it is about while one goes on."""
        return texte.replace(f"au {FIN_D_ANNEE}", FIN_DE_PERIODE) if self._a_venir else texte

    @property
    def _a_venir(self) -> bool:
        return self.ouverte and not self.finie


def periode(annee: int, jour: date | None, partie: str = "") -> Periode:
    """Look at a year, or a part of one, on a day (None: once it is over).

    Raises:
        CommandeError: it has not begun on that day.
    """
    whole = Periode(annee, partie=partie)
    if jour is None or jour > whole.terme:
        return whole
    if jour < whole.debut:
        unborn, seen, other = f"L’année {annee}", "Elle est regardée", "une année finie"
        if partie:
            kind = _SORTES[partie[0]]
            unborn, seen, other = f"Le {whole.nom}", "Il est regardé", f"un {kind} fini"
        raise CommandeError(
            f"{unborn} n’a pas commencé.",
            pourquoi=f"{seen} au {date_fr(jour)}.",
            que_faire=f"Choisissez {_en_cours(jour, partie)}, en cours, ou {other}.",
        )
    return Periode(annee, jour, partie=partie)


def _en_cours(jour: date, partie: str) -> str:
    """Return the period of the same kind that goes on that day."""
    kinds = [name for name in PARTIES if name[:1] == partie[:1]]
    seen = (Periode(jour.year, partie=name) for name in kinds)
    return next(each.code for each in seen if jour.month in each.mois)


def connue(vue: Periode, depots: Iterable[date]) -> Periode:
    """Return a period as its deposits tell it: one that ended since the last of them is not whole.

    Args:
        vue: the period, as it is looked at.
        depots: the days of the deposits it is read from.
    """
    last = max(depots, default=None)
    if vue.ouverte or last is None or last > vue.terme:
        return vue
    return Periode(vue.annee, max(last, date(vue.annee, 1, 1)), finie=True, partie=vue.partie)


def read_periode(texte: str) -> tuple[int, str]:
    """Read a year or a part of one as it is asked: « 2025 », « 2025-S1 », « 2025-T3 ».

    Raises:
        CommandeError: it is none of these; the nearest is named.
    """
    found = _CODE.fullmatch(texte.strip())
    year, part = (found[1], (found[2] or "").upper()) if found else (texte.strip()[:4], "")
    if found and part in PARTIES:
        return int(year), part
    known = [f"{year}-{name}" if name else year for name in PARTIES] if year.isdigit() else []
    raise CommandeError(
        f"«\u00a0{texte}\u00a0» n’est pas une période.",
        pourquoi="Une période est une année (2025), un semestre (2025-S1, 2025-S2) ou un "
        "trimestre (2025-T1 à 2025-T4).",
        que_faire=suggestion(texte, known) if known else "Écrivez par exemple 2025-S1.",
    )


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
