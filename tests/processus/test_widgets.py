"""Pages of forked kernels: their widgets are asked for all at once, however many come together."""

import asyncio
import uuid

import pytest
from conftest import PATIENCE, attendre

from cpomlib.processus import culture

from .noyau import noyau

pytestmark = [
    pytest.mark.skipif(not culture.possible(), reason="no fork here"),
    pytest.mark.xdist_group("noyaux"),
]
ENSEMBLE, FOIS = 4, 10
BOUTON = "import ipywidgets; button = ipywidgets.Button(description='Ouvrir'); print('fait')"


@pytest.fixture(scope="module")
def pepiniere():
    """A parent that imports ipywidgets before there is any kernel."""
    with culture.pepiniere(None, ["ipywidgets"]) as env:
        yield env


async def states(client):
    """Ask for the state of every widget at once, as a page does; return what is answered."""
    comm = uuid.uuid4().hex
    target = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
    version = {"version": "1.0.0"}
    client.shell_channel.send(client.session.msg("comm_open", target, metadata=version))
    asked = {"comm_id": comm, "data": {"method": "request_states"}}
    client.shell_channel.send(client.session.msg("comm_msg", asked))
    while True:
        message = await client.get_iopub_msg(timeout=PATIENCE)
        if message["content"].get("comm_id") == comm:
            return message["msg_type"], message["content"]["data"]


def test_the_widgets_of_a_forked_kernel_are_given_at_once(pepiniere):
    async def go():
        async with noyau(pepiniere) as (manager, execute):
            said = await execute(BOUTON)
            client = manager.client()
            client.start_channels()
            await client.wait_for_ready(timeout=PATIENCE)
            try:
                return said, manager.provisioner.chaud, await states(client)
            finally:
                client.stop_channels()

    said, warm, (kind, data) = attendre(go())
    assert (said, warm, kind, data.get("method")) == ("fait", True, "comm_msg", "update_states")
    names = sorted(state["model_name"] for state in data["states"].values())
    assert names == ["ButtonModel", "ButtonStyleModel", "LayoutModel"]


def test_kernels_that_start_together_all_answer_at_once(pepiniere):
    async def one():
        async with noyau(pepiniere) as (_, execute):
            return await execute("print(6 * 7)")

    async def together():
        return await asyncio.gather(*(one() for _ in range(ENSEMBLE)))

    async def go():
        return [said for _ in range(FOIS) for said in await together()]

    assert attendre(go()) == ["42"] * (ENSEMBLE * FOIS)
