"""What the places do: offer, occupancy, stays, rotation."""

from __future__ import annotations

import numpy as np

from cpomlib.calcul.indicateurs.absence import unfilled
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import MOIS, Measure, median
from cpomlib.calcul.indicateurs.publics import part
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.calcul.indicateurs.stays import Menages


def activite(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « activité » of every unit."""
    sejours, places = contexte.sejours, contexte.places
    sortis = sejours.sortis.rows.count()
    return {
        "places_autorisees": Measure(places.total("places_autorisees")),
        "places_financees": Measure(contexte.places_financees),
        "taux_indisponibilite": _indisponibilite(contexte),
        "taux_occupation": Measure(
            contexte.activite.total("journees_realisees"),
            contexte.activite.total("journees_theoriques"),
        ),
        "sorties_menages": Measure(sortis),
        "duree_moyenne_sejours_termines": _mean_stay(sejours.termines),
        "duree_mediane_sejours_termines": _median(
            sejours.termines, sejours.termines.sortie - sejours.termines.entree
        ),
        "anciennete_mediane_presents": _median(
            sejours.presents, sejours.fin - sejours.presents.entree
        ),
        "taux_rotation_places": Measure(sortis, contexte.places_financees),
        "taux_refus_logement": part(sejours.accueillis.rows, "refus_logement", True),
    }


def _indisponibilite(contexte: Contexte) -> Measure:
    """Compare like with like: only the rows that say how many places are unavailable."""
    places = contexte.places
    filled = filled_places(places)
    unknown = places.some() & ~filled.some()
    return Measure(
        filled.total("places_indisponibles"),
        filled.total("places_financees"),
        refus=((unknown, unfilled("places", "places_indisponibles")),),
    )


def filled_places(places: Rows) -> Rows:
    """Keep the rows that say how many places are unavailable."""
    return places.where(places.column("places_indisponibles").notna().to_numpy())


def _mean_stay(termines: Menages) -> Measure:
    days = (termines.sortie - termines.entree).astype("float64")
    return Measure(termines.rows.add(days) / MOIS, termines.rows.count())


def _median(stays: Menages, days: np.ndarray) -> Measure:
    rows = stays.rows
    return Measure(
        np.full(rows.n, np.nan),
        rows.count(),
        valeur=median(rows.unit, days.astype("float64"), rows.n) / MOIS,
    )
