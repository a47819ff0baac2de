"""What a Dask worker does: one report at a time, in its own process, and its files come back."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.campagne import fingerprint, prechauffe, worker
from cpomlib.campagne.artisan import Artisan
from cpomlib.campagne.kernel import private_folder
from cpomlib.campagne.pool import PERDU
from cpomlib.campagne.versions import versions
from cpomlib.campagne.worker import Issue, Tache
from cpomlib.processus import ADRESSE, pepiniere
from cpomlib.rendu.dessin.atelier import atelier
from cpomlib.socle import CpomError, fichiers

if TYPE_CHECKING:
    from cpomlib.campagne.scope import Etendue

_CHAUFFE = "CPOM_CHAUFFE"
"""Environment variable of a worker: the campaign its kernels are ready for."""


@dataclass(frozen=True)
class Rendu:
    """What a worker gives back.

    Attributes:
        issue: how the report ended.
        fichiers: its files, whole, by name.
    """

    issue: Issue
    fichiers: Mapping[str, bytes]


def faire(tache: Tache, carnet: str, campagne: str) -> Rendu:
    """Make one report and return its files; another thread of this worker waits its turn.

    Args:
        tache: what to make; its folders are those of the machine that asks, and are used here
            only if they exist.
        carnet: the source of its notebook, which this machine may not have.
        campagne: a name no other campaign has.
    """
    ici = tache.noyaux if tache.noyaux.is_dir() else None
    with _un_seul(), private_folder(ici) as noyaux, tempfile.TemporaryDirectory(dir=ici) as place:
        dossier, source = Path(place) / "rapport", Path(place) / tache.carnet
        dossier.mkdir()
        fichiers.ecrire(source, carnet)
        _chauffer(source, campagne)
        asked = replace(tache, notebook=source, dossier=dossier, noyaux=noyaux)
        made = _artisan().faire(asked) or worker.issue(asked, PERDU)
        return Rendu(made, {path.name: path.read_bytes() for path in sorted(dossier.iterdir())})


@cache
def _un_seul() -> threading.Lock:
    return threading.Lock()


@cache
def _tenus() -> ExitStack:
    """What this process keeps open until it ends: its warm parent, and what draws."""
    return ExitStack()


@cache
def _artisan() -> Artisan:
    """Who makes the reports of this process, one after the other."""
    return Artisan()


def _chauffer(source: Path, campagne: str) -> None:
    """Keep a parent of kernels for a campaign, and what its reports share, unless it lends its own.

    The parent ends with this process, whose end closes its standard input. The next campaign has
    another: it may be on a base of the same address whose data are others.
    """
    lent = prechauffe.COMMUN in os.environ and _CHAUFFE not in os.environ
    if lent or os.environ.get(_CHAUFFE) == campagne:
        return
    held = _tenus()
    held.close()
    _artisan().fermer()
    _artisan.cache_clear()
    os.environ.pop(ADRESSE, None)
    place = held.enter_context(private_folder())
    os.environ |= held.enter_context(pepiniere(place, prechauffe.modules(source), menage=True))
    os.environ |= held.enter_context(atelier(place))
    os.environ |= {_CHAUFFE: campagne, prechauffe.COMMUN: str(held.enter_context(private_folder()))}


def poste(adresse: str, demande: tuple[str, int, int]) -> dict[str, Any]:
    """Say what this machine has: another code, or another base, would make another report.

    Args:
        adresse: of the base, without its password.
        demande: region, year and state of the campaign.

    Returns:
        What must be the same on each machine, by name; and under ``base_fermee`` why the base
        cannot be read from here, in French.
    """
    found = ici()
    try:
        return {**found, "base": donnees(_champ(adresse, demande)), "base_fermee": ""}
    except CpomError as error:
        return {**found, "base": "", "base_fermee": str(error)}


def ici() -> dict[str, Any]:
    """Return what makes a report on this machine, besides its data."""
    return {
        "code": fingerprint.code_hash(),
        "bibliotheques": versions(),
        "reglages": fingerprint.settings_hash(),
    }


def donnees(champ: Etendue) -> str:
    """Return the hash of the data that a campaign reads."""
    return hashlib.sha256("\n".join(sorted(champ.identites())).encode()).hexdigest()


def _champ(adresse: str, demande: tuple[str, int, int]) -> Etendue:
    from cpomlib.base import open_base
    from cpomlib.campagne import scope

    region, annee, etat = demande
    engine = open_base(adresse)
    try:
        return scope.find(engine, region, annee, (), etat)
    finally:
        engine.dispose()
