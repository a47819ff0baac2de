"""Asking the parent for a warm process, and telling it as an ordinary child is told."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from cpomlib.processus import lien

_LIMITES = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE",
            "RLIMIT_NOFILE")  # fmt: skip
_PATIENCE = 60.0
"""Seconds given to the parent to import what it must and answer."""


class Processus:
    """A warm process, told as ``subprocess.Popen`` tells a child.

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


def naitre(
    programme: str,
    arguments: Sequence[str],
    environnement: Mapping[str, str],
    dossier: str | Path | None = None,
    flux: Sequence[Any] = (None, None, None),
) -> Processus | None:
    """Ask the parent for a process; None when there is no parent, or it cannot make this one.

    Args:
        programme: ``module:function`` that it runs; empty for a kernel.
        arguments: of the function, or of ``ipykernel_launcher``.
        environnement: the whole of it; the address of the parent is there, or in ours.
        dossier: the folder it works in; ours by default.
        flux: its standard streams, as ``Popen`` takes them.
    """
    env = dict(environnement)
    address = env.pop(lien.ADRESSE, "") or os.environ.get(lien.ADRESSE, "")
    if not address:
        return None
    try:
        asked = _demande(programme, arguments, env, dossier)
        return _ask(address, asked, flux)
    except (OSError, EOFError, ValueError, TypeError, AttributeError, IndexError):
        return None


def _demande(
    programme: str, arguments: Sequence[str], env: dict[str, str], dossier: str | Path | None
) -> dict[str, Any]:
    return {
        "programme": programme,
        "arguments": list(arguments),
        "environnement": env,
        "dossier": str(dossier or Path.cwd()),
        "masque": _masque(),
        "limites": _limites(),
    }


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


def _masque() -> int:
    """Read the umask where the system writes it: to ask for it is to change it, for all threads."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("Umask:")[2].split()[0], 8)


def _limites() -> dict[str, tuple[int, int]]:
    import resource

    return {name: resource.getrlimit(getattr(resource, name)) for name in _LIMITES}
