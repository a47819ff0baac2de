"""The reports of a campaign on several machines, by ``dask.distributed``.

Each report is a task. A worker that dies loses nobody: what it was making is made by another. The
report that kills its workers is refused in the end, tried alone so that no other is blamed for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.campagne import ouvrier, worker
from cpomlib.campagne.worker import Issue, Tache
from cpomlib.socle import CommandeError, ecrire
from cpomlib.socle.pannes import dire, interne

if TYPE_CHECKING:
    from distributed import Client, Future

    from cpomlib.campagne.preparation import Preparation

LOCAL = "local"
"""The address that stands for a cluster of our own, on this machine."""
PERTES = 1
"""Workers that a report may lose in our own cluster before it is suspected."""
_PATIENCE = 60.0
"""Seconds without any worker after which a campaign gives up."""
_COUP_D_OEIL = 2.0
_DELAI_CONNEXION = "15s"
_TUE = (
    "Le rapport a fait tomber à plusieurs reprises la machine qui le faisait (mémoire "
    "insuffisante, le plus souvent)."
)
_SEUL = "Plus aucune machine du groupe Dask ne répond : le rapport n’a pas été fait."
_DIFFERENCES = {
    "code": "le code de cpom",
    "bibliotheques": "les versions des bibliothèques",
    "reglages": "les réglages (« parameters », CPOM_PARAMETRES)",
    "base": "le contenu de la base",
}


@contextmanager
def grappe(
    ready: Preparation, parallele: int, environnement: Mapping[str, str]
) -> Iterator[Client]:
    """Reach the workers of a campaign, and see that they would make the same reports.

    Args:
        ready: the campaign.
        parallele: how many workers a cluster of our own has.
        environnement: variables for these workers (secrets travel there); those of another
            cluster have their own.

    Raises:
        CommandeError: ``distributed`` is not installed; nothing answers at the address; a
            machine has another code, other settings, or does not see the same base.
    """
    try:
        import distributed
    except ImportError as error:
        raise _absent() from error
    with suppress_noise():
        asked = ready.campagne.dask
        if asked == LOCAL:
            with _ours(parallele, environnement) as cluster, distributed.Client(cluster) as client:
                yield client
            return
        with _theirs(asked) as client:
            _same_everywhere(client, ready)
            yield client


def _absent() -> CommandeError:
    return CommandeError(
        "« --dask » demande la bibliothèque « distributed », qui n’est pas installée.",
        que_faire="Installez-la : « pip install 'cpomlib[dask]' ».",
    )


@contextmanager
def suppress_noise() -> Iterator[None]:
    """Keep Dask's own log, in English and for programmers, out of what a person reads."""
    import dask

    quiet = {"distributed": "critical", "tornado": "critical"}
    with dask.config.set({"logging": quiet, "distributed.admin.log-length": 0}):
        yield


@contextmanager
def _ours(parallele: int, environnement: Mapping[str, str]) -> Iterator[Any]:
    """Start workers on this machine; nobody else's program may talk to them."""
    import dask
    from distributed import LocalCluster

    settings = {
        "distributed.scheduler.allowed-failures": PERTES,
        "distributed.worker.memory.terminate": False,
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=parallele,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=50,
            security=_security(),
            env=dict(environnement),
        ) as cluster,
    ):
        yield cluster


def _security() -> Any:
    """Return certificates for one run; without them, any user of this machine could step in."""
    from distributed.security import Security

    with suppress(ImportError):
        return Security.temporary()
    return None


@contextmanager
def _theirs(adresse: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(adresse, timeout=_DELAI_CONNEXION)
    except (OSError, ValueError, TypeError) as error:
        raise CommandeError(
            f"Aucun ordonnanceur Dask ne répond à l’adresse « {adresse} ».",
            que_faire="Lancez-en un (« dask scheduler »), ou donnez son adresse : "
            "« --dask tcp://machine:8786 ».",
        ) from error
    with client:
        yield client


def _same_everywhere(client: Client, ready: Preparation) -> None:
    """Refuse machines that would make other reports than this one."""
    champ = ready.champ
    demande = (champ.region, champ.annee, champ.etat)
    found = client.run(ouvrier.poste, ready.adresse, demande)
    if not found:
        raise CommandeError(
            f"L’ordonnanceur « {ready.campagne.dask} » n’a aucune machine au travail.",
            que_faire="Lancez-en : « dask worker ADRESSE --nthreads 1 --nworkers auto ».",
        )
    here = {**ouvrier.ici(), "base": ouvrier.donnees(champ)}
    for machine, there in sorted(found.items()):
        if there["base_fermee"]:
            raise _closed(machine, there["base_fermee"], ready.adresse)
        others = [text for name, text in _DIFFERENCES.items() if there[name] != here[name]]
        if others:
            raise CommandeError(
                f"La machine « {machine} » ferait d’autres rapports que celle-ci.",
                pourquoi=f"N’y est pas le même : {', '.join(others)}.",
                que_faire="Installez-y la même version, les mêmes réglages, et la même base.",
            )


def _closed(machine: str, raison: str, adresse: str) -> CommandeError:
    if adresse.startswith("sqlite"):
        todo = (
            "Une base SQLite est un fichier : mettez-le dans un dossier que toutes les machines "
            "partagent sous le même chemin, ou utilisez PostgreSQL."
        )
    else:
        todo = (
            "Le mot de passe ne voyage pas avec les rapports : donnez-le à cette machine par "
            "PGPASSWORD ou un fichier « .pgpass »."
        )
    return CommandeError(
        f"La machine « {machine} » ne peut pas lire la base.", pourquoi=raison, que_faire=todo
    )


@dataclass(frozen=True)
class _Envoi:
    """How tasks are sent: the client, the notebook's source, the campaign's own name."""

    client: Client
    carnet: str
    campagne: str

    def partir(self, tache: Tache) -> Future:
        return self.client.submit(
            ouvrier.faire,
            tache,
            self.carnet,
            self.campagne,
            key=f"rapport-{tache.id}-{uuid.uuid4().hex}",
            pure=False,
            retries=1,
        )


def run(taches: Iterable[Tache], client: Client) -> Generator[tuple[Tache, Issue], None, None]:
    """Make reports on the machines of a cluster and give each as it ends.

    Args:
        taches: what to make; the files are written in their folders, on this machine.
        client: of a cluster whose workers have cpomlib.
    """
    listed = list(taches)
    if not listed:
        return
    carnet = listed[0].notebook.read_text(encoding="utf-8")
    envoi = _Envoi(client, carnet, uuid.uuid4().hex)
    suspects: list[Tache] = []
    yield from _round(envoi, listed, suspects)
    for tache in suspects:
        alone: list[Tache] = []
        yield from _round(envoi, [tache], alone)
        yield from ((each, worker.issue(each, _TUE)) for each in alone)


def _round(
    envoi: _Envoi, taches: list[Tache], suspects: list[Tache]
) -> Generator[tuple[Tache, Issue], None, None]:
    """Send reports and take them back; those that lost their workers are told apart."""
    from distributed import KilledWorker

    running = {envoi.partir(tache): tache for tache in taches}
    try:
        while running:
            for future in _ended(envoi.client, list(running)):
                tache = running.pop(future)
                error = future.exception() if future.status == "error" else None
                if isinstance(error, KilledWorker):
                    suspects.append(tache)
                    continue
                yield tache, _received(tache, future, error)
    finally:
        envoi.client.cancel(list(running), force=True)


def _ended(client: Client, futures: list[Future]) -> list[Future]:
    """Wait for reports to end; all of them have when there is nobody left to make them."""
    from distributed import wait

    left = _PATIENCE
    while left > 0:
        with suppress(TimeoutError):
            wait(futures, timeout=_COUP_D_OEIL, return_when="FIRST_COMPLETED")
        done = [future for future in futures if future.status != "pending"]
        if done:
            return done
        left = _PATIENCE if _working(client) else left - _COUP_D_OEIL
    return futures


def _working(client: Client) -> bool:
    return client.status == "running" and bool(client.scheduler_info().get("workers"))


def _received(tache: Tache, future: Future, error: BaseException | None) -> Issue:
    """Write what a worker gave back; what it could not give is a reason."""
    if error is not None:
        return worker.issue(tache, str(dire(error) or interne(error)))
    if future.status != "finished":
        return worker.issue(tache, _SEUL)
    rendu = future.result()
    _write(rendu.fichiers, tache.dossier)
    future.release()
    return rendu.issue


def _write(fichiers: Mapping[str, bytes], dossier: Path) -> None:
    for name, content in fichiers.items():
        ecrire(dossier / Path(name).name, content)
