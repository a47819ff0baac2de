"""Scenarios kept under a name: one YAML file each, never overwritten unknowingly."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cpomlib.calcul.scenarios.ecriture import en_yaml
from cpomlib.calcul.scenarios.lecture import Scenario, read_scenario
from cpomlib.droit import SCENARIOS, listes, present, scenarios_dir
from cpomlib.socle import CommandeError, CpomError, fichiers, suggestion
from cpomlib.socle.pannes import raison

_PATIENCE, _OUBLI = 5.0, 30.0
"""Seconds: how long another writer is waited for, and after which its lock is taken for dead."""


_AUTRE = "Ce fichier est le scénario d’un autre gestionnaire."
_YML = "Son nom finit par «\u00a0.yml\u00a0»\u00a0: renommez-le «\u00a0{nom}.yaml\u00a0»."


class DejaEnregistreError(CpomError):
    """Somebody else saved a scenario under that name; nothing was written."""


@dataclass(frozen=True)
class Enregistre:
    """A saved scenario, as a list shows it.

    Attributes:
        nom: name of its file, without the ending; what ``?scenario=`` names.
        titre: its title.
        statut: ``brouillon``, ``propose`` or ``retenu``.
        auteur: who wrote it.
        jour: the day it was saved.
        empreinte: hash of the file: it changes when somebody saves over it.
    """

    nom: str
    titre: str
    statut: str
    auteur: str
    jour: date | None
    empreinte: str


def nom_de_fichier(titre: str) -> str:
    """Return the name of a title's file: « Plan d’équilibre » is ``plan-d-equilibre``.

    Raises:
        CommandeError: the title holds no letter or figure.
    """
    spaced = unicodedata.normalize("NFKD", re.sub("[’']", "-", titre))
    folded = spaced.encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")[:80].strip("-")
    if not name:
        raise CommandeError("Donnez un nom au scénario, avec au moins une lettre ou un chiffre.")
    return name


@dataclass(frozen=True)
class Illisible:
    """A saved scenario that cannot be read: it may be a retained one, and is said.

    Attributes:
        fichier: name of the file.
        pourquoi: why, in French, without the folders of the machine.
    """

    fichier: str
    pourquoi: str


@dataclass(frozen=True)
class Inventaire:
    """What is in the folder of a gestionnaire.

    Attributes:
        lisibles: the scenarios, in the order of their names.
        illisibles: the files that could not be read.
    """

    lisibles: tuple[Enregistre, ...] = ()
    illisibles: tuple[Illisible, ...] = ()


def inventaire(gestionnaire: str) -> Inventaire:
    """List the saved scenarios of a gestionnaire, and what could not be read.

    Raises:
        ParametreError: the folder is not there (``CPOM_SCENARIOS``), or cannot be listed.
    """
    folder = scenarios_dir(gestionnaire)
    seen = [_seen(path, gestionnaire) for path in listes(folder, (".yaml",))]
    odd = [Illisible(path.name, _YML.format(nom=path.stem)) for path in listes(folder, (".yml",))]
    return Inventaire(
        tuple(one for one in seen if isinstance(one, Enregistre)),
        (*(one for one in seen if isinstance(one, Illisible)), *odd),
    )


def enregistres(gestionnaire: str) -> list[Enregistre]:
    """List the saved scenarios that can be read; see :func:`inventaire` for the others."""
    return list(inventaire(gestionnaire).lisibles)


def ouvrir(gestionnaire: str, nom: str) -> Scenario:
    """Read a saved scenario.

    Raises:
        CommandeError: none has that name.
        ScenarioError, ParametreError: its file cannot be read.
    """
    folder = scenarios_dir(gestionnaire)
    known = {path.stem: path for path in listes(folder, (".yaml",))}
    if nom not in known:
        raise CommandeError(
            f"Aucun scénario n’est enregistré sous le nom «\u00a0{nom}\u00a0».",
            que_faire=suggestion(nom, known),
        )
    scenario = read_scenario(known[nom])
    if scenario.gestionnaire != gestionnaire:
        raise CommandeError(_AUTRE, ou=nom)
    return scenario


def empreinte(gestionnaire: str, nom: str) -> str:
    """Return the hash of a saved scenario, empty when there is none."""
    path = scenarios_dir(gestionnaire) / f"{nom}.yaml"
    return _hash(path.read_bytes()) if path.is_file() else ""


def enregistrer(scenario: Scenario, connue: str = "", jour: date | None = None) -> Enregistre:
    """Save a scenario under its title.

    Args:
        scenario: what is saved.
        connue: hash of the version it was made from, which may be replaced; empty for a new one.
        jour: the day written in the file; today by default.

    Raises:
        DejaEnregistreError: another version has that name; nothing was written.
        CommandeError: the title cannot name a file, or the folder cannot be written.
    """
    path = scenarios_dir(scenario.gestionnaire) / f"{nom_de_fichier(scenario.titre)}.yaml"
    text = en_yaml(replace(scenario, date=jour or date.today()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _seul(path):
            if path.exists() and _hash(path.read_bytes()) != connue:
                raise _taken(path, scenario.titre)
            fichiers.ecrire(path, text)
    except (OSError, fichiers.EcritureError) as error:
        raise _not_saved(error, path) from error
    held = _seen(path, scenario.gestionnaire)
    if isinstance(held, Illisible):
        raise CommandeError(held.pourquoi, ou=held.fichier)
    return held


def _not_saved(error: OSError | fichiers.EcritureError, path: Path) -> CommandeError:
    quoi = "Le scénario n’a pas pu être enregistré."
    if isinstance(error, FileExistsError) and path.parent.is_dir():
        return CommandeError(
            quoi,
            pourquoi="Quelqu’un d’autre en enregistre un sous ce nom au même moment.",
            que_faire="Recommencez.",
        )
    cause = error if isinstance(error, OSError) else error.__cause__
    why = f"Le système répond\u00a0: {raison(cause)}." if isinstance(cause, OSError) else ""
    return CommandeError(
        quoi,
        ou=str(path.parent),
        pourquoi=why,
        que_faire=f"Indiquez un dossier du service par la variable {SCENARIOS}.",
    )


def _taken(path: Path, titre: str) -> DejaEnregistreError:
    held = _seen(path)
    who = f" par {held.auteur}" if isinstance(held, Enregistre) and held.auteur else ""
    return DejaEnregistreError(
        f"Un autre scénario est déjà enregistré sous le nom «\u00a0{titre}\u00a0»{who}\u00a0: "
        "rien n’a été écrit.",
        que_faire="Donnez un autre nom à celui-ci, ou ouvrez l’autre d’abord.",
    )


@contextlib.contextmanager
def _seul(path: Path) -> Iterator[None]:
    """Let one writer at a time compare and replace a file."""
    lock, limit = path.with_suffix(".verrou"), time.monotonic() + _PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - lock.stat().st_mtime > _OUBLI:
                    lock.unlink()
            if time.monotonic() > limit:
                raise
            time.sleep(0.02)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _seen(path: Path, gestionnaire: str = "") -> Enregistre | Illisible:
    """Read a file; ``gestionnaire`` is whose folder it is in, when that counts."""
    try:
        present(path)
        held, digest = read_scenario(path), _hash(path.read_bytes())
    except CpomError as error:
        return Illisible(path.name, str(error).replace(str(path), path.name))
    except OSError as error:
        return Illisible(path.name, f"Le système répond\u00a0: {raison(error)}.")
    if gestionnaire and held.gestionnaire != gestionnaire:
        return Illisible(path.name, _AUTRE)
    return Enregistre(path.stem, held.titre, held.statut, held.auteur, held.date, digest)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
