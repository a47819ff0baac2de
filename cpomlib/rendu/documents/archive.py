"""An office file on disk: whole or not at all, the same bytes for the same content."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from cpomlib.socle import fichiers

Retouche = Callable[[bytes], bytes]

_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the day an archive begins to count, so that none tells the run."""


def deposer(contenu: bytes, chemin: Path, retouches: Mapping[str, Retouche] | None = None) -> None:
    """Write an office file (a ZIP) under its final name, in one stroke.

    Args:
        contenu: the file as its library made it.
        chemin: where it goes; an earlier file there is replaced.
        retouches: what to change in a member before, by name.
    """
    fichiers.ecrire(chemin, stable(contenu, retouches or {}))


def stable(contenu: bytes, retouches: Mapping[str, Retouche]) -> bytes:
    """Return an archive without its dates: order and content kept, ``mimetype`` uncompressed.

    Pictures are compressed once more: they come from a renderer that is quick rather than small.
    """
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(contenu)) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename in retouches:
                data = retouches[member.filename](data)
            info = zipfile.ZipInfo(member.filename, _DAY)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if _stored(member) else zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return target.getvalue()


def _stored(member: zipfile.ZipInfo) -> bool:
    return member.filename == "mimetype"
