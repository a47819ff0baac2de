"""A kernel to talk to, as papermill and Voilà do."""

import os
from contextlib import asynccontextmanager

from conftest import PATIENCE, attendre

from cpomlib.campagne.kernel import manager_class, private_folder


@asynccontextmanager
async def noyau(environnement, **options):
    """Start a kernel, give its manager and a function that runs code in it, stop it."""
    with private_folder() as folder:
        manager = manager_class(folder)()
        await manager.start_kernel(env={**os.environ, **environnement}, **options)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=PATIENCE)
        try:
            yield manager, lambda code: run(client, code)
        finally:
            client.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel()


async def run(client, code):
    """Run code; return what it printed, or the name of its error."""
    said = []

    def keep(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            said.append(content["text"])
        elif message["msg_type"] == "error":
            said.append(content["ename"])

    await client.execute_interactive(code, output_hook=keep, timeout=PATIENCE)
    return "".join(said).strip()


def play(environnement, *codes, **options):
    """Run codes one after the other in a kernel of their own; return what each printed."""

    async def go():
        async with noyau(environnement, **options) as (_, execute):
            return [await execute(code) for code in codes]

    return attendre(go())
