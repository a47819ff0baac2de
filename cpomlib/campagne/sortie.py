"""Where a campaign writes: a folder of this machine, or an object store.

For a store, the campaign works in a temporary folder, on a copy of what is there; each report is
sent as it ends, ``campagne.json`` and the index last. Killed anywhere, what it leaves there is
whole files, and the next campaign sees which must be made again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from cpomlib.campagne import campaign, distant, folders, index, manifest, reprise
from cpomlib.campagne.campaign import Bilan, SuiviCampagne
from cpomlib.campagne.fingerprint import file_hash
from cpomlib.campagne.preparation import Campagne, Preparation, prepare
from cpomlib.campagne.reprise import Sort
from cpomlib.socle import CpomError, fichiers

if TYPE_CHECKING:
    from cpomlib.campagne.distant import DossierDistant, Verrou
    from cpomlib.campagne.eveil import Eveil
    from cpomlib.campagne.scope import Sujet
    from cpomlib.campagne.worker import Issue


def run(
    campagne: Campagne, sortie: str | Path, suivi: SuiviCampagne, eveil: Eveil | None = None
) -> Bilan:
    """Make the reports of a region, there.

    Args:
        campagne: what is asked for; its own ``sortie`` does not count.
        sortie: a folder, or the address of one in an object store (``s3://seau/prefixe``).
        suivi: who wants to know how it goes.
        eveil: the parent of kernels that is already awake, if it is.

    Raises:
        CommandeError: as :func:`cpomlib.campagne.campaign.run`; the address is not one; another
            campaign holds the folder.
        RapportError: the store refuses to be read or written; what was there is as it was, but
            for the reports already sent.
        StoreError: the base cannot be read.
    """
    local = dossier(sortie)
    if local is not None:
        return campaign.run(replace(campagne, sortie=local), suivi, eveil)
    with _ici(campagne, str(sortie)) as (ready, depot), distant.seul(depot) as verrou:
        envoi = _Envoi(depot, ready.dossier, verrou, suivi, _read_back(depot, ready.dossier))
        try:
            bilan = campaign.mener(ready, envoi, eveil)
        finally:
            envoi.conclure()
    return replace(bilan, dossier=depot.adresse, index=f"{depot.adresse}/{index.NAME}")


def expliquer(campagne: Campagne, sortie: str | Path) -> tuple[Sort, ...]:
    """Say what a campaign would make there, and why; make nothing.

    Raises:
        CommandeError: as :func:`run`.
        RapportError: the store cannot be read.
    """
    local = dossier(sortie)
    if local is not None:
        return reprise.expliquer(replace(campagne, sortie=local))
    with _ici(campagne, str(sortie)) as (ready, depot):
        _read_back(depot, ready.dossier)
        return reprise.sorts(ready, manifest.previous_lines(ready.dossier))


def dossier(sortie: str | Path) -> Path | None:
    """Return the folder that an address names on this machine, None when it is elsewhere."""
    text = str(sortie)
    if isinstance(sortie, Path) or "://" not in text:
        return Path(sortie)
    return Path(url2pathname(urlsplit(text).path)) if text.startswith("file://") else None


@contextmanager
def _ici(campagne: Campagne, adresse: str) -> Iterator[tuple[Preparation, DossierDistant]]:
    """Prepare a campaign in a temporary folder, which stands for the one of the store."""
    depot = distant.ouvrir(adresse)
    with tempfile.TemporaryDirectory(prefix="cpom-") as place:
        ready = prepare(replace(campagne, sortie=Path(place)))
        yield ready, depot.sous(ready.dossier.relative_to(place).as_posix())


def _read_back(depot: DossierDistant, folder: Path) -> dict[str, str]:
    """Copy what earlier campaigns recorded; return the hash of each file by name."""
    content = depot.lire(manifest.NAME)
    if content is None:
        return {}
    fichiers.ecrire(folder / manifest.NAME, content)
    wanted = sorted(_recorded(folder) & depot.noms())
    depot.prendre(wanted, folder)
    return {name: file_hash(folder / name) for name in wanted}


def _recorded(folder: Path) -> set[str]:
    """Return the files that ``campagne.json`` names; nothing that would lead elsewhere."""
    lines = manifest.previous_lines(folder).values()
    return {
        f"{line.id}/{name}"
        for line in lines
        for name in (*(line.rapport.fichiers if line.rapport else ()), line.carnet)
        if folders.ID.fullmatch(line.id) and name and Path(name).name == name
    }


@dataclass
class _Envoi:
    """Sends each report as it ends, then tells who follows the campaign.

    Attributes:
        la: hash of each file as it is there, by name.
        rompu: the store has refused something: nothing more is sent.
    """

    depot: DossierDistant
    dossier: Path
    verrou: Verrou
    suivi: SuiviCampagne
    la: dict[str, str]
    rompu: bool = field(default=False)

    def attente(self) -> None:
        """Nobody waits for a temporary folder."""

    def debut(self, total: int, a_jour: int) -> None:
        """Tell that the campaign starts."""
        self.suivi.debut(total, a_jour)

    def fini(self, cible: Sujet, issue: Issue) -> None:
        """Send a report, and tell that it has ended."""
        try:
            self.verrou.renouveler()
            self._send(cible.id)
        except CpomError:
            self.rompu = True
            raise
        self.suivi.fini(cible, issue)

    def conclure(self) -> None:
        """Send what says how the campaign went, the record before the page."""
        for name in (manifest.NAME, index.NAME):
            path = self.dossier / name
            if path.exists() and not self.rompu:
                self.depot.poser(path, name)

    def _send(self, identifiant: str) -> None:
        here = {
            f"{identifiant}/{path.name}": file_hash(path)
            for path in sorted((self.dossier / identifiant).glob("*"))
        }
        for name, digest in here.items():
            if self.la.get(name) != digest:
                self.depot.poser(self.dossier / name, name)
        for name in [n for n in self.la if n.startswith(f"{identifiant}/") and n not in here]:
            self.depot.retirer(name)
            del self.la[name]
        self.la |= here
