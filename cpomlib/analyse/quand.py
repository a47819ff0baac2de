"""Which years, or parts of years, are computed: those asked, once they have data, or all begun."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.analyse.saisies import Durees


def when(
    engine: Engine,
    etat: int,
    jour: date,
    gestionnaire: str | None,
    demandees: Durees,
) -> list[tuple[int, str]]:
    """Return the years and parts of years asked; every year begun on ``jour`` when none is.

    Raises:
        CommandeError: one has no data, or no year has.
    """
    if demandees is not None:
        for year, _ in demandees:
            store.refuse_year(engine, gestionnaire, year, etat)
        return list(demandees)
    owners = None if gestionnaire is None else [gestionnaire]
    known = store.years(engine, owners, etat=etat)
    if begun := [(year, "") for year in known if year <= jour.year]:
        return begun
    raise CommandeError("Aucune année n’a de données dans cette base.")
