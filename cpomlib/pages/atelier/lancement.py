"""Starting JupyterLab: in French, without the network, in a folder of the analysts' own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.processus.domicile import domicile
from cpomlib.socle import fichiers
from cpomlib.socle import projet as project

SERVEUR = "cpomlib.pages.atelier.serveur"
_PATIENCE = 20
"""Seconds the server has to save the notebooks and end their sessions."""
ACCUEIL = "COMMENCER.md"

REGLAGES = {
    "@jupyterlab/translation-extension:plugin": {"locale": "fr_FR"},
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": "Markdown Preview"},
    },
}
"""Settings of JupyterLab: French, no news, no look for updates, texts shown rather than edited."""


@dataclass(frozen=True)
class Atelier:
    """How the lab is served.

    Attributes:
        dossier: folder of the analysts' notebooks.
        adresse: address listened on.
        port: port listened on.
        jeton: the token asked for: code runs here, there is always one.
        environnement: variables given to the notebooks.
    """

    dossier: Path
    adresse: str
    port: int
    jeton: str
    environnement: Mapping[str, str]

    @property
    def url(self) -> str:
        """The address to open, on the start page."""
        return f"http://{self.adresse}:{self.port}/lab/tree/{ACCUEIL}?token={self.jeton}"


def preparer(dossier: Path) -> list[Path]:
    """Copy the guided notebooks into a folder; what is there already is never replaced."""
    fichiers.dossier(dossier)
    added = []
    for source in sorted((project.notebooks_dir() / "atelier").iterdir()):
        target = dossier / source.name
        if source.is_file() and not target.exists():
            fichiers.copier(source, target)
            added.append(target)
    return added


def demarrer(atelier: Atelier, annonce: Callable[[], None]) -> int:
    """Serve the lab until it is stopped; return the exit code of its server."""
    from cpomlib.pages.serveur import verifier_port

    verifier_port(atelier.adresse, atelier.port)
    preparer(atelier.dossier)
    with tempfile.TemporaryDirectory(prefix="cpom-atelier-") as dossier:
        config = Path(dossier) / "jupyter_lab_config.json"
        fichiers.ecrire(Path(dossier) / "overrides.json", json.dumps(REGLAGES))
        fichiers.ecrire(config, json.dumps(configuration(atelier, dossier)))
        command = [sys.executable, "-m", SERVEUR, "--config", str(config)]
        # the token goes by the environment: a command line is read by everybody
        known = {**os.environ, **atelier.environnement, "JUPYTER_TOKEN": atelier.jeton,
                 "JUPYTER_CONFIG_DIR": dossier, **domicile(Path(dossier))}  # fmt: skip
        # in a session of its own: Ctrl+C is ours to answer, Jupyter would ask a question in English
        process = subprocess.Popen(command, env=known, cwd=atelier.dossier, start_new_session=True)
        try:
            annonce()
            return process.wait()
        finally:
            _finir(process)


def _finir(process: subprocess.Popen[bytes]) -> None:
    """End the lab's server and its sessions; one that does not end in time is killed."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def configuration(atelier: Atelier, reglages: str) -> dict[str, Any]:
    """Return the settings of the server."""
    private = atelier.dossier / ".jupyter"
    return {
        "Application": {"log_level": 40},
        "ServerApp": {
            "root_dir": str(atelier.dossier),
            "ip": atelier.adresse,
            "port": atelier.port,
            "port_retries": 0,
            "open_browser": False,
            # in a container the only user is root, who asked for it by typing the command
            "allow_root": getattr(os, "geteuid", lambda: 1)() == 0,
            "jpserver_extensions": {"jupyterlab": True, "jupyter_server_ydoc": True,
                                    "jupytext": False},
        },
        "LabApp": {
            "app_settings_dir": reglages,
            "user_settings_dir": str(private / "reglages"),
            "workspaces_dir": str(private / "espaces"),
            "default_url": f"/lab/tree/{ACCUEIL}",
            "extension_manager": "readonly",
        },
        "YDocExtension": {
            "ystore_class": "cpomlib.pages.atelier.historique.Historique",
            "session_store_path": str(private / "sessions.json"),
        },
        "Historique": {"db_path": str(private / "historique.db")},
    }  # fmt: skip
