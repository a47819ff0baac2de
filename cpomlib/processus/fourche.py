"""A provisioner of kernels that asks a warm parent for them.

It is a ``jupyter_client`` kernel provisioner: papermill, Voilà and JupyterLab use it without
knowing. Wherever no parent answers, it starts kernels the ordinary way.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from cpomlib.processus import lien
from cpomlib.processus.enfant import LANCEUR

NOM = "cpom-fourche"
"""Name of the provisioner, among jupyter_client's."""
_ENTREE = EntryPoint(NOM, "cpomlib.processus.fourche:Fourche", KernelProvisionerFactory.GROUP_NAME)
_LIMITES = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE",
            "RLIMIT_NOFILE")  # fmt: skip
_CONNUS = {"cwd", "env", "stdin", "stdout", "stderr", "independent", "extra_arguments", "kernel_id"}
"""What may be asked of a forked kernel; anything else is for ``Popen``."""
_PAUSE = 0.01
_PATIENCE = 60.0
"""Seconds given to the parent to import what it must and answer."""


def inscrire() -> None:
    """Make the provisioner known in this process, installed or not."""
    KernelProvisionerFactory.provisioners.setdefault(NOM, _ENTREE)


class Processus:
    """A forked kernel, told as ``subprocess.Popen`` tells a child.

    Attributes:
        pid: its number.
        returncode: how it ended, None while it lives.
    """

    stdin = stdout = stderr = None

    def __init__(self, connexion: socket.socket, pid: int, code: int | None = None) -> None:
        self._lien, self.pid = connexion, pid
        self.returncode = code

    def poll(self) -> int | None:
        """Return how it ended, None while it lives."""
        if self.returncode is None and self._announced():
            try:
                self.returncode = int(lien.recevoir(self._lien)[0]["code"])
            except (OSError, EOFError):
                # the parent is gone, and its kernels with it
                self.returncode = -signal.SIGKILL
            self._lien.close()
        return self.returncode

    def _announced(self) -> bool:
        try:
            self._lien.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def wait(self) -> int | None:
        """Return how it ended, once :meth:`poll` knows."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Signal it and its own children, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(OSError):
                self._lien.sendall(bytes([number]))

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Fourche(LocalProvisioner):
    """Kernels forked from a warm parent where there is one, ordinary ones elsewhere."""

    process: Any = None

    @property
    def chaud(self) -> bool:
        """Whether the kernel was forked."""
        return isinstance(self.process, Processus)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it as usual."""
        self.process = await asyncio.to_thread(naissance, cmd, kwargs)
        if self.process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.process.pid
        # no group: signals go through the parent, which knows whether the kernel still lives
        self.pgid = None
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, without the tenth of a second of an ordinary one."""
        await self._fin()
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and wait for its end: who asks whether it lives asks once."""
        await super().kill(restart)
        await self._fin()

    async def _fin(self) -> None:
        while self.chaud and self.process.poll() is None:
            await asyncio.sleep(_PAUSE)


def naissance(cmd: Sequence[str], options: Mapping[str, Any]) -> Processus | None:
    """Ask the parent for a kernel; None when there is no parent, or it cannot make this one."""
    env = dict(options.get("env") or os.environ)
    address = env.pop(lien.ADRESSE, "") or os.environ.get(lien.ADRESSE, "")
    arguments = _arguments(cmd)
    if not address or arguments is None or not set(options) <= _CONNUS:
        return None
    asked = {
        "arguments": arguments,
        "environnement": env,
        "dossier": str(options.get("cwd") or Path.cwd()),
        "masque": _masque(),
        "limites": _limites(),
    }
    try:
        return _ask(address, asked, [options.get(name) for name in ("stdin", "stdout", "stderr")])
    except (OSError, EOFError, ValueError, TypeError, AttributeError):
        return None


def _ask(address: str, asked: Mapping[str, Any], flux: Sequence[Any]) -> Processus | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_PATIENCE)
        connection.connect(address)
        with contextlib.ExitStack() as opened:
            numbers = [_descripteur(each, rank, opened) for rank, each in enumerate(flux)]
            lien.envoyer(connection, asked, numbers)
        said = _listening(connection)
        connection.settimeout(None)
    except BaseException:
        connection.close()
        raise
    if "pid" not in said:
        connection.close()
        return None
    return Processus(connection, said["pid"], said.get("code"))


def _listening(connection: socket.socket) -> dict[str, int]:
    """Return what is said of the kernel until it listens, or ends, or is refused."""
    said: dict[str, int] = {}
    while not said.keys() & {"code", "refus"} and not said.keys() >= {"pid", "pret"}:
        said |= lien.recevoir(connection)[0]
    return said


def _descripteur(flux: Any, rang: int, opened: contextlib.ExitStack) -> int:
    """Return the descriptor of a standard stream, as ``Popen`` understands what it is given."""
    if flux == DEVNULL or (flux is None and rang == 0):
        number = os.open(os.devnull, os.O_RDWR)
        opened.callback(os.close, number)
        return number
    if flux is None:
        return rang
    number = flux if isinstance(flux, int) else flux.fileno()
    if number < 0:
        raise ValueError(flux)
    return int(number)


def _arguments(cmd: Sequence[str]) -> list[str] | None:
    """Return what follows ``python -m ipykernel_launcher``, None for any other command."""
    words = list(cmd)
    if not words or os.path.realpath(words[0]) != os.path.realpath(sys.executable):
        return None
    options, found, arguments = _split(words[1:])
    known = all(each.startswith("-Xfrozen_modules") for each in options)
    return arguments if found and known else None


def _split(words: list[str]) -> tuple[list[str], bool, list[str]]:
    for place in range(len(words) - 1):
        if words[place : place + 2] == ["-m", LANCEUR]:
            return words[:place], True, words[place + 2 :]
    return words, False, []


def _masque() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _limites() -> dict[str, tuple[int, int]]:
    import resource

    return {name: resource.getrlimit(getattr(resource, name)) for name in _LIMITES}
