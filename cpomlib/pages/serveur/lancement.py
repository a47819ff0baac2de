"""Starting the server of a page, with settings of our own and no others."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpomlib.pages.serveur.etats import dessines, ecrits
from cpomlib.pages.serveur.socle import ADRESSE, en_page, socle, statique
from cpomlib.processus import court, pepiniere
from cpomlib.processus.alleger import alleger
from cpomlib.processus.domicile import domicile
from cpomlib.rendu.dessin.atelier import atelier
from cpomlib.socle import CommandeError

BOUCLE = frozenset({"127.0.0.1", "localhost", "::1"})
"""Addresses that only this machine can reach."""

PRECHAUFFES = (
    "cpomlib.pages.scenarios",
    "cpomlib.pages.contrat",
    "cpomlib.pages.scenarios.repetition:repeter",
    "cpomlib.pages.tenue.chauffe:prechauffer",
    "cpomlib.rapports.prechauffe:prechauffer",
)
"""What the sessions of the page are born with."""

SECOURS = "cpom-secours"
"""The template of a page that Voilà shows by itself: slower, whatever the widgets' script is."""
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
LENTEUR = (
    "Le script des curseurs et des boutons n’est pas celui que la page connaît\u00a0: elle s’ouvre "
    "par Voilà tel quel, plus lentement. Réinstallez cpom avec ses dépendances."
)

POLITIQUE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
"""What a page may load: its own server and nothing else."""


@dataclass(frozen=True)
class Reglages:
    """How a page is served.

    Attributes:
        carnet: the notebook served.
        titre: title of the page.
        adresse: address listened on.
        port: port listened on.
        jeton: the token asked for; empty for none.
        places: how many visitors at once.
        chauds: sessions started in advance.
        inactivite: minutes after which an open page that nobody uses is stopped.
        environnement: variables given to the sessions.
    """

    carnet: Path
    titre: str
    adresse: str = "127.0.0.1"
    port: int = 8866
    jeton: str = ""
    places: int = 10
    chauds: int = 2
    inactivite: int = 120
    environnement: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address to open, with its token."""
        query = f"?token={self.jeton}" if self.jeton else ""
        return f"http://{self.adresse}:{self.port}/{query}"


def jeton_pour(adresse: str) -> str:
    """Return the token an address needs: none on this machine, ``CPOM_JETON`` or a new one else."""
    known = os.environ.get("CPOM_JETON", "")
    return known or ("" if adresse in BOUCLE else secrets.token_urlsafe(24))


def verifier_port(adresse: str, port: int) -> None:
    """Refuse a port that is taken: heated sessions are told it before it is listened on.

    Raises:
        CommandeError: the port is taken, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in adresse else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((adresse, port))
        except OSError as error:
            raise CommandeError(
                f"Impossible d’écouter sur l’adresse {adresse}, port {port}.",
                pourquoi="Le port est déjà pris, ou l’adresse n’est pas celle de cette machine.",
                que_faire="Choisissez un autre port par « --port ».",
            ) from error


def demarrer(reglages: Reglages, annonce: Callable[[], None]) -> None:
    """Serve a page until the process is stopped.

    Args:
        reglages: how.
        annonce: called once the server answers.

    Raises:
        CommandeError: the port is taken.
    """
    verifier_port(reglages.adresse, reglages.port)
    if gabarit() == SECOURS:
        sys.stderr.write(f"{LENTEUR}\n")
    with tempfile.TemporaryDirectory(prefix="cpom-app-", dir=court()) as dossier:
        os.environ.update(environnement(reglages, Path(dossier)))
        tempfile.tempdir = None  # read again from the environment
        private = Path(dossier)
        with pepiniere(private, PRECHAUFFES) as noyaux, atelier(private) as dessin:
            os.environ.update({**noyaux, **dessin})
            _servir(reglages, annonce, private)


def _servir(reglages: Reglages, annonce: Callable[[], None], dossier: Path) -> None:
    alleger()
    from traitlets.config import Config

    from cpomlib.pages.serveur.voila import Serveur
    from cpomlib.processus import fourche

    fourche.inscrire()
    _taire()
    settings = Config(configuration(reglages, annonce))
    # its sessions are spoken to by sockets, whose path must be short
    settings.Serveur.connection_dir_root = str(dossier)
    serveur = Serveur(config=settings)
    serveur.initialize([])
    serveur.start()


def _taire() -> None:
    """Keep off the console what libraries say there, in English, of what is nobody's fault."""
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    # two of them disagree on how long a silent page is waited for, and say so at each start
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    logging.getLogger("asyncio").addFilter(anormal)


def anormal(record: logging.LogRecord) -> bool:
    """Tell whether an error is worth being said: a page closed while it was written to is not."""
    from tornado.websocket import WebSocketClosedError

    return not (record.exc_info and isinstance(record.exc_info[1], WebSocketClosedError))


def environnement(reglages: Reglages, dossier: Path) -> dict[str, str]:
    """Return the variables of the server and of its sessions; no one's own settings are read."""
    templates = str(Path(__file__).parent / "gabarits")
    known = os.environ.get("JUPYTER_PATH", "")
    local = "127.0.0.1" if reglages.adresse in BOUCLE | {"0.0.0.0"} else reglages.adresse
    return {
        "JUPYTER_CONFIG_DIR": str(dossier / "config"),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PATH": os.pathsep.join(filter(None, (templates, known))),
        "VOILA_APP_IP": local,
        "CPOM_APP_DERNIER": str(dossier / "dernier"),
        "CPOM_APP_RESERVE": str(dossier),
        # a session is one page: nobody else is to be told what it has just said
        "JUPYTER_WIDGETS_ECHO": "0",
        # what libraries leave behind goes with the folder
        "TMPDIR": str(dossier),
        **domicile(dossier),
        **reglages.environnement,
    }


def configuration(reglages: Reglages, annonce: Callable[[], None] | None = None) -> dict[str, Any]:
    """Return the settings of Voilà; what is not said here keeps its safe default."""
    voila = {**_ecoute(reglages), "annonce": annonce}
    return {
        "Voila": voila,
        "Serveur": voila,
        "VoilaConfiguration": _page(reglages),
        "Noyaux": {
            "cull_idle_timeout": reglages.inactivite * 60,
            "cull_interval": 30,
            "cull_connected": True,
        },
        # the session that takes the place of one just given lets its visitor's page open first
        "VoilaKernelManager": {"fill_delay": 2.0},
        # a busy server reads what a cell shows long after its end: past this, it would be empty
        "VoilaExecutor": {"iopub_timeout": 600},
        # a message that is dropped for being one too many is a page that waits for ever
        "Liaison": {"limit_rate": False},
        # a session that died must say so: restarted, it would look alive and answer nothing
        "KernelManager": {"autorestart": False, **_transport()},
        "KernelProvisionerFactory": {"default_provisioner_name": "cpom-fourche"},
    }


def _ecoute(reglages: Reglages) -> dict[str, Any]:
    return {
        "notebook_path": str(reglages.carnet),
        "ip": reglages.adresse,
        "port": reglages.port,
        "port_retries": 0,
        "open_browser": False,
        "token": reglages.jeton,
        "config_file_paths": [],
        "places": reglages.places,
        "kernel_websocket_connection_class": "cpomlib.pages.serveur.noyaux.Liaison",
        "log_level": 50,
        "tornado_settings": {
            "allow_remote_access": reglages.adresse not in BOUCLE,
            "local_hostnames": ["localhost"],
            "headers": {
                "Content-Security-Policy": POLITIQUE,
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            },
        },
    }


def _page(reglages: Reglages) -> dict[str, Any]:
    return {
        "template": gabarit(),
        "allow_template_override": "NO",
        "allow_theme_override": "NO",
        "file_allowlist": [],
        "file_denylist": [".*"],
        "show_tracebacks": False,
        "strip_sources": True,
        "preheat_kernel": reglages.chauds > 0,
        "default_pool_size": reglages.chauds,
        # none: the page has its own scripts, and an empty list would let all of them in
        "extension_allowlist": EXTENSIONS if gabarit() == SECOURS else ["aucune"],
        "multi_kernel_manager_class": "cpomlib.pages.serveur.noyaux.Noyaux",
        "resources": {"cpom": habillage(reglages.titre)},
    }


def _transport() -> dict[str, str]:
    """Let sessions speak over files of their own where the system can: no port to listen to."""
    return {"transport": "ipc"} if os.name == "posix" else {}


def gabarit() -> str:
    """Return the template of the page: ours, or Voilà's own where the script is not known."""
    try:
        socle()
    except CommandeError:
        return SECOURS
    return "cpom"


def habillage(titre: str) -> dict[str, Any]:
    """Return what the page's template shows around the notebook."""
    from cpomlib.rendu.theme import theme

    reports = Path(__file__).parents[2] / "rendu" / "blocs" / "style.css"
    own = [statique() / name for name in ("page.css", "contrat.css")]
    sheets = [path.read_text("utf-8") for path in (reports, *own)]
    return {
        "titre": titre,
        "css": "".join([theme().css(), *sheets]),
        "script": en_page(),
        "scripts": f"{ADRESSE}?v={socle().empreinte}" if gabarit() != SECOURS else "",
        "etats": ecrits,
        "ebauche": dessines,
    }


def absolue(base: str | None) -> str:
    """Return the address of a base as a session in another folder understands it."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from cpomlib.base import base_address

    asked = base_address(base)
    try:
        url = make_url(asked)
    except ArgumentError:
        return asked
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return asked
    return url.set(database=str(Path(url.database).resolve())).render_as_string(False)
