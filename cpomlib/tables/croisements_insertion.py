"""Cross checks of the tables of insertion: counts that hold together, territories that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, nearest
from cpomlib.tables.cellules import Refus
from cpomlib.tables.lecture import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

SORTIES = ("emploi_durable", "emploi_transition", "sorties_positives", "retraits")
"""What becomes of those who leave; the other exits are the rest."""
POPULATION = "population_insertion"


def _within(part: str, whole: str, dit: str) -> Regle:
    """Return the rule of a count that is a part of another."""

    def rule(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
        refus = Refus(dit, "Corrigez l’un des deux nombres.")
        return provenance.fautes_si(frame[part] > frame[whole], part, refus, frame)

    return rule


def _exits(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    told = frame[list(SORTIES)].astype("Float64").fillna(0).sum(axis=1)
    refus = Refus(
        "Les sorties par motif et les retraits dépassent le nombre de sortants.",
        "Corrigez l’un des nombres\u00a0: emploi durable, emploi de transition, sorties positives "
        "et retraits font au plus les sortants.",
    )
    return provenance.fautes_si(told > frame["sortants"], "sortants", refus, frame)


def territoires_inconnus(frames: Frames, known: Frames, provenance: Provenance) -> list[Faute]:
    """Return one fault per structure whose territory has no population, where one is known.

    A territory written in two ways would be two territories, neither of them covered rightly.
    """
    frame = frames["structures_insertion"]
    listed = [source[POPULATION] for source in (frames, known) if POPULATION in source]
    named = sorted({str(each) for rows in listed for each in rows["territoire"].dropna()})
    if not named:
        return []
    written = frame["territoire"].dropna()
    return [
        fault
        for row, name in written[~written.isin(named)].items()
        for fault in provenance.fautes([int(str(row))], "territoire", _unknown(name, named), frame)
    ]


def _unknown(name: str, named: list[str]) -> Refus:
    close = nearest(name, named)
    told = f" Le plus proche\u00a0: «\u00a0{close[0]}\u00a0»." if close else ""
    return Refus(
        "Ce territoire n’a aucune ligne dans «\u00a0population_insertion\u00a0».",
        f"Ajoutez sa population, ou corrigez le nom.{told}",
    )


Regle = Callable[["pd.DataFrame", Provenance], list[Faute]]
REGLES: Mapping[str, tuple[Regle, ...]] = {
    "activite_insertion": (
        _within(
            "dont_rsa", "accueillis", "Il y a plus d’allocataires que de personnes accueillies."
        ),
        _within("sortants", "accueillis", "Il y a plus de sortants que de personnes accueillies."),
        _exits,
    ),
}
