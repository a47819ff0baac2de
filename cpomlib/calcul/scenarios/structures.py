"""Which establishments a scenario projects, and what must be said of the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cpomlib.calcul.perimetre import ferme_avant, fermetures
from cpomlib.calcul.scenarios.etats import DOCUMENTS
from cpomlib.socle import CommandeError, date_courte, suggestion

if TYPE_CHECKING:
    from cpomlib.tables import Frames

AUTORISE, SIEGE = "autorise", "siege"


def projetes(
    frames: Frames, gestionnaire: str, annee: int, document: str | None
) -> tuple[pd.DataFrame, list[str]]:
    """Return the open establishments that have a budget that year; say of the others why not.

    Raises:
        CommandeError: none is left, or the document is unknown.
    """
    parmi("document", document or "ca", DOCUMENTS)
    known = frames["etablissements"]
    own = known["id_gestionnaire"] == gestionnaire
    houses = known[own & (known["regime"] != SIEGE)]
    days = fermetures(houses)
    closed = [ferme_avant(days.get(name), annee) for name in houses["id_etablissement"]]
    mine = houses[~pd.Series(closed, index=houses.index, dtype=bool)]
    rows = frames["budgets"]
    rows = rows[(rows["annee"] == annee) & rows["document"].isin(documents_lus(document))]
    held = mine["id_etablissement"].isin(rows["id_etablissement"])
    if not held.any():
        raise _without_budget(frames, gestionnaire, annee)
    notes = [
        f"{name} n’a pas de budget déposé en {annee}\u00a0: il n’est pas projeté."
        for name in mine.loc[~held, "nom"]
    ]
    if (own & (known["regime"] == SIEGE)).any():
        notes.append(
            "Le siège n’est pas projeté à part\u00a0: ses charges sont dans les quotes-parts."
        )
    return mine[held].reset_index(drop=True), notes + _closings(houses, annee)


def documents_lus(document: str | None) -> tuple[str, ...]:
    """Return the documents that may be read, the first that exists being kept."""
    return DOCUMENTS if document is None else (document,)


def parmi(option: str, value: str, choices: Sequence[str]) -> None:
    """Refuse a value that an option does not know, naming the nearest.

    Raises:
        CommandeError: it is none of ``choices``.
    """
    if value not in choices:
        raise CommandeError(
            f"L’option «\u00a0{option}\u00a0» ne connaît pas «\u00a0{value}\u00a0».",
            que_faire=suggestion(value, choices),
        )


def _without_budget(frames: Frames, gestionnaire: str, annee: int) -> CommandeError:
    years = sorted(int(y) for y in frames["budgets"]["annee"].unique())
    said = ", ".join(map(str, years)) or "aucune"
    return CommandeError(
        f"Aucun budget de {annee} n’est déposé pour le gestionnaire "
        f"«\u00a0{gestionnaire}\u00a0»\u00a0: il n’y a pas d’année de base.",
        que_faire=f"Années qui ont un budget\u00a0: {said}. Un établissement fermé avant {annee} "
        "n’est pas projeté.",
    )


def _closings(houses: pd.DataFrame, annee: int) -> list[str]:
    """Say who is left out, closed before the base year, and who is to close."""
    names = dict(zip(houses["id_etablissement"], houses["nom"], strict=True))
    return [_closing(names[house], day, annee) for house, day in fermetures(houses).items()]


def _closing(nom: str, fermeture: date, annee: int) -> str:
    day = date_courte(fermeture)
    if ferme_avant(fermeture, annee):
        return f"{nom} a fermé le {day}, avant {annee}\u00a0: il n’est pas projeté."
    return (
        f"{nom} ferme le {day}\u00a0: le scénario le projette comme s’il restait ouvert. Écrivez "
        "l’hypothèse «\u00a0fermer_places\u00a0»."
    )
