"""What every source gives back: the frames it read, and the account of what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.texte import sha256
from cpomlib.socle import CommandeError, Faute, pluriel

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LectureFichier:
    """The result of reading one or several files of a source.

    A source raises ``DonneesError`` when nothing of the file may be deposited; ``refus`` holds
    what was refused row by row while the rest stands.

    Attributes:
        format: name of the source (``fec``, ``finess``…).
        frames: shared table → typed frame (money in centimes), ready for the checks of a deposit.
        lues: lines of data read, headers and blank lines left out.
        gardees: lines that the frames come from.
        refus: one fault per refused line, or per kind of fault once there are many.
        messages: what the reader should know, French sentences.
        alertes: doubts about lines that were kept.
        ecartees: reason → lines set aside on purpose (not faults), a French noun phrase each.
        refusees: number of lines refused; that of ``refus`` when not given.
        absentes: columns that the file does not have, by table.
        reserves: doubts that ``messages`` tell already: kept with the deposit, not told twice.
    """

    format: str
    frames: Mapping[str, pd.DataFrame]
    lues: int
    gardees: int
    refus: tuple[Faute, ...] = ()
    messages: tuple[str, ...] = ()
    alertes: tuple[Faute, ...] = ()
    ecartees: Mapping[str, int] = field(default_factory=dict)
    refusees: int | None = None
    absentes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reserves: tuple[Faute, ...] = ()

    @property
    def doutes(self) -> tuple[Faute, ...]:
        """What a report must be able to say: what was refused while the rest stands, and doubts."""
        return (*self.refus, *self.alertes, *self.reserves)

    @property
    def nombre_refus(self) -> int:
        """Number of lines refused."""
        return len(self.refus) if self.refusees is None else self.refusees


def refuser_doublons(chemins: Sequence[Path]) -> None:
    """Refuse an empty list of files, and the same file twice: its amounts would count twice.

    Raises:
        CommandeError: naming the two files.
    """
    if not chemins:
        raise CommandeError("Aucun fichier n’est donné.", que_faire="Indiquez le fichier à lire.")
    seen: dict[str, Path] = {}
    for path in chemins if len(chemins) > 1 else ():
        digest = sha256(path) if path.is_file() else str(path)
        other = seen.setdefault(digest, path)
        if other is not path:
            raise CommandeError(
                f"« {path.name} » et « {other.name} » sont le même fichier.",
                pourquoi="Les montants compteraient deux fois.",
                que_faire="Donnez chaque fichier une seule fois.",
            )


def resume(lecture: LectureFichier) -> str:
    """Return, in French, what was read, kept, set aside and refused, and why.

    Args:
        lecture: the result of a source. Its doubts and refusals are told to the last; a source
            counts by itself those that are alike.
    """
    lines = [_counts(lecture), *(f"  {message}" for message in lecture.messages)]
    for reason, count in lecture.ecartees.items():
        lines.append(f"  {pluriel(count, 'ligne')} à part : {reason}.")
    lines += _listed("Refus", lecture.refus)
    lines += _listed("À vérifier", lecture.alertes)
    return "\n".join(lines)


def _counts(lecture: LectureFichier) -> str:
    refused = lecture.nombre_refus
    told = [
        pluriel(lecture.lues, "ligne lue", "lignes lues"),
        pluriel(lecture.gardees, "gardée"),
    ]
    if refused:
        told.append(pluriel(refused, "refusée"))
    return ", ".join(told) + "."


def _listed(title: str, fautes: tuple[Faute, ...]) -> list[str]:
    return [f"{title} :", *(f"  {faute}" for faute in fautes)] if fautes else []
