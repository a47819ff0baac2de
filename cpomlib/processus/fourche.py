"""A provisioner of kernels that asks a warm parent for them.

It is a ``jupyter_client`` kernel provisioner: papermill, Voilà and JupyterLab use it without
knowing. Wherever no parent answers, it starts kernels the ordinary way.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from cpomlib.processus.enfant import LANCEUR
from cpomlib.processus.naissance import Processus, naitre

NOM = "cpom-fourche"
"""Name of the provisioner, among jupyter_client's."""
_ENTREE = EntryPoint(NOM, "cpomlib.processus.fourche:Fourche", KernelProvisionerFactory.GROUP_NAME)
_CONNUS = {"cwd", "env", "stdin", "stdout", "stderr", "independent", "extra_arguments", "kernel_id"}
"""What may be asked of a forked kernel; anything else is for ``Popen``."""
_PAUSE = 0.01


def inscrire() -> None:
    """Make the provisioner known in this process, installed or not."""
    KernelProvisionerFactory.provisioners.setdefault(NOM, _ENTREE)


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
    arguments = _arguments(cmd)
    if arguments is None or not set(options) <= _CONNUS:
        return None
    flux = [options.get(name) for name in ("stdin", "stdout", "stderr")]
    return naitre("", arguments, env, options.get("cwd"), flux)


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
