"""What was on the table before the last changes, to undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

PROFONDEUR = 200
"""How many changes can be undone."""
ELAN = 1.0
"""Seconds between two values of a slider that still runs."""
Tenu = TypeVar("Tenu")
"""What is on the table."""


@dataclass
class Passe(Generic[Tenu]):
    """What was there before, the latest last, and what was undone."""

    avant: list[Tenu] = field(default_factory=list)
    apres: list[Tenu] = field(default_factory=list)
    geste: tuple[Any, ...] = ()
    instant: float = 0.0

    def garder(self, tenu: Tenu, geste: tuple[Any, ...] = (), instant: float = 0.0) -> None:
        """Keep what is there before a change; a slider that runs is one change, two boxes are two.

        Args:
            tenu: what is about to change.
            geste: what changes it; the same one again, at once, goes on.
            instant: when, in seconds.
        """
        runs = geste and geste == self.geste and instant - self.instant < ELAN
        if not runs:
            self.avant = [*self.avant[-PROFONDEUR:], tenu]
        self.apres, self.geste, self.instant = [], geste, instant

    def suivi(self, instant: float) -> None:
        """Note that the screen followed: a slider runs on from there, however long that took."""
        self.instant = instant

    def reprendre(self, tenu: Tenu) -> Tenu | None:
        """Take back what was there before the last change, None when there is nothing."""
        self.geste = ()
        if not self.avant:
            return None
        self.apres.append(tenu)
        return self.avant.pop()

    def refaire(self, tenu: Tenu) -> Tenu | None:
        """Take again what was undone last, None when there is nothing."""
        self.geste = ()
        if not self.apres:
            return None
        self.avant.append(tenu)
        return self.apres.pop()
