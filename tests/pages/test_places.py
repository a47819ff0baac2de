"""Twenty visitors at once, three places; and what a session may say, whatever it is written in."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.base import (
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)

from cpomlib.pages.serveur import noyaux
from cpomlib.pages.serveur.noyaux import Noyaux, Place, Visite
from cpomlib.pages.serveur.reponses import MUETS, genre
from pages.conftest import Serveur, fetch


def message(kind, buffers=()):
    return {"header": {"msg_type": kind, "msg_id": "1"}, "parent_header": {}, "metadata": {},
            "content": {"traceback": ["secret"]}, "buffers": list(buffers),
            "channel": "iopub"}  # fmt: skip


def in_parts(kind):
    parts = [json.dumps(message(kind)[name]).encode()
             for name in ("header", "parent_header", "metadata", "content")]  # fmt: skip
    return serialize_msg_to_ws_v1(parts, "iopub")


FORMS = {
    "dict": message,
    "texte": lambda kind: json.dumps(message(kind)),
    "v1": in_parts,
    "ancien": lambda kind: bytes(serialize_binary_message(message(kind, [b"abc", b"d"]))),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["error", "stream", "execute_input", "comm_msg", "status"])
def test_a_message_is_known_whatever_it_is_written_in(form, kind):
    assert genre(FORMS[form](kind)) == kind


@pytest.mark.parametrize("sent", ["", "[", "3", "{}", b"", b"\x00" * 11, b"\xff" * 40, b"abc", None,
                                  '{"header": {}}', '{"header": {"msg_type": 3}}'])  # fmt: skip
def test_what_does_not_say_what_it_is_stays_on_the_server(sent):
    assert genre(sent) in MUETS


def in_a_loop(coroutine):
    """Run in a thread: that of the tests may hold the loop of a browser."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, coroutine).result()


class Sessions(Noyaux):
    """The sessions of a server without a server: they live until they are shut down."""

    def __init__(self):
        self._kernels, self._venus, self._places = {}, {}, {}
        self._kernel_connections = {}
        self._seul = asyncio.Lock()

    def __contains__(self, kernel_id):
        return kernel_id in self._kernels

    async def start_kernel(self, **kwargs):
        await asyncio.sleep(0.01)
        name = f"n{len(self._kernels)}"
        self._kernels[name] = object()
        return name

    async def get_rendered_notebook(self, **kwargs):
        return None, [], await self.start_kernel()

    async def shutdown_kernel(self, kernel_id, now=False):
        await asyncio.sleep(0)
        self._kernels.pop(kernel_id)


@pytest.fixture
def sessions(monkeypatch):
    monkeypatch.setattr(Noyaux, "_kernels", {}, raising=False)

    async def alive(known, kernel_id):
        await asyncio.sleep(0)
        return kernel_id in known

    monkeypatch.setattr(noyaux, "vit", alive)
    return SimpleNamespace


def test_twenty_at_once_take_three_places(sessions):
    async def visit(known, rank):
        place = await known.prendre(3)
        if place is None:
            return 503
        seen = Visite(known, place)
        await (seen.start_kernel() if rank % 2 else seen.get_rendered_notebook())
        known.rendre(place)
        return 200

    async def all_at_once():
        known = Sessions()
        codes = await asyncio.gather(*(visit(known, rank) for rank in range(20)))
        await known.shutdown_kernel(next(iter(known._kernels)))
        return codes, await visit(known, 0), await visit(known, 0)

    codes, freed, full = in_a_loop(all_at_once())
    assert sorted(codes) == [200] * 3 + [503] * 17
    assert (freed, full) == (200, 503)


def test_a_session_that_could_not_be_made_gives_its_place_back(sessions):
    async def fail():
        known = Sessions()
        place = await known.prendre(1)
        assert await known.prendre(1) is None
        known.rendre(place)
        return await known.prendre(1)

    assert isinstance(in_a_loop(fail()), Place)


@pytest.mark.lent
@pytest.mark.xdist_group("page-scenarios")
@pytest.mark.parametrize("chauds", ["0", "2"])
def test_a_real_server_lets_three_of_twelve_in(example_base, tmp_path, chauds):
    served = Serveur(
        "app", "scenarios", "--base", example_base, "--places", "3", "--chauds", chauds,
        journal=tmp_path / "journal.txt",
    )  # fmt: skip
    try:
        with ThreadPoolExecutor(12) as visitors:
            codes = [code for code, _ in visitors.map(fetch, [served.url] * 12)]
    finally:
        served.stop()
    assert sorted(codes) == [200] * 3 + [503] * 9
