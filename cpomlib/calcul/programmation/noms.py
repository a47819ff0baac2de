"""Names that the tables of a programming cite: a région, a département of that région."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.droit import departements, nom_region
from cpomlib.socle import Faute, suggestion
from cpomlib.tables import Refus, regional_names

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Provenance

_COLUMNS = ("departement", "departements")


def territoires_connus(name: str, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """Return one fault per cell that names a région or a département that is not there."""
    if name not in regional_names():
        return []
    faults: list[Faute] = []
    for row, code in enumerate(frame["region"]):
        if not isinstance(code, str):
            continue
        known = sorted(departements(code)["code"])
        if not known:
            refus = Refus("Cette région n’existe pas.", "Donnez son code INSEE, par exemple 52.")
            faults += provenance.fautes([row], "region", refus, frame)
            continue
        for column in (one for one in _COLUMNS if one in frame.columns):
            faults += _outside(row, column, code, known, frame, provenance)
    return faults


def _outside(
    row: int, column: str, region: str, known: list[str], frame: pd.DataFrame,
    provenance: Provenance,
) -> list[Faute]:  # fmt: skip
    written = frame[column].iloc[row]
    others = (
        [one for one in written.split() if one not in known] if isinstance(written, str) else []
    )
    if not others:
        return []
    refus = Refus(
        f"Le département «\u00a0{others[0]}\u00a0» n’est pas de la région {nom_region(region)}.",
        suggestion(others[0], known),
    )
    return provenance.fautes([row], column, refus, frame)
