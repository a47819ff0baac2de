"""The parent of kernels takes a second to be ready: it wakes with the command, before all else.

It is sent away at once when there is nothing to make, or when something else is wanted. What is
ready sooner starts later: it would slow down the command, which has yet to see what there is to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpomlib.campagne import prechauffe
from cpomlib.campagne.kernel import private_folder
from cpomlib.processus import pepiniere


@dataclass(frozen=True)
class Eveil:
    """A parent of kernels that is awake, or nearly.

    Attributes:
        notebook: what its kernels are ready for.
        noyaux: where kernels put their private folders.
        environnement: the variables that lead to it.
    """

    notebook: Path
    noyaux: Path
    environnement: Mapping[str, str]


@contextmanager
def eveiller(notebook: Path, base: str = "") -> Iterator[Eveil]:
    """Keep a parent of kernels while the block runs; who asks it for one sooner waits for it.

    Args:
        notebook: what the kernels are for.
        base: address of the base, as far as it is known.
    """
    modules = prechauffe.modules(notebook, base or os.environ.get("CPOM_BASE", ""))
    with private_folder() as noyaux, pepiniere(noyaux, modules, menage=True) as warm:
        yield Eveil(notebook, noyaux, warm)
