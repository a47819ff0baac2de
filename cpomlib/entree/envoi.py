"""What a folder of whatever came holds: each file known for what it is, in the order of deposit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpomlib.entree.auto import reconnaitre
from cpomlib.entree.reconnu import CLE, CORRESPONDANCE, INCONNU, Reconnu
from cpomlib.socle import CommandeError, CpomError

ORDRE = ("finess", "tables", "trame", "agregats", "fec", "balance", "siao", "contrat")
"""Who there is comes before what is said of them; a trame may declare a service."""
_IGNORES = re.compile(
    r"\.|~\$|desktop\.ini$|thumbs\.db$|(lisezmoi|readme)(\.[a-z]+)?$|cpom-reponses\.yaml$",
    re.IGNORECASE,
)
"""What a desktop or we leave behind; nobody sent it."""
_CORRIGEE = re.compile(r"-a-corriger(-[0-9]+)?$")
FICHIERS_MAX = 2000


@dataclass(frozen=True)
class Piece:
    """One file that was received.

    Attributes:
        path: the file.
        reconnu: what it was taken for.
    """

    path: Path
    reconnu: Reconnu


@dataclass(frozen=True)
class Envoi:
    """A folder that was received.

    Attributes:
        pieces: what is to be deposited, in the order it must be.
        aides: the analytical keys and the mappings, which help to read the rest.
        a_part: what is left aside, with why, a French sentence.
    """

    pieces: tuple[Piece, ...]
    aides: tuple[Piece, ...]
    a_part: tuple[tuple[Path, str], ...]

    def aide(self, format: str) -> tuple[Path, ...]:
        """Return the files that help, of one kind."""
        return tuple(one.path for one in self.aides if one.reconnu.format == format)


def ranger(chemins: Sequence[Path], laisses: Sequence[str] = ()) -> Envoi:
    """Say what each file is, those of folders included; nothing but their beginning is read.

    Args:
        chemins: files and folders.
        laisses: names of files to leave aside.

    Raises:
        CommandeError: nothing is there, or far too much.
    """
    paths = list(_files(chemins))
    if not paths:
        raise CommandeError(
            "Il n’y a aucun fichier à lire.",
            ou=", ".join(map(str, chemins)),
            que_faire="Donnez le dossier où ce que vous avez reçu est rangé.",
        )
    kept, aside = _latest(paths)
    pieces: list[Piece] = []
    for path in kept:
        if path.name in laisses:
            aside.append((path, "Laissé de côté, comme demandé."))
            continue
        try:
            found = reconnaitre(path)
        except CpomError as error:
            aside.append((path, str(error).removeprefix(f"{path.name}\u00a0: ")))
            continue
        if found.format == INCONNU:
            aside.append((path, found.pourquoi))
        else:
            pieces.append(Piece(path, found))
    helps = tuple(one for one in pieces if one.reconnu.format in (CLE, CORRESPONDANCE))
    rest = [one for one in pieces if one not in helps]
    rest.sort(key=lambda one: (ORDRE.index(one.reconnu.format), str(one.path)))
    return Envoi(tuple(rest), helps, tuple(aside))


def _files(chemins: Sequence[Path]) -> Iterator[Path]:
    for chemin in chemins:
        found = sorted(chemin.rglob("*")) if chemin.is_dir() else [chemin]
        if len(found) > FICHIERS_MAX:
            raise CommandeError(
                f"Ce dossier a plus de {FICHIERS_MAX} fichiers.",
                ou=str(chemin),
                que_faire="Rangez ce qui vient des parties dans un dossier à part.",
            )
        yield from (path for path in found if not path.is_dir() and not _IGNORES.match(path.name))


def _latest(paths: Sequence[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """Keep, of a trame and its annotated copies, the one that was written last."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in paths:
        stem = _CORRIGEE.sub("", path.stem) if path.suffix in (".xlsx", ".ods") else path.name
        groups.setdefault((path.parent, stem), []).append(path)
    kept: list[Path] = []
    aside: list[tuple[Path, str]] = []
    for group in groups.values():
        copies = [path for path in group if _CORRIGEE.search(path.stem)]
        last = max(group, key=lambda path: path.stat().st_mtime_ns) if copies else None
        for path in group:
            if last is None or path is last:
                kept.append(path)
            else:
                aside.append((path, f"«\u00a0{last.name}\u00a0», plus récent, prend sa place."))
    return kept, aside
