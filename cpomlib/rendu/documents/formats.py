"""The formats of a report: their names, their files, who writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from cpomlib.rendu.blocs import Bloc
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.socle import CommandeError, CpomError, RapportError, suggestion
from cpomlib.socle.pannes import dire, interne

Ecrire = Callable[..., None]

HTML = "html"
"""Always written: the index leads to it."""


@dataclass(frozen=True)
class Format:
    """A format beside the page.

    Attributes:
        nom: as it is asked for, and extension of the file.
        libelle: as the index names it.
        module: where its ``ecrire`` is; loaded when it writes.
        chiffres: it also gives the indicators one by one.
    """

    nom: str
    libelle: str
    module: str
    chiffres: bool = False

    def ecrire(
        self,
        blocs: Sequence[Bloc],
        enveloppe: Enveloppe,
        chemin: Path,
        indicateurs: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Write a report in this format, whole or not at all.

        Raises:
            RapportError: the format could not be written; says which, and why.
        """
        try:
            write: Ecrire = import_module(self.module).ecrire
            more = {"indicateurs": indicateurs} if self.chiffres else {}
            write(blocs, enveloppe, chemin, **more)
        except CpomError as error:
            raise self._failure(str(error)) from error
        except Exception as error:
            told = dire(error) or interne(error)
            raise self._failure(str(told)) from error

    def _failure(self, pourquoi: str) -> RapportError:
        return RapportError(
            f"Le rapport n’a pas pu être écrit au format {self.libelle}.", pourquoi=pourquoi
        )


FORMATS = {
    each.nom: each
    for each in (
        Format("pdf", "PDF", "cpomlib.rendu.documents.pdf"),
        Format("docx", "Word", "cpomlib.rendu.documents.word"),
        Format("odt", "ODT", "cpomlib.rendu.documents.odt"),
        Format("xlsx", "Excel", "cpomlib.rendu.documents.excel", chiffres=True),
    )
}
NOMS = (HTML, *FORMATS)


def choisis(demandes: str | Iterable[str]) -> tuple[str, ...]:
    """Return the formats asked for beside the page, each once, in the order of the list.

    Args:
        demandes: names, or a text that gives them between commas (« html,pdf »).

    Raises:
        CommandeError: a name is not that of a format; gives the nearest.
    """
    parts = demandes.split(",") if isinstance(demandes, str) else demandes
    names = {part.strip().lower().removeprefix(".") for part in parts} - {""}
    for name in sorted(names - set(NOMS)):
        raise CommandeError(
            f"Le format «\u00a0{name}\u00a0» n’existe pas.", que_faire=suggestion(name, NOMS)
        )
    return tuple(name for name in FORMATS if name in names)


def ecrire_tous(
    noms: Iterable[str], carnet: Any, enveloppe: Enveloppe, racine: Path, marque: str = ""
) -> None:
    """Write an executed notebook in several formats, its charts drawn once for all.

    A notebook read two ways gives two documents, the one to sign and its technical annex, but for
    the formats that hold figures: these have one file, of all of them.

    Args:
        noms: of the formats, as :func:`choisis` gives them.
        carnet: the executed notebook (nbformat 4).
        enveloppe: what surrounds it.
        racine: path of the files, without extension.
        marque: whom the two documents are about, and which year, in the names of their files.

    Raises:
        RapportError: one of them could not be written.
    """
    from cpomlib.rendu.documents import dessins
    from cpomlib.rendu.documents.lecture import indicateurs
    from cpomlib.rendu.documents.lectures import lectures

    wanted = [FORMATS[nom] for nom in noms]
    if not wanted:
        return
    dessins.retenir(carnet)
    found, figures = lectures(carnet, enveloppe, racine, marque), indicateurs(carnet)
    for each in wanted:
        for one in found.chiffres if each.chiffres else found.pages:
            each.ecrire(one.blocs, one.enveloppe, one.fichier(each.nom), figures)
