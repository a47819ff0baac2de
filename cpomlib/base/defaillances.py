"""What a base cannot do any more, said in French wherever it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpomlib.socle import StoreError
from cpomlib.socle.pannes import dire

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, ExceptionContext
    from sqlalchemy.exc import DBAPIError


def shown(url: URL) -> str:
    """Return the address without its password, fit for messages and reports."""
    return url.difference_update_query(["password", "sslpassword"]).render_as_string(
        hide_password=True
    )


def damaged(url: URL, error: DBAPIError) -> StoreError | None:
    """Say that a file is a base, and a damaged one; None when it is something else."""
    if not str(getattr(error.orig, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT"):
        return None
    return _located(url, error)


def say_failures(context: ExceptionContext) -> None:
    """Turn what the base cannot do into a sentence (listener of SQLAlchemy's errors)."""
    error, engine = context.original_exception, context.engine
    told = _located(engine.url, error) if engine is not None else None
    if told is not None and not isinstance(error, StoreError):
        raise told from error


def _located(url: URL, error: BaseException) -> StoreError | None:
    told = dire(error)
    if told is None:
        return None
    return StoreError(told.quoi, ou=f"base «\u00a0{shown(url)}\u00a0»", que_faire=told.que_faire)
