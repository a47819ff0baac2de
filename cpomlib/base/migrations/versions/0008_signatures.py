"""Signatures and the lock of the writers: what a session says of itself is not believed.

The role that acts, and when, are recorded by the server; the name that was typed stays beside as
a mention. The lock is on a table that no role may touch, taken by a function.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = """
CREATE TABLE verrou ();
ALTER TABLE verrou ENABLE ROW LEVEL SECURITY;
ALTER TABLE justifications ADD COLUMN role name;
ALTER TABLE justifications ALTER COLUMN role SET DEFAULT session_user;
ALTER TABLE agregats_publies ADD COLUMN role name;
ALTER TABLE agregats_publies ALTER COLUMN role SET DEFAULT session_user;
"""

_NOW = """to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""

FUNCTIONS = {
    # A lock on a table on which no role has any right: only this function takes it.
    "cpom_ecrire() RETURNS void": """
BEGIN
    IF NOT {s}.cpom_connu() THEN
        RAISE insufficient_privilege USING MESSAGE = 'not entitled';
    END IF;
    LOCK TABLE {s}.verrou IN EXCLUSIVE MODE;
END""",
    # Whoever writes without the lock would take numbers in the way of whoever holds it.
    "cpom_verrouille() RETURNS boolean": """
BEGIN
    RETURN EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_backend_pid() AND l.granted
        AND l.relation = '{s}.verrou'::regclass AND l.mode = 'ExclusiveLock');
END""",
    # Deleting is not granted: it would bring the right to lock out every reader.
    "cpom_depublier(qui name, region text, annee integer, perimetre text) RETURNS void": """
BEGIN
    IF NOT EXISTS (SELECT FROM {s}.cpom_habilitations(qui) h
        WHERE h.nature = 'region' AND h.analyste AND h.code = $2) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the analyst';
    END IF;
    DELETE FROM {s}.agregats_publies a WHERE (a.region, a.annee, a.perimetre) = ($2, $3, $4);
END""",
    "cpom_dater() RETURNS trigger": f"""
BEGIN NEW.horodatage := {_NOW % "clock_timestamp()"}; RETURN NEW; END""",
    "cpom_dater_publication() RETURNS trigger": f"""
BEGIN NEW.publie_le := {_NOW % "transaction_timestamp()"}; RETURN NEW; END""",
    # A clock set back must not put a state before the one it follows.
    "cpom_suivre() RETURNS trigger": """
BEGIN
    NEW.horodatage := greatest(NEW.horodatage COLLATE "C", {s}.cpom_dernier_instant());
    RETURN NEW;
END""",
}
TRIGGERS = (
    ("depots", "cpom_1_dater", "cpom_dater", True),
    ("evenements", "cpom_1_dater", "cpom_dater", True),
    ("evenements", "cpom_2_suivre", "cpom_suivre", False),
    ("justifications", "cpom_1_dater", "cpom_dater", True),
    ("agregats_publies", "cpom_1_dater", "cpom_dater_publication", True),
)
"""Table, trigger, function, and whether it is for the roles bound to a perimeter only."""

_ANALYST = (
    "region IN (SELECT code FROM {s}.cpom_habilitations(current_user) "
    "WHERE nature = 'region' AND analyste)"
)
POLICIES = {
    "justifications": (
        "WITH CHECK (role = session_user AND entite IN (SELECT e.entite "
        "FROM {s}.cpom_inscriptibles(current_user) e "
        "WHERE e.famille IN ('etablissement', 'comptes')))"
    ),
    "agregats_publies": f"WITH CHECK (role = session_user AND {_ANALYST})",
}


def upgrade() -> None:
    """Add who signed and why; on PostgreSQL, let the server say it."""
    op.execute("ALTER TABLE evenements ADD COLUMN motif TEXT")
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql(op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one())
        return
    for table in ("depots", "evenements", "justifications", "agregats_publies"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN role TEXT")


def _on_postgresql(schema: str) -> None:
    op.execute(TABLES)
    for signature, body in FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {signature} LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $cpom${body.format(s=schema)}$cpom$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {signature.split('(')[0]} FROM PUBLIC")
    op.execute("DROP POLICY perimetre_delete ON agregats_publies")
    for table, rule in POLICIES.items():
        op.execute(f"DROP POLICY perimetre_insert ON {table}")
        op.execute(f"CREATE POLICY perimetre_insert ON {table} FOR INSERT {rule.format(s=schema)}")
    for table in ("depots", "evenements", "lots"):
        op.execute(
            f"CREATE POLICY verrou ON {table} AS RESTRICTIVE FOR INSERT "
            f"WITH CHECK ((SELECT {schema}.cpom_verrouille()))"
        )
    for table, trigger, function, bound in TRIGGERS:
        when = f"WHEN (row_security_active('{schema}.{table}'))" if bound else ""
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE INSERT ON {table} FOR EACH ROW {when} "
            f"EXECUTE FUNCTION {function}()"
        )
