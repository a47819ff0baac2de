"""The middle half of a région, beside the numbers of a scenario."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.base import sees_region
from cpomlib.calcul import PERIMETRES, par_gestionnaire
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.calcul.regional import Moitie, moities
from cpomlib.dossier.ensemble import Frames, douteux_de_la_region, valeurs

TABLES = ("etablissements", "places", "activite", "budgets", "salaries")
"""What the numbers of a scenario are compared in: nothing of a household is read."""


def moities_regionales(
    engine: Engine, gestionnaire: str, annee: int, etat: int
) -> Mapping[tuple[str, bool], Moitie]:
    """Return the middle half of the région of a gestionnaire, where it may be said.

    Nothing for one of several régions, nor for who does not see the whole of it.

    Args:
        engine: an open base.
        gestionnaire: its id.
        annee: the year; its growth is from the year before.
        etat: the state of the base.
    """
    known = store.read(engine, ["etablissements"], gestionnaires=[gestionnaire], etat=etat)
    regions = set(known["etablissements"]["region"].dropna().astype(str))
    region = regions.pop() if len(regions) == 1 else ""
    if not region or not sees_region(engine, region):
        return {}
    tables, conventions = _tables(engine, region, etat), conventions_des_seuils()
    asked = [(region, year, PERIMETRES[0]) for year in (annee, annee - 1)]
    now, before = (valeurs(tables, par_gestionnaire, ou, conventions) for ou in asked)
    doubted, earlier = (douteux_de_la_region(tables, ou, conventions) for ou in asked)
    return moities(now, before, annee, douteux=(doubted, earlier))


def _tables(engine: Engine, region: str, etat: int) -> Frames:
    known = store.read(engine, ["etablissements"], etat=etat)["etablissements"]
    names = sorted(set(known.loc[known["region"] == region, "id_gestionnaire"]))
    return store.read(engine, TABLES, gestionnaires=names, etat=etat)
