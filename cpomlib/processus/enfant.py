"""What a forked child undoes of its birth, before it becomes a kernel or a maker of reports."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cpomlib.processus.lien import envoyer

LANCEUR = "ipykernel_launcher"
"""The module an ordinary kernel is started by: only such a command can be forked."""


class Ferme(Protocol):
    """Something of the parent that holds a descriptor."""

    def close(self) -> Any:
        """Let the descriptor go."""


@dataclass(frozen=True)
class Demande:
    """A process that is asked for.

    Attributes:
        programme: ``module:function`` that it runs; empty for a kernel.
        arguments: of the function, or of ``ipykernel_launcher``.
        environnement: the whole of it.
        dossier: the folder it works in.
        masque: of the files it makes (``umask``).
        limites: soft and hard limits by the name of the resource.
    """

    programme: str
    arguments: Sequence[str]
    environnement: Mapping[str, str]
    dossier: str
    masque: int
    limites: Mapping[str, Sequence[int]]


def vivre(demande: Demande, descripteurs: Sequence[int], herites: Iterable[Ferme]) -> None:
    """Become what is asked for, and never return.

    Args:
        demande: what is asked for.
        descripteurs: standard input, output and error, then the connection that asked for it.
        herites: what the parent has open.
    """
    code = 1
    try:
        _separer(descripteurs, herites)
        _installer(demande)
        code = _devenir(demande, len(descripteurs) - 1)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        _flush()
        # the interpreter's own end would also end what belongs to the parent
        os._exit(code)


def _separer(descripteurs: Sequence[int], herites: Iterable[Ferme]) -> None:
    """Leave the parent: its session, its signals, its descriptors."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored, signal.SIG_IGN)
    for held in herites:
        held.close()
    for target, source in enumerate(descripteurs):
        os.dup2(source, target, inheritable=target < len(descripteurs) - 1)
    os.closerange(len(descripteurs), os.sysconf("SC_OPEN_MAX"))


def _installer(demande: Demande) -> None:
    """Take the environment, the folder, the limits and a random state of one's own."""
    os.environ.clear()
    os.environ.update(demande.environnement)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    os.chdir(demande.dossier)
    os.umask(demande.masque)
    time.tzset()
    _limiter(demande.limites)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _limiter(limites: Mapping[str, Sequence[int]]) -> None:
    import resource

    for name, (soft, hard) in limites.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (soft, hard))


def _devenir(demande: Demande, lien: int) -> int:
    """Run what is asked for to its end; return its exit code."""
    if not demande.programme:
        return _noyau(demande.arguments, lien)
    _annoncer(lien)
    module, _, function = demande.programme.partition(":")
    try:
        getattr(importlib.import_module(module), function)(*demande.arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _noyau(arguments: Sequence[str], lien: int) -> int:
    """Run the kernel to its end, and say when it listens; return its exit code."""
    from ipykernel.kernelapp import IPKernelApp

    sys.argv[:] = [LANCEUR, *arguments]
    # its default was read when the parent imported it
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    try:
        app = IPKernelApp.instance()
        app.initialize([*arguments, parent])
        _brancher()
        _annoncer(lien)
        app.start()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        atexit._run_exitfuncs()
    return 0


def _annoncer(number: int) -> None:
    """Say that the kernel listens: who connects sooner is left to try again later."""
    with socket.socket(fileno=number) as connection, contextlib.suppress(OSError):
        envoyer(connection, {"pret": True})


def _brancher() -> None:
    """Do what a library does when a kernel imports it, and had no kernel to do it to.

    Without this a page asks for its widgets one by one, instead of all at once: many times slower,
    and some are lost when several pages are opened together.
    """
    widgets = sys.modules.get("ipywidgets")
    if widgets is not None:
        widgets.register_comm_target()


def _flush() -> None:
    for stream in (sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            if stream is not None:
                stream.flush()
