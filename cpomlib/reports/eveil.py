"""What takes a second to be ready, woken with the command, before it knows what there is to make.

It is sent away at once when there is nothing, or when something else is wanted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpomlib.noyaux.culture import pepiniere
from cpomlib.reports import prechauffe
from cpomlib.reports.kernel import private_folder

_PAR_MOTEUR = 6
"""Reports made at once that one drawing engine keeps up with."""


@dataclass(frozen=True)
class Eveil:
    """What is awake.

    Attributes:
        notebook: what its kernels are ready for.
        noyaux: where kernels put their private folders.
        environnement: the variables that lead workers to the parent of kernels and to who draws.
    """

    notebook: Path
    noyaux: Path
    environnement: Mapping[str, str]


@contextmanager
def eveiller(notebook: Path, parallele: int, base: str = "") -> Iterator[Eveil]:
    """Start the parent of kernels, the process workers are born from, and the one that draws.

    Who asks them for something while they get ready waits for them.

    Args:
        notebook: what the kernels are for.
        parallele: how many reports are made at once.
        base: address of the base, as far as it is known.
    """
    modules = prechauffe.modules(notebook, base or os.environ.get("CPOM_BASE", ""))
    with private_folder() as noyaux, pepiniere(noyaux, modules) as warm:
        # imported while the parent of kernels, the longest to wake, already does
        from cpomlib.dessin.atelier import atelier
        from cpomlib.reports import pool

        with atelier(noyaux, moteurs=1 + parallele // _PAR_MOTEUR) as drawing:
            pool.eveiller()
            yield Eveil(notebook, noyaux, {**warm, **drawing})


def en_meme_temps(parallele: int) -> int:
    """Return how many reports are made at once: as many as asked, or one more than cores.

    Each waits now and then for its drawings, or for the other end of a socket.
    """
    return parallele or (os.cpu_count() or 1) + 1
