"""What the authority answers, and what its silence gives: budgets changed, investments, seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cpomlib.calcul.contrat.actes_attendus import (
    actes_de,
    cle_acte,
    fait_le,
    jour_legal,
    premier,
)
from cpomlib.calcul.contrat.delais import CadreDelais, Delai
from cpomlib.calcul.contrat.modele import Contrat, Ligne
from cpomlib.socle import plie

_ACCORD, _REFUS = ("accord", "approuv", "autoris"), ("refus", "rejet")
"""How a state begins that is an answer; another (« en cours d’instruction ») is none."""


def silence(contrat: Contrat, cadre: CadreDelais, row: Ligne) -> Iterator[Delai]:
    """Give the day the silence of the authority agrees, and what follows an agreement."""
    if not row["recu_le"]:
        return
    limit = row["recu_le"] + timedelta(days=cadre.delais.silence_autorite)
    tacit = limit if row["preuve"] and limit <= cadre.jour else None
    answered = row["recu_le"] if _says(row, _ACCORD + _REFUS) else None
    yield Delai(contrat.id, str(row["nature"]), cle_acte(row), limit, answered or tacit)
    if row["nature"] == "decision_modificative":
        fixed = (fait_le(one) for one in actes_de(contrat, "notification", row["exercice"]))
        done = premier(day for day in fixed if day and day >= row["recu_le"])
        due = limit + timedelta(days=cadre.delais.tarif_modifie)
        refused = _says(row, _REFUS)
        yield Delai(contrat.id, "tarif_modifie", cle_acte(row), due, done, refused)


def reponse_siege(contrat: Contrat, cadre: CadreDelais, annee: int) -> Delai:
    """Give the day by which the authority answers on the costs of the seat of an exercice."""
    rows = actes_de(contrat, "frais_siege", annee)
    answered = [row["recu_le"] for row in rows if _says(row, _ACCORD + _REFUS)]
    due = jour_legal(annee - 1, cadre.delais.reponse_siege)
    return Delai(contrat.id, "reponse_siege", str(annee), due, premier(answered))


def _says(row: Ligne, begins: tuple[str, ...]) -> bool:
    return plie(str(row["etat"] or "")).startswith(begins)
