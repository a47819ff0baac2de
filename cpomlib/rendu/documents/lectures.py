"""The documents that one executed notebook makes: one, or the one to sign and its annex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cpomlib.rendu.blocs import Bloc, Groupe, Identite
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.lecture import ANNEXE, lire

NATURE_ANNEXE = "annexe technique"


@dataclass(frozen=True)
class Lecture:
    """A document to write.

    Attributes:
        racine: path of its file, without extension.
    """

    blocs: tuple[Bloc, ...]
    enveloppe: Enveloppe
    racine: Path

    def fichier(self, extension: str) -> Path:
        """Return the path of its file in a format."""
        return self.racine.with_name(f"{self.racine.name}.{extension}")


@dataclass(frozen=True)
class Lectures:
    """What a notebook gives to read: ``pages`` on paper, ``chiffres`` in a workbook."""

    pages: tuple[Lecture, ...]
    chiffres: tuple[Lecture, ...]


def lectures(carnet: Any, enveloppe: Enveloppe, racine: Path, marque: str) -> Lectures:
    """Return the documents of an executed notebook.

    Args:
        carnet: the executed notebook (nbformat 4).
        enveloppe: what surrounds the first of them.
        racine: path of a document that is alone, without extension.
        marque: added to the names of two documents, that leave their folder.
    """
    apart = lire(carnet, annexe=True)
    if not apart:
        alone = (Lecture(lire(carnet), enveloppe, racine),)
        return Lectures(alone, alone)
    signed = lire(carnet, annexe=False)
    behind = (*_couvertures(signed), *apart)
    around = replace(enveloppe, titre=_renomme(enveloppe.titre), entete=_renomme(enveloppe.entete))
    stem = f"-{marque}" if marque else ""
    return Lectures(
        (
            Lecture(signed, enveloppe, racine.with_name(f"{racine.name}{stem}")),
            Lecture(behind, around, racine.with_name(f"{ANNEXE}{stem}")),
        ),
        (Lecture(behind, enveloppe, racine),),
    )


def _couvertures(blocs: Sequence[Bloc]) -> tuple[Bloc, ...]:
    """Return the cover of a document as its annex has it: with its deposits."""
    found: list[Bloc] = []
    for bloc in blocs:
        if isinstance(bloc, Identite):
            found.append(replace(bloc, nature=_renomme(bloc.nature), courte=False))
        elif isinstance(bloc, Groupe):
            found += _couvertures(bloc.blocs)
    return tuple(found)


def _renomme(nature: str) -> str:
    """Return « Diagnostic partagé, annexe technique » for « Diagnostic partagé »."""
    return f"{nature}, {NATURE_ANNEXE}" if nature else nature
