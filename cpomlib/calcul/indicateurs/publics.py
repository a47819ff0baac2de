"""Who is received: households, people, and how they are distributed."""

from __future__ import annotations

from typing import Any

from cpomlib.calcul.indicateurs.absence import unfilled
from cpomlib.calcul.indicateurs.apport import Apport, Cotes, ceux, chacun, colonne, mesurees, parts
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.measure import Measure
from cpomlib.calcul.indicateurs.rows import Rows

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

LUES = {
    "part_via_siao": "via_siao", "part_droits_incomplets": "droits_incomplets",
    "part_emploi": "emploi",
}  # fmt: skip
"""Share → the column it reads."""


def publics(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « publics » of every unit."""
    received = contexte.sejours.accueillis.rows
    own = {name: remplie(received, column) for name, column in LUES.items()}
    return mesurees(cotes_publics(contexte), own)


def cotes_publics(contexte: Contexte) -> dict[str, Cotes]:
    """Select what is behind each indicator of the volet « publics »."""
    received, present = contexte.sejours.accueillis.rows, contexte.sejours.presents.rows
    households = chacun("sejours", received)
    children = colonne("sejours", received, "nb_enfants")
    adults = colonne("sejours", received, "nb_adultes")
    found: dict[str, Cotes] = {
        "menages_accueillis": (households, None),
        "menages_presents_31_12": (chacun("sejours", present), None),
        "personnes_accueillies": (
            Apport("sejours", received, adults.bruts + children.bruts), None,
        ),
        "enfants_accueillis": (children, None),
        "part_via_siao": ceux("sejours", received, "via_siao", True),
        "part_droits_incomplets": ceux("sejours", received, "droits_incomplets", True),
        "part_emploi": ceux("sejours", received, "emploi", *EN_EMPLOI),
    }  # fmt: skip
    for prefix, column in FAMILLES.items():
        found |= parts(prefix, column, households)
    return found


def remplie(rows: Rows, column: str, table: str = "sejours") -> dict[str, Any]:
    """Refuse a share whose column no row of a unit fills: it has no value rather than zero.

    An empty value otherwise stays in the denominator (modality ``non_renseigne``).
    """
    filled = rows.where(rows.column(column).notna().to_numpy())
    nobody = rows.some() & ~filled.some()
    return {"refus": ((nobody, unfilled(table, column)),)}
