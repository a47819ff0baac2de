"""Processes without the rights, or the room, that they would like."""

import ctypes
import resource
import subprocess

_DROP, _OVERRIDE, _SEARCH = 24, 1, 2


def sans_pouvoirs():
    """Let the next program obey the rights of files, even for root; nothing changes for others."""
    library = ctypes.CDLL(None)
    for power in (_OVERRIDE, _SEARCH):
        library.prctl(_DROP, power, 0, 0, 0)


def au_plus(octets):
    """Return what lets the next program write no file beyond a size, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))


def en_marche(command, limite=None, **options):
    """Start a program that is spoken to and listened to."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=limite,  # noqa: PLW1509
        **options,
    )
