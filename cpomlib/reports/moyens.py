"""With what the reports of a campaign are made: processes of this machine, or of others."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cpomlib.reports import machines, pool, prechauffe
from cpomlib.reports.eveil import Eveil, en_meme_temps, eveiller
from cpomlib.reports.kernel import private_folder
from cpomlib.reports.preparation import Preparation
from cpomlib.reports.worker import Issue, Tache

Faire = Callable[[Iterable[Tache]], Generator[tuple[Tache, Issue], None, None]]


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
        eveil: what is already awake, if it is.

    Raises:
        CommandeError: the Dask cluster that is asked for cannot be used.
    """
    parallele = min(en_meme_temps(ready.campagne.parallele), combien)
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
    """Use what is awake, if it is for this notebook, and a folder that the reports share."""
    notebook = ready.campagne.notebook
    awake = nullcontext(eveil) if eveil and eveil.notebook == notebook else None
    with (
        awake or eveiller(notebook, parallele, ready.adresse) as found,
        private_folder(found.noyaux) as shared,
    ):
        environnement = {
            **ready.environnement,
            **found.environnement,
            prechauffe.COMMUN: str(shared),
        }
        if not ready.campagne.dask:
            yield Moyens(
                found.noyaux,
                partial(
                    pool.run,
                    parallele=parallele,
                    noyaux=found.noyaux,
                    environment=environnement,
                ),
            )
            return
        with machines.grappe(ready, parallele, environnement) as client:
            yield Moyens(found.noyaux, partial(machines.run, client=client))


def _aucun(_: Iterable[Tache]) -> Generator[tuple[Tache, Issue], None, None]:
    yield from ()
