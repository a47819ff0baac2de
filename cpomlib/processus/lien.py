"""What a provisioner and the parent of kernels say to each other over a Unix socket.

One connection per kernel. The provisioner asks (a message, with the three standard descriptors);
the parent answers with a pid, and the kernel itself that it listens; then each byte from the
provisioner is a signal for the kernel's group, and the parent's last message is how the kernel
ended. A connection that closes before is a manager that died: its kernel is killed.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

ADRESSE = "CPOM_PEPINIERE"
"""Environment variable: the socket of the parent."""

_LONGUEUR = struct.Struct("!I")
_STANDARD = 3


def envoyer(lien: socket.socket, message: Any, descripteurs: Sequence[int] = ()) -> None:
    """Send a message, with descriptors beside it."""
    data = json.dumps(message).encode()
    head = _LONGUEUR.pack(len(data))
    if descripteurs:
        socket.send_fds(lien, [head], descripteurs)
        lien.sendall(data)
        return
    lien.sendall(head + data)


def recevoir(lien: socket.socket) -> tuple[Any, list[int]]:
    """Receive a message and the descriptors beside it.

    Raises:
        EOFError: the other end is gone.
    """
    head, descripteurs, _, _ = socket.recv_fds(lien, _LONGUEUR.size, _STANDARD)
    head += _exactly(lien, _LONGUEUR.size - len(head))
    (size,) = _LONGUEUR.unpack(head)
    return json.loads(_exactly(lien, size)), list(descripteurs)


def _exactly(lien: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        part = lien.recv(size - len(found))
        if not part:
            raise EOFError
        found += part
    return bytes(found)
