"""A process that serves its owner on a private socket, for as long as the owner lives."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

_FILE = 128
_PATIENCE = 0.5


@contextmanager
def compagnon(
    programme: str,
    arguments: Sequence[str] = (),
    dossier: Path | None = None,
    python: Sequence[str] = (),
    environnement: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """Keep a process while the block runs; it ends with its standard input.

    The socket listens at once: who asks while the process still gets ready waits for it.

    Args:
        programme: the module run; its first argument is the number of the listening socket.
        arguments: the others.
        dossier: a private folder, short enough for a socket; a temporary one by default.
        python: options of its interpreter.
        environnement: variables it has besides ours.

    Yields:
        The address of the socket; empty where there is no such socket, or no process.
    """
    if not hasattr(socket, "AF_UNIX"):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="p-", dir=dossier) as own:
        address = str(Path(own) / "s")
        command = [sys.executable, *python, "-P", "-m", programme]
        try:
            process = _start(address, command, arguments, {**os.environ, **environnement})
        except OSError:
            # a folder whose name is too long for a socket, a machine with no process left
            yield ""
            return
        try:
            yield address
        finally:
            _end(process)


def _start(
    address: str, command: Sequence[str], arguments: Sequence[str], environnement: dict[str, str]
) -> subprocess.Popen[bytes]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen(_FILE)
        number = listener.fileno()
        return subprocess.Popen(
            [*command, str(number), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[number],
            env=environnement,
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it; one that still imports has nothing to end properly, one that is stuck is killed."""
    assert process.stdin is not None
    process.stdin.close()
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
