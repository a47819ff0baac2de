"""The rows behind a figure: those its computation adds up, kept row by row."""

from __future__ import annotations

from cpomlib.calcul.indicateurs.activite import cotes_activite
from cpomlib.calcul.indicateurs.apport import Apport, Cotes
from cpomlib.calcul.indicateurs.bilan import cotes_bilan
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.cpom import cotes_cpom
from cpomlib.calcul.indicateurs.finances import cotes_finances
from cpomlib.calcul.indicateurs.propres import cotes_propres
from cpomlib.calcul.indicateurs.publics import cotes_publics
from cpomlib.calcul.indicateurs.rh import cotes_rh

__all__ = ["Apport", "Cotes", "apports"]
_VOLETS = (
    cotes_publics,
    cotes_activite,
    cotes_cpom,
    cotes_finances,
    cotes_bilan,
    cotes_rh,
    cotes_propres,
)


def apports(contexte: Contexte) -> dict[str, Cotes]:
    """Return what is behind every indicator of the catalogue."""
    found: dict[str, Cotes] = {}
    for volet in _VOLETS:
        found |= volet(contexte)
    return found
