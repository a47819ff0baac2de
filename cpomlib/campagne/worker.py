"""One report, made by a process of its own: run the notebook, then write its page and documents."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cpomlib.campagne import html, notebook
from cpomlib.campagne.inputs import Literal
from cpomlib.rendu.documents import MIME_INDICATEURS, Enveloppe, ecrire_tous, resume
from cpomlib.socle import CpomError, RapportError, fichiers
from cpomlib.socle.pannes import dire, interne

INDICATEURS = "indicateurs.json"


@dataclass(frozen=True)
class Tache:
    """All a worker needs to make a report; small, so that it can travel.

    Attributes:
        id: the gestionnaire.
        notebook: the source.
        parametres: what it is run with.
        dossier: an empty folder to write in; its owner moves the files from there.
        titre: of the page.
        bandeau: the warning across the page, if any.
        entete: printed at the top of each sheet.
        pied: printed at the bottom of each sheet.
        delai: seconds given to each cell.
        noyaux: where kernels put their private folders; its owner removes it.
        formats: written beside the page.
    """

    id: str
    notebook: Path
    parametres: Mapping[str, Literal]
    dossier: Path
    titre: str
    bandeau: str
    entete: str
    pied: str
    delai: int
    noyaux: Path
    formats: tuple[str, ...] = ()

    @property
    def enveloppe(self) -> Enveloppe:
        """What surrounds the report in every format."""
        return Enveloppe(self.titre, self.entete, self.pied, self.bandeau)

    @property
    def carnet(self) -> str:
        """Name of the executed notebook."""
        return self.notebook.name

    @property
    def marque(self) -> str:
        """Whom and which year the report is about, in the name of a file that leaves its folder."""
        return f"{self.id}-{self.parametres['annee']}"

    @property
    def page(self) -> str:
        """Name of the page."""
        return f"{self.notebook.stem}.html"


@dataclass(frozen=True)
class Issue:
    """How a report ended.

    Attributes:
        raison: empty when it is made; otherwise why not, in French.
        avis: what must be known before it is given to anybody, in French; empty when nothing.
        resume: what the index says of it; empty when its notebook says nothing.
    """

    id: str
    raison: str
    date: str
    duree_s: float
    avis: str = ""
    resume: Mapping[str, Any] = field(default_factory=dict)


def make(tache: Tache) -> Issue:
    """Make one report; whatever goes wrong becomes its reason, never an exception."""
    start, said = time.monotonic(), dict[str, Any]()
    try:
        raison = _make(tache, said)
    except CpomError as error:
        raison = str(error)
    except Exception as error:
        raison = str(dire(error) or interne(error))
    return replace(issue(tache, raison, time.monotonic() - start), resume=said)


def issue(tache: Tache, raison: str, seconds: float = 0.0) -> Issue:
    """Return how a report ended, dated now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Issue(tache.id, raison, now, round(seconds, 2))


def _make(tache: Tache, dit: dict[str, Any]) -> str:
    """Make the report, and note what the index says of it; return why it could not be made."""
    executed = tache.dossier / tache.carnet
    run = notebook.run(tache.notebook, tache.parametres, executed, tache.delai, tache.noyaux)
    if run.ecueil:
        return run.ecueil.raison
    document = run.carnet
    figures = json.dumps(_figures(document), ensure_ascii=False, indent=2, allow_nan=False)
    page = html.render(
        document, tache.titre, bandeau=tache.bandeau, entete=tache.entete, pied=tache.pied
    )
    fichiers.ecrire(tache.dossier / INDICATEURS, figures + "\n")
    fichiers.ecrire(tache.dossier / tache.page, page)
    racine = tache.dossier / tache.notebook.stem
    dit |= resume(document)
    ecrire_tous(tache.formats, document, tache.enveloppe, racine, tache.marque)
    return ""


def _figures(document: Any) -> Any:
    """Return the indicators that an executed notebook carries in its outputs."""
    for cell in document.cells:
        for output in cell.get("outputs", []):
            if MIME_INDICATEURS in output.get("data", {}):
                return output.data[MIME_INDICATEURS]
    raise RapportError(
        "Le modèle de rapport ne porte pas les indicateurs.",
        que_faire="L’une de ses cellules doit finir par « diagnostic.indicateurs(dossier) ».",
    )
