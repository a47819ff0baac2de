"""What the index leads to: the files of a report, and the other documents on the same people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cpomlib.campagne.inputs import titre
from cpomlib.campagne.manifest import LigneManifeste, Rapport, previous_lines
from cpomlib.campagne.modeles import DIAGNOSTIC, modeles
from cpomlib.campagne.scope import REGION
from cpomlib.campagne.worker import INDICATEURS
from cpomlib.rendu.documents import FORMATS
from cpomlib.socle import CommandeError

ANNEXE = "annexe-"
"""How the name of a technical annex begins."""

Autres = Mapping[str, tuple[tuple[str, Rapport, str], ...]]
"""Id of a report → what other models made of it: their name, the report, address of its page."""


@dataclass(frozen=True)
class PieceIndex:
    """A file one may open: how it is called, where it is from the index."""

    texte: str
    adresse: str


def fichiers(ligne: LigneManifeste, folder: Path, page: str) -> tuple[PieceIndex, ...]:
    """Return the files of a report, the documents before the data.

    Args:
        ligne: what was written down of it.
        folder: the campaign's folder.
        page: its page; empty when it is not there, nor are its files.
    """
    names = ligne.rapport.fichiers if ligne.rapport and page else ()
    wanted = [*_formats(names), ("Indicateurs", INDICATEURS if page else "")]
    wanted += [("Carnet de l’échec" if ligne.statut == "echec" else "Carnet", ligne.carnet)]
    return tuple(
        PieceIndex(text, f"{ligne.id}/{name}")
        for text, name in wanted
        if name and (folder / ligne.id / name).exists()
    )


def _formats(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    found = list(names)
    for annexe in (False, True):
        for each in FORMATS.values():
            for name in found:
                if name.endswith(f".{each.nom}") and name.startswith(ANNEXE) == annexe:
                    yield (f"Annexe {each.libelle}" if annexe else each.libelle), name


def autres(folder: Path, modele: str) -> Autres:
    """Find what the other models have made beside the diagnostics of a région and a year.

    Args:
        folder: the campaign's folder.
        modele: its notebook; only the diagnostics' folder has the others beside its reports.
    """
    found: dict[str, list[tuple[str, Rapport, str]]] = {}
    if Path(modele).stem != DIAGNOSTIC:
        return {}
    for name, notebook in modeles().items():
        lines = tuple(_lignes(folder / name)) if name != DIAGNOSTIC else ()
        held = Counter(line.gestionnaire for line in lines)
        for line in lines:
            address = f"{name}/{line.id}/{name}.html"
            if line.rapport is not None and (folder / address).exists():
                # of several contracts of a gestionnaire, each says which it is
                several = line.gestionnaire and held[line.gestionnaire] > 1
                said = f"{titre(notebook)} ({line.id})" if several else titre(notebook)
                whose = line.gestionnaire or line.id
                found.setdefault(whose, []).append((said, line.rapport, address))
    return {key: tuple(each) for key, each in found.items()}


def _lignes(folder: Path) -> Iterable[LigneManifeste]:
    try:
        return previous_lines(folder).values()
    except CommandeError:
        # that campaign says it itself
        return ()


def liens(trouves: Autres, id: str, etat: int | None) -> tuple[PieceIndex, ...]:
    """Return the other documents on somebody; one of another state of the data says which."""
    return tuple(
        PieceIndex(
            name if rapport.etat == etat else f"{name} (état n°\u00a0{rapport.etat})", address
        )
        for name, rapport, address in trouves.get(id, ())
    )


def de_la_region(trouves: Autres, etat: int | None) -> tuple[PieceIndex, ...]:
    """Return the documents on the whole région."""
    return liens(trouves, REGION, etat)
