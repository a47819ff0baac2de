"""Who may see and write what, on PostgreSQL: the policies are in the base, the roles made here.

A base in a file has no roles: whoever reads the file reads all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Engine, text

from cpomlib.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

Nature = Literal["gestionnaire", "departement", "region"]
_NOT_ALLOWED, _NOT_RIGHT_NOW = "42501", ("40P01", "55P03", "57014")
_LOST = ("57P01", "57P02", "57P03", "08006", "08003", "08001")
_SHOWN = 5


@dataclass(frozen=True)
class Habilitation:
    """What a role of the server is entitled to.

    Attributes:
        role: its name on the server.
        nature: what its perimeter is.
        code: the gestionnaire, the département or the région.
        analyste: of a région, sees all the accounts and publishes its aggregates.
    """

    role: str
    nature: Nature
    code: str
    analyste: bool = False

    def __str__(self) -> str:
        """Say it in French."""
        noun = {"gestionnaire": "gestionnaire", "departement": "département", "region": "région"}
        return f"{noun[self.nature]} {self.code}{', analyste' if self.analyste else ''}"


def bound(engine: Engine) -> bool:
    """Whether the role connected sees a perimeter only (never so on a file)."""
    if engine.dialect.name == "sqlite":
        return False
    with engine.connect() as connection:
        return is_bound(connection)


def is_bound(connection: Connection) -> bool:
    """Whether policies bind the role of a connection to PostgreSQL."""
    return bool(connection.execute(text("SELECT row_security_active('lots')")).scalar_one())


def habilitations(engine: Engine) -> list[Habilitation]:
    """Return what is granted: to everybody for the owner of the base, else to the role itself."""
    if engine.dialect.name == "sqlite":
        return []
    query = "SELECT role, nature, code, analyste FROM habilitations ORDER BY role, nature, code"
    with engine.connect() as connection:
        return [Habilitation(*row) for row in connection.execute(text(query))]


def sees_region(engine: Engine, region: str) -> bool:
    """Whether the role connected sees every gestionnaire of a région."""
    if not bound(engine):
        return True
    return any(h.nature == "region" and h.code == region for h in habilitations(engine))


def may_publish(engine: Engine, region: str) -> bool:
    """Whether the role connected publishes for a région: its analyst, or the owner of the base."""
    if not bound(engine):
        return True
    return any(h.analyste and h.code == region for h in habilitations(engine))


def refuse_outside(connection: Connection, table: str, entites: Sequence[str]) -> None:
    """Refuse to deposit for others, naming whom; the policies would refuse without saying it.

    What does not exist and what is somebody else's are told alike.

    Raises:
        StoreError: an entity is not in the perimeter of the role connected.
    """
    if connection.dialect.name == "sqlite" or not is_bound(connection):
        return
    query = text(
        "SELECT e FROM unnest(CAST(:entites AS text[])) e WHERE (cpom_famille(:nom), e) NOT IN "
        "(SELECT famille, entite FROM cpom_inscriptibles(current_user)) "
        "AND NOT cpom_declarable(current_user, :nom, e) ORDER BY e"
    )
    found = connection.execute(query, {"entites": sorted(set(entites)), "nom": table})
    outside = list(found.scalars())
    if outside:
        more = f" et {len(outside) - _SHOWN} autres" if len(outside) > _SHOWN else ""
        named = ", ".join(f"« {name} »" for name in outside[:_SHOWN]) + more
        raise _outside(connection, f"Table « {table} » : {named}.")


def _outside(connection: Connection, told: str = "") -> StoreError:
    role = connection.engine.url.username
    return StoreError(
        f"Ce dépôt sort du périmètre du rôle « {role} » : rien n’a été écrit.",
        pourquoi=told,
        que_faire="Retirez ce qui ne relève pas de vous ; « cpom base etat » montre votre "
        "périmètre. S’il est faux, dites-le au service qui tient la base.",
    )


def say_refusals(context: ExceptionContext) -> None:
    """Turn what the server refuses into a sentence (listener of SQLAlchemy's errors)."""
    told = _told(context.original_exception, context.connection)
    if told is not None:
        raise told from context.original_exception


@contextmanager
def refusals(connection: Connection) -> Iterator[None]:
    """Do the same around what speaks to the driver directly."""
    try:
        yield
    except Exception as error:
        told = _told(error, connection)
        if told is None:
            raise
        raise told from error


def _told(error: Any, connection: Connection | None) -> StoreError | None:
    state = getattr(error, "sqlstate", None)
    if state is None or connection is None:
        return None
    if state == _NOT_ALLOWED:
        if "row-level security" in str(error) or "sécurité au niveau ligne" in str(error):
            return _outside(connection)
        return _not_granted(connection)
    if state in _NOT_RIGHT_NOW:
        return StoreError(
            "La base était occupée : la commande a été interrompue, rien n’a été écrit.",
            que_faire="Recommencez dans un moment.",
        )
    if state in _LOST:
        return StoreError(
            "La connexion à la base s’est rompue : rien de la commande n’a été écrit.",
            que_faire="Recommencez quand le serveur répond.",
        )
    return None


def _not_granted(connection: Connection) -> StoreError:
    role = connection.engine.url.username
    return StoreError(
        f"Le rôle « {role} » n’a pas ce droit sur la base.",
        que_faire="Demandez-le au service qui tient la base : il habilite les rôles par "
        "« cpom base roles creer ».",
    )
