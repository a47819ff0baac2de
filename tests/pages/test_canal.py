"""A visitor speaks to their session by hand: nothing they send runs code or reads it."""

import asyncio
import json
import re
import uuid

import pytest
from conftest import PATIENCE, attendre
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from tornado.websocket import websocket_connect

from cpomlib.pages.serveur.reponses import MUETS
from pages.conftest import fetch

pytestmark = [pytest.mark.lent, pytest.mark.xdist_group("page-scenarios")]

V1 = "v1.kernel.websocket.jupyter.org"
REFUSES = {
    "execute_request": {"silent": False, "store_history": True, "user_expressions": {},
                        "allow_stdin": False},
    "inspect_request": {"cursor_pos": 4, "detail_level": 1},
    "complete_request": {"cursor_pos": 4},
    "history_request": {"hist_access_type": "tail", "n": 10, "output": True, "raw": True},
    "debug_request": {"type": "request", "command": "evaluate", "seq": 1},
}  # fmt: skip


def message(kind, channel="shell", **content):
    header = {
        "msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": uuid.uuid4().hex,
        "date": "2026-11-21T00:00:00Z", "version": "5.3",
    }  # fmt: skip
    return {
        "header": header, "parent_header": {}, "metadata": {}, "content": content,
        "channel": channel,
    }  # fmt: skip


def packed(sent, protocol):
    if not protocol:
        return json.dumps(sent)

    def pack(part):
        return json.dumps(part).encode()

    return serialize_msg_to_ws_v1(sent, sent["channel"], pack)


def kind_of(answer):
    """Return the type of an answer of either protocol."""
    text = answer if isinstance(answer, str) else answer.decode(errors="replace")
    found = re.search(r'"msg_type": ?"(\w+)"', text)
    return found[1] if found else ""


async def answers_until(socket, kind):
    """Return the types of what came, up to one of them."""
    seen = []
    while not seen or seen[-1] != kind:
        answer = await asyncio.wait_for(socket.read_message(), PATIENCE)
        assert answer is not None, f"closed after {seen}"
        seen.append(kind_of(answer))
    return seen


async def attack(url, code, protocol):
    """Ask for information, try everything, ask again; return the types of what came."""
    socket = await websocket_connect(url, subprotocols=[protocol] if protocol else None)
    try:
        binary = bool(protocol)
        await socket.write_message(packed(message("kernel_info_request"), protocol), binary)
        seen = await answers_until(socket, "kernel_info_reply")
        for kind, content in REFUSES.items():
            for channel in ("shell", "control"):
                held = {**content, "code": code, "arguments": {"expression": code}}
                sent = packed(message(kind, channel, **held), protocol)
                await socket.write_message(sent, binary)
        # what nobody listens to makes the session print a traceback
        lost = message("comm_msg", comm_id="inconnu", data={"method": "update"})
        odd = message("comm_open", comm_id="autre", target_name="inconnue", data={})
        for sent in (lost, odd):
            await socket.write_message(packed(sent, protocol), binary)
        await socket.write_message(packed(message("kernel_info_request"), protocol), binary)
        return seen + await answers_until(socket, "kernel_info_reply")
    finally:
        socket.close()


@pytest.mark.parametrize("protocol", ["", V1])
def test_no_message_of_a_visitor_runs_code_or_reads_it(serveur, tmp_path, protocol):
    _status, text = fetch(serveur.url)
    kernel = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', text)[1]
    url = f"ws://127.0.0.1:{serveur.port}/api/kernels/{kernel}/channels"
    trace = tmp_path / "trace.txt"
    code = f"open({str(trace)!r}, 'w').write('pris')"
    seen = attendre(attack(url, code, protocol))
    assert seen.count("kernel_info_reply") == 2
    forbidden = {kind.replace("request", "reply") for kind in REFUSES} | MUETS
    assert forbidden.isdisjoint(seen)
    assert not trace.exists()


def test_nobody_speaks_to_a_session_they_were_not_given(serveur):
    url = f"ws://127.0.0.1:{serveur.port}/api/kernels/{uuid.uuid4()}/channels"
    with pytest.raises(Exception, match="404"):
        attendre(opened(url))


async def opened(url):
    return await websocket_connect(url)
