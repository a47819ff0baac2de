"""Widgets built together are sent together, and those that a timer makes later are sent too."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from cpomlib.pages.tenue import Rendezvous
from cpomlib.pages.tenue import composants as w


def test_what_a_timer_makes_after_its_block_is_sent():
    made = []

    async def run():
        later = Rendezvous(lambda: made.append(w.HTML("après")), 0)
        with w.ensemble():
            first = w.HTML("dedans")
            later.demander()
            assert first.comm is None
        assert first.comm is not None
        await asyncio.sleep(0.05)

    # in a thread: that of the tests may hold the loop of a browser
    with ThreadPoolExecutor(1) as one:
        one.submit(lambda: asyncio.run(run())).result()
    assert [one.comm is not None for one in made] == [True]
