"""Opening a base from its address, with messages that say what is wrong with it."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from cpomlib.base.defaillances import damaged, say_failures, shown
from cpomlib.base.lecture_seule import allow
from cpomlib.base.roles import grant_all
from cpomlib.base.schema import HEAD, upgrade
from cpomlib.base.securite import say_refusals
from cpomlib.base.transaction import ATTENTE
from cpomlib.socle import StoreError
from cpomlib.socle.pannes import connexion

DEFAULT_ADDRESS = "sqlite:///cpom.db"
_HELD: dict[str, Engine] = {}
"""The bases that a parent has opened for those it forks, by their address."""
_OLDEST = 15
_EXAMPLES = (
    "Exemples : « sqlite:///cpom.db » pour un fichier, "
    "« postgresql+psycopg://utilisateur@serveur/base » pour un serveur."
)


def base_address(address: str | None = None) -> str:
    """Return the address asked for, else that of ``CPOM_BASE``, else ``sqlite:///cpom.db``."""
    return address or os.environ.get("CPOM_BASE") or DEFAULT_ADDRESS


def open_base(address: str | None = None, *, creer: bool = False) -> Engine:
    """Open the base at an address.

    Args:
        address: a database address; see :func:`base_address` for the default.
        creer: make the base when it does not exist yet (imports do, readers do not).

    Returns:
        A SQLAlchemy engine on a base whose tables are up to date.

    Raises:
        StoreError: the address is badly written, the file or server cannot be reached,
            or what is there is not a cpomlib base.
    """
    held = _HELD.get(base_address(address))
    if held is not None and not creer:
        _check_file(held.url, creer)
        return held
    engine, version = open_as_is(address, creer=creer)
    if version != HEAD:
        _bring_up_to_date(engine, version, creer)
    return engine


def hold_open(address: str | None = None) -> None:
    """Open a base for the processes that will be forked from this one.

    To open a file takes longer than to read most tables. They make their own connections: none is
    open when this returns. A server, which counts those it has, is left to each; so is to say what
    is wrong.
    """
    asked = base_address(address)
    engine = _HELD.pop(asked, None)
    with suppress(StoreError):
        if _read_url(asked).get_backend_name() != "sqlite":
            return
        engine = engine or open_base(asked)
        _check_file(engine.url, creer=False)
        if _version(engine) == HEAD:
            _HELD[asked] = engine
    if engine is not None:
        engine.dispose()


def open_as_is(address: str | None = None, *, creer: bool = False) -> tuple[Engine, str | None]:
    """Open the base at an address without changing it.

    Args:
        address: a database address; see :func:`base_address` for the default.
        creer: a file that does not exist yet is no fault.

    Returns:
        The engine, and the version of the tables: None when there are none yet.

    Raises:
        StoreError: as :func:`open_base`.
    """
    asked = base_address(address)
    url = _read_url(asked)
    if url.get_backend_name() == "sqlite":
        _check_file(url, creer)
    engine = _engine(url)
    version = _version(engine)
    event.listen(engine, "handle_error", say_failures)
    return engine, version


def migrate(engine: Engine, version: str | None) -> None:
    """Create the tables, or bring those of an older version up to date, with their rights.

    Raises:
        StoreError: the tables are of a newer version, or the role connected may not.
    """
    if version is not None and version > HEAD:
        raise _newer(engine, version)
    upgrade(engine)
    grant_all(engine)


def _read_url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise _unreadable(address) from error
    if "@" in (url.host or ""):
        raise _unreadable(address, "Dans un mot de passe, « @ » s’écrit « %40 ». ")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreError(
            f"Le type de base « {url.get_backend_name()} » n’est pas pris en charge.",
            ou=f"adresse « {shown(url)} »",
            que_faire=_EXAMPLES,
        )
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    return url


def _unreadable(address: str, hint: str = "") -> StoreError:
    return StoreError(
        f"L’adresse de base « {_masked(address)} » n’est pas lisible.", que_faire=hint + _EXAMPLES
    )


def _masked(address: str) -> str:
    """Hide what may be a password in an address that cannot be read."""
    hidden = re.sub(r":.*@", ":***@", address)
    hidden = re.sub(r"(://[^:/@\s]+:)[^@/?\s]+$", r"\1***", hidden)
    return re.sub(r"(?i)(password=)[^&\s]*", r"\1***", hidden)


def _check_file(url: URL, creer: bool) -> None:
    if not url.database or url.database == ":memory:":
        raise StoreError(
            "Une base en mémoire ne garderait rien : donnez un fichier.", que_faire=_EXAMPLES
        )
    path = Path(url.database)
    if path.is_dir():
        raise StoreError(f"« {path} » est un dossier, pas une base.", que_faire=_EXAMPLES)
    if path.exists() and not path.is_file():
        raise StoreError(
            f"« {path} » n’est pas un fichier ordinaire : ce ne peut être une base.",
            que_faire=_EXAMPLES,
        )
    if not path.exists() and not creer:
        raise StoreError(
            f"La base « {path} » n’existe pas.",
            que_faire="Créez-la par un import (« cpom importer tables DOSSIER ») ou par "
            "« cpom exemple », ou donnez une autre adresse avec « --base ».",
        )
    if not path.parent.is_dir():
        raise StoreError(
            f"Le dossier « {path.parent} » n’existe pas : la base ne peut pas y être créée.",
            que_faire="Créez le dossier ou donnez une autre adresse avec « --base ».",
        )


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"Le pilote de « {shown(url)} » n’est pas installé.",
            que_faire="Installez-le : « pip install 'cpomlib[postgresql]' ».",
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        allow(engine)
    else:
        event.listen(engine, "handle_error", say_refusals)
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what it logs is raised as well
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {ATTENTE * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")


_VERSION = text("SELECT version_num FROM alembic_version")


def _version(engine: Engine) -> str | None:
    """Return the version of the tables, None when the base is empty."""
    from sqlalchemy import inspect

    if engine.dialect.name == "sqlite":
        # every report opens the base, and to list its tables takes longer than to read one
        with suppress(DBAPIError), engine.connect() as connection:
            return connection.execute(_VERSION).scalar()
    try:
        names = set(inspect(engine).get_table_names())
        _check_server(engine)
        if not names:
            return None
        if "alembic_version" not in names:
            raise _not_ours(engine)
        with engine.connect() as connection:
            return connection.execute(_VERSION).scalar()
    except OperationalError as error:
        raise StoreError(
            f"La base « {shown(engine.url)} » ne répond pas ou ne peut pas être ouverte.",
            pourquoi=connexion(error),
            que_faire="Vérifiez l’adresse, vos droits, et que le serveur est démarré.",
        ) from error
    except DBAPIError as error:
        raise damaged(engine.url, error) or _not_ours(engine) from error


def _check_server(engine: Engine) -> None:
    """Views that read with their reader's rights came with PostgreSQL 15."""
    found = engine.dialect.server_version_info if engine.dialect.name == "postgresql" else None
    if found and int(found[0]) < _OLDEST:
        raise StoreError(
            f"Le serveur est en version {found[0]} de PostgreSQL ; il faut {_OLDEST} au moins.",
            que_faire="Demandez à son administrateur une version plus récente.",
        )


def _not_ours(engine: Engine) -> StoreError:
    return StoreError(
        f"« {shown(engine.url)} » n’est pas une base de cpomlib.",
        que_faire="Donnez une autre adresse avec « --base » ; celle-ci n’a pas été touchée.",
    )


def _bring_up_to_date(engine: Engine, version: str | None, creer: bool) -> None:
    if version is None and not creer:
        raise StoreError(
            f"La base « {shown(engine.url)} » est vide.",
            que_faire="Déposez-y des données : « cpom importer tables DOSSIER » "
            "ou « cpom exemple ».",
        )
    if version is not None and version < HEAD and engine.dialect.name != "sqlite":
        raise StoreError(
            f"La base « {shown(engine.url)} » est d’une version plus ancienne de cpomlib "
            f"(schéma {version}, celui-ci attend {HEAD}).",
            pourquoi="D’autres s’en servent peut-être : elle ne change pas d’elle-même.",
            que_faire="Le service qui la tient la met à jour par « cpom base migrer ».",
        )
    migrate(engine, version)


def _newer(engine: Engine, version: str) -> StoreError:
    return StoreError(
        f"La base « {shown(engine.url)} » vient d’une version plus récente de cpomlib "
        f"(schéma {version}, celui-ci connaît {HEAD}).",
        que_faire="Mettez cpomlib à jour.",
    )
