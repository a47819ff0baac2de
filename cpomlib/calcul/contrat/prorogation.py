"""The extension of a contract, asked and answered: what moves its last day, what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cpomlib.calcul.contrat.modele import Contrat, Ligne, plus_mois, terme

DEMANDE = "P"
AVANT_TERME, REPONSE = 12, 2
"""Months: the latest request before the end, and the silence that agrees (arrêté, article 2)."""
EtatProrogation = Literal["aucune", "en_cours", "acquise", "refusee", "sans_effet_tacite"]


@dataclass(frozen=True)
class Prorogation:
    """Where an extension stands on a day.

    Attributes:
        etat: nothing asked; waiting; agreed; refused; asked too late, or without proof, for
            silence to agree.
        mois: the months it adds, once agreed.
        demandee_le: the last receipt of the request; None where one is missing.
        reponse_le: the day the silence agrees, or would.
        acquise_le: the day it was agreed.
    """

    etat: EtatProrogation
    mois: int = 0
    demandee_le: date | None = None
    reponse_le: date | None = None
    acquise_le: date | None = None


def prorogation(contrat: Contrat, jour: date) -> Prorogation:
    """Return where the extension of a contract stands on a day."""
    months = _months(contrat)
    asked = [row for row in contrat.de("signatures") if row["acte"] == DEMANDE]
    if not asked:
        agreed = _by_amendment(contrat, jour)
        return (
            Prorogation("acquise", months, acquise_le=agreed) if agreed else Prorogation("aucune")
        )
    receipts = [row["recu_le"] for row in asked]
    last = max(receipts) if all(receipts) else None
    silence = plus_mois(last, REPONSE) if last else None
    known = [row for row in asked if row["repondu_le"] is not None and row["repondu_le"] <= jour]
    tacit = _tacit(contrat, asked, last)
    if any(_refused(row, silence if tacit else None) for row in known):
        return Prorogation("refusee", 0, last, silence)
    if len(known) == len(asked) and _everybody(contrat, asked):
        return Prorogation(
            "acquise", months, last, silence, max(row["repondu_le"] for row in known)
        )
    if not tacit:
        return Prorogation("sans_effet_tacite", 0, last, silence)
    if silence and silence <= jour:
        return Prorogation("acquise", months, last, silence, silence)
    return Prorogation("en_cours", 0, last, silence)


def terme_actuel(contrat: Contrat, jour: date) -> date | None:
    """Return the last day of a contract, as its extension or its end has moved it."""
    if contrat.effet is None or contrat.duree is None:
        return None
    end = terme(contrat.effet, contrat.duree + prorogation(contrat, jour).mois)
    ended = contrat.ligne["date_resiliation"]
    return min(end, ended) if ended else end


def _refused(row: Ligne, silence: date | None) -> bool:
    """A refusal counts unless silence had agreed before."""
    return bool(row["reponse"] == "refus" and (silence is None or row["repondu_le"] < silence))


def _months(contrat: Contrat) -> int:
    return sum(int(row["duree_mois"] or 0) for row in _extensions(contrat))


def _extensions(contrat: Contrat) -> list[Ligne]:
    return [row for row in contrat.de("avenants") if row["objet"] == "prorogation"]


def _by_amendment(contrat: Contrat, jour: date) -> date | None:
    """Return the day an amendment that extends it was signed by all; its effect where unsaid."""
    days = [_signed(contrat, row, jour) for row in _extensions(contrat)]
    return max(day for day in days if day) if days and all(days) else None


def _signed(contrat: Contrat, row: Ligne, jour: date) -> date | None:
    held = [one for one in contrat.de("signatures") if one["acte"] == str(row["numero"])]
    if not held:
        return row["date_effet"]
    answers = [one["repondu_le"] for one in held if one["reponse"] == "accord"]
    return max(answers) if len(answers) == len(held) and max(answers) <= jour else None


def _everybody(contrat: Contrat, asked: Sequence[Ligne]) -> bool:
    """Every signatory but the one who asks has been asked."""
    signing = {
        row["partie"]
        for row in contrat.de("contrat_parties")
        if row["role"] in {"autorite_tarification", "signataire"}
    }
    return len(signing - {row["partie"] for row in asked}) <= 1


def _tacit(contrat: Contrat, asked: Sequence[Ligne], last: date | None) -> bool:
    """Whether silence may agree: asked in time, of everybody, every receipt proved."""
    end = contrat.terme_initial
    if last is None or end is None or last > plus_mois(end, -AVANT_TERME):
        return False
    return all(row["preuve"] for row in asked) and _everybody(contrat, asked)
