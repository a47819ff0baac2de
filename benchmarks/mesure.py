"""What a benchmark gives back, and how it is timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Sens = Literal["haut", "bas"]
"""Which way is better."""


@dataclass(frozen=True)
class Mesure:
    """One figure.

    Attributes:
        id: its name in ``reference.json``.
        partie: the table it goes in.
        libelle: what it is, in French.
        valeur: the figure.
        unite: ``×`` for a ratio, else ``s``, ``ms``, ``Mio``…
        sens: which way is better.
        cible: what is wanted; None when nothing is.
        rapport: it is a ratio of two things measured in this run: it holds on any machine, and its
            regression is a failure.
        note: how it was measured, where that is not plain.
    """

    id: str
    partie: str
    libelle: str
    valeur: float
    unite: str = "×"
    sens: Sens = "bas"
    cible: float | None = None
    rapport: bool = False
    note: str = ""

    @property
    def tenue(self) -> bool | None:
        """Whether the target is met; None when there is none."""
        if self.cible is None:
            return None
        return self.valeur >= self.cible if self.sens == "haut" else self.valeur <= self.cible


@dataclass(frozen=True, order=True)
class Temps:
    """How long something takes: seconds gone by, seconds of processor."""

    secondes: float
    processeur: float


def timed(action: Callable[[], object]) -> Temps:
    """Return how long something takes; the processor's share holds on a busy machine too."""
    start, work = time.perf_counter(), time.process_time()
    action()
    return Temps(time.perf_counter() - start, time.process_time() - work)


def mediane(action: Callable[[], object], fois: int) -> float:
    """Return the median time of several runs, the first one, which warms up, left out."""
    action()
    return statistics.median(timed(action).secondes for _ in range(fois))


def exposant(tailles: list[float], temps: list[float]) -> float:
    """Return the power of the size that time follows: least squares on logarithms."""
    from math import log

    return statistics.linear_regression([log(x) for x in tailles], [log(y) for y in temps]).slope


def pss(pids: list[int]) -> float:
    """Return the memory of processes in MiB, shared pages divided among those who share them."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        except OSError:
            continue
        total += sum(int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:"))
    return total / 1024


def famille(pid: int) -> list[int]:
    """Return a process and all that it has started."""
    import psutil

    try:
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    except psutil.NoSuchProcess:
        return []
