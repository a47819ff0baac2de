"""What the places do: offer, occupancy, stays, rotation."""

from __future__ import annotations

from typing import Any

import numpy as np

from cpomlib.calcul.indicateurs.absence import unfilled
from cpomlib.calcul.indicateurs.apport import Apport, Cotes, ceux, chacun, colonne, mesurees
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import MOIS, Measure, median
from cpomlib.calcul.indicateurs.mois import mois_manquants
from cpomlib.calcul.indicateurs.publics import remplie
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.calcul.indicateurs.stays import Menages


def activite(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « activité » of every unit."""
    stays = contexte.sejours
    ended, present = stays.termines, stays.presents
    own = {
        "taux_indisponibilite": _indisponibilite(contexte.places),
        "duree_mediane_sejours_termines": _median(ended, ended.sortie - ended.entree),
        "anciennete_mediane_presents": _median(present, stays.fin - present.entree),
        "taux_occupation": {"notes": mois_manquants(contexte).notes},
        "taux_refus_logement": remplie(stays.accueillis.rows, "refus_logement"),
    }
    return mesurees(cotes_activite(contexte), own)


def cotes_activite(contexte: Contexte) -> dict[str, Cotes]:
    """Select what is behind each indicator of the volet « activité »."""
    stays, places, months = contexte.sejours, contexte.places, contexte.activite
    told, ended = filled_places(places), stays.termines
    gone, over = chacun("sejours", stays.sortis.rows), chacun("sejours", ended.rows)
    financed = colonne("places", places, "places_financees")
    spent = (ended.sortie - ended.entree).astype("float64")
    return {
        "places_autorisees": (colonne("places", places, "places_autorisees"), None),
        "places_financees": (financed, None),
        "taux_indisponibilite": (
            colonne("places", told, "places_indisponibles"),
            colonne("places", told, "places_financees"),
        ),
        "taux_occupation": (
            colonne("activite", months, "journees_realisees"),
            colonne("activite", months, "journees_theoriques"),
        ),
        "sorties_menages": (gone, None),
        "duree_moyenne_sejours_termines": (Apport("sejours", ended.rows, spent, sur=MOIS), over),
        "duree_mediane_sejours_termines": (None, over),
        "anciennete_mediane_presents": (None, chacun("sejours", stays.presents.rows)),
        "taux_rotation_places": (gone, financed),
        "taux_refus_logement": ceux("sejours", stays.accueillis.rows, "refus_logement", True),
    }


def _indisponibilite(places: Rows) -> dict[str, Any]:
    """Compare like with like: only the rows that say how many places are unavailable."""
    unknown = places.some() & ~filled_places(places).some()
    return {"refus": ((unknown, unfilled("places", "places_indisponibles")),)}


def filled_places(places: Rows) -> Rows:
    """Keep the rows that say how many places are unavailable."""
    return places.where(places.column("places_indisponibles").notna().to_numpy())


def _median(stays: Menages, days: np.ndarray) -> dict[str, Any]:
    rows = stays.rows
    return {"valeur": median(rows.unit, days.astype("float64"), rows.n) / MOIS}
