"""What the reports of one campaign share: made by the first that needs it, read by the others.

A campaign gives its kernels a private folder (``CPOM_COMMUN``) that goes with it. What is kept
there is what would be made again, byte for byte: the tables of the région at one state of the base,
and what is computed from them alone. It is written in Arrow, which holds data and never code.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from cpomlib.dossier.fichiers_arrow import cadre, ecrire, en_frame, garder
from cpomlib.dossier.rangees import lire_rangees, retenir

DOSSIER = "CPOM_COMMUN"
"""Environment variable: the folder shared by the reports of a campaign."""

_MADE = re.compile(r"[0-9a-f]{64}(?:-|$)")
"""Names of what is shared: the fingerprint of what it was made from, then where its rows are."""

Frames = Mapping[str, pd.DataFrame]


Ou = tuple[str, Collection[str]]
"""Rows kept: a column, and the values it must hold one of."""


Travail = tuple[tuple[object, ...], Callable[[], pd.DataFrame]]
"""Something to compute: all that it depends on besides the tables, and how it is made."""


class Communes(Mapping[str, pd.DataFrame]):
    """Tables that other reports of the campaign read too; each is read when it is used.

    Attributes:
        cle: what identifies them: the base, the role, the région, the state.
        partagees: they are in the folder of a campaign, as is what is computed from them.
    """

    def __init__(self, parties: Sequence[Frames], cle: str) -> None:
        self._parties = {name: part for part in parties for name in part}
        self.cle = cle
        self.partagees = bool(os.environ.get(DOSSIER))
        self._extraits: dict[tuple[str, str, tuple[str, ...]], pd.DataFrame] = {}

    def __getitem__(self, nom: str) -> pd.DataFrame:
        return self._parties[nom][nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parties)

    def __len__(self) -> int:
        return len(self._parties)

    def extrait(self, nom: str, ou: Ou) -> pd.DataFrame:
        """Return the rows of a table that are wanted, numbered anew, in the same order."""
        asked = nom, ou[0], tuple(ou[1])
        if asked not in self._extraits:
            self._extraits[asked] = _kept(self._parties[nom], nom, ou)
        return self._extraits[asked]

    def extraits(self, ou: Mapping[str, Ou]) -> Frames:
        """Return several tables with the rows wanted, each read when it is used."""
        return _AuBesoin(tuple(ou), lambda nom: self.extrait(nom, ou[nom]))

    def parmi(self, noms: Collection[str]) -> Communes:
        """Return some of the tables; what is computed from these alone is kept apart."""
        return Communes([_AuBesoin(tuple(noms), self.__getitem__)], f"{self.cle}{[*noms]}")


class _AuBesoin(Mapping[str, pd.DataFrame]):
    """Tables made or read one by one, when they are used."""

    def __init__(self, noms: tuple[str, ...], lire: Callable[[str], pd.DataFrame]) -> None:
        self._noms, self._lire = noms, lire
        self._lues: dict[str, pd.DataFrame] = {}

    def __getitem__(self, nom: str) -> pd.DataFrame:
        if nom not in self._noms:
            raise KeyError(nom)
        if nom not in self._lues:
            self._lues[nom] = self._lire(nom)
        return self._lues[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._noms)

    def __len__(self) -> int:
        return len(self._noms)


class _Ecrites(_AuBesoin):
    """Tables that a report of the campaign wrote."""

    def __init__(self, place: Path) -> None:
        self._places = {path.name.partition("-")[2]: path for path in sorted(place.iterdir())}
        super().__init__(tuple(self._places), lambda nom: cadre(self._places[nom]))

    def gardees(self, nom: str, ou: Ou) -> pd.DataFrame:
        """Return some rows of a table, the others never made into Python."""
        return en_frame(lire_rangees(self._places[nom], *ou))


def communes(cle: tuple[object, ...], lire: Sequence[Callable[[], Frames]]) -> Communes:
    """Read tables, once for all the reports of the campaign.

    Args:
        cle: all that they depend on.
        lire: each reads some of them: reports that start together share it out.
    """
    asked = [(f"{cle!r}{rank}", each) for rank, each in enumerate(lire)]
    mine = [_shared(key, each, attendre=False) for key, each in asked]
    parts = [part or _shared(*key) for part, key in zip(mine, asked, strict=True)]
    return Communes(parts, repr(cle))


def calcul(
    frames: Frames, cle: tuple[object, ...], faire: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """Compute a frame from tables, once for all the reports of the campaign.

    Args:
        frames: the tables; what is made of others than :func:`communes` gives is not shared.
        cle: all that the frame depends on, besides the tables.
        faire: computes it.
    """
    if not isinstance(frames, Communes):
        return faire()
    return _shared(f"{frames.cle}{cle!r}", _sans_nom(faire))[""]


def extrait(
    frames: Frames, cle: tuple[object, ...], faire: Callable[[], pd.DataFrame], ou: Ou
) -> pd.DataFrame:
    """Return some rows of what :func:`calcul` computes, numbered anew, in the same order."""
    if not isinstance(frames, Communes):
        return _kept({"": faire()}, "", ou)
    return _kept(_shared(f"{frames.cle}{cle!r}", _sans_nom(faire)), "", ou)


def avancer(frames: Communes, travaux: Sequence[Travail]) -> None:
    """Make what no report of the campaign has made nor is making, without waiting.

    Reports that start together so share what they would otherwise wait for in turn.

    Args:
        frames: the tables.
        travaux: what :func:`calcul` is given besides, the longest first.
    """
    for cle, faire in travaux:
        _shared(f"{frames.cle}{cle!r}", _sans_nom(faire), attendre=False)


def apprendre() -> None:
    """Read what the campaign's reports share by now, for those that this process will fork."""
    folder = os.environ.get(DOSSIER, "")
    if not folder:
        return
    whole = [place for place in Path(folder).iterdir() if _MADE.match(place.name)]
    garder(path for place in whole for path in _entiers(place))
    retenir(place for place in whole if place.is_file())


def _entiers(place: Path) -> list[Path]:
    return sorted(place.iterdir()) if place.is_dir() else [place]


def _sans_nom(faire: Callable[[], pd.DataFrame]) -> Callable[[], Frames]:
    return lambda: {"": faire()}


def _kept(frames: Frames, nom: str, ou: Ou) -> pd.DataFrame:
    if isinstance(frames, _Ecrites):
        return frames.gardees(nom, ou)
    frame, (colonne, valeurs) = frames[nom], ou
    return frame[frame[colonne].isin([*valeurs])].reset_index(drop=True)


def _shared(cle: str, faire: Callable[[], Frames], *, attendre: bool = True) -> Frames:
    """Return what was made, or make it; nothing when another makes it and nobody waits."""
    folder = os.environ.get(DOSSIER, "")
    if not folder:
        return faire()
    place = Path(folder) / hashlib.sha256(cle.encode()).hexdigest()
    # it comes whole under its name: who finds it there need not wait his turn
    if place.is_dir():
        return _Ecrites(place)
    with _alone(place, attendre) as alone:
        if place.is_dir():
            return _Ecrites(place)
        if not alone:
            return {}
        made = faire()
        _write(made, place)
        return made


@contextmanager
def _alone(place: Path, attendre: bool) -> Iterator[bool]:
    """Let one report at a time look: the others wait for the first rather than do its work."""
    try:
        import fcntl
    except ImportError:
        yield True
        return
    with place.with_suffix(".verrou").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if attendre else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _write(frames: Frames, place: Path) -> None:
    """Write frames whole, or leave nothing."""
    own = Path(tempfile.mkdtemp(prefix="t-", dir=place.parent))
    for rank, (name, frame) in enumerate(frames.items()):
        ecrire(frame, own / f"{rank:03d}-{name}")
    try:
        own.rename(place)
    except OSError:
        # where there is no lock, another report was first
        shutil.rmtree(own, ignore_errors=True)
