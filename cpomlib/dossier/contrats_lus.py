"""Contracts read in one state of the base, and the tables that their targets need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.base import read
from cpomlib.calcul.contrat import annees_du_contrat, contrats_de, mesurer
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.tables import contract_names, figure_names, territory_names

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.calcul.contrat import Contrat, Mesures
    from cpomlib.tables import Frames


@dataclass(frozen=True, eq=False)
class ContratsLus:
    """Contracts in a state of the base.

    Attributes:
        engine: the open base.
        etat: the number of the state.
        jour: the day they are looked at.
        contrats: the contracts, by code.
        frames: the tables of the contracts, and the structure.
    """

    engine: Engine
    etat: int
    jour: date
    contrats: Mapping[str, Contrat]
    frames: Mapping[str, pd.DataFrame]

    def parmi(self, contrats: Mapping[str, Contrat]) -> ContratsLus:
        """Return some of the contracts only."""
        return replace(self, contrats=contrats)

    def mesures(self) -> Mesures:
        """Measure the targets of the contracts, from their years of reference to the day."""
        return mesures_lues(self.engine, self.frames, self.contrats, self.etat, self.jour)


def lire_contrats(engine: Engine, etat: int, jour: date) -> ContratsLus:
    """Read every contract that the base shows in a state."""
    frames = read(engine, ["gestionnaires", "etablissements", *contract_names()], etat=etat)
    return ContratsLus(engine, etat, jour, contrats_de(frames), frames)


def mesures_lues(
    engine: Engine,
    frames: Frames,
    contrats: Mapping[str, Contrat],
    etat: int,
    jour: date,
    recul: int = 0,
) -> Mesures:
    """Measure the targets of contracts, from their years of reference to the day.

    Args:
        engine: an open base.
        frames: its table ``etablissements``, in that state.
        contrats: the contracts, by code.
        etat: the number of the state.
        jour: the day they are looked at.
        recul: how many years are measured before that of the reference.
    """
    spans = [annees_du_contrat(one, jour) for one in contrats.values()]
    first = min((span.start - 1 - recul for span in spans if span), default=jour.year)
    names = [*figure_names(), *territory_names()]
    held = read(engine, names, gestionnaires=_owners(frames, contrats), etat=etat)
    years = range(first, jour.year + 1)
    return mesurer(held, contrats, years, conventions_des_seuils(jour))


def _owners(frames: Frames, contrats: Mapping[str, Contrat]) -> list[str]:
    """Return who holds today the establishments of the contracts."""
    known = frames["etablissements"]
    held = {
        row["id_etablissement"]
        for one in contrats.values()
        for row in one.de("contrat_etablissements")
    }
    own = known.loc[known["id_etablissement"].isin(held), "id_gestionnaire"]
    return sorted({*own, *(one.gestionnaire for one in contrats.values())})
