"""The parent of warm processes: it has imported what they need, and only forks.

Run as ``python -m cpomlib.processus.parent LISTENER MODULE…``; it ends with its owner, whose end
closes its standard input, and takes its kernels with it. It has one thread, no event loop, no
ZeroMQ context, no connection to a base; and no open file but its sockets.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import shutil
import signal
import socket
import sys
import warnings
from dataclasses import dataclass, field
from typing import Any

from cpomlib.processus import lien
from cpomlib.processus.alleger import alleger
from cpomlib.processus.culture import MENAGE
from cpomlib.processus.enfant import Demande, vivre
from cpomlib.processus.fils import fils_dangereux

RELUES = ("CPOM_PARAMETRES", "PYTHONPATH", "PYTHONHOME")
"""Variables that modules may already have read: a kernel that wants other values is refused."""
DEBOGUEUR = ("debugpy",)
"""No debugger is ever attached to a kernel of ours, and it takes long to import."""
_PATIENCE = 5.0
"""Seconds given to a question that has begun."""


@dataclass
class Pepiniere:
    """The parent: what it has open, and its children.

    Attributes:
        ecoute: the socket on which kernels are asked for.
        reveil: both ends of the pair through which a signal wakes it.
        noyaux: pid of each living child, by the connection that asked for it.
    """

    ecoute: socket.socket
    reveil: tuple[socket.socket, socket.socket]
    attente: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    noyaux: dict[socket.socket, int] = field(default_factory=dict)

    def servir(self) -> None:
        """Answer until the owner goes."""
        self.attente.register(sys.stdin.fileno(), selectors.EVENT_READ, self._fin)
        self.attente.register(self.ecoute, selectors.EVENT_READ, self._naissance)
        self.attente.register(self.reveil[0], selectors.EVENT_READ, self._morts)
        try:
            while True:
                for key, _ in self.attente.select():
                    key.data(key.fileobj)
        finally:
            for pid in self.noyaux.values():
                _signaler(pid, signal.SIGKILL)

    def _fin(self, _: Any) -> None:
        if not os.read(sys.stdin.fileno(), 1):
            raise SystemExit(0)

    def _naissance(self, _: Any) -> None:
        connection, _address = self.ecoute.accept()
        connection.settimeout(_PATIENCE)
        descripteurs: list[int] = []
        try:
            asked, descripteurs = lien.recevoir(connection)
            pid = self._fourche(Demande(**asked), descripteurs, connection)
            self.noyaux[connection] = pid
            lien.envoyer(connection, {"pid": pid})
            connection.setblocking(False)
            self.attente.register(connection, selectors.EVENT_READ, self._ordre)
        except (OSError, EOFError, ValueError, TypeError) as error:
            self._refus(connection, error)
        finally:
            for each in descripteurs:
                os.close(each)

    def _fourche(self, demande: Demande, descripteurs: list[int], connection: socket.socket) -> int:
        if any(demande.environnement.get(name) != os.environ.get(name) for name in RELUES):
            raise ValueError("other settings")
        if strangers := fils_dangereux():
            raise ValueError(f"threads: {strangers}")
        with warnings.catch_warnings():
            # Python counts the allocator's own thread, which is safe
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            held = (*self.noyaux, self.ecoute, *self.reveil)
            vivre(demande, [*descripteurs, connection.detach()], [self.attente, *held])
        return pid

    def _refus(self, connection: socket.socket, error: Exception) -> None:
        pid = self.noyaux.pop(connection, 0)
        if pid:
            _signaler(pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            lien.envoyer(connection, {"refus": str(error)})
        connection.close()

    def _ordre(self, connection: Any) -> None:
        """Pass signals on; a manager that is gone takes its kernel with it."""
        try:
            asked = connection.recv(64)
        except BlockingIOError:
            return
        except OSError:
            asked = b""
        pid = self.noyaux.get(connection, 0)
        for number in asked or bytes([signal.SIGKILL]):
            if pid:
                _signaler(pid, number)
        if not asked:
            self._oublier(connection)

    def _oublier(self, connection: socket.socket) -> None:
        self.attente.unregister(connection)
        self.noyaux.pop(connection, None)
        connection.close()

    def _morts(self, _: Any) -> None:
        """Bury the children that ended, and say how to who asked for them."""
        self.reveil[0].recv(1024)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self._annoncer(pid, os.waitstatus_to_exitcode(status))

    def _annoncer(self, pid: int, code: int) -> None:
        for connection, known in list(self.noyaux.items()):
            if known == pid:
                with contextlib.suppress(OSError):
                    lien.envoyer(connection, {"code": code})
                self._oublier(connection)


def _signaler(pid: int, number: int) -> None:
    """Signal a child's group; the child alone as long as it has not left ours.

    A child is signalled only between its fork and its burial: its pid is nobody else's.
    """
    with contextlib.suppress(OSError, ValueError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)


def precharger(modules: list[str]) -> None:
    """Import what kernels need; ``module:function`` also calls a function without argument.

    Meanwhile nothing is collected: all that is made stays, and looking at it again and again took
    a sixth of the time. Nor is it ever looked at afterwards, here or in a child: the collector
    would write in the pages that they share.
    """
    gc.disable()
    for wanted in modules:
        module, _, function = wanted.partition(":")
        # what cannot be imported here will say so in the kernel, to who can read it
        with contextlib.suppress(Exception):
            loaded = importlib.import_module(module)
            # a face is lazy: what it shows would be imported by each child instead of once
            for name in getattr(loaded, "__all__", ()):
                getattr(loaded, name, None)
            if function:
                getattr(loaded, function)()
    gc.freeze()
    gc.enable()


def main(ecoute: str, *modules: str) -> None:
    """Serve on an inherited socket, once the modules are imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alleger(*DEBOGUEUR)
    precharger(list(modules))
    pair = socket.socketpair()
    for end in pair:
        end.setblocking(False)
    signal.set_wakeup_fd(pair[1].fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _ignore)
    # from now on there may be kernels to take along
    signal.signal(signal.SIGTERM, _partir)
    with contextlib.suppress(SystemExit):
        Pepiniere(socket.socket(fileno=int(ecoute)), pair).servir()
    if place := os.environ.get(MENAGE):
        # the owner may have been killed, and these hold what its reports share
        shutil.rmtree(place, ignore_errors=True)
    # the interpreter's own end would undo two thousand modules, and the owner waits
    os._exit(0)


def _partir(*_: Any) -> None:
    """Leave as when the owner goes."""
    sys.exit(0)


def _ignore(*_: Any) -> None:
    """Do nothing: the signal has already woken the selector."""


if __name__ == "__main__":
    main(*sys.argv[1:])
