"""What a meeting notes, in a draft: the meeting, its points, those that are done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cpomlib.calcul.contrat import Contrat, Ligne, avancer
from cpomlib.pages.contrat.brouillon import Brouillon, cle_de, nommee, par_cle
from cpomlib.socle import CommandeError

FAITE = "faite"
"""State of an action that is over, and done."""


def ouvrir_rencontre(
    base: Contrat, brouillon: Brouillon, rencontre: tuple[date, str], redacteur: str = "etat"
) -> Brouillon:
    """Add a meeting, unless it is there.

    Args:
        base: the contract in the base.
        brouillon: what is changed already.
        rencontre: its day and its nature.
        redacteur: who writes its minutes: on a server, the others do not change them.
    """
    jour, nature = rencontre
    known = {(row["date"], str(row["nature"])) for row in brouillon.applique(base).de("rencontres")}
    if (jour, nature) in known:
        return brouillon
    row = {"date": jour, "nature": nature}
    return brouillon.avec(base, "rencontres", {**row, "redacteur": redacteur})


def noter(
    base: Contrat, brouillon: Brouillon, jour: date, valeurs: Mapping[str, Any], numero: int = 0
) -> Brouillon:
    """Note a point of a meeting, or change the one of that number.

    Raises:
        CommandeError: it says nothing.
    """
    if not str(valeurs.get("texte") or "").strip():
        raise CommandeError("Écrivez ce qui a été dit, puis «\u00a0Noter\u00a0».")
    rows = [row for row in brouillon.applique(base).de("releves") if row["date"] == jour]
    known = next((row for row in rows if int(row["numero"]) == numero), None)
    number = numero or max([0, *(int(row["numero"]) for row in rows)]) + 1
    return brouillon.avec(
        base, "releves", {**(known or {}), "date": jour, "numero": number, **valeurs}
    )


def retirer(base: Contrat, brouillon: Brouillon, ligne: Ligne) -> Brouillon:
    """Take a point out."""
    return brouillon.sans(base, "releves", cle_de("releves", ligne))


def clore(base: Contrat, brouillon: Brouillon, ligne: Ligne, jour: date) -> Brouillon:
    """Say that what was noted is done."""
    return brouillon.avec(base, "releves", {**ligne, "close_le": jour})


def faire_le_point(
    base: Contrat, brouillon: Brouillon, action: str, valeurs: Mapping[str, Any], jour: date
) -> Brouillon:
    """Say where an action stands on a day: a state follows a progress, and the other way.

    Raises:
        CommandeError: it is no more.
    """
    known = nommee(brouillon.applique(base), "actions", action)
    told = dict(valeurs)
    if told.get("etat") == FAITE:
        told["avancement"] = 1.0
    elif "etat" in told and known["etat"] == FAITE:
        before = par_cle(base, "actions").get((action,))
        told["avancement"] = before["avancement"] if before and before["etat"] != FAITE else None
    elif told.get("avancement") is not None:
        told["etat"] = avancer(known, jour, {"avancement": told["avancement"]})["etat"]
    return brouillon.avec(base, "actions", {**known, **told, "date_point": jour})
