"""Is all well: the base, the versions, the settings, the disk, what a browser and a PDF need."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.socle import CpomError

if TYPE_CHECKING:
    from sqlalchemy import Engine

BIEN, A_VOIR, MAL = "bien", "à voir", "mal"
_PLACE_MIN = 1 << 30
_LIBRES = ("pandas", "sqlalchemy", "papermill", "voila", "openpyxl", "typst")


@dataclass(frozen=True)
class ControleMachine:
    """What one check found.

    Attributes:
        sujet: what was looked at.
        sort: ``bien``, ``à voir`` or ``mal``.
        dit: what was found, a French sentence.
        que_faire: what to do, empty when nothing is.
    """

    sujet: str
    sort: str
    dit: str
    que_faire: str = ""


def constats(base: str | None, sortie: Path) -> Iterator[ControleMachine]:
    """Look at everything, one check after the other; none stops the others.

    Args:
        base: address of the base.
        sortie: the folder of the reports.
    """
    checks: tuple[Callable[[], Iterator[ControleMachine]], ...] = (
        _versions,
        lambda: _base(base),
        _parametres,
        lambda: _disque(base, sortie),
        _langue,
        _documents,
        lambda: _rapports(base, sortie),
    )
    for check in checks:
        try:
            yield from check()
        except CpomError as error:
            yield ControleMachine(
                _SUJETS.get(getattr(check, "__name__", ""), "Base"), MAL, str(error)
            )


_SUJETS = {"_parametres": "Paramètres", "_documents": "Documents"}


def _versions() -> Iterator[ControleMachine]:
    from importlib.metadata import PackageNotFoundError, version

    from cpomlib import __version__

    known, lacking = [], []
    for name in _LIBRES:
        try:
            known.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lacking.append(name)
    python = ".".join(map(str, sys.version_info[:3]))
    said = f"cpomlib {__version__}, Python {python}, {', '.join(known)}."
    if lacking:
        yield ControleMachine(
            "Versions", MAL, f"{said} Il manque {', '.join(lacking)}.", "Réinstallez cpomlib."
        )
    else:
        yield ControleMachine("Versions", BIEN, said)


def _base(base: str | None) -> Iterator[ControleMachine]:
    from cpomlib.base import HEAD, base_address, latest_state, open_as_is, shown
    from cpomlib.cli.depot import exists
    from cpomlib.cli.indicateurs_base import constats_ranges

    address = base_address(base)
    if not exists(base):
        yield ControleMachine(
            "Base", A_VOIR, f"{address} n’existe pas encore.",
            "« cpom importer DOSSIER » ou « cpom base creer » la crée.",
        )  # fmt: skip
        return
    engine, version = open_as_is(base)
    where = shown(engine.url)
    if version != HEAD:
        yield ControleMachine(
            "Base", A_VOIR, f"{where}, tables de version {version or 'inconnue'}, attendue {HEAD}.",
            "La prochaine commande qui écrit les met à jour ; « cpom base creer » le fait.",
        )  # fmt: skip
        return
    yield ControleMachine(
        "Base", BIEN, f"{where}, état n°\u00a0{latest_state(engine)}, {_held(engine)}."
    )
    yield from _attente(engine)
    yield from constats_ranges(engine)


def _held(engine: Engine) -> str:
    from cpomlib.base import local, read, registre
    from cpomlib.socle import date_courte, pluriel

    held = read(engine, ["gestionnaires", "etablissements"])
    said = [
        pluriel(len(held["gestionnaires"]), "gestionnaire"),
        pluriel(len(held["etablissements"]), "établissement"),
    ]
    known = registre(engine)
    if known:
        last = known[0].depot
        said.append(
            f"dernier dépôt n°\u00a0{last.id} le {date_courte(local(last.horodatage))} "
            f"par {last.auteur}"
        )
    return ", ".join(said)


def _attente(engine: Engine) -> Iterator[ControleMachine]:
    from cpomlib.base import registre
    from cpomlib.socle import pluriel

    waiting = [one.depot.id for one in registre(engine) if one.statut in ("transmis", "brouillon")]
    if waiting:
        count = pluriel(len(waiting), "dépôt attend", "dépôts attendent")
        yield ControleMachine(
            "Dépôts", A_VOIR, f"{count} d’être validés\u00a0: {', '.join(map(str, waiting))}.",
            "« cpom depots valider N » les valide.",
        )  # fmt: skip


def _parametres() -> Iterator[ControleMachine]:
    from datetime import date

    from cpomlib.cli.declarations import verifier
    from cpomlib.droit import service_dir
    from cpomlib.socle import pluriel

    found = verifier(date.today())
    folder = service_dir()
    own = f"dossier du service {folder}" if folder else "aucun dossier du service"
    count = pluriel(len(found.parametres), "paramètre")
    if found.fautes:
        yield ControleMachine(
            "Paramètres", MAL, f"{pluriel(len(found.fautes), 'faute')} ({own}).",
            "« cpom parametres verifier » les dit.",
        )  # fmt: skip
    else:
        yield ControleMachine("Paramètres", BIEN, f"{count}, aucune faute ({own}).")
    if found.anciens:
        yield ControleMachine(
            "Droit", A_VOIR,
            f"{pluriel(len(found.anciens), 'paramètre')} non comparés aux textes depuis 18 mois.",
            "« cpom parametres verifier » les liste.",
        )  # fmt: skip


def _disque(base: str | None, sortie: Path) -> Iterator[ControleMachine]:
    import tempfile

    from sqlalchemy.engine import make_url

    from cpomlib.base import base_address
    from cpomlib.entree import taille

    url = make_url(base_address(base))
    places = {"temporaire": Path(tempfile.gettempdir()), "des rapports": _there(sortie)}
    if url.get_backend_name() == "sqlite" and url.database:
        places["de la base"] = _there(Path(url.database).absolute().parent)
    for name, place in places.items():
        free = shutil.disk_usage(place).free
        said = f"{taille(free)} libres dans le dossier {name} ({place})."
        if not os.access(place, os.W_OK):
            yield ControleMachine(
                "Disque", MAL, f"Le dossier {name} ({place}) ne s’écrit pas.",
                "Donnez-en un autre, ou ses droits.",
            )  # fmt: skip
        elif free < _PLACE_MIN:
            yield ControleMachine("Disque", A_VOIR, said, "Faites de la place.")
        else:
            yield ControleMachine("Disque", BIEN, said)


def _there(path: Path) -> Path:
    """Return the nearest folder that exists."""
    for place in (path.absolute(), *path.absolute().parents):
        if place.is_dir():
            return place
    return Path("/")


def _langue() -> Iterator[ControleMachine]:
    encoding = (getattr(sys.stdout, "encoding", None) or "inconnu").lower()
    code = locale.getlocale()[0] or os.environ.get("LANG") or "non dite"
    said = f"affichage en {encoding}, langue de la machine {code}."
    if encoding.startswith("utf"):
        yield ControleMachine("Langue", BIEN, said)
    else:
        yield ControleMachine(
            "Langue", A_VOIR, said,
            "Des signes seront remplacés ; PYTHONUTF8=1 l’évite.",
        )  # fmt: skip


def _documents() -> Iterator[ControleMachine]:
    """Say what reports and pages need: notebooks, fonts, a drawing engine, a browser."""
    import webbrowser

    from cpomlib.campagne.modeles import modeles
    from cpomlib.rendu.documents import pdf
    from cpomlib.socle import pluriel

    count = len(modeles())
    fonts = list(Path(pdf.__file__).parent.joinpath("polices").glob("*.ttf"))
    said = f"{pluriel(count, 'modèle')} de rapport, {pluriel(len(fonts), 'police')} embarquées."
    yield ControleMachine("Documents", BIEN if count and fonts else MAL, said)
    try:
        found = webbrowser.get().name
    except webbrowser.Error:
        yield ControleMachine(
            "Navigateur", A_VOIR, "Aucun navigateur ne s’ouvre d’ici (pas d’écran, ou aucun).",
            "Ouvrez les pages d’un autre poste ; tout le reste marche.",
        )  # fmt: skip
    else:
        yield ControleMachine("Navigateur", BIEN, f"{found}.")


def _rapports(base: str | None, sortie: Path) -> Iterator[ControleMachine]:
    """Say which campaigns were made from an older state of the base."""
    import json

    from cpomlib.base import latest_state, open_base
    from cpomlib.cli.depot import exists

    if not sortie.is_dir() or not exists(base):
        return
    now = latest_state(open_base(base))
    for path in sorted(sortie.rglob("campagne.json")):
        try:
            made = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            yield ControleMachine(
                "Rapports", A_VOIR, f"{path} ne se lit pas.", "Relancez la campagne."
            )
            continue
        state = _state(made)
        if state and state != now:
            yield ControleMachine(
                "Rapports", A_VOIR,
                f"{path.parent}\u00a0: état n°\u00a0{state}, la base est à l’état n°\u00a0{now}.",
                "« cpom rapports » ne refait que ce qui a changé ; --expliquer dit quoi.",
            )  # fmt: skip
        elif state:
            yield ControleMachine(
                "Rapports", BIEN, f"{path.parent}\u00a0: à l’état n°\u00a0{state}."
            )


def _state(made: dict[str, object]) -> int:
    """Return the state a campaign was made from, 0 when it does not say."""
    parameters = made.get("parametres")
    found = parameters.get("etat") if isinstance(parameters, dict) else made.get("etat")
    return found if isinstance(found, int) else 0
