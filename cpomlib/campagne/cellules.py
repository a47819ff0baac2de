"""The process that runs the cells of a notebook: IPython's kernel, without its sockets.

It is forked by the engine (:mod:`cpomlib.campagne.moteur`), runs what it is told one cell after the
other, and says what a kernel says of them: same shell, same messages, one private socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import io
import json
import marshal
import os
import random
import signal
import socket
import struct
import sys
import threading
from base64 import b64encode
from collections.abc import Mapping
from logging import getLogger
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session, new_id
from traitlets.config import Config

from cpomlib.droit import tenir
from cpomlib.processus import sans

LONGUEUR = struct.Struct("!I")
"""Written before each message: its length."""
_MORT_DU_PERE = 1
"""PR_SET_PDEATHSIG, of Linux's prctl."""
_SACRIFIER = "500"
"""Added to the chances of being the one that is killed when memory runs out."""
_DEBOGUEUR = "debugpy"
"""A kernel wants it, and no debugger is ever attached to this one."""
_NOTRES = "application/vnd.cpom."
"""What the outputs of our own notebooks are called: nothing but JSON types."""
_RETENUE = 0.2
"""Seconds that a text printed waits for more, as in a kernel."""
_FIGURES = ("MPLBACKEND", "module://matplotlib_inline.backend_inline")


def vivre(lien: socket.socket, sorties: tuple[int, int], environnement: Mapping[str, str]) -> None:
    """Run the cells that come by the socket until it closes; never return.

    Args:
        lien: the private socket.
        sorties: where go what is written to the standard output and error, but by Python.
        environnement: variables of this process besides those of its parent.
    """
    code, pere = 1, os.getppid()
    try:
        _separer(sorties)
        tenir()
        if os.getppid() != pere:
            raise EOFError
        os.environ.update(environnement)
        os.environ.setdefault(*_FIGURES)
        _servir(lien)
        code = 0
    except EOFError:
        code = 0
    finally:
        # the interpreter's own end would also end what belongs to the parent
        os._exit(code)


def _separer(sorties: tuple[int, int]) -> None:
    """Leave the parent: its group, its signals, its standard streams, its luck; not its end."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(_MORT_DU_PERE, signal.SIGKILL)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_SACRIFIER, encoding="ascii")
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    entree = os.open(os.devnull, os.O_RDONLY)
    for target, source in enumerate((entree, *sorties)):
        os.dup2(source, target, inheritable=True)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    gc.freeze()
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def preparer(environnement: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make the kernel that the processes forked from this one are born with.

    To make it takes a tenth of a report, and nothing of a report is in it.

    Args:
        environnement: variables that it is made with.
    """
    if Noyau.initialized():
        return
    before = dict(os.environ)
    os.environ.update(environnement)
    try:
        with sans(_DEBOGUEUR):
            _noyau(Voix())
    finally:
        for name in environnement:
            os.environ.pop(name)
        os.environ.update(before)


def _servir(lien: socket.socket) -> None:
    preparer()
    noyau = Noyau.instance()
    session = noyau.session
    assert isinstance(session, Voix)
    session.brancher(lien)
    sys.stdout, sys.stderr = Flux("stdout", 1, session), Flux("stderr", 2, session)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    while True:
        loop.run_until_complete(_cellule(noyau, _recevoir(lien)))


async def _cellule(noyau: Noyau, demande: Mapping[str, Any]) -> None:
    """Do what a kernel does when it is asked to execute a cell."""
    assert noyau.session is not None
    parent = noyau.session.msg("execute_request", demande["content"])
    parent["metadata"]["cellId"] = demande["cellule"]
    noyau.set_parent([], parent)
    noyau._publish_status("busy", "shell")
    await noyau.execute_request(None, [], parent)
    noyau._publish_status("idle", "shell")


def _recevoir(lien: socket.socket) -> Any:
    (size,) = LONGUEUR.unpack(_read(lien, LONGUEUR.size))
    return json.loads(_read(lien, size))


def _read(lien: socket.socket, combien: int) -> bytes:
    data = lien.recv(combien, socket.MSG_WAITALL)
    if len(data) < combien:
        raise EOFError
    return data


class Voix(Session):
    """A kernel's session that says everything on one socket."""

    def __init__(self) -> None:
        super().__init__(key=b"")
        self._lien: socket.socket | None = None
        self._tour, self.pid_vivant = threading.Lock(), 0

    def brancher(self, lien: socket.socket) -> None:
        """Speak by a socket, from this process on."""
        self._lien, self._tour, self.pid_vivant = lien, threading.Lock(), os.getpid()
        self.session = new_id()

    def send(  # noqa: PLR0913, PLR0917 – jupyter_client's
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        """Say a message; a process born of this one has no say."""
        if isinstance(msg_or_type, dict):
            message = msg_or_type
        else:
            message = self.msg(msg_or_type, content, parent, header, metadata)
        if self._lien is not None and os.getpid() == self.pid_vivant:
            self._tell(
                self._lien, message, [b64encode(each).decode("ascii") for each in buffers or ()]
            )
        return message

    def _tell(self, lien: socket.socket, message: Mapping[str, Any], buffers: list[str]) -> None:
        kind = message["header"]["msg_type"]
        said = {
            "msg_type": kind,
            "header": {"msg_type": kind},
            "parent_header": {"msg_id": (message["parent_header"] or {}).get("msg_id", "")},
            "content": message["content"],
            "buffers": buffers,
        }
        data = self._emballe(said)
        with self._tour:
            lien.sendall(LONGUEUR.pack(len(data)) + data)

    def _emballe(self, said: dict[str, Any]) -> bytes:
        """Write a message: what is ours, half a megabyte of plain data, is quicker than in JSON."""
        if any(kind.startswith(_NOTRES) for kind in said["content"].get("data", ())):
            with contextlib.suppress(ValueError):
                return marshal.dumps(said)
        return marshal.dumps(self.pack(said))


class Noyau(IPythonKernel):
    """IPython's kernel, that is spoken to without ZeroMQ."""

    def _abort_queues(self, *_: Any) -> None:
        """Do nothing: who sends the cells decides whether another follows."""


def _noyau(session: Voix) -> Noyau:
    # nothing else is waited for between two cells
    prompt = {"_execute_sleep": 0.0}
    quiet = Config(
        {"HistoryManager": {"enabled": False}, "IPKernelApp": {}, "IPythonKernel": prompt}
    )
    noyau: Noyau = Noyau.instance(
        config=quiet, session=session, iopub_socket=SimpleNamespace(), log=getLogger("ipykernel")
    )
    # whose thread a cell that awaits is interrupted from: none is
    noyau.shell_channel_thread = SimpleNamespace(parent_thread=None)
    widgets = sys.modules.get("ipywidgets")
    if widgets is not None:
        widgets.register_comm_target()
    return noyau


class Flux(io.TextIOBase):
    """What Python prints, said when the cell ends, shows something, or after a while."""

    encoding = "UTF-8"

    def __init__(self, nom: str, numero: int, voix: Voix) -> None:
        super().__init__()
        self._nom, self._numero, self._voix = nom, numero, voix
        self._texte: list[str] = []
        self._tour = threading.RLock()
        self._rappel: threading.Timer | None = None

    def fileno(self) -> int:
        """Return where programs that are not Python write."""
        return self._numero

    def writable(self) -> bool:
        """Tell that one can print."""
        return True

    def write(self, texte: str) -> int:
        """Keep a text to be said."""
        if not isinstance(texte, str):
            raise TypeError(f"write() argument must be str, not {type(texte)}")
        with self._tour:
            self._texte.append(texte)
            if self._rappel is None:
                self._rappel = threading.Timer(_RETENUE, self.flush)
                self._rappel.daemon = True
                self._rappel.start()
        return len(texte)

    def flush(self) -> None:
        """Say what is kept."""
        with self._tour:
            texte, self._texte = "".join(self._texte), []
            rappel, self._rappel = self._rappel, None
        if rappel is not None:
            rappel.cancel()
        if not texte:
            return
        if os.getpid() != self._voix.pid_vivant:
            os.write(self._numero, texte.encode())
            return
        shell = Noyau.instance().shell
        parent = shell.get_parent() if shell else {}
        self._voix.send(None, "stream", {"name": self._nom, "text": texte}, parent=parent)
