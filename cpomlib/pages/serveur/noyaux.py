"""The sessions of the visitors: each is a kernel of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from subprocess import DEVNULL
from typing import Any

from jupyter_client.session import utcnow
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

ABANDON = timedelta(minutes=10)
"""How long a session whose page is closed is kept: the time of a reload or of a lost network."""


class Noyaux(AsyncMappingKernelManager):
    """Kernels that are stopped when nobody looks at them any more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._venus: dict[str, None] = {}
        self._places: dict[Place, None] = {}
        self._seul = asyncio.Lock()

    async def prendre(self, places: int) -> Place | None:
        """Take a place for a visitor, before their session is made; None when there is none.

        One visitor at a time looks and takes: twenty at once would all see the same free place.
        Closed pages give their place up to who is there.
        """
        async with self._seul:
            while await self._occupees() >= places:
                left = self.delaisses()
                if not left:
                    return None
                await self.shutdown_kernel(left[0], now=True)
            taken = Place()
            self._places[taken] = None
            return taken

    def rendre(self, place: Place) -> None:
        """Give back a place for which no session was made."""
        if not place.kernel_id:
            self._places.pop(place, None)

    async def _occupees(self) -> int:
        """Count the places taken; those of dead sessions are given back."""
        for place in list(self._places):
            if place.kernel_id and not await vit(self, place.kernel_id):
                self._places.pop(place, None)
        return len(self._places)

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a session; what it prints outside its cells, its own end for one, is noise."""
        silent = {"stdout": DEVNULL, "stderr": DEVNULL}
        return str(await super().start_kernel(**{**silent, **kwargs}))

    def notify_connect(self, kernel_id: str) -> None:
        """Remember that a page came, in the order of the last visits."""
        super().notify_connect(kernel_id)
        self._venus.pop(kernel_id, None)
        self._venus[kernel_id] = None

    def delaisses(self) -> list[str]:
        """Return the sessions whose page is closed, the longest left first.

        A session heated in advance, or whose page is being opened, is not one of them: nobody
        came to it yet.
        """
        known = [kernel_id for kernel_id in self._venus if kernel_id in self._kernels]
        return [kernel_id for kernel_id in known if not self._kernel_connections.get(kernel_id, 0)]

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Stop a session closed for ``ABANDON``; an open one, after ``cull_idle_timeout``."""
        kernel = self._kernels[kernel_id]
        closed = not self._kernel_connections.get(kernel_id, 0)
        since = getattr(kernel, "last_activity", None)
        if closed and since is not None and utcnow() - since > ABANDON:
            await self.shutdown_kernel(kernel_id)
            return
        await super().cull_kernel_if_idle(kernel_id)


@dataclass(eq=False)
class Place:
    """A visitor's place: the session it is for, empty as long as that is being made."""

    kernel_id: str = ""


class Visite:
    """The sessions as one visitor's request sees them: the one it takes is noted on its place."""

    def __init__(self, noyaux: Noyaux, place: Place) -> None:
        self._noyaux, self._place = noyaux, place

    def __getattr__(self, name: str) -> Any:
        return getattr(self._noyaux, name)

    async def start_kernel(self, **kwargs: Any) -> str:
        """Start a session for this visitor."""
        self._place.kernel_id = await self._noyaux.start_kernel(**kwargs)
        return self._place.kernel_id

    async def get_rendered_notebook(self, **kwargs: Any) -> Any:
        """Take a session heated in advance for this visitor."""
        heated: Any = self._noyaux
        found = await heated.get_rendered_notebook(**kwargs)
        self._place.kernel_id = found[2]
        return found


class Liaison(ZMQChannelsWebsocketConnection):
    """The way from a page to its session, open while the session still works."""

    async def prepare(self) -> None:
        """Open without asking the session which protocol it speaks: ours all speak the same.

        Waiting for its answer, as the ordinary way does, is waiting for the end of its work.
        """
        await self._register_session()
        if not await vit(self.multi_kernel_manager, self.kernel_id):
            raise HTTPError(404)
        self.session.key = self.kernel_manager.session.key


async def vit(noyaux: Any, kernel_id: str) -> bool:
    """Tell whether a session lives; a dead one is cleared away."""
    if kernel_id not in noyaux:
        return False
    if await noyaux.get_kernel(kernel_id).is_alive():
        return True
    await noyaux.shutdown_kernel(kernel_id, now=True)
    return False
