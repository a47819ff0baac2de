"""The roles of a base on PostgreSQL: made, entitled, withdrawn by whoever owns the base."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from cpomlib.base.securite import Habilitation, is_bound, refusals
from cpomlib.base.transaction import writing
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    import psycopg

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_READ_ONLY = (
    "habilitations", "rattachements", "rattachements_contrats", "indicateurs_calcules",
    "alembic_version",
)  # fmt: skip
_CLOSED = ("territoires", "verrou")
"""Tables that only the functions of the base read or lock."""
_INTERNAL = (
    "cpom_dernier_instant", "cpom_dater", "cpom_dater_publication", "cpom_suivre",
    "cpom_entites_hors_insertion",
    *(f"cpom_contrat_{name}" for name in (
        "lignes", "qualite", "mesure", "reserve", "refus", "siens", "cotes", "controler",
        "inserer", "deposer",
    )),
)  # fmt: skip
"""Functions that only the others call, or the triggers."""
_GIVEN = {"justifications": "code, entite, annee, motif, auteur, empreinte, constat, horodatage"}
"""Columns that a role gives where the others are the server's: a number of one's own choice
would come before, or in the way of, those that follow."""


def create_role(
    engine: Engine,
    habilitation: Habilitation,
    *,
    connexion: bool = False,
    mot_de_passe: str = "",
    existant: bool = False,
) -> None:
    """Make a role of the server and entitle it to its perimeter.

    Args:
        engine: an open base, as its owner.
        habilitation: the name of the role and its perimeter.
        connexion: whether one connects with it; else it is granted to the persons' own roles.
        mot_de_passe: empty where the server recognises people otherwise. It is encrypted here:
            neither the network nor the server's log ever has it.
        existant: entitle a role that is there already, instead of making one.

    Raises:
        CommandeError: the base has no roles, or the name is not fit, taken or unknown.
        StoreError: the role connected may not make roles.
    """
    _check(engine, habilitation.role)
    with writing(engine) as connection:
        if _exists(connection, habilitation.role) != existant:
            raise _taken(habilitation.role) if not existant else _missing(habilitation.role)
        if existant:
            _refuse_powerful(connection, habilitation.role)
        else:
            _make(connection, habilitation.role, connexion, mot_de_passe)
        _entitle(connection, habilitation)
        grant(connection, habilitation.role)


def withdraw_role(engine: Engine, role: str) -> int:
    """Take every entitlement from a role, which stays on the server; return how many it had.

    Raises:
        CommandeError: it had none.
    """
    _check(engine, role)
    with writing(engine) as connection:
        removed = connection.execute(
            text("DELETE FROM habilitations WHERE role = :role"), {"role": role}
        ).rowcount
        if not removed:
            raise CommandeError(f"Le rôle « {role} » n’a pas d’habilitation sur cette base.")
        if _exists(connection, role):
            _revoke(connection, role)
    return removed


def _revoke(connection: Connection, role: str) -> None:
    """Take every right of a role: those that an older version gave too."""
    for what in ("ALL TABLES IN SCHEMA", "ALL FUNCTIONS IN SCHEMA", "SCHEMA"):
        _run(connection, f"REVOKE ALL ON {what} {{schema}} FROM {{role}}", role)


def grant_all(engine: Engine) -> None:
    """Give every entitled role the rights on the tables that a migration has added."""
    if engine.dialect.name == "sqlite":
        return
    with writing(engine) as connection:
        names = connection.execute(text("SELECT DISTINCT role FROM habilitations")).scalars()
        for role in list(names):
            if _exists(connection, role):
                grant(connection, role)


def grant(connection: Connection, role: str) -> None:
    """Grant what the policies then narrow; nothing is granted on a table without policies."""
    _revoke(connection, role)
    _run(connection, "GRANT USAGE ON SCHEMA {schema} TO {role}", role)
    for kind, name in _objects(connection):
        rights = "SELECT" if kind == "v" or name in _READ_ONLY else "SELECT, INSERT"
        if name in _GIVEN:
            rights = f"SELECT, INSERT ({_GIVEN[name]})"
        _run(connection, f"GRANT {rights} ON {{schema}}.{name} TO {{role}}", role)
    _run(connection, "GRANT UPDATE (etat) ON {schema}.lots TO {role}", role)
    for name in _functions(connection):
        _run(connection, f"GRANT EXECUTE ON FUNCTION {{schema}}.{name} TO {{role}}", role)


def _objects(connection: Connection) -> list[tuple[str, str]]:
    """Return the bound tables, the views that read as their reader, and the version."""
    query = text(
        "SELECT c.relkind::text, c.relname FROM pg_class c WHERE c.relnamespace = "
        "CAST(current_schema() AS regnamespace) AND (c.relname = 'alembic_version' "
        "OR (c.relkind = 'r' AND c.relrowsecurity) "
        "OR (c.relkind = 'v' AND 'security_invoker=true' = ANY (c.reloptions)))"
    )
    found = [(str(kind), str(name)) for kind, name in connection.execute(query)]
    return [(kind, name) for kind, name in found if name not in _CLOSED]


def _functions(connection: Connection) -> list[str]:
    query = text(
        "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = "
        "CAST(current_schema() AS regnamespace) AND p.proname LIKE 'cpom\\_%' "
        "AND p.proname <> ALL (:internal)"
    )
    return list(connection.execute(query, {"internal": list(_INTERNAL)}).scalars())


def _check(engine: Engine, role: str) -> None:
    if engine.dialect.name == "sqlite":
        raise CommandeError(
            "Une base dans un fichier n’a pas de rôles : qui lit le fichier lit tout.",
            que_faire="Donnez l’adresse d’une base PostgreSQL avec « --base ».",
        )
    if not _NAME.fullmatch(role) or role.startswith("pg_"):
        raise CommandeError(
            f"« {role} » ne peut pas nommer un rôle.",
            que_faire="Des minuscules sans accent, des chiffres et « _ », 63 signes au plus ; "
            "« pg_ » est réservé.",
        )


def _taken(role: str) -> CommandeError:
    return CommandeError(
        f"Le rôle « {role} » existe déjà sur le serveur.",
        que_faire="Donnez un autre nom, ou « --existant » pour l’habiliter tel qu’il est.",
    )


def _missing(role: str) -> CommandeError:
    return CommandeError(
        f"Le rôle « {role} » n’existe pas sur le serveur.",
        que_faire="Sans « --existant », la commande le crée.",
    )


def _exists(connection: Connection, role: str) -> bool:
    query = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
    return bool(connection.execute(query, {"role": role}).scalar_one())


def _refuse_powerful(connection: Connection, role: str) -> None:
    """A role that policies do not bind would see everything whatever is written here."""
    query = text(
        "SELECT r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, c.relowner, 'USAGE') "
        "FROM pg_roles r, pg_class c WHERE r.rolname = :role AND c.oid = CAST('lots' AS regclass)"
    )
    if connection.execute(query, {"role": role}).scalar_one():
        raise CommandeError(
            f"Le rôle « {role} » administre le serveur ou la base : aucun périmètre ne le limite.",
            que_faire="Habilitez un rôle ordinaire.",
        )


def _make(connection: Connection, role: str, connexion: bool, mot_de_passe: str) -> None:
    from psycopg import sql

    words = sql.SQL("CREATE ROLE {} " + ("LOGIN" if connexion else "NOLOGIN")).format(
        sql.Identifier(role)
    )
    driver = _driver(connection)
    if connexion and mot_de_passe:
        secret = driver.pgconn.encrypt_password(
            mot_de_passe.encode(), role.encode(), b"scram-sha-256"
        )
        words += sql.SQL(" PASSWORD {}").format(sql.Literal(secret.decode()))
    with refusals(connection):
        driver.execute(words)


def _entitle(connection: Connection, habilitation: Habilitation) -> None:
    connection.execute(
        text(
            "INSERT INTO habilitations (role, nature, code, analyste) "
            "VALUES (:role, :nature, :code, :analyste) ON CONFLICT (role, nature, code) "
            "DO UPDATE SET analyste = excluded.analyste"
        ),
        {
            "role": habilitation.role,
            "nature": habilitation.nature,
            "code": habilitation.code,
            "analyste": habilitation.analyste,
        },
    )


def _run(connection: Connection, statement: str, role: str) -> None:
    from psycopg import sql

    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    words = sql.SQL(statement).format(schema=sql.Identifier(schema), role=sql.Identifier(role))
    with refusals(connection):
        _driver(connection).execute(words)


def _driver(connection: Connection) -> psycopg.Connection:
    return connection.connection.driver_connection  # type: ignore[return-value]


def refuse_bound(engine: Engine, quoi: str) -> None:
    """Refuse what only the owner of the base does.

    Raises:
        CommandeError: the role connected is bound to a perimeter.
    """
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        if is_bound(connection):
            raise CommandeError(
                f"Le rôle « {engine.url.username} » ne peut pas {quoi}.",
                que_faire="Seul le rôle qui a créé la base le peut.",
            )
