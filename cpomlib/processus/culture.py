"""Starting the parent of warm kernels, for as long as its owner lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cpomlib.processus.compagnon import compagnon
from cpomlib.processus.lien import ADRESSE

CHOIX = "CPOM_NOYAUX"
"""Environment variable: ``ordinaire`` wants kernels started the ordinary way."""
ORDINAIRE = "ordinaire"
NOYAU = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.comm",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "encodings.latin_1",
    "faulthandler",
    "psutil",
    "tornado.platform.asyncio",
)
"""What every kernel imports, whatever it is for."""
_UN_FIL = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A fork keeps none of a library's threads: none may be started before."""
_PROGRAMME = "cpomlib.processus.parent"
MENAGE = "CPOM_MENAGE"
"""Environment variable of the parent: the private folder that goes with it."""


def possible() -> bool:
    """Whether kernels can be forked here.

    Not on Windows, which has no fork; nor on macOS, whose system libraries may not be used after
    one; nor where ``CPOM_NOYAUX`` says « ordinaire ».
    """
    return sys.platform == "linux" and os.environ.get(CHOIX) != ORDINAIRE


@contextmanager
def pepiniere(
    dossier: Path | None, modules: Sequence[str] = (), menage: bool = False
) -> Iterator[dict[str, str]]:
    """Keep a parent of warm processes while the block runs.

    Who asks while the parent still imports waits for it. When anything fails, processes are
    ordinary ones.

    Args:
        dossier: a private folder, short enough for a socket; a temporary one by default.
        modules: imported by the parent, beside those of every kernel; ``module:function`` also
            calls a function without argument.
        menage: the folder goes with the parent, even when its owner is killed.

    Yields:
        The variables to give to the processes that will ask for others; none where they cannot
        be forked.
    """
    if not possible():
        yield {}
        return
    # the option of ordinary kernels, which lets a debugger see everything
    python = ["-Xfrozen_modules=off"]
    goes = {MENAGE: str(dossier)} if menage and dossier else {}
    wanted = [*NOYAU, *modules]
    with compagnon(_PROGRAMME, wanted, dossier, python, {**_UN_FIL, **goes}) as address:
        yield {ADRESSE: address} if address else {}
