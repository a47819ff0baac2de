"""Kernels of reports, where no fork is made: they owe nothing to the machine, nor to each other.

Each kernel gets a private folder: its sockets (ZeroMQ over IPC, so that no two kernels can
ever want the same TCP port), its connection file and its IPython profile (the user's start-up
scripts must not change a report). The folder goes when the kernel does.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

PREFIX = "cpom-"
_SOCKET_MAX = 100
"""A Unix socket's address holds 104 bytes on macOS, 108 on Linux."""
_SHORT = Path("/tmp")


@contextmanager
def private_folder(parent: Path | None = None) -> Iterator[Path]:
    """Give a folder that only this user can read, short enough for sockets, then remove it.

    Args:
        parent: where to make it; the system's temporary folder by default.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent or _short_parent()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_parent() -> Path | None:
    usual = Path(tempfile.gettempdir())
    longest = usual / f"{PREFIX}xxxxxxxx" / f"{PREFIX}xxxxxxxx" / "k-ipc-5"
    too_long = len(os.fsencode(longest)) > _SOCKET_MAX
    return _SHORT if too_long and os.access(_SHORT, os.W_OK) else None


def manager_class(folder: Path) -> type[AsyncKernelManager]:
    """Return a kernel manager class whose kernels live in ``folder``.

    The kernel is always this very Python (whatever kernel specifications are installed on the
    machine), and does not import modules from the current directory.

    Args:
        folder: a private folder, one per kernel.
    """
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    from cpomlib.processus import fourche

    fourche.inscrire()
    spec = KernelSpec(
        argv=[
            *(sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher"),
            *("-f", "{connection_file}", "--InteractiveShellApp.ignore_cwd=True"),
        ],
        display_name="Python 3",
        language="python",
        env={"IPYTHONDIR": str(folder / "ipython")},
        metadata={"kernel_provisioner": {"provisioner_name": fourche.NOM}},
    )

    class PrivateKernelManager(AsyncKernelManager):
        def __init__(self, **kwargs: object) -> None:
            kwargs["transport"] = "tcp" if sys.platform == "win32" else "ipc"
            kwargs["connection_file"] = str(folder / "k.json")
            super().__init__(**kwargs)

        async def start_kernel(self, **kwargs: object) -> None:  # type: ignore[override]
            # What a kernel prints outside its cells (its own end, for instance) is noise.
            await super().start_kernel(stdout=DEVNULL, stderr=DEVNULL, **kwargs)

        @property
        def kernel_spec(self) -> KernelSpec:
            return spec

    return PrivateKernelManager
