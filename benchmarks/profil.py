"""Where the time of a report goes: the processor's seconds of each process, the longest cells."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psutil

from benchmarks.campagne import CARNET, UN_FIL, cpom, gestionnaires
from benchmarks.mesure import Mesure

PARTIE = "Où va le temps d’un rapport"
_LONGUES = 6
_NOTE = (
    "Un rapport à la fois, médiane de ceux qui suivent les deux premiers : ceux-ci font ce que "
    "la campagne partage."
)


@dataclass(frozen=True)
class Depense:
    """What a report took.

    Attributes:
        carnet: processor seconds of the process that runs the notebook and writes the page.
        noyau: processor seconds of that of its cells, from birth to end.
        dessin: processor seconds of the engine that draws.
        total: seconds gone by.
        cellules: seconds gone by in each cell, by its first line.
    """

    carnet: float
    noyau: float
    dessin: float
    total: float
    cellules: dict[str, float]


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure 10 reports; ``petit``: 4."""
    count = 4 if petit else 10
    with tempfile.TemporaryDirectory() as place:
        base = f"sqlite:///{Path(place) / 'cpom.db'}"
        cpom("exemple", "--base", base, "--region", "52", "--gestionnaires", str(count),
             "--graine", "1")  # fmt: skip
        # a process of its own: it forks, and must never have had a second thread
        os.environ.update(UN_FIL)
        ids = gestionnaires(base)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            taken = pool.submit(_reports, base, ids, Path(place)).result()[2:]
    shares = {
        "carnet": "Mener le carnet, écrire la page (papermill)",
        "noyau": "Les cellules\u00a0: naître, calculer, écrire le HTML",
        "dessin": "Dessiner (Vega)",
    }
    for name, label in shares.items():
        seconds = statistics.median(getattr(each, name) for each in taken)
        yield _line(f"profil_{name}", f"{label}, processeur", seconds)
    yield _line("profil_total", "Du début à la fin", statistics.median(e.total for e in taken))
    cells = {
        name: statistics.median(each.cellules[name] for each in taken) for name in taken[0].cellules
    }
    for name in sorted(cells, key=cells.__getitem__, reverse=True)[:_LONGUES]:
        yield _line(f"profil_cellule_{name}", f"Cellule «\u00a0{name}\u00a0»", cells[name])


def _line(name: str, label: str, seconds: float) -> Mesure:
    return Mesure(name, PARTIE, label, 1000 * seconds, "ms", note=_NOTE)


def _reports(base: str, ids: list[str], folder: Path) -> list[Depense]:
    """Make the reports one by one, as a maker of a campaign does."""
    from cpomlib.campagne import prechauffe
    from cpomlib.campagne.kernel import private_folder
    from cpomlib.processus.alleger import alleger
    from cpomlib.processus.culture import NOYAU
    from cpomlib.processus.parent import DEBOGUEUR, precharger
    from cpomlib.rendu.dessin.atelier import atelier

    alleger(*DEBOGUEUR)
    precharger([*NOYAU, *prechauffe.modules(CARNET)])
    me = psutil.Process()
    with ExitStack() as held:
        root = held.enter_context(private_folder())
        os.environ[prechauffe.COMMUN] = str(held.enter_context(private_folder(root)))
        before = set(me.children())
        os.environ |= held.enter_context(atelier(root))
        (drawing,) = set(me.children()) - before
        return [_one(base, each, (folder, root), drawing) for each in ids]


def _one(base: str, identifiant: str, places: tuple[Path, Path], dessin: psutil.Process) -> Depense:
    from cpomlib.campagne import worker

    done, noyaux = places[0] / identifiant, places[1]
    done.mkdir()
    asked: dict[str, str | int | float | bool] = {
        "gestionnaire": identifiant,
        "region": "52",
        "base": base,
        "annee": 2025,
    }
    tache = worker.Tache(
        id=identifiant, notebook=CARNET, parametres=asked, dossier=done, titre=identifiant,
        bandeau="", entete="", pied="", delai=600, noyaux=noyaux,
    )  # fmt: skip
    before, start = _spent(dessin), time.perf_counter()
    issue = worker.make(tache)
    total = time.perf_counter() - start
    if issue.raison:
        raise RuntimeError(issue.raison)
    carnet, noyau, drawn = (
        late - early for early, late in zip(before, _spent(dessin), strict=True)
    )
    return Depense(carnet, noyau, drawn, total, _cells(done / CARNET.name))


def _spent(dessin: psutil.Process) -> tuple[float, float, float]:
    """Return the processor seconds of this process, of its children that ended, of the drawing."""
    ours, drawn = os.times(), dessin.cpu_times()
    return (
        time.process_time(),
        ours.children_user + ours.children_system,
        drawn.user + drawn.system,
    )


def _cells(executed: Path) -> dict[str, float]:
    import nbformat

    cells = nbformat.read(executed, as_version=4).cells
    return {
        cell.source.splitlines()[-1].partition("(")[0]: cell.metadata.papermill.duration
        for cell in cells
        if cell.cell_type == "code" and cell.source and cell.metadata.papermill.duration
    }
