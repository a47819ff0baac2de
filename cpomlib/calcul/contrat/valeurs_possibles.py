"""What a target or a measure may be worth: a share of households goes from none to all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat.noms import noms_connus
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.socle import Faute
from cpomlib.tables import Refus

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Provenance

TAUX_EXTREME = 2.0
"""Beyond twice the whole, a rate was written in percent."""
_COLONNES = {"cibles": ("valeur_reference", "cible", "tolerance"), "mesures": ("valeur",)}
_PART = "Cette part de ménages ou de personnes n’est pas entre 0 et 1."
_TAUX = "Ce taux est au-delà de 200\u00a0%."
_QUE_FAIRE = "Un taux s’écrit en fraction\u00a0: 0,42 pour 42\u00a0%."
Bornes = tuple[float | None, float | None]


def bornes(indicateur: str, unite: str | None) -> Bornes:
    """Return the least and the most that an indicator may be worth, None where nothing says it.

    Args:
        indicateur: its id, or the code of a free one.
        unite: the unit of a free one.
    """
    known = fiches_connues().get(indicateur)
    if (known.unite if known else unite) != "taux":
        return None, None
    return (0.0, 1.0) if known is not None and known.personnes else (-TAUX_EXTREME, TAUX_EXTREME)


def valeurs_possibles(name: str, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """Return one fault per value that its indicator cannot have."""
    faults: list[Faute] = []
    for column in _COLONNES.get(name, ()):
        for row, refus in _impossible(frame, column):
            faults += provenance.fautes([row], column, refus, frame)
    return faults


def _impossible(frame: pd.DataFrame, column: str) -> Iterator[tuple[int, Refus]]:
    units = frame["unite"] if "unite" in frame else [None] * len(frame)
    cells = zip(frame["indicateur"], units, frame[column], strict=True)
    for row, (indicateur, unite, value) in enumerate(cells):
        if not isinstance(indicateur, str) or not isinstance(value, int | float):
            continue
        least, most = bornes(indicateur, unite if isinstance(unite, str) else None)
        # the table says itself that a tolerance is not negative
        low = -math.inf if least is None or column == "tolerance" else least
        high = math.inf if most is None else most
        if value < low or value > high:
            yield row, Refus(_PART if most == 1 else _TAUX, _QUE_FAIRE)


AU_DEPOT = (noms_connus, valeurs_possibles)
"""What is checked of the tables of a contract, at every door, beside what each table says."""
