"""The months of activity that a year lacks: its charges are not related to a part of its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.perimetre import nommes, ouvertures
from cpomlib.socle import pluriel


@dataclass(frozen=True, eq=False)
class MoisManquants:
    """Per unit, the sentence on the months that are missing, and whether they refuse a cost.

    Attributes:
        notes: what must be said, in French; empty where no month is missing.
        refus: the units of one gestionnaire where some are.
    """

    notes: np.ndarray
    refus: np.ndarray


def mois_manquants(contexte: Contexte) -> MoisManquants:
    """Tell the units some establishments of which lack months of the period."""
    units = contexte.units
    found = MoisManquants(np.full(units.n, "", dtype=object), np.zeros(units.n, dtype=bool))
    lacking = _manquants(contexte)
    owner = units.employeurs
    for unit, houses in (units.membres if lacking else {}).items():
        if short := {house: lacking[house] for house in houses & lacking.keys()}:
            named = nommes(contexte.table("etablissements"), short)
            months = sum(short.values())
            said = pluriel(months, "mois", "mois")
            found.notes[unit] = f"Activité déposée sans {said} de l’année\u00a0: {named}."
            found.refus[unit] = len({owner[house] for house in houses}) == 1
    return found


def places_d_une_partie(contexte: Contexte) -> np.ndarray:
    """Say per unit whose places count whole, though it opened or closed during the year."""
    notes = np.full(contexte.units.n, "", dtype=object)
    known, year = contexte.table("etablissements"), contexte.annee
    first, last = date(year, 1, 1), date(year, 12, 31)
    opened = {house for house, day in ouvertures(known).items() if first < day <= last}
    closed = {house for house, day in contexte.fermetures.items() if first <= day < last}
    held = contexte.places.where(contexte.places.column("places_financees").to_numpy() > 0)
    short = (opened | closed) & set(held.column("id_etablissement").astype("str"))
    for unit, houses in (contexte.units.membres if short else {}).items():
        if named := short & houses:
            notes[unit] = (
                "Ouvert ou fermé en cours d’année, compté pour toutes ses places\u00a0: "
                f"{nommes(known, named)}."
            )
    return notes


def _manquants(contexte: Contexte) -> dict[str, int]:
    """Return how many months of the period each establishment with activity lacks."""
    rows = contexte.activite
    told = pd.DataFrame(
        {"house": rows.column("id_etablissement").astype("str"), "mois": rows.column("mois")}
    ).drop_duplicates()
    opened = ouvertures(contexte.table("etablissements"))
    months = {
        house: set(group.tolist()) for house, group in told.groupby("house", sort=False)["mois"]
    }
    missing = {
        house: len(_ouverts(contexte, opened.get(house), contexte.fermetures.get(house)) - known)
        for house, known in months.items()
    }
    return {house: count for house, count in missing.items() if count}


def _ouverts(contexte: Contexte, ouverture: date | None, fermeture: date | None) -> set[int]:
    """Return the months of the period all of which an establishment was open."""
    year, period = contexte.annee, contexte.periode
    first, last = ouverture or period.debut, min(fermeture or period.fin, period.fin)
    return {
        month for month in period.mois
        if date(year, month, 1) >= first and date(year, month, 28) <= last
    }  # fmt: skip
