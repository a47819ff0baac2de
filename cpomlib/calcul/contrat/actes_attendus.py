"""Acts that a contract expects: which are in, which are due and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cpomlib.calcul.contrat.delais import Delai
from cpomlib.calcul.contrat.modele import Contrat, Ligne


def actes(contrat: Contrat, nature: str) -> list[Ligne]:
    """Return the acts of a kind."""
    return [row for row in contrat.de("actes") if row["nature"] == nature]


def actes_de(contrat: Contrat, nature: str, annee: int | None) -> list[Ligne]:
    """Return the acts of a kind, of an exercice."""
    return [row for row in actes(contrat, nature) if annee is None or row["exercice"] == annee]


def fait_le(row: Ligne) -> date | None:
    """Return the day an act was received, or sent; None while it is not."""
    day = row["recu_le"] or row["fait_le"]
    return day if day is None else date(day.year, day.month, day.day)


def cle_acte(row: Ligne) -> str:
    """Return what tells an act from the others of its kind."""
    parts = (row["id_etablissement"], row["exercice"], row["numero"])
    return "-".join(str(part) for part in parts if part is not None) or "0"


def acte_attendu(contrat: Contrat, nature: str, annee: int | None, legal: date) -> Delai:
    """Return the deadline of an act: the day agreed, else the legal one; done when all is in."""
    rows = actes_de(contrat, nature, annee)
    agreed = [row["attendu_le"] for row in rows if row["attendu_le"]]
    done = [day for row in rows if (day := fait_le(row))]
    whole = rows and len(done) == len(rows)
    key = "0" if annee is None else str(annee)
    return Delai(
        contrat.id, nature, key, min(agreed) if agreed else legal, max(done) if whole else None
    )


def jour_legal(annee: int, mois_jour: str) -> date:
    """Return a day of the year that the law names, « MM-DD »."""
    month, day = mois_jour.split("-")
    return date(annee, int(month), int(day))


def premier(days: Iterable[date | None]) -> date | None:
    """Return the first of some days, None where there is none."""
    return min((day for day in days if day is not None), default=None)
