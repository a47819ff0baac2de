"""A folder of reports in an object store, by fsspec; and the lock that is held there.

Each object is replaced whole or not at all. Nothing there is as sure as a file's lock: the lock is
an object that names its owner, renewed as the campaign goes, and past its time it counts no more.
"""

from __future__ import annotations

import getpass
import json
import platform
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cpomlib.socle import CommandeError, RapportError, date_fr
from cpomlib.socle.pannes import stockage

VERROU = ".verrou"
PEREMPTION = timedelta(hours=2)
"""How long a lock holds after the last report of its campaign."""


@dataclass(frozen=True)
class DossierDistant:
    """A folder of an object store.

    Attributes:
        adresse: as a person writes it.
        systeme: the fsspec file system.
        racine: the folder, as the file system names it.
    """

    adresse: str
    systeme: Any
    racine: str

    def sous(self, dossier: str) -> DossierDistant:
        """Return a folder inside this one."""
        return DossierDistant(f"{self.adresse}/{dossier}", self.systeme, f"{self.racine}/{dossier}")

    def noms(self) -> set[str]:
        """Return what is there, as paths from the folder.

        Raises:
            RapportError: the store cannot be read.
        """
        with self._said("lus"):
            self.systeme.invalidate_cache()
            prefix = f"{self.racine}/"
            found = (path.lstrip("/") for path in self.systeme.find(self.racine))
            return {path.removeprefix(prefix.lstrip("/")) for path in found}

    def lire(self, nom: str) -> bytes | None:
        """Return the content of a file, None when there is none.

        Raises:
            RapportError: the store cannot be read.
        """
        with self._said("lus"):
            try:
                return bytes(self.systeme.cat_file(self._path(nom)))
            except FileNotFoundError:
                return None

    def prendre(self, noms: list[str], dossier: Path) -> None:
        """Copy files into a folder of this machine, under the same names.

        Raises:
            RapportError: the store cannot be read.
        """
        for nom in noms:
            (dossier / nom).parent.mkdir(parents=True, exist_ok=True)
        with self._said("lus"):
            if noms:
                self.systeme.get([self._path(n) for n in noms], [str(dossier / n) for n in noms])

    def poser(self, source: Path, nom: str) -> None:
        """Copy a file there, over the one of the same name.

        Raises:
            RapportError: the store refuses; the file that was there is as it was.
        """
        with self._said("écrits"):
            self.systeme.put_file(str(source), self._path(nom))

    def ecrire(self, nom: str, contenu: bytes, *, neuf: bool = False) -> None:
        """Write a small file.

        Args:
            nom: its path from the folder.
            contenu: all of it.
            neuf: refuse to write over another, where the store can tell.

        Raises:
            RapportError: the store refuses.
        """
        with self._said("écrits"):
            mode = "create" if neuf else "overwrite"
            self.systeme.pipe_file(self._path(nom), contenu, mode=mode)

    def retirer(self, nom: str) -> None:
        """Remove a file.

        Raises:
            RapportError: the store refuses.
        """
        with self._said("écrits"), suppress(FileNotFoundError):
            self.systeme.rm_file(self._path(nom))

    def _path(self, nom: str) -> str:
        return f"{self.racine}/{nom}"

    @contextmanager
    def _said(self, action: str) -> Iterator[None]:
        """Say in French what a store refuses; each has exceptions of its own."""
        try:
            yield
        except FileExistsError as error:
            raise RapportError(f"Une autre campagne vient d’ouvrir « {self.adresse} ».") from error
        except Exception as error:
            raise RapportError(
                f"Les rapports ne peuvent pas être {action} dans « {self.adresse} ».",
                pourquoi=f"Le stockage répond\u00a0: {stockage(error)}.",
                que_faire="Vérifiez l’adresse, les droits et la connexion, puis relancez : ce qui "
                "est déjà rangé n’est pas refait.",
            ) from error


def ouvrir(adresse: str) -> DossierDistant:
    """Open a folder of an object store.

    Raises:
        CommandeError: fsspec, or what it needs for this kind of store, is not installed; no store
            has such addresses.
    """
    protocol = adresse.partition("://")[0]
    try:
        import fsspec

        systeme, racine = fsspec.core.url_to_fs(adresse)
    except ImportError as error:
        raise CommandeError(
            f"« {protocol}:// » demande une bibliothèque qui n’est pas installée.",
            que_faire="Installez-la : « pip install 'cpomlib[s3]' ».",
        ) from error
    except (ValueError, OSError) as error:
        raise CommandeError(
            f"« {adresse} » n’est pas une adresse où écrire des rapports.",
            que_faire="Donnez un dossier, ou une adresse comme « s3://seau/prefixe ».",
        ) from error
    if not racine.strip("/"):
        raise CommandeError(
            f"« {adresse} » ne nomme pas de dossier.",
            que_faire="Attendu, par exemple : « s3://seau/prefixe ».",
        )
    return DossierDistant(adresse.rstrip("/"), systeme, racine.rstrip("/"))


@dataclass(frozen=True)
class Verrou:
    """A lock we hold."""

    depot: DossierDistant
    jeton: str

    def renouveler(self, *, neuf: bool = False) -> None:
        """Write it again, dated now."""
        owner = {
            "proprietaire": f"{_user()} sur {platform.node()}",
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "jeton": self.jeton,
        }
        text = json.dumps(owner, ensure_ascii=False)
        self.depot.ecrire(VERROU, text.encode(), neuf=neuf)


@contextmanager
def seul(depot: DossierDistant) -> Iterator[Verrou]:
    """Hold a folder, as well as a store allows.

    Raises:
        CommandeError: somebody else's campaign holds it; says who, since when, and what to do.
        RapportError: the store cannot be written.
    """
    held = _holder(depot)
    if held and _recent(held):
        raise _held(depot, held)
    ours = Verrou(depot, uuid.uuid4().hex)
    ours.renouveler(neuf=held is None)
    now = _holder(depot)
    if now and now.get("jeton") != ours.jeton:
        raise _held(depot, now)
    try:
        yield ours
    finally:
        with suppress(RapportError):
            if (_holder(depot) or {}).get("jeton") == ours.jeton:
                depot.retirer(VERROU)


def _held(depot: DossierDistant, held: dict[str, str]) -> CommandeError:
    return CommandeError(
        f"Une autre campagne écrit dans « {depot.adresse} ».",
        pourquoi=f"Elle est de {held['proprietaire']}, le {_moment(held)}.",
        que_faire=f"Attendez sa fin ; si elle n’existe plus, supprimez « {VERROU} » à cet endroit.",
    )


def _holder(depot: DossierDistant) -> dict[str, str] | None:
    """Return what the lock says, None when there is none; an unreadable one is past its time."""
    content = depot.lire(VERROU)
    if content is None:
        return None
    try:
        read = json.loads(content)
        return {name: str(read[name]) for name in ("proprietaire", "date", "jeton")}
    except (ValueError, KeyError, TypeError):
        return {"proprietaire": "?", "date": datetime.min.isoformat(), "jeton": ""}


def _recent(held: dict[str, str]) -> bool:
    try:
        moment = datetime.fromisoformat(held["date"])
    except ValueError:
        return False
    return moment.tzinfo is not None and datetime.now(UTC) - moment < PEREMPTION


def _moment(held: dict[str, str]) -> str:
    moment = datetime.fromisoformat(held["date"]).astimezone()
    return f"{date_fr(moment)} à {moment:%H h %M}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "quelqu’un"
