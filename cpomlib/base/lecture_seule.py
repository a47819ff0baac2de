"""A base in a folder where nothing can be written: it is read, as long as nobody changes it.

SQLite wants to write two small files beside a base in order to read it. Where it cannot, the base
is opened as one that does not change; if it does all the same, what was read is refused.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from cpomlib.socle import StoreError

_EMPREINTE = "cpom_empreinte"
_BESIDE = ("-wal", "-shm")


def allow(engine: Engine) -> None:
    """Let the base of an engine be read where its folder cannot be written."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkout", _same)
    event.listen(engine, "rollback", _unchanged)
    event.listen(engine, "commit", _unchanged)


def _connect(_dialect: Any, record: Any, args: list[Any], options: dict[str, Any]) -> Any:
    """Open a base that does not change; None lets the ordinary way do the rest.

    Raises:
        StoreError: writings wait beside the base, which only who can write there may put in it.
    """
    path = Path(str(args[0])).absolute()
    if os.access(path.parent, os.W_OK) or not os.access(path, os.R_OK):
        return None
    wal, shm = (path.with_name(path.name + suffix) for suffix in _BESIDE)
    if shm.exists():
        return None
    if wal.exists() and wal.stat().st_size:
        raise StoreError(
            "La base ne peut pas être lue\u00a0: des écritures interrompues n’y sont pas rangées, "
            "et son dossier est en lecture seule.",
            ou=str(path),
            que_faire="Ouvrez-la une fois depuis un compte qui peut y écrire («\u00a0cpom base "
            "etat\u00a0»), ou copiez-la, avec les fichiers de même nom, dans un dossier à vous.",
        )
    record.info[_EMPREINTE] = (path, _stamp(path))
    return sqlite3.connect(f"file:{quote(str(path))}?immutable=1", uri=True, **options)


def _stamp(path: Path) -> tuple[int, int, bool]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size, path.with_name(path.name + _BESIDE[0]).exists()


def _changed(info: dict[Any, Any]) -> bool:
    known = info.get(_EMPREINTE)
    return known is not None and _stamp(known[0]) != known[1]


def _same(_connection: Any, record: Any, _proxy: Any) -> None:
    """Leave a connection that remembers pages of another time."""
    if _changed(record.info):
        raise DisconnectionError


def _unchanged(connection: Connection) -> None:
    """Refuse what was read while somebody wrote: half of it could be of another time."""
    if _changed(connection.info):
        raise StoreError(
            "La base a changé pendant sa lecture.",
            ou=str(connection.info[_EMPREINTE][0]),
            que_faire="Recommencez.",
        )
