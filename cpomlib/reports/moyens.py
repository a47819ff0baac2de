"""With what the reports of a campaign are made: processes of this machine, or of others."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cpomlib.dessin.atelier import atelier
from cpomlib.noyaux.culture import pepiniere
from cpomlib.reports import machines, pool, prechauffe
from cpomlib.reports.kernel import private_folder
from cpomlib.reports.preparation import Preparation
from cpomlib.reports.worker import Issue, Tache

Faire = Callable[[Iterable[Tache]], Generator[tuple[Tache, Issue], None, None]]
_PAR_MOTEUR = 6
"""Reports made at once that one drawing engine keeps up with."""


@contextmanager
def moyens(ready: Preparation, combien: int, noyaux: Path) -> Iterator[Faire]:
    """Give the function that makes reports and yields each as it ends.

    Args:
        ready: the campaign.
        combien: how many reports there are to make; nothing is started for none.
        noyaux: where kernels put their private folders.

    Raises:
        CommandeError: the Dask cluster that is asked for cannot be used.
    """
    parallele = min(ready.campagne.parallele or os.cpu_count() or 1, combien)
    if not combien:
        yield _aucun
        return
    if ready.campagne.dask not in {"", machines.LOCAL}:
        with machines.grappe(ready, parallele, {}) as client:
            yield partial(machines.run, client=client)
        return
    with (
        pepiniere(noyaux, prechauffe.modules(ready.campagne.notebook)) as warm,
        atelier(noyaux, moteurs=1 + parallele // _PAR_MOTEUR) as drawing,
        private_folder(noyaux) as shared,
    ):
        environnement = {**ready.environnement, **warm, **drawing, prechauffe.COMMUN: str(shared)}
        if not ready.campagne.dask:
            yield partial(pool.run, parallele=parallele, noyaux=noyaux, environment=environnement)
            return
        with machines.grappe(ready, parallele, environnement) as client:
            yield partial(machines.run, client=client)


def _aucun(_: Iterable[Tache]) -> Generator[tuple[Tache, Issue], None, None]:
    yield from ()
