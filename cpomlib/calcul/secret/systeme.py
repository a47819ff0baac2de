"""Cells and the linear relations between them: all that a reader may calculate with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import Literal

Statut = Literal["publiee", "primaire", "secondaire", "interne", "connue"]
"""Of a cell: published; masked by itself; masked for another; never published but deducible;
known already, from last year's report or elsewhere, so that masking it would be of no use."""


@dataclass(frozen=True)
class Cellule:
    """One number of the tables.

    Attributes:
        nom: unique in the system; a cell that two tables share has one name.
        valeur: the number itself.
        statut: whether the reader sees it.
        protection: lowest and highest values that the reader must still hold possible; None
            when the cell is not sensitive.
        minimum: what every reader knows it is not below (0 for a count).
        maximum: what every reader knows it is not above.
        table: where it stands, in words, for the messages.
        entiere: it counts whole units.
    """

    nom: str
    valeur: float
    statut: Statut = "publiee"
    protection: tuple[float, float] | None = None
    minimum: float = 0.0
    maximum: float = inf
    table: str = ""
    entiere: bool = True

    @property
    def inconnue(self) -> bool:
        """The reader does not see it."""
        return self.statut in ("primaire", "secondaire", "interne")


@dataclass(frozen=True)
class Equation:
    """A relation that always holds: Σ coefficient × cell = constant.

    A margin is Σ parts − total = 0. A rate published with its denominator is numerator − rate ×
    denominator = 0. What is counted once in a total and twice in its parts is the constant,
    taken as known to the reader.

    Attributes:
        termes: names of the cells and their coefficients.
        constante: right-hand side.
    """

    termes: tuple[tuple[str, float], ...]
    constante: float = 0.0


@dataclass(frozen=True)
class Systeme:
    """Cells with the relations between them; tables are linked by the cells they share.

    Attributes:
        cellules: every cell, each name once.
        equations: every relation a reader can know.
    """

    cellules: tuple[Cellule, ...]
    equations: tuple[Equation, ...] = ()

    @cached_property
    def rang(self) -> Mapping[str, int]:
        """Name of a cell → its place."""
        return {cellule.nom: place for place, cellule in enumerate(self.cellules)}

    def cellule(self, nom: str) -> Cellule:
        """Return a cell by its name."""
        return self.cellules[self.rang[nom]]

    def masquant(self, noms: Iterable[str]) -> Systeme:
        """Return the system with further published cells masked for the sake of others."""
        wanted = set(noms)
        return replace(
            self,
            cellules=tuple(
                replace(cell, statut="secondaire")
                if cell.nom in wanted and cell.statut == "publiee"
                else cell
                for cell in self.cellules
            ),
        )

    def homogene(self) -> Systeme:
        """Return the system of a reader who does not know the constants, only their sign.

        What is counted twice, what contradicts a definition: nobody publishes it.
        """
        cells, equations = list(self.cellules), []
        for rank, one in enumerate(self.equations):
            terms = one.termes
            if one.constante:
                cells.append(Cellule(f"excès {rank}", abs(one.constante), "interne"))
                terms = (*terms, (f"excès {rank}", -1.0 if one.constante > 0 else 1.0))
            equations.append(Equation(terms))
        return Systeme(tuple(cells), tuple(equations))

    def __add__(self, other: Systeme) -> Systeme:
        """Link two systems: cells of the same name are the same cell, the first one's."""
        known = self.rang
        more = tuple(cell for cell in other.cellules if cell.nom not in known)
        return Systeme(self.cellules + more, self.equations + other.equations)


def somme(total: str, parts: Iterable[str], constante: float = 0.0) -> Equation:
    """Return the relation of a margin: the parts less the total make ``constante``."""
    return Equation((*((part, 1.0) for part in parts), (total, -1.0)), constante)


def rapport(numerateur: str, denominateur: str, taux: float) -> Equation:
    """Return what a published rate says: numerator = rate × denominator."""
    return Equation(((numerateur, 1.0), (denominateur, -taux)))
