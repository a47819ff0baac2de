"""What is done of each file of a folder: the words of the door it goes through."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.cli.envoi_questions import Questions

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.entree import Envoi, Piece

DOSSIERS = ("tables", "contrat")
"""What is deposited as a folder of files, each with the name of its table."""


@dataclass(frozen=True)
class Etape:
    """One deposit of the folder.

    Attributes:
        format: the door.
        pieces: its files; several make one deposit (tables, one exercise).
    """

    format: str
    pieces: tuple[Piece, ...]

    @property
    def nom(self) -> str:
        """Its files, as they are named on the screen."""
        return ", ".join(piece.path.name for piece in self.pieces)


@dataclass(frozen=True)
class ContexteEnvoi:
    """What the words of a door are made of.

    Attributes:
        envoi: the folder.
        questions: who says what it cannot.
        base: address of the base that is read, with what the steps before have put there.
        travail: a private folder, gone with the command.
        cle: the file of the pseudonyms' key.
        cle_analytique: the key given to the command, if one is.
    """

    envoi: Envoi
    questions: Questions
    base: str
    travail: Path
    cle: Path | None
    cle_analytique: Path | None = None

    def structure(self) -> Mapping[str, pd.DataFrame]:
        """Return who the base knows by now."""
        from cpomlib.cli.session import known_structure

        return known_structure(self.base)


def etapes(envoi: Envoi) -> list[Etape]:
    """Return the deposits of a folder, in order: one a file, but tables and exercises."""
    from cpomlib.entree.fec import nom_fec

    groups: dict[tuple[object, ...], list[Piece]] = {}
    for piece in envoi.pieces:
        form, name = piece.reconnu.format, nom_fec(piece.path.name)
        key: tuple[object, ...] = (form, str(piece.path))
        if form in DOSSIERS:
            key = (form, str(piece.path.parent))
        elif form == "fec" and name.siren and name.cloture:
            key = (form, name.siren, name.cloture.year)
        groups.setdefault(key, []).append(piece)
    return [Etape(pieces[0].reconnu.format, tuple(pieces)) for pieces in groups.values()]


def mots(etape: Etape, contexte: ContexteEnvoi) -> list[str]:
    """Return what is typed after ``cpom importer FORMAT``; what is not known is asked.

    Raises:
        CommandeError: a question has no answer.
    """
    paths = [piece.path for piece in etape.pieces]
    if etape.format in DOSSIERS:
        return [str(_folder(etape, contexte.travail))]
    if etape.format == "siao":
        return _siao(paths[0], contexte)
    words = [str(path) for path in paths]
    if etape.format == "trame":
        return [*words, *_trame(etape.pieces[0], contexte)]
    if etape.format in ("fec", "balance"):
        return [*words, *_comptes(etape, contexte)]
    return words


def _folder(etape: Etape, travail: Path) -> Path:
    """Put the tables of one folder side by side, under the names the door expects."""
    from cpomlib.socle import ecrire

    folder = travail.joinpath(etape.pieces[0].path.parent.name)
    folder.mkdir(exist_ok=True)
    for piece in etape.pieces:
        ecrire(folder.joinpath(f"{piece.reconnu.table}.csv"), piece.path.read_bytes())
    return folder


def _trame(piece: Piece, contexte: ContexteEnvoi) -> Iterator[str]:
    """Say for whom a trame is when its cover is gone."""
    from cpomlib.entree.trame import devinee

    if not piece.reconnu.manque:
        return
    guess, name = devinee(piece.path), piece.path.name
    owner = _owner(name, contexte, guess.gestionnaire if guess else "")
    year = _year(name, contexte, str(guess.annee) if guess else "")
    yield from ("--gestionnaire", owner, "--annee", year)


def _comptes(etape: Etape, contexte: ContexteEnvoi) -> Iterator[str]:
    from cpomlib.entree.fec import nom_fec

    path = etape.pieces[0].path
    name = nom_fec(path.name)
    owner = name.siren or _owner(path.name, contexte)
    year = str(name.cloture.year) if name.cloture else _year(path.name, contexte)
    yield from ("--gestionnaire", owner, "--annee", year)
    if etape.format == "fec":
        yield from _houses(path.name, owner, contexte)


def _houses(name: str, owner: str, contexte: ContexteEnvoi) -> Iterator[str]:
    """Say which establishment the entries belong to: a key, or one for all."""
    keys = contexte.envoi.aide("cle") or tuple(filter(None, (contexte.cle_analytique,)))
    houses = contexte.structure().get("etablissements")
    mine = {} if houses is None else _named(houses[houses["id_gestionnaire"] == owner])
    if len(mine) <= 1:
        return
    if len(keys) == 1:
        yield from ("--cle-analytique", str(keys[0]))
        return
    choices = {str(path): f"selon la clé {path.name}" for path in keys}
    choices |= {one: f"tout à {label} ({one})" for one, label in mine.items()}
    answer = contexte.questions.demander(
        f"{name}, établissement",
        f"{name}\u00a0: à quel établissement vont ses écritures\u00a0? (une clé analytique dans le "
        "dossier les répartirait)",
        choices,
    )
    by_key = answer in {str(path) for path in keys}
    yield from ("--cle-analytique" if by_key else "--etablissement", answer)


def _owner(name: str, contexte: ContexteEnvoi, propose: str = "") -> str:
    held = contexte.structure().get("gestionnaires")
    known = {}
    if held is not None:
        known = dict(zip(held["id_gestionnaire"], held["raison_sociale"], strict=True))
    choices = {one: f"{label} ({one})" for one, label in known.items()}
    return contexte.questions.demander(
        f"{name}, gestionnaire",
        f"{name}\u00a0: de quel gestionnaire vient-il\u00a0?",
        choices,
        propose if propose in choices else "",
    )


def _year(name: str, contexte: ContexteEnvoi, propose: str = "") -> str:
    return contexte.questions.demander(
        f"{name}, exercice",
        f"{name}\u00a0: de quel exercice est-il\u00a0? (AAAA)",
        None,
        propose,
    )


def _named(houses: pd.DataFrame) -> dict[str, str]:
    return dict(zip(houses["id_etablissement"], houses["nom"], strict=True))


def _siao(path: Path, contexte: ContexteEnvoi) -> list[str]:
    """Say how an export is read: a mapping of the folder that has its columns, or one made."""
    from cpomlib.cli.envoi_siao import correspondance
    from cpomlib.socle import ecrire

    found = _mapping(path, contexte.envoi.aide("correspondance"))
    if found is None:
        found = contexte.travail / f"correspondance {path.stem}.yaml"
        if not found.exists():
            houses = contexte.structure().get("etablissements")
            known = {} if houses is None else _named(houses)
            ecrire(found, correspondance(path, known, contexte.questions))
    key = ["--cle", str(contexte.cle)] if contexte.cle else []
    return [str(path), "--correspondance", str(found), *key]


def _mapping(path: Path, aides: Sequence[Path]) -> Path | None:
    """Return the mapping whose name holds that of the export, else the only one that fits it."""
    from cpomlib.entree.siao import colonnes_de, lire_correspondance

    named = [one for one in aides if path.stem in one.stem]
    if named:
        return named[0]
    columns = set(colonnes_de(path))
    fitting = [one for one in aides if set(lire_correspondance(one).colonnes) <= columns]
    return fitting[0] if len(fitting) == 1 else None


def cle_par_defaut() -> Path:
    """Return where the key of the pseudonyms is kept when nobody says: with one's own settings."""
    given = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    home = Path(given) if given else Path.home() / ".config"
    return home / "cpom" / "cle-pseudonymes"
