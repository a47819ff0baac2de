"""Places, days of stay and requests to the SIAO."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.droit import reference
from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage, repartir
from cpomlib.exemple.stays import Sejours, day
from cpomlib.exemple.structure import Structure

_GHAM_R = ("1R", "2R", "3R")
_GHAM_D = ("2D", "3D", "4D", "5D")


def places_table(plan: Structure, places: np.ndarray, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``places``: two modes for most CHRS, one elsewhere.

    Args:
        plan: the establishments.
        places: capacity by establishment (rows) and year (columns).
        tirage: stream of the step.
    """
    rows = [
        line
        for row, nature in enumerate(plan.colonne("nature"))
        if places[row, 2] > 0
        for line in _modes(plan, row, nature, places[row])
    ]
    frame = pd.DataFrame(
        rows, columns=["id_etablissement", "annee", "gham", "mode", "places_autorisees"]
    )
    frame = frame[frame["places_autorisees"] > 0].reset_index(drop=True)
    rate = valeur("structure.taux_indisponibilite") * 2 * tirage.uniforme(len(frame))
    whole = np.floor(frame["places_autorisees"] * rate + 0.5).astype("int64")
    return frame.assign(places_financees=frame["places_autorisees"], places_indisponibles=whole)


def _modes(plan: Structure, row: int, nature: str, places: np.ndarray) -> list[tuple]:
    ident = plan.colonne("id_etablissement")[row]
    share = plan.colonne("part_diffus")[row]
    lines: list[tuple[str, int, str | None, str, int]] = []
    for year, total in zip(plan.annees, places.tolist(), strict=True):
        apart = int(np.floor(total * share))
        together, scattered = _GHAM_R[row % 3], _GHAM_D[row % 4]
        if nature == "258":
            lines.append((ident, year, None, "logement_adapte", total))
        elif nature == "214":
            lines.append((ident, year, together, "regroupe", total - apart))
            lines.append((ident, year, scattered, "diffus", apart))
        else:
            lines.append((ident, year, None, "regroupe" if row % 2 else "diffus", total))
    return lines


def activite_table(plan: Structure, places: np.ndarray, stays: Sejours) -> pd.DataFrame:
    """Return the table ``activite``; the days are counted from the stays themselves."""
    housed = np.flatnonzero(places[:, 2] > 0)
    months = [(rank, month) for rank in range(3) for month in range(1, 13)]
    parts = []
    for rank, month in months:
        first, end = day(plan.annees[rank], month), day(plan.annees[rank], month + 1)
        nights = np.minimum(stays.sortie, end) - np.maximum(stays.entree, first)
        persons = np.maximum(nights, 0) * stays.taille
        done = np.bincount(stays.etablissement, persons, minlength=len(places)).astype("int64")
        parts.append(
            pd.DataFrame(
                {
                    "id_etablissement": plan.colonne("id_etablissement")[housed],
                    "annee": plan.annees[rank],
                    "mois": month,
                    "journees_theoriques": places[housed, rank] * (end - first),
                    "journees_realisees": done[housed],
                }
            )
        )
    return pd.concat(parts).sort_values(["id_etablissement", "annee", "mois"], kind="stable")


def demandes_table(plan: Structure, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``demandes_siao`` for every département of the région."""
    people = reference.communes().groupby("departement")["population"].sum()
    codes = reference.departements(plan.region)["code"]
    keys = [(code, year) for code in codes for year in plan.annees]
    per_thousand = valeur("structure.places_siao_pour_1000") / 1000
    base = np.array([float(people[code]) for code, _ in keys]) * per_thousand
    totals = np.floor(base * tirage.entre(0.9, 1.1, len(keys))).astype("int64")
    kinds = _kinds()
    weights = np.array([weight for _, _, weight in kinds])
    asked = repartir(totals, weights * tirage.entre(0.8, 1.2, len(keys), len(kinds)))
    chance = valeur("activite.reponses_positives") * tirage.entre(0.8, 1.2, *asked.shape)
    yes = np.floor(asked * chance).astype("int64")
    unmet = np.floor((asked - yes) * 0.85).astype("int64")
    index = pd.DataFrame(
        [(code, year, who, what) for code, year in keys for who, what, _ in kinds],
        columns=["departement", "annee", "composition", "preconisation"],
    )
    return index.assign(
        demandes=asked.ravel(), reponses_positives=yes.ravel(), non_pourvues=unmet.ravel()
    )


def _kinds() -> list[tuple[str, str, float]]:
    """Return (composition, preconisation, weight): an invented but steady mix of requests."""
    who = {"homme_seul": 0.48, "femme_seule": 0.14, "couple": 0.06, "femme_enfants": 0.16}
    who |= {"couple_enfants": 0.13, "homme_enfants": 0.02, "groupe_adultes": 0.01}
    what = {"hebergement_urgence": 0.62, "hebergement_insertion": 0.24}
    what |= {"logement_adapte": 0.11, "logement_ordinaire": 0.03}
    return [(a, b, x * y) for a, x in who.items() for b, y in what.items()]
