"""What a scenario changes beside the base, in the last year: places, posts; what places bring."""

from __future__ import annotations

from typing import Any

import numpy as np

from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.projection import Projection
from cpomlib.calcul.scenarios.ratios import cout_fonction


def places_deplacees(projection: Projection, base: Projection) -> tuple[dict[str, float], float]:
    """Return the places gained by kind, and how many change kind where none is gained."""
    gaps = _par_genre(projection) - _par_genre(base)
    by_kind = dict(zip(projection.etat.genres, gaps.tolist(), strict=True))
    return by_kind, float(np.abs(gaps).sum() / 2)


def par_mode(gains: dict[str, float], mode_de: Any) -> dict[str, float]:
    """Add up the places gained by kind into modes."""
    found: dict[str, float] = {}
    for kind, gap in gains.items():
        found[mode_de(kind)] = found.get(mode_de(kind), 0.0) + gap
    return found


def gain(projection: Projection, base: Projection, poste: str) -> float:
    """Return what a poste gains in the last year, for the whole gestionnaire."""
    return float(projection.total(poste)[-1] - base.total(poste)[-1])


def emplois_des_places(etat: Etat, item: Any) -> tuple[float, float]:
    """Return the ETP and the payroll (NaN where a cost is unknown) that go with places."""
    sign = getattr(type(item), "signe", 1) * item.places
    posts = sum(each for _, each in item.emplois) * sign
    costs = (each * cout_fonction(etat, item.etablissement, f) for f, each in item.emplois)
    return float(posts), float(sum(costs) * sign)


def fonctions_presentes(etat: Etat, convention: str) -> list[str]:
    """Return the fonctions of the employees of a convention."""
    held = etat.etp_de(convention).sum(axis=0)
    return [name for name, count in zip(etat.fonctions, held, strict=True) if count]


def masse_de(etat: Etat, rang: int, convention: str) -> float:
    """Return the payroll of the employees of a convention in an establishment, known costs only."""
    costs = etat.couts_etp[rang]
    return float((etat.etp_de(convention)[rang] * costs)[costs == costs].sum())  # noqa: PLR0124


def _par_genre(projection: Projection) -> np.ndarray:
    return projection.lignes.places[:, :, -1].sum(axis=1)
