"""What a gesture changes of a contract: it is signed, an action moves on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from cpomlib.calcul.contrat.modele import Contrat, Ligne
from cpomlib.calcul.contrat.vue import signataires

CONTRAT = "0"
"""The act of the contract itself among the signatures."""
ENTIER = 100
"""The progress of an action that is done, in percent."""
FAITE, A_VENIR = "faite", "a_venir"
Changees = dict[str, list[dict[str, Any]]]
"""Table → the rows that change."""


def attendus(contrat: Contrat) -> list[str]:
    """Return the parties whose agreement to the contract is not known, in their order."""
    agreed = {row["partie"] for row in _accords(contrat) if row["reponse"] == "accord"}
    return [str(row["partie"]) for row in signataires(contrat) if row["partie"] not in agreed]


def signer(
    contrat: Contrat, jour: date, parties: Collection[str], dit: Mapping[str, Any]
) -> Changees:
    """Return what a signature changes: the agreements, and the contract once all have agreed.

    Args:
        contrat: the contract.
        jour: the day of the agreement.
        parties: who agrees that day; empty for all who have not.
        dit: what changes of its row with the signature; None for nothing.
    """
    waited = attendus(contrat)
    now = [one for one in waited if not parties or one in parties]
    known = {row["partie"]: row for row in _accords(contrat)}
    made: Changees = {"signatures": [
        {**known.get(one, {"id_contrat": contrat.id, "acte": CONTRAT, "partie": one}),
         "reponse": "accord", "repondu_le": jour}
        for one in now
    ]}  # fmt: skip
    if set(waited) == set(now):
        said = {name: value for name, value in dit.items() if value is not None}
        made["contrats"] = [{**contrat.ligne, **said, "statut": "signe"}]
    return {name: rows for name, rows in made.items() if rows}


def _accords(contrat: Contrat) -> list[Ligne]:
    return [row for row in contrat.de("signatures") if row["acte"] == CONTRAT]


def avancer(ligne: Ligne, jour: date, dit: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of an action that moves on: a state follows a progress, and the other way.

    One that is no more done, and of which no progress is said, has none that is known.

    Args:
        ligne: its row.
        jour: the day of the point.
        dit: what is said of it: ``etat``, ``pourcent`` or ``avancement``, ``commentaire``; None for
            nothing.
    """
    said = {name: value for name, value in dit.items() if value is not None}
    if "pourcent" in said:
        said["avancement"] = said.pop("pourcent") / ENTIER
    share, state = said.get("avancement"), said.get("etat")
    if share is not None:
        said["etat"] = state or _etat(share, str(ligne["etat"]))
    elif state == FAITE:
        said["avancement"] = 1.0
    elif state and ligne["etat"] == FAITE:
        said["avancement"] = None  # how far it went is not what « done » said
    return {**ligne, **said, "date_point": jour}


def se_contredisent(etat: str | None, pourcent: int | None) -> bool:
    """Tell whether a state and a progress cannot both be true."""
    if pourcent is None:
        return False
    return pourcent < ENTIER if etat == FAITE else etat == A_VENIR and pourcent > 0


def _etat(avancement: float, avant: str) -> str:
    """Return the state that a progress says: done when whole, begun when there is some."""
    if avancement == 1:
        return FAITE
    return "en_cours" if avancement or avant == FAITE else avant


def actions_nommees(lignes: Sequence[Ligne]) -> dict[str, str]:
    """Return the name of each action, by code."""
    return {str(row["id_action"]): str(row["intitule"]) for row in lignes}
