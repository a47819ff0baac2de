"""What a dossier tells of its deposits: which they are, what was doubted, what was declared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine

from cpomlib import base as store


def deposes(
    engine: Engine, gestionnaire: str, entities: Sequence[str], annee: int, etat: int
) -> dict[str, Any]:
    """Read the fields of a dossier that are about its deposits.

    Args:
        engine: an open base.
        gestionnaire: whose dossier.
        entities: it, and its establishments in the perimeter.
        annee: the year diagnosed.
        etat: the state they are read in.
    """
    depots = store.deposits_used(engine, entities, etat)
    numbers = [one.id for one in depots]
    return {
        "depots": tuple(depots),
        "exemple": any(depot.format == "exemple" for depot in depots),
        "doutes_du_depot": store.doutes_du_gestionnaire(engine, gestionnaire, numbers, etat),
        "contenus": store.contents(engine, entities, annee, etat),
        "declarations": store.declarations(engine, [gestionnaire], etat=etat),
    }
