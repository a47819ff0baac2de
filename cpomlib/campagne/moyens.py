"""With what the reports of a campaign are made: processes of this machine, or of others."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cpomlib.campagne import machines, pool, prechauffe
from cpomlib.campagne.eveil import Eveil, eveiller
from cpomlib.campagne.kernel import private_folder
from cpomlib.campagne.preparation import Preparation
from cpomlib.campagne.worker import Issue, Tache
from cpomlib.rendu.dessin.atelier import atelier

Faire = Callable[[Iterable[Tache]], Generator[tuple[Tache, Issue], None, None]]
_PAR_MOTEUR = 6
"""Reports made at once that one drawing engine keeps up with."""


@dataclass(frozen=True)
class Moyens:
    """Who makes the reports.

    Attributes:
        noyaux: where kernels put their private folders.
        faire: makes reports, and yields each as it ends.
    """

    noyaux: Path
    faire: Faire


@contextmanager
def moyens(ready: Preparation, combien: int, eveil: Eveil | None = None) -> Iterator[Moyens]:
    """Give what makes the reports of a campaign.

    Args:
        ready: the campaign.
        combien: how many reports there are to make; nothing is started for none.
        eveil: the parent of kernels that is already awake, if it is.

    Raises:
        CommandeError: the Dask cluster that is asked for cannot be used.
    """
    parallele = min(_en_meme_temps(ready.campagne.parallele), combien)
    if not combien:
        yield Moyens(Path(), _aucun)
    elif ready.campagne.dask in {"", machines.LOCAL}:
        with _ici(ready, parallele, eveil) as found:
            yield found
    else:
        with private_folder() as noyaux, machines.grappe(ready, parallele, {}) as client:
            yield Moyens(noyaux, partial(machines.run, client=client))


@contextmanager
def _ici(ready: Preparation, parallele: int, eveil: Eveil | None) -> Iterator[Moyens]:
    """Use the parent of kernels that is awake, if it is for this notebook, and its companions."""
    notebook = ready.campagne.notebook
    awake = nullcontext(eveil) if eveil and eveil.notebook == notebook else None
    with (
        awake or eveiller(notebook, ready.adresse) as found,
        atelier(found.noyaux, moteurs=1 + parallele // _PAR_MOTEUR) as drawing,
        private_folder(found.noyaux) as shared,
    ):
        environment = {
            **ready.environnement,
            **found.environnement,
            **drawing,
            prechauffe.COMMUN: str(shared),
        }
        with _makers(ready, parallele, found.noyaux, environment) as faire:
            yield Moyens(found.noyaux, faire)


@contextmanager
def _makers(
    ready: Preparation, parallele: int, noyaux: Path, environment: Mapping[str, str]
) -> Iterator[Faire]:
    """Give processes of this machine, or a Dask cluster of our own."""
    if not ready.campagne.dask:
        yield partial(pool.run, parallele=parallele, noyaux=noyaux, environment=environment)
        return
    with machines.grappe(ready, parallele, environment) as client:
        yield partial(machines.run, client=client)


def _en_meme_temps(parallele: int) -> int:
    """Return how many reports are made at once: as many as asked, or one more than cores.

    Each waits now and then for its drawings, or for the other end of a socket.
    """
    return parallele or (os.cpu_count() or 1) + 1


def _aucun(_: Iterable[Tache]) -> Generator[tuple[Tache, Issue], None, None]:
    yield from ()
