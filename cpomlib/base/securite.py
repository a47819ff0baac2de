"""Who may see and write what, on PostgreSQL: the policies are in the base, the roles made here.

A base in a file has no roles: whoever reads the file reads all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Engine, text

from cpomlib.base.droits_contrat import refus_contrat
from cpomlib.base.transaction import ATTENTE, CREATION
from cpomlib.socle import StoreError, nombre

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

Nature = Literal["gestionnaire", "departement", "region", "insertion"]
_NOT_ALLOWED, _WAITED = "42501", "55P03"
_NOT_NOW = (
    "La base était occupée : la commande a été interrompue, rien n’a été écrit.",
    "Recommencez dans un moment.",
)
_LOST = (
    "La connexion à la base s’est rompue : rien de la commande n’a été écrit.",
    "Recommencez quand le serveur répond.",
)
_ELSEWHERE = {
    **dict.fromkeys(("40P01", "57014"), _NOT_NOW),
    **dict.fromkeys(("25P03", "57P01", "57P02", "57P03", "08006", "08003", "08001"), _LOST),
}
"""What happens on the server whatever is asked: what is said of it, what to do."""
_SHOWN = 5


@dataclass(frozen=True)
class Habilitation:
    """What a role of the server is entitled to.

    Attributes:
        role: its name on the server.
        nature: what its perimeter is.
        code: the gestionnaire, the département or the région; of « insertion », the département.
        analyste: of a région, sees all the accounts and publishes its aggregates.
    """

    role: str
    nature: Nature
    code: str
    analyste: bool = False

    def __str__(self) -> str:
        """Say it in French."""
        noun = {
            "gestionnaire": "gestionnaire",
            "departement": "département",
            "region": "région",
            "insertion": "insertion du département",
        }
        return f"{noun[self.nature]} {self.code}{', analyste' if self.analyste else ''}"


def bound(engine: Engine) -> bool:
    """Whether the role connected sees a perimeter only (never so on a file)."""
    if engine.dialect.name == "sqlite":
        return False
    with engine.connect() as connection:
        return is_bound(connection)


def is_bound(connection: Connection) -> bool:
    """Whether policies bind the role of a connection (never so on a file)."""
    if connection.dialect.name == "sqlite":
        return False
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


def sees_insertion(engine: Engine, departement: str, region: str) -> bool:
    """Whether the role connected sees every insertion structure of a département."""
    if not bound(engine):
        return True
    whole = {("departement", departement), ("insertion", departement), ("region", region)}
    return any((h.nature, h.code) in whole for h in habilitations(engine))


def may_publish(engine: Engine, region: str) -> bool:
    """Whether the role connected publishes for a région: its analyst, or the owner of the base."""
    if not bound(engine):
        return True
    return any(h.analyste and h.code == region for h in habilitations(engine))


def signed(auteur: str, role: object) -> str:
    """Return who acted: the role that the server recorded, then the name that was typed."""
    return f"rôle\u00a0{role} ({auteur})" if role else auteur


def refuse_outside(
    connection: Connection, table: str, entites: Sequence[str], attend: int | None = None
) -> None:
    """Refuse to deposit for others, naming whom; the policies would refuse without saying it.

    What does not exist and what is somebody else's are told alike.

    Args:
        connection: the writing transaction.
        table: the shared table.
        entites: whom its rows are about.
        attend: the deposit, when it waits: it may propose what is not attached yet.

    Raises:
        StoreError: an entity is not in the perimeter of the role connected.
    """
    if connection.dialect.name == "sqlite" or not is_bound(connection):
        return
    query = text(
        "SELECT e FROM unnest(CAST(:entites AS text[])) e WHERE (cpom_famille(:nom), e) NOT IN "
        "(SELECT famille, entite FROM cpom_inscriptibles(current_user)) "
        "AND NOT coalesce(cpom_declarable(current_user, :attend, :nom, e), false) ORDER BY e"
    )
    values = {"entites": sorted(set(entites)), "nom": table, "attend": attend}
    found = connection.execute(query, values)
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
        return refus_contrat(error, connection.engine.url.username) or _not_granted(connection)
    if state == _WAITED:
        return _busy(connection.engine)
    if state in _ELSEWHERE:
        quoi, que_faire = _ELSEWHERE[state]
        return StoreError(quoi, que_faire=que_faire)
    return None


_HOLDERS = """
SELECT DISTINCT a.usename::text, a.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.granted AND l.pid <> pg_backend_pid() AND a.datname = current_database()
AND ((l.locktype = 'advisory' AND l.objid = :creation) OR (l.mode NOT IN ('AccessShareLock',
    'RowShareLock') AND l.relation IN (to_regclass('verrou'), to_regclass('depots'),
    to_regclass('evenements'), to_regclass('lots'))))
ORDER BY 1, 2
"""


def _busy(engine: Engine) -> StoreError:
    """Say who has been writing for so long: the server tells everybody who holds its locks."""
    with engine.connect() as connection:
        found = connection.execute(text(_HOLDERS), {"creation": CREATION}).all()
    told = ", ".join(f"le rôle « {role} » (session n° {pid} du serveur)" for role, pid in found)
    return StoreError(
        f"La base est occupée depuis plus de {nombre(ATTENTE)} s : rien n’a été écrit.",
        pourquoi=f"Y écrit en ce moment : {told}." if told else "",
        que_faire="Recommencez plus tard. Si cette session est oubliée, demandez à qui l’a "
        "ouverte de la fermer, ou à l’administrateur du serveur d’y mettre fin.",
    )


def _not_granted(connection: Connection) -> StoreError:
    role = connection.engine.url.username
    return StoreError(
        f"Le rôle « {role} » n’a pas ce droit sur la base.",
        que_faire="Demandez-le au service qui tient la base : il habilite les rôles par "
        "« cpom base roles creer ».",
    )
