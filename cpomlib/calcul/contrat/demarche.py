"""The way to a contract: who does what, by when, from the day it is launched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from cpomlib.calcul.contrat.modele import Contrat, plus_mois
from cpomlib.droit import Declaration, Endroit, entre, non_vide, refus, une_ligne

Etape = Literal["cadrage", "diagnostic", "objectifs", "moyens", "signature", "suivi", "bilan"]
Mois = Annotated[int, entre(0, 60)]
COLONNES = ("etape", "tache", "debut", "fin", "responsable", "acteurs", "consultes", "informes",
            "faite_le")  # fmt: skip
"""Columns of the table ``demarche`` that a view shows."""

ETATS_TACHE = {
    "faite": "faite", "en_retard": "en retard", "en_cours": "en cours", "a_venir": "à venir",
}  # fmt: skip
"""Where a task stands → in words."""


@dataclass(frozen=True)
class TacheType:
    """A task of the usual way: months since the launch, and who does what."""

    etape: Etape
    tache: Annotated[str, une_ligne, non_vide]
    debut: Mois
    fin: Mois
    responsable: str
    acteurs: str = ""
    consultes: str = ""
    informes: str = ""

    def controle(self, ou: Endroit) -> None:
        """Refuse a task that ends before it begins."""
        if self.fin <= self.debut:
            raise refus(str(self.fin), "un mois après le début", "Corrigez la fin.", ou.dans("fin"))


@dataclass(frozen=True)
class DemarcheType:
    """The content of the file."""

    taches: Annotated[tuple[TacheType, ...], non_vide]


DEMARCHE = Declaration("contrat/demarche.yaml", DemarcheType)


def retroplanning(lancement: date) -> list[dict[str, Any]]:
    """Return the usual tasks, dated from the launch, as rows of the table ``demarche``."""
    return [
        {
            "etape": one.etape,
            "tache": one.tache,
            "debut": plus_mois(lancement, one.debut),
            "fin": plus_mois(lancement, one.fin) - timedelta(days=1),
            "responsable": one.responsable,
            "acteurs": one.acteurs or None,
            "consultes": one.consultes or None,
            "informes": one.informes or None,
            "faite_le": None,
        }
        for one in DEMARCHE.lire().taches
    ]


def taches(contrat: Contrat) -> list[dict[str, Any]]:
    """Return the tasks of a contract, in the order of their first day."""
    rows = [{name: row[name] for name in COLONNES} for row in contrat.de("demarche")]
    return sorted(rows, key=lambda row: (row["debut"] or date.max, row["fin"] or date.max))


def demarche_de(contrat: Contrat, jour: date) -> tuple[list[dict[str, Any]], bool]:
    """Return the tasks of a contract, or the usual ones from the day, and whether it has any.

    A contract that is signed has none to come: those that nobody wrote are not made up.
    """
    own = taches(contrat)
    if own or contrat.signe:
        return own, True
    begun = [row["date"] for row in contrat.de("rencontres") if row["nature"] == "lancement"]
    return retroplanning(min(begun, default=jour)), False


def etat_tache(row: dict[str, Any], jour: date) -> str:
    """Return where a task stands on a day: faite, en_retard, en_cours, a_venir."""
    if row["faite_le"] is not None and row["faite_le"] <= jour:
        return "faite"
    if row["fin"] is not None and row["fin"] < jour:
        return "en_retard"
    return "en_cours" if row["debut"] is not None and row["debut"] <= jour else "a_venir"
