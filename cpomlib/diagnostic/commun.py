"""What the reports of one campaign share: made by the first that needs it, read by the others.

A campaign gives its kernels a private folder (``CPOM_COMMUN``) that goes with it. What is kept
there is what would be made again, byte for byte: the tables of the région at one state of the base,
and what is computed from them alone. It is written in Arrow, which holds data and never code.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

DOSSIER = "CPOM_COMMUN"
"""Environment variable: the folder shared by the reports of a campaign."""

Frames = Mapping[str, pd.DataFrame]


class Communes(dict[str, pd.DataFrame]):
    """Tables that other reports of the campaign read too.

    Attributes:
        cle: what identifies them: the base, the role, the région, the state.
    """

    def __init__(self, frames: Frames, cle: str) -> None:
        super().__init__(frames)
        self.cle = cle


def communes(cle: tuple[object, ...], lire: Callable[[], Frames]) -> dict[str, pd.DataFrame]:
    """Read tables, once for all the reports of the campaign.

    Args:
        cle: all that they depend on.
        lire: reads them.
    """
    return Communes(_shared(repr(cle), lire), repr(cle))


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
    return _shared(f"{frames.cle}{cle!r}", lambda: {"": faire()})[""]


def _shared(cle: str, faire: Callable[[], Frames]) -> Frames:
    folder = os.environ.get(DOSSIER, "")
    if not folder:
        return faire()
    place = Path(folder) / hashlib.sha256(cle.encode()).hexdigest()
    with _alone(place):
        if place.is_dir():
            return _read(place)
        made = faire()
        _write(made, place)
        return made


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let one report at a time look: the others wait for the first rather than do its work."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with place.with_suffix(".verrou").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(frames: Frames, place: Path) -> None:
    """Write frames whole, or leave nothing."""
    own = Path(tempfile.mkdtemp(prefix="t-", dir=place.parent))
    for rank, (name, frame) in enumerate(frames.items()):
        table = pa.Table.from_pandas(frame)
        with (
            pa.OSFile(str(own / f"{rank:03d}-{name}"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
    try:
        own.rename(place)
    except OSError:
        # where there is no lock, another report was first
        shutil.rmtree(own, ignore_errors=True)


def _read(place: Path) -> dict[str, pd.DataFrame]:
    return {path.name.partition("-")[2]: _frame(path) for path in sorted(place.iterdir())}


def _frame(path: Path) -> pd.DataFrame:
    with pa.memory_map(str(path)) as source:
        frame: Any = pa.ipc.open_file(source).read_all().to_pandas()
    return frame
