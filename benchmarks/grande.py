"""A région of 700 gestionnaires: how long it takes, and whether a report costs more in it."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.campagne import DEUX, calls, cpom, gestionnaires, pret
from benchmarks.mesure import Mesure, Temps

PARTIE = "Une grande région"
PAR_RAPPORT = 300
"""Milliseconds of processor that a report may take besides its own calls."""


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure a campaign of 700 gestionnaires beside one of 24; ``petit``: of 6 and 4."""
    few, some, many = (2, 4, 6) if petit else (4, 24, 700)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        base, ids = _region(folder, some)
        # what is done once for all the reports goes with the first ones
        first, small = (_campagne(base, folder, ids[:count]) for count in (few, some))
        alone = (small.processeur - first.processeur) / (some - few)
        base, ids = _region(folder, many)
        whole = _campagne(base, folder, ids)
        bare = _nu(base, ids[:some], folder)
    yield from _dites(many, whole, alone, bare)


def _dites(count: int, whole: Temps, alone: float, bare: float) -> Iterator[Mesure]:
    each = whole.processeur / count
    yield Mesure(
        "grande_duree", PARTIE, f"{count} gestionnaires", whole.secondes, "s", cible=180,
        note="Par « cpom rapports » tel quel, lancement compris, sur deux cœurs.",
    )  # fmt: skip
    yield Mesure(
        "grande_processeur", PARTIE, "Un rapport, processeur, au-delà de ses calculs",
        1000 * (each - bare), "ms", cible=PAR_RAPPORT,
        note="Moins les mêmes appels et leur HTML, dans un processus qui reste : médiane de ceux "
        "qui suivent le premier.",
    )  # fmt: skip
    yield Mesure(
        "grande_plancher", PARTIE, "Un rapport, en part de ses seuls calculs, processeur",
        each / bare, rapport=True,
    )  # fmt: skip
    yield Mesure(
        "grande_croissance", PARTIE, "Un rapport, en part de ce qu’il coûte dans une petite région",
        each / alone, cible=1.2, rapport=True,
        note="Processeur d’un rapport de plus dans une région de 24 gestionnaires.",
    )  # fmt: skip


def _region(folder: Path, count: int) -> tuple[str, list[str]]:
    base = f"sqlite:///{folder / f'cpom-{count}.db'}"
    cpom(
        "exemple", "--base", base, "--region", "52", "--gestionnaires", str(count), "--graine", "1"
    )
    return base, gestionnaires(base)


def _campagne(base: str, folder: Path, ids: Sequence[str]) -> Temps:
    """Make the reports of some gestionnaires; the processor's time is that of all processes."""
    chosen = [word for who in ids for word in ("--gestionnaire", who)]
    asked = ["--base", base, "--region", "52", "--annee", "2025", *chosen]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = cpom("rapports", *asked, "--sortie", str(folder / f"rapports-{len(ids)}"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Temps(seconds, used)


def _nu(base: str, ids: Sequence[str], folder: Path) -> float:
    """Return the processor's time of the calls of a report alone."""
    shared = folder / "commun"
    shared.mkdir()
    with ProcessPoolExecutor(
        DEUX, mp_context=get_context("spawn"), initializer=pret, initargs=(str(shared),)
    ) as pool:
        list(pool.map(_appels, [base] * DEUX, ids[:DEUX]))
        return statistics.median(pool.map(_appels, [base] * len(ids[1:]), ids[1:]))


def _appels(base: str, identifiant: str) -> float:
    start = time.process_time()
    calls(base, identifiant)
    return time.process_time() - start
