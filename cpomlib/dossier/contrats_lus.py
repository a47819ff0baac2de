"""Contracts read in one state of the base, and the tables that their targets need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.base import read
from cpomlib.calcul.contrat import contrats_de, mesures_lues
from cpomlib.tables import contract_names

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.calcul.contrat import Contrat, Mesures


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
