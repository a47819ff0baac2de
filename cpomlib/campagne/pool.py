"""Several reports at once, each in a process; a process that dies takes nobody with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path

from cpomlib.campagne import worker
from cpomlib.campagne.worker import Issue, Tache
from cpomlib.processus import possible

Start = Callable[[int], ProcessPoolExecutor]
_PRELOADED = ("__main__", "cpomlib.campagne.precharge")
_KILLED = "Le processus du rapport a été tué (mémoire insuffisante, le plus souvent)."


def run(
    taches: Iterable[Tache], parallele: int, noyaux: Path, environment: Mapping[str, str]
) -> Generator[tuple[Tache, Issue], None, None]:
    """Make reports in parallel and give each as it ends.

    When a worker dies, the reports under way are tried again one by one, each in a process of
    its own: the one that kills its worker is reported, the others are made.

    Args:
        taches: what to make.
        parallele: how many at once, at least 1.
        noyaux: where kernels put their private folders.
        environment: variables for the workers and their kernels (secrets travel there).
    """
    waiting = deque(taches)
    start = partial(_pool, noyaux=noyaux, environment=environment)
    while waiting:
        suspects: list[Tache] = []
        yield from _round(waiting, parallele, start, suspects)
        for tache in suspects:
            yield tache, _alone(tache, start)


def _round(
    waiting: deque[Tache], parallele: int, start: Start, suspects: list[Tache]
) -> Generator[tuple[Tache, Issue], None, None]:
    """Run until nothing is left or a worker dies; no more is handed out than can be running."""
    pool = start(min(parallele, len(waiting)))
    running: dict[Future[Issue], Tache] = {}
    try:
        while (waiting or running) and not suspects:
            while waiting and len(running) < parallele:
                tache = waiting[0]
                running[pool.submit(worker.make, tache)] = tache
                waiting.popleft()
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                if isinstance(future.exception(), BrokenProcessPool):
                    continue
                yield running.pop(future), future.result()
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                suspects.extend(running.values())
    except BrokenProcessPool:
        suspects.extend(running.values())
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown(wait=True, cancel_futures=True)


def _alone(tache: Tache, start: Start) -> Issue:
    pool = start(1)
    try:
        return pool.submit(worker.make, tache).result()
    except BrokenProcessPool:
        return worker.issue(tache, _KILLED)
    except BaseException:
        _stop(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(size: int, *, noyaux: Path, environment: Mapping[str, str]) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=size,
        mp_context=_context(),
        initializer=worker.initialise,
        initargs=({**os.environ, **environment}, noyaux),
    )


def _context() -> BaseContext:
    """Return how workers start: forked from a process that has imported papermill once for all."""
    if not possible():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    with _one_thread(), _no_ctrl_c():
        forkserver.ensure_running()
    return context


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let no library start a thread in the process that workers are forked from."""
    before = {name: os.environ.get(name) for name in worker.ONE_THREAD}
    os.environ.update(dict.fromkeys(worker.ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """Let a process be born deaf to Ctrl-C: while it imports, it would answer with a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(pool: ProcessPoolExecutor) -> None:
    """Stop at once: what is under way is of no use any more."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in workers:
        process.terminate()
    for process in workers:
        process.join(5)
