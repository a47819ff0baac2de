"""A campaign: one notebook, every gestionnaire of a region, one folder of reports."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from cpomlib import __version__
from cpomlib.campagne import diffusion, folders, index, manifest, masques, reprise, scope
from cpomlib.campagne.eveil import Eveil
from cpomlib.campagne.fingerprint import file_hash, settings_files
from cpomlib.campagne.inputs import intitule
from cpomlib.campagne.manifest import LigneManifeste, Manifeste, Rapport
from cpomlib.campagne.moyens import Moyens, moyens
from cpomlib.campagne.preparation import Campagne, Preparation, prepare
from cpomlib.campagne.scope import Sujet
from cpomlib.campagne.versions import versions
from cpomlib.campagne.worker import Issue, Tache
from cpomlib.rendu.documents import HTML
from cpomlib.socle import CpomError, fichiers
from cpomlib.socle.pannes import dire

__all__ = ["Bilan", "Campagne", "SuiviCampagne", "mener", "prepare", "run"]


@dataclass(frozen=True)
class Bilan:
    """How a campaign ended.

    Attributes:
        dossier: the region's and year's folder, or its address in an object store.
        index: the page to open, or its address.
        faits: ids made in this run.
        a_jour: ids that were up to date.
        echecs: reason by id, for those that failed in this run.
        ecartes: names of those left out, each with the reason.
    """

    dossier: Path | str
    index: Path | str
    faits: tuple[str, ...]
    a_jour: tuple[str, ...]
    echecs: Mapping[str, str]
    ecartes: Mapping[str, str] = field(default_factory=dict)


class SuiviCampagne(Protocol):
    """Who wants to know how the campaign goes."""

    def attente(self) -> None:
        """Somebody else's campaign holds the folder."""

    def debut(self, total: int, a_jour: int) -> None:
        """The campaign starts: this many to make, this many up to date."""

    def fini(self, cible: Sujet, issue: Issue) -> None:
        """A report has ended."""


def run(campagne: Campagne, suivi: SuiviCampagne, eveil: Eveil | None = None) -> Bilan:
    """Make the reports of a region.

    One report that fails stops no other. Files appear whole under their final names, or not at
    all. An interruption keeps what is done. The parent of kernels that is
    already awake (``eveil``) is used.

    Raises:
        CommandeError: as :func:`prepare`, before anything runs.
        StoreError: the base cannot be read.
        KeyboardInterrupt: after the index and ``campagne.json`` are written.
    """
    return mener(prepare(campagne), suivi, eveil)


def mener(ready: Preparation, suivi: SuiviCampagne, eveil: Eveil | None = None) -> Bilan:
    """Make the reports of a campaign that is known to make sense; see :func:`run`."""
    with folders.alone(ready.dossier, suivi.attente):
        folders.clean(ready.dossier)
        lines = _known_lines(ready)
        fates = reprise.sorts(ready, lines)
        a_jour = tuple(fate.cible.id for fate in fates if not fate.raisons)
        todo = [fate.cible for fate in fates if fate.raisons]
        suivi.debut(len(todo), len(a_jour))
        state = _start(ready, lines)
        with (
            moyens(ready, len(todo), eveil) as atelier,
            _recorded(ready.dossier, state) as record,
        ):
            try:
                issues = _make_all(ready, atelier, todo, record, suivi)
            finally:
                folders.clean(ready.dossier)
    return Bilan(
        dossier=ready.dossier,
        index=ready.dossier / index.NAME,
        faits=tuple(issue.id for issue in issues if not issue.raison),
        a_jour=a_jour,
        echecs={issue.id: issue.raison for issue in issues if issue.raison},
        ecartes=_left_out(ready),
    )


def _left_out(ready: Preparation) -> dict[str, str]:
    return {one.nom: why for one, why in ready.champ.ecartes}


def _known_lines(ready: Preparation) -> dict[str, LigneManifeste]:
    """Return a line per gestionnaire of the region, with what earlier runs left."""
    before = manifest.previous_lines(ready.dossier)
    return {
        cible.id: replace(
            before.get(cible.id, LigneManifeste(cible.id, cible.nom)),
            nom=cible.nom,
            gestionnaire=cible.gestionnaire,
        )
        for cible in ready.champ.tous
    }


def _start(ready: Preparation, lines: Mapping[str, LigneManifeste]) -> Manifeste:
    champ = ready.champ
    return Manifeste(
        region=champ.region,
        nom_region=champ.nom_region,
        annee=champ.annee,
        exemple=champ.exemple,
        modele=ready.campagne.notebook.name,
        debut=_now(),
        parametres={
            "etat": champ.etat,
            "perimetre": ready.campagne.perimetre,
            "gestionnaires": list(ready.campagne.gestionnaires),
            "reprendre": ready.campagne.reprendre,
            "formats": [HTML, *ready.campagne.formats],
            **({"ecartes": _left_out(ready)} if champ.ecartes else {}),
            **({"jour": ready.periode.jour.isoformat()} if ready.periode.jour else {}),
            **ready.campagne.parametres,
        },
        depots=tuple(scope.deposits_as_data(champ)),
        versions=versions(),
        reglages=settings_files(),
        gestionnaires=tuple(lines.values()),
    )


class _Record:
    """The campaign's state on disk, kept in step with what is done."""

    def __init__(self, folder: Path, state: Manifeste) -> None:
        self.folder, self.state = folder, state
        self._redaction = manifest.Redaction()

    def line(self, identifiant: str) -> LigneManifeste:
        return next(line for line in self.state.gestionnaires if line.id == identifiant)

    def update(self, state: Manifeste) -> None:
        self.state = state
        fichiers.ecrire(self.folder / manifest.NAME, self._redaction.texte(state))


@contextmanager
def _recorded(folder: Path, state: Manifeste) -> Iterator[_Record]:
    """Write ``campagne.json`` as things go, and the index at the end, interrupted or not."""
    record = _Record(folder, state)
    record.update(state)
    start = time.monotonic()
    ended = False
    try:
        yield record
        ended = True
    finally:
        record.update(
            replace(
                record.state,
                etat="terminee" if ended else "interrompue",
                fin=_now(),
                duree_s=round(time.monotonic() - start, 2),
            )
        )
        fichiers.ecrire(folder / index.NAME, index.render(record.state, folder))
        index.relier(folder)


def _make_all(
    ready: Preparation,
    atelier: Moyens,
    todo: Sequence[Sujet],
    record: _Record,
    suivi: SuiviCampagne,
) -> list[Issue]:
    cibles = {cible.id: cible for cible in todo}
    taches = (_tache(ready, cible, atelier.noyaux) for cible in todo)
    issues = []
    with closing(atelier.faire(taches)) as ended:
        for tache, issue in ended:
            cible = cibles[tache.id]
            final = _publish(ready, cible, tache, issue, record)
            issues.append(final)
            suivi.fini(cible, final)
    return issues


def _tache(ready: Preparation, cible: Sujet, noyaux: Path) -> Tache:
    asked = ready.campagne
    named = intitule(asked.nature, asked.notebook, ready.champ.annee)
    return Tache(
        id=cible.id,
        notebook=ready.campagne.notebook,
        parametres=ready.parametres(cible),
        dossier=folders.temporary(ready.dossier, cible.id),
        titre=f"{named} – {cible.nom}",
        bandeau=index.BANDEAU_EXEMPLE if ready.champ.exemple else "",
        entete=f"{cible.nom} – {named[:1].lower()}{named[1:]}",
        pied=f"État des données n° {ready.champ.etat}",
        delai=ready.campagne.delai,
        noyaux=noyaux,
        formats=tuple(ready.campagne.formats),
    )


def _publish(
    ready: Preparation, cible: Sujet, tache: Tache, issue: Issue, record: _Record
) -> Issue:
    """Move what was made under its final names, and write down what became of it."""
    target = folders.report_folder(ready.dossier, cible.id)
    if ready.campagne.parametres.get("publiable") and not issue.raison:
        issue = replace(issue, avis=masques.avis(tache.dossier, target))
    try:
        names = _move(tache, issue, target)
    except (OSError, CpomError) as error:
        told = dire(error) or error
        names, issue = [], replace(issue, raison=f"Le rapport n’a pas pu être rangé. {told}")
    elsewhere = issue.raison.replace(f"{tache.dossier}/", "")
    issue = replace(issue, raison=diffusion.sans_adresse(elsewhere, ready.adresse))
    before = record.line(cible.id)
    if not issue.raison:
        _withdraw(before.rapport, names, target)
    line = replace(
        before,
        statut="echec" if issue.raison else "fait",
        raison=issue.raison,
        avis=issue.avis,
        date=issue.date,
        duree_s=issue.duree_s,
        carnet=tache.carnet if (target / tache.carnet).exists() else "",
        rapport=_older(before.rapport, names)
        if issue.raison
        else Rapport(
            date=issue.date,
            etat=ready.champ.etat,
            empreinte=ready.empreinte(cible),
            fichiers={name: file_hash(target / name) for name in names},
            perimetre=ready.campagne.perimetre,
            version=__version__,
            resume=issue.resume,
        ),
    )
    record.update(record.state.with_line(line))
    return issue


def _move(tache: Tache, issue: Issue, target: Path) -> list[str]:
    """Publish a report; of a failed one, only the executed notebook."""
    if issue.raison:
        for path in tache.dossier.iterdir():
            if path.name != tache.carnet:
                path.unlink()
    return folders.publish(tache.dossier, target)


def _withdraw(rapport: Rapport | None, made: Sequence[str], folder: Path) -> None:
    """Remove the formats of the former report that were not made again: they would contradict it.

    A file that somebody has changed since is theirs, and stays.
    """
    for name, digest in (rapport.fichiers if rapport else {}).items():
        if name not in made and file_hash(folder / name) == digest:
            (folder / name).unlink()


def _older(rapport: Rapport | None, replaced: Sequence[str]) -> Rapport | None:
    """Return the report that stood before a failure, without the files the failure replaced."""
    if rapport is None:
        return None
    left = {name: digest for name, digest in rapport.fichiers.items() if name not in replaced}
    return replace(rapport, fichiers=left)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
