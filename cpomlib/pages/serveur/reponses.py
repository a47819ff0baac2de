"""What the server answers: the page, a refusal in French, whether a session lives."""

from __future__ import annotations

import json
import struct
from functools import cache
from typing import Any

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import (
    VoilaKernelWebsocketHandler,
    read_header_from_binary_message,
)

from cpomlib.pages.serveur.noyaux import Visite, vit
from cpomlib.pages.serveur.socle import socle

MUETS = frozenset({"", "execute_input", "execute_reply", "error", "stream"})
"""Messages of a session that stay on the server: sources, tracebacks, prints, and any that does
not say what it is."""

REFUS = {
    403: ("Accès refusé", "Cette adresse n’est pas ouverte aux visiteurs."),
    404: ("Page introuvable", "Ce serveur ne montre qu’une page."),
    503: (
        "Toutes les places sont prises",
        "Trop de personnes utilisent la page en même temps. Fermez un onglet dont vous ne vous "
        "servez plus, puis rechargez cette page.",
    ),
}
DEFAUT = (
    "La page n’a pas pu être affichée",
    "Rechargez la page ; si cela se reproduit, prévenez la personne qui a lancé « cpom app ».",
)


class Francais:
    """A handler whose errors are a French page, without any detail of the machine."""

    def write_error(self: Any, status_code: int, **kwargs: Any) -> None:
        """Write the page of an error."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(refus(status_code))


@cache
def francais(kind: type) -> type:
    """Return a handler whose errors are in French: whatever leaves the server is."""
    if issubclass(kind, Francais):
        return kind
    return type(kind.__name__, (Francais, kind), {})


class Accueil(Francais, TornadoVoilaHandler):
    """The page, as long as there is room."""

    def initialize(self, places: int, **kwargs: Any) -> None:
        """Keep how many visitors may be there at once."""
        super().initialize(**kwargs)
        self.places = places
        self._visite: Visite | None = None

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Serve the page, or say that every place is taken."""
        place = await self.kernel_manager.prendre(self.places)
        if place is None:
            raise tornado.web.HTTPError(503)
        self._visite = Visite(self.kernel_manager, place)
        try:
            await super().get(None)
        finally:
            self._visite.rendre(place)

    @property
    def kernel_manager(self) -> Any:
        """The sessions, as this request sees them once it has a place."""
        return self._visite or self.settings["kernel_manager"]


class Introuvable(Francais, JupyterHandler):
    """Everything else: other notebooks, files, terminals, the server's own interfaces."""

    @allow_unauthenticated
    async def prepare(self, *, _redirect_to_login: bool = True) -> None:
        """Refuse, whatever the method and whoever asks."""
        raise tornado.web.HTTPError(404)


class Vivant(Francais, JupyterHandler):
    """Tells a page whether its session still lives: 204, or 410."""

    @tornado.web.authenticated
    async def get(self, kernel_id: str) -> None:
        """Answer without a body."""
        self.set_status(204 if await vit(self.kernel_manager, kernel_id) else 410)
        self.finish()


class Scripts(Francais, JupyterHandler):
    """The scripts of the page; their address changes with them: a browser keeps them."""

    @tornado.web.authenticated
    async def get(self) -> None:
        """Answer, compressed for who understands it."""
        known = socle()
        packed = "gzip" in self.request.headers.get("Accept-Encoding", "")
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(known.serre if packed else known.texte)


class Session(KernelHandler):
    """What a page asks of its session before it speaks to it; nothing can be changed there."""

    SUPPORTED_METHODS = ("GET",)


class Canal(VoilaKernelWebsocketHandler):
    """The messages of a session to its page: what shows the inside of the machine is kept."""

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Send a message on, unless it is one of ``MUETS``, however it is written."""
        if genre(message) in MUETS:
            return None
        return super().write_message(message, binary)


def genre(message: Any) -> str:
    """Return the type of a message, whatever the protocol it is written for; empty if unknown."""
    for read in (_v1, _ancien, _texte):
        found = read(message)
        if isinstance(found, dict) and isinstance(found.get("msg_type"), str):
            return str(found["msg_type"])
    return ""


def _v1(message: Any) -> Any:
    """Read the header of a message in parts, as the page asks for them."""
    plausible = isinstance(message, bytes) and int.from_bytes(message[:8], "little") < _PARTIES
    return read_header_from_binary_message(message) if plausible else None


def _ancien(message: Any) -> Any:
    """Read the header of a message with buffers, where no protocol was agreed."""
    if not isinstance(message, bytes) or len(message) < _MOT * 3:
        return None
    count, start, end = struct.unpack("!III", message[: _MOT * 3])
    return _texte(message[start : end if count > 1 else None])


def _texte(message: Any) -> Any:
    """Read the header of a message in one piece."""
    if isinstance(message, dict):
        return message.get("header")
    try:
        read = json.loads(message)
    except (ValueError, TypeError):
        return None
    return read.get("header") if isinstance(read, dict) else None


_MOT, _PARTIES = 4, 1 << 16
"""Bytes of a number of the older protocol; parts beyond which a message is not of the newer."""


class Jeton(Francais, LoginFormHandler):
    """Asks for the token of the address, in French."""

    def _render(self, message: Any = None) -> None:
        self.finish(gabarit("jeton.html").render(
            css=feuille(), champ=self.xsrf_form_html(), refuse=bool(message),
        ))  # fmt: skip


def refus(code: int) -> str:
    """Return the page that says an error."""
    titre, texte = REFUS.get(code, DEFAUT)
    return gabarit("refus.html").render(css=feuille(), titre=titre, texte=texte)


@cache
def feuille() -> str:
    """Return the colours and fonts shared with the reports."""
    from cpomlib.rendu.theme import theme

    return theme().css()


@cache
def gabarit(nom: str) -> Any:
    """Return a page template of this folder."""
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader("cpomlib.pages.serveur", "gabarits")
    return Environment(loader=loader, autoescape=True).get_template(nom)
