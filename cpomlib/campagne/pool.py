"""Several reports at once, each by a maker; one that dies takes nobody with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from cpomlib.campagne import worker
from cpomlib.campagne.artisan import Artisan
from cpomlib.campagne.worker import Issue, Tache

PERDU = "Le processus du rapport a été tué (mémoire insuffisante, le plus souvent)."


def run(
    taches: Iterable[Tache], parallele: int, noyaux: Path, environment: Mapping[str, str]
) -> Generator[tuple[Tache, Issue], None, None]:
    """Make reports in parallel and give each as it ends.

    Args:
        taches: what to make; taken one by one, as makers are free.
        parallele: how many at once, at least 1.
        noyaux: the private folder of the campaign, that goes with it.
        environment: variables for the makers (secrets travel there).
    """
    artisans = [Artisan(environment, noyaux) for _ in range(parallele)]
    threads = ThreadPoolExecutor(parallele)
    try:
        yield from _run(iter(taches), deque(artisans), threads)
    finally:
        for artisan in artisans:
            artisan.renvoyer()
        threads.shutdown()
        for artisan in artisans:
            artisan.fermer()


def _run(
    taches: Iterable[Tache], libres: deque[Artisan], threads: ThreadPoolExecutor
) -> Generator[tuple[Tache, Issue], None, None]:
    waiting = iter(taches)
    running: dict[Future[Issue | None], tuple[Artisan, Tache]] = {}
    while True:
        while libres and (tache := next(waiting, None)) is not None:
            artisan = libres.popleft()
            running[threads.submit(artisan.faire, tache)] = artisan, tache
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            artisan, tache = running.pop(future)
            libres.append(artisan)
            yield tache, future.result() or worker.issue(tache, PERDU)
