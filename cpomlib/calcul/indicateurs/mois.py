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
