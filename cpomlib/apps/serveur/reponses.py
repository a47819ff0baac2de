"""What the server answers: the page, a refusal in French, whether a session lives."""

from __future__ import annotations

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

from cpomlib.apps.serveur.noyaux import place_libre, vit
from cpomlib.apps.serveur.socle import socle

MUETS = frozenset({"execute_input", "error", "stream"})
"""Messages of a session that stay on the server: sources, tracebacks, prints."""

REFUS = {
    403: ("Accès refusé", "Cette adresse n’est pas ouverte aux visiteurs."),
    404: ("Page introuvable", "Ce serveur ne montre que la page des scénarios."),
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


class Accueil(Francais, TornadoVoilaHandler):
    """The page, as long as there is room."""

    def initialize(self, places: int, **kwargs: Any) -> None:
        """Keep how many visitors may be there at once."""
        super().initialize(**kwargs)
        self.places = places

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Serve the page, or say that every place is taken."""
        if not await place_libre(self.kernel_manager, self.notebook_path, self.places):
            raise tornado.web.HTTPError(503)
        await super().get(None)


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
        """Send a message on, unless it is one of ``MUETS``."""
        header = (
            read_header_from_binary_message(message)
            if isinstance(message, bytes)
            else message.get("header", {}) if isinstance(message, dict) else {}
        )  # fmt: skip
        if (header or {}).get("msg_type") in MUETS:
            return None
        return super().write_message(message, binary)


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
    from cpomlib.theme import theme

    return theme().css()


@cache
def gabarit(nom: str) -> Any:
    """Return a page template of this folder."""
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader("cpomlib.apps.serveur", "gabarits")
    return Environment(loader=loader, autoescape=True).get_template(nom)
