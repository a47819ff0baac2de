"""Attachments: a perimeter no longer comes from what its role writes.

Whose an establishment is, and where, is said by ``rattachements``, which the owner of the base
alone writes. A role proposes, in a deposit that waits.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

REGIONS = """
01 971; 02 972; 03 973; 04 974; 06 976; 11 75 77 78 91 92 93 94 95; 24 18 28 36 37 41 45;
27 21 25 39 58 70 71 89 90; 28 14 27 50 61 76; 32 02 59 60 62 80;
44 08 10 51 52 54 55 57 67 68 88; 52 44 49 53 72 85; 53 22 29 35 56;
75 16 17 19 23 24 33 40 47 64 79 86 87; 76 09 11 12 30 31 32 34 46 48 65 66 81 82;
84 01 03 07 15 26 38 42 43 63 69 73 74; 93 04 05 06 13 83 84; 94 2A 2B;
975 975; 977 977; 978 978; 984 984; 986 986; 987 987; 988 988; 989 989
"""
"""Each région, then its départements (Code officiel géographique, 2025)."""

TABLES = """
CREATE TABLE territoires (
    departement text PRIMARY KEY, region text NOT NULL, UNIQUE (departement, region));
CREATE TABLE rattachements (
    id_etablissement text PRIMARY KEY,
    id_gestionnaire text NOT NULL,
    departement text NOT NULL,
    region text NOT NULL,
    depot integer NOT NULL REFERENCES depots (id),
    role name NOT NULL DEFAULT session_user,
    FOREIGN KEY (departement, region) REFERENCES territoires (departement, region));
CREATE INDEX ix_rattachements_gestionnaire ON rattachements (id_gestionnaire);
ALTER TABLE territoires ENABLE ROW LEVEL SECURITY;
ALTER TABLE rattachements ENABLE ROW LEVEL SECURITY;
ALTER TABLE depots ALTER COLUMN role SET DEFAULT session_user;
ALTER TABLE evenements ALTER COLUMN role SET DEFAULT session_user;
"""

# What is in force, unless it puts a département in a région that is not its own.
IN_FORCE = """
INSERT INTO rattachements (id_etablissement, id_gestionnaire, departement, region, depot)
SELECT r.id_etablissement, r.id_gestionnaire, r.departement, r.region, c.depot
FROM lots_courants c JOIN lignes_etablissements r ON r.lot = c.source
WHERE c.nom_table = 'etablissements'
    AND (r.departement, r.region) IN (SELECT t.departement, t.region FROM territoires t)
"""

OLD_POLICIES = (
    ("depots", "select"), ("depots", "insert"), ("evenements", "insert"), ("lots", "select"),
    ("lots", "insert"), ("lots", "update"), ("lignes_etablissements", "insert"),
    ("doutes", "select"), ("doutes", "insert"),
)  # fmt: skip
OLD_FUNCTIONS = (
    "cpom_rattachements()", "cpom_declarable(name, text, text)", "cpom_depot_permis(name, integer)",
    "cpom_rattachement_permis(name, text, text, text, text)",
    "cpom_source_permise(integer, integer, integer, text, text, integer, text)",
)  # fmt: skip

_MATCH = "(t.id_etablissement, t.id_gestionnaire, t.departement, t.region) = ({0}, {1}, {2}, {3})"
_ROW = _MATCH.format("r.id_etablissement", "r.id_gestionnaire", "r.departement", "r.region")

FUNCTIONS = {
    # Whether the session owns the base, or holds an entitlement of one of its roles.
    "cpom_connu() RETURNS boolean": """
SELECT EXISTS (SELECT FROM pg_class c WHERE c.oid = '{s}.habilitations'::regclass
        AND pg_has_role(session_user, c.relowner, 'USAGE'))
    OR EXISTS (SELECT FROM {s}.habilitations h JOIN pg_roles r ON r.rolname = h.role
        WHERE pg_has_role(session_user, r.oid, 'MEMBER'))
""",
    "cpom_entites(qui name) RETURNS TABLE (famille text, entite text)": """
WITH h AS (SELECT * FROM {s}.cpom_habilitations(qui)),
siens AS (SELECT DISTINCT t.*, h.nature FROM {s}.rattachements t JOIN h ON h.code = CASE h.nature
    WHEN 'gestionnaire' THEN t.id_gestionnaire
    WHEN 'departement' THEN t.departement ELSE t.region END)
SELECT 'etablissement', id_etablissement FROM siens
UNION SELECT 'gestionnaire', id_gestionnaire FROM siens
UNION SELECT 'departement', departement FROM siens WHERE nature = 'gestionnaire'
UNION SELECT 'departement', t.departement FROM {s}.territoires t
    JOIN h ON h.nature = 'region' AND h.code = t.region
UNION SELECT h.nature, h.code FROM h WHERE h.nature <> 'region'
UNION SELECT 'comptes', h.code FROM h WHERE h.nature = 'gestionnaire'
UNION SELECT 'comptes', t.id_gestionnaire FROM {s}.rattachements t GROUP BY t.id_gestionnaire
    HAVING bool_and(t.id_etablissement IN (SELECT s.id_etablissement FROM siens s))
UNION SELECT 'comptes', t.id_gestionnaire FROM {s}.rattachements t
    JOIN h ON h.analyste AND h.code = t.region
""",
    # Numbers follow each other for everybody who is entitled to something.
    "cpom_suivant(quoi text) RETURNS integer": """
SELECT 1 + CASE quoi
    WHEN 'depots' THEN (SELECT coalesce(max(id), 0) FROM {s}.depots)
    WHEN 'lots' THEN (SELECT coalesce(max(id), 0) FROM {s}.lots)
    WHEN 'evenements' THEN (SELECT coalesce(max(id), 0) FROM {s}.evenements)
    WHEN 'etats' THEN (SELECT coalesce(max(etat), 0) FROM {s}.evenements) END
WHERE {s}.cpom_connu()
""",
    "cpom_lots_ouverts(qui name) RETURNS TABLE (lot integer, entite text, nom_table text)": """
SELECT l.id, l.entite, l.nom_table FROM {s}.lots l JOIN {s}.depots d ON d.id = l.depot
WHERE d.role = session_user AND d.transaction = {s}.cpom_transaction() AND l.source = l.id
    AND pg_has_role(session_user, qui, 'MEMBER')
""",
    # One's own deposits: whoever wrote a draft reads it, whether or not it will be accepted.
    "cpom_deposes() RETURNS SETOF integer": """
SELECT d.id FROM {s}.depots d WHERE d.role = session_user AND {s}.cpom_connu()
""",
    "cpom_evenement_en_cours(qui name, depot integer, etat integer) RETURNS boolean": """
SELECT EXISTS (SELECT FROM {s}.evenements v WHERE v.depot = $2 AND v.etat = $3
        AND v.role = session_user AND v.transaction = {s}.cpom_transaction())
    OR ($3 IS NULL AND EXISTS (SELECT FROM {s}.depots d WHERE d.id = $2
        AND d.role = session_user AND d.transaction = {s}.cpom_transaction()))
""",
    # What a service may propose, in a deposit of its own that waits. The answer does not depend
    # on what the others have: an establishment of somebody else and an unknown one are alike.
    "cpom_declarable(qui name, depot integer, nom_table text, entite text) RETURNS boolean": """
SELECT EXISTS (SELECT FROM {s}.cpom_habilitations(qui) h WHERE h.nature <> 'gestionnaire')
    AND EXISTS (SELECT FROM {s}.depots d WHERE d.id = $2 AND d.role = session_user
        AND d.transaction = {s}.cpom_transaction())
    AND ($3 IN ('gestionnaires', 'etablissements') OR EXISTS (
        SELECT FROM {s}.lots l WHERE l.depot = $2 AND l.entite = $4
        AND l.nom_table = CASE {s}.cpom_famille($3) WHEN 'etablissement' THEN 'etablissements'
            WHEN 'comptes' THEN 'gestionnaires' END))
""",
    # A row of an establishment: as it is attached, or proposed in a lot that waits.
    "cpom_ligne_permise(qui name, lot integer, etablissement text, gestionnaire text, "
    "departement text, region text) RETURNS boolean": f"""
SELECT EXISTS (SELECT FROM {{s}}.rattachements t WHERE {_MATCH.format("$3", "$4", "$5", "$6")}
    AND t.id_etablissement IN (SELECT e.entite FROM {{s}}.cpom_inscriptibles(qui) e
        WHERE e.famille = 'etablissement'))
OR ($2 IN (SELECT o.lot FROM {{s}}.cpom_lots_ouverts(qui) o
        JOIN {{s}}.lots l ON l.id = o.lot WHERE l.etat IS NULL)
    AND EXISTS (SELECT FROM {{s}}.territoires t WHERE t.departement = $5 AND t.region = $6)
    AND EXISTS (SELECT FROM {{s}}.cpom_habilitations(qui) h WHERE
        (h.nature = 'departement' AND h.code = $5) OR (h.nature = 'region' AND h.code = $6)))
""",
    # A lot that comes into force attaches nothing otherwise than it is attached.
    "cpom_lot_rattache(qui name, source integer) RETURNS boolean": f"""
SELECT NOT EXISTS (SELECT FROM {{s}}.lignes_etablissements r WHERE r.lot = $2
    AND r.id_etablissement IN (SELECT e.entite FROM {{s}}.cpom_inscriptibles(qui) e
        WHERE e.famille = 'etablissement')
    AND NOT EXISTS (SELECT FROM {{s}}.rattachements t WHERE {_ROW}))
""",
    "cpom_source_permise(qui name, lot integer, source integer, depot integer, nom_table text, "
    "entite text, annee integer, document text) RETURNS boolean": """
SELECT $2 = $3 OR (({s}.cpom_famille($5), $6) IN (
        SELECT e.famille, e.entite FROM {s}.cpom_inscriptibles(qui) e)
    AND EXISTS (SELECT FROM {s}.lots l WHERE l.id = $3
        AND (l.depot, l.nom_table, l.entite, l.annee, l.document) = ($4, $5, $6, $7, $8)))
""",
    # A deposit is transmitted by whoever made it; validated or brought back by whoever may
    # write all of it.
    "cpom_depot_permis(qui name, depot integer, nature text) RETURNS boolean": """
SELECT pg_has_role(session_user, qui, 'MEMBER') AND (
    ($3 = 'transmission' AND EXISTS (SELECT FROM {s}.depots d
        WHERE d.id = $2 AND d.role = session_user))
    OR (EXISTS (SELECT FROM {s}.depots d WHERE d.id = $2
            AND (d.role = session_user OR EXISTS (SELECT FROM {s}.lots l WHERE l.depot = d.id)))
        AND NOT EXISTS (SELECT FROM {s}.lots l WHERE l.depot = $2
            AND ({s}.cpom_famille(l.nom_table), l.entite) NOT IN (
                SELECT e.famille, e.entite FROM {s}.cpom_inscriptibles(qui) e))))
""",
}

_TRACED = "role = session_user AND transaction = {s}.cpom_transaction()"
_PERIMETER = "({s}.cpom_famille(nom_table), entite) IN (SELECT famille, entite FROM {s}.%s)"
_VISIBLE = _PERIMETER % "cpom_entites(current_user)"
_WRITABLE = _PERIMETER % "cpom_inscriptibles(current_user)"
_DATED = "{s}.cpom_evenement_en_cours(current_user, depot, etat)"
_ATTACHED = "(nom_table <> 'etablissements' OR etat IS NULL " \
    "OR {s}.cpom_lot_rattache(current_user, source))"  # fmt: skip
POLICIES = {
    ("rattachements", "SELECT"): (
        "USING (id_etablissement IN (SELECT e.entite FROM {s}.cpom_entites(current_user) e "
        "WHERE e.famille = 'etablissement'))"
    ),
    ("depots", "SELECT"): "USING (role = session_user OR id IN (SELECT depot FROM {s}.lots))",
    ("depots", "INSERT"): f"WITH CHECK ({_TRACED} AND id = {{s}}.cpom_suivant('depots'))",
    ("evenements", "INSERT"): (
        f"WITH CHECK ({_TRACED} AND id = {{s}}.cpom_suivant('evenements') "
        "AND nature IN ('transmission', 'validation', 'retablissement') "
        "AND (nature = 'transmission') = (etat IS NULL) "
        "AND (etat IS NULL OR etat = {s}.cpom_suivant('etats')) "
        "AND {s}.cpom_depot_permis(current_user, depot, nature))"
    ),
    ("lots", "SELECT"): (
        f"USING ({_VISIBLE} OR (etat IS NULL AND depot IN (SELECT {{s}}.cpom_deposes())))"
    ),
    ("lots", "INSERT"): (
        f"WITH CHECK (({_WRITABLE} OR (etat IS NULL "
        "AND {s}.cpom_declarable(current_user, depot, nom_table, entite))) "
        f"AND {_DATED} AND {_ATTACHED} "
        "AND id - (SELECT {s}.cpom_suivant('lots')) BETWEEN 0 AND 1000000 "
        "AND {s}.cpom_source_permise(current_user, id, source, depot, nom_table, entite, annee, "
        "document))"
    ),
    ("lots", "UPDATE"): (
        f"USING (etat IS NULL AND {_WRITABLE}) WITH CHECK ({_WRITABLE} AND {_DATED} "
        f"AND {_ATTACHED})"
    ),
    # A file of a whole region speaks of many: its doubts are for who made it, or may write it all.
    ("doutes", "SELECT"): "USING ({s}.cpom_depot_permis(current_user, depot, 'transmission'))",
    ("doutes", "INSERT"): (
        f"WITH CHECK (depot IN (SELECT d.id FROM {{s}}.depots d WHERE d.{_TRACED}))"
    ),
    ("lignes_etablissements", "INSERT"): (
        "WITH CHECK ((lot, id_etablissement, 'etablissements') IN (SELECT lot, entite, nom_table "
        "FROM {s}.cpom_lots_ouverts(current_user)) AND {s}.cpom_ligne_permise(current_user, lot, "
        "id_etablissement, id_gestionnaire, departement, region))"
    ),
}


def upgrade() -> None:
    """On PostgreSQL only: a base in a file has no roles."""
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql(op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one())


def _on_postgresql(schema: str) -> None:
    op.execute(TABLES)
    pairs = [
        f"('{departement}', '{line.split()[0]}')"
        for line in REGIONS.split(";")
        for departement in line.split()[1:]
    ]
    op.execute(f"INSERT INTO territoires (departement, region) VALUES {', '.join(pairs)}")
    op.execute(IN_FORCE)
    for table, verb in OLD_POLICIES:
        op.execute(f"DROP POLICY perimetre_{verb} ON {table}")
    for function in OLD_FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    _functions(schema)
    for (table, verb), rule in POLICIES.items():
        policy = f"perimetre_{verb.lower()}"
        op.execute(f"CREATE POLICY {policy} ON {table} FOR {verb} {rule.format(s=schema)}")
    for column in ("id_etablissement", "id_gestionnaire", "departement", "region", "role"):
        op.execute(f"ALTER TABLE rattachements ALTER COLUMN {column} SET STATISTICS 0")
    # A base that comes from an older server may let everybody create in its schema.
    op.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC")


def _functions(schema: str) -> None:
    """Names are those of the base's own schema, whatever the caller puts on its search path."""
    for signature, body in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $cpom${body.format(s=schema)}$cpom$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {signature.split('(')[0]} FROM PUBLIC")
