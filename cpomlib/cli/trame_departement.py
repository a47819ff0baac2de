"""The workbook of a département: its insertion structures, its territories, its governance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


def ecrire_departement(
    engine: Engine, departement: str, annees: range, sortie: Path
) -> dict[str, int]:
    """Write the sheets of the insertion and the governance of a département.

    Returns:
        How many rows each sheet holds.

    Raises:
        CommandeError: no département has this code; names the nearest.
    """
    from cpomlib.base import read
    from cpomlib.entree.trame import ecrire_trame_contrat
    from cpomlib.tables import territory_names

    _refuse_unknown(departement)
    names = [*territory_names(), "financements"]
    held = read(engine, ["etablissements", *names])
    houses = held["etablissements"]
    here = set(houses.loc[houses["departement"] == departement, "id_etablissement"])
    here &= set(held["structures_insertion"]["id_etablissement"])
    kept = {}
    for name in names:
        frame = held[name]
        mine = (
            frame["departement"] == departement
            if "departement" in frame
            else frame["id_etablissement"].isin(here)
        )
        asked = frame["annee"].isin(annees) if "annee" in frame else True
        kept[name] = frame[mine & asked]
    return ecrire_trame_contrat(kept, sortie, names)


def _refuse_unknown(departement: str) -> None:
    from cpomlib.droit import departements
    from cpomlib.socle import CommandeError, suggestion

    known = departements()["code"].tolist()
    if departement not in known:
        raise CommandeError(
            f"Le département «\u00a0{departement}\u00a0» n’existe pas.",
            que_faire=suggestion(departement, known),
        )
