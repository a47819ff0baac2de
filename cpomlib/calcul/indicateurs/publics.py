"""Who is received: households, people, and how they are distributed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.absence import unfilled
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.droit import NON_RENSEIGNE
from cpomlib.tables import table

FAMILLES = {
    "part_composition": "composition",
    "part_age": "tranche_age",
    "part_ressources": "ressources",
    "part_nationalite": "nationalite",
    "part_motif": "motif",
}
"""Families of shares over ménages accueillis: prefix of the ids → column of ``sejours``."""

EN_EMPLOI = ("cdi", "cdd_interim", "insertion")
"""Modalities of ``emploi`` that count as being in work."""


def publics(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « publics » of every unit."""
    sejours = contexte.sejours
    accueillis = sejours.accueillis.rows
    adultes, enfants = accueillis.total("nb_adultes"), accueillis.total("nb_enfants")
    measures = {
        "menages_accueillis": Measure(accueillis.count()),
        "menages_presents_31_12": Measure(sejours.presents.rows.count()),
        "personnes_accueillies": Measure(adultes + enfants),
        "enfants_accueillis": Measure(enfants),
        "part_via_siao": part(accueillis, "via_siao", True),
        "part_droits_incomplets": part(accueillis, "droits_incomplets", True),
        "part_emploi": part(accueillis, "emploi", *EN_EMPLOI),
    }
    for prefix, column in FAMILLES.items():
        measures |= shares(accueillis, prefix, "sejours", column)
    return measures


def part(rows: Rows, column: str, *values: object, table: str = "sejours") -> Measure:
    """Measure the share of rows whose ``column`` holds one of ``values``.

    An empty value stays in the denominator (modality ``non_renseigne``); a column that no
    row of the unit fills gives no value rather than zero.
    """
    filled = rows.where(rows.column(column).notna().to_numpy())
    total = rows.count()
    nobody = (total > 0) & (filled.count() == 0)
    return Measure(
        rows.equal(column, *values).count(), total, refus=((nobody, unfilled(table, column)),)
    )


def shares(
    rows: Rows, prefix: str, name: str, column: str, weights: np.ndarray | None = None
) -> dict[str, Measure]:
    """Measure the share of each modality of a column; they sum to 1.

    Args:
        rows: the rows to distribute.
        prefix: start of the ids, followed by the modality.
        name: shared table of the column, which holds the modalities in order.
        column: column read; empty counts as ``non_renseigne`` where the column is optional.
        weights: what each row weighs (an ETP, an amount), 1 by default.
    """
    field = table(name).champ(column)
    codes = pd.Categorical(rows.column(column), categories=list(field.categories)).codes
    modalities = list(field.categories) + ([] if field.requis else [NON_RENSEIGNE])
    weights = np.ones(len(codes)) if weights is None else weights
    total = rows.add(weights)
    held = {
        modality: rows.where(codes == code).add(weights[codes == code])
        for code, modality in enumerate(field.categories)
    }
    if not field.requis:
        held[NON_RENSEIGNE] = rows.where(codes == -1).add(weights[codes == -1])
    return {f"{prefix}_{modality}": Measure(held[modality], total) for modality in modalities}
