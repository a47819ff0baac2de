"""The server: Voilà for one notebook, with the few addresses that its page needs."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from jupyterlab_server.themes_handler import ThemesHandler
from traitlets import Callable, Integer
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from cpomlib.pages.serveur import socle
from cpomlib.pages.serveur.reponses import (
    Accueil,
    Canal,
    Introuvable,
    Scripts,
    Session,
    Vivant,
    francais,
)

OUVERTS = frozenset(
    {
        FileFindHandler,
        MultiStaticFileHandler,
        RequestInfoSocketHandler,
        TemplateStaticFileHandler,
        ThemesHandler,
        VoilaShutdownKernelHandler,
    }
)
"""Voilà's own handlers that the page needs: its scripts and styles, and the end of its session."""

REMPLACES = {VoilaKernelWebsocketHandler: Canal, KernelHandler: Session}
"""Voilà's handlers that show or allow too much, and ours."""

_SESSION = r"(\w+-\w+-\w+-\w+-\w+)"


class Serveur(Voila):
    """Voilà, closed to everything but one page."""

    places = Integer(10, help="how many visitors at once").tag(config=True)
    annonce = Callable(default_value=None, allow_none=True).tag(config=True)

    def init_handlers(self) -> list[Any]:
        """Keep what the page needs, refuse everything else."""
        kept = [entry for found in super().init_handlers() for entry in self._kept(found)]
        alive = url_path_join(self.server_url, f"/vivant/{_SESSION}")
        scripts = url_path_join(self.server_url, socle.ADRESSE)
        anything = url_path_join(self.server_url, "/.*")
        return [(alive, Vivant), (scripts, Scripts), *kept, (anything, Introuvable)]

    def _kept(self, entry: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        kind = entry[1]
        if kind is TornadoVoilaHandler:
            return [(self.server_url, Accueil, {**entry[2], "places": self.places})]
        if kind in REMPLACES:
            return [(entry[0], francais(REMPLACES[kind]))]
        login = self.identity_provider.token and kind is self.identity_provider.login_handler_class
        return [(entry[0], francais(kind), *entry[2:])] if kind in OUVERTS or login else []

    def init_settings(self) -> dict[str, Any]:
        """Ask for the token in French."""
        from cpomlib.pages.serveur.reponses import Jeton

        settings = super().init_settings()
        self.identity_provider.login_handler_class = Jeton
        return settings

    def start(self) -> None:
        """Listen, saying where once the port is ours."""
        import tornado.ioloop

        if self.annonce is not None:
            tornado.ioloop.IOLoop.current().add_callback(self.annonce)
        super().start()
