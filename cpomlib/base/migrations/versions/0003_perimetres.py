"""Perimeters: on PostgreSQL, a role sees and writes the rows of its perimeter only.

Everything goes through policies: a view or a hand-written query is bound as a command is. The
functions that say what a perimeter holds run as the owner of the base (``SECURITY DEFINER``)
and answer for the roles of the session only, so that nobody asks for somebody else's perimeter.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROWS = {
    "gestionnaires": "id_gestionnaire", "etablissements": "id_etablissement",
    "places": "id_etablissement", "sejours": "id_etablissement", "activite": "id_etablissement",
    "demandes_siao": "departement", "budgets": "id_etablissement",
    "balances": "id_gestionnaire", "financements": "id_etablissement",
    "salaries": "id_etablissement", "absences": "id_etablissement",
    "mouvements": "id_etablissement", "qualite": "id_etablissement",
}  # fmt: skip

UNCOUNTED = {"lots": ("entite",), "depots": ("auteur", "fichier", "sha256")}
"""Further columns whose values must not show through the planner's estimates."""

TRACE = """
ALTER TABLE depots ADD COLUMN role name NOT NULL DEFAULT current_user;
ALTER TABLE depots ADD COLUMN transaction bigint NOT NULL DEFAULT
    pg_current_xact_id()::text::bigint;
ALTER TABLE evenements ADD COLUMN role name NOT NULL DEFAULT current_user;
ALTER TABLE evenements ADD COLUMN transaction bigint NOT NULL DEFAULT
    pg_current_xact_id()::text::bigint;
CREATE TABLE habilitations (
    role name NOT NULL,
    nature text NOT NULL CHECK (nature IN ('gestionnaire', 'departement', 'region')),
    code text NOT NULL,
    analyste boolean NOT NULL DEFAULT false CHECK (nature = 'region' OR NOT analyste),
    PRIMARY KEY (role, nature, code))
"""

FUNCTIONS = {
    # The family of a table: what its scope names.
    "cpom_famille(nom_table text) RETURNS text": """
SELECT CASE nom_table WHEN 'gestionnaires' THEN 'gestionnaire' WHEN 'balances' THEN 'comptes'
    WHEN 'demandes_siao' THEN 'departement' ELSE 'etablissement' END
""",
    "cpom_transaction() RETURNS bigint": "SELECT pg_current_xact_id()::text::bigint",
    # Numbers follow each other for everybody, whatever each one sees.
    "cpom_suivant(quoi text) RETURNS integer": """
SELECT 1 + CASE quoi
    WHEN 'depots' THEN (SELECT coalesce(max(id), 0) FROM {s}.depots)
    WHEN 'lots' THEN (SELECT coalesce(max(id), 0) FROM {s}.lots)
    WHEN 'evenements' THEN (SELECT coalesce(max(id), 0) FROM {s}.evenements)
    WHEN 'etats' THEN (SELECT coalesce(max(etat), 0) FROM {s}.evenements) END
""",
    "cpom_dernier_instant() RETURNS text": "SELECT max(horodatage) FROM {s}.evenements",
    "cpom_habilitations(qui name) RETURNS TABLE (nature text, code text, analyste boolean)": """
SELECT h.nature, h.code, h.analyste
FROM {s}.habilitations h JOIN pg_catalog.pg_roles r ON r.rolname = h.role
WHERE pg_has_role(session_user, qui, 'MEMBER') AND pg_has_role(qui, r.oid, 'USAGE')
""",
    # Whose each establishment is: in force, else as the draft that declares it says.
    "cpom_rattachements() RETURNS TABLE (id_etablissement text, id_gestionnaire text, "
    "departement text, region text)": """
SELECT DISTINCT ON (l.entite) r.id_etablissement, r.id_gestionnaire, r.departement, r.region
FROM {s}.lots l JOIN {s}.lignes_etablissements r ON r.lot = l.source
WHERE l.nom_table = 'etablissements'
ORDER BY l.entite, (l.etat IS NULL), l.etat DESC, l.id DESC
""",
    "cpom_entites(qui name) RETURNS TABLE (famille text, entite text)": """
WITH h AS (SELECT * FROM {s}.cpom_habilitations(qui)),
tous AS (SELECT * FROM {s}.cpom_rattachements()),
siens AS (SELECT DISTINCT t.* FROM tous t JOIN h ON h.code = CASE h.nature
    WHEN 'gestionnaire' THEN t.id_gestionnaire
    WHEN 'departement' THEN t.departement ELSE t.region END)
SELECT 'etablissement', id_etablissement FROM siens
UNION SELECT 'gestionnaire', id_gestionnaire FROM siens
UNION SELECT 'departement', departement FROM siens
UNION SELECT h.nature, h.code FROM h WHERE h.nature <> 'region'
UNION SELECT 'comptes', h.code FROM h WHERE h.nature = 'gestionnaire'
UNION SELECT 'comptes', t.id_gestionnaire FROM tous t GROUP BY t.id_gestionnaire
    HAVING bool_and(t.id_etablissement IN (SELECT s.id_etablissement FROM siens s))
UNION SELECT 'comptes', t.id_gestionnaire FROM tous t
    JOIN h ON h.analyste AND h.code = t.region
UNION SELECT 'gestionnaire', l.entite FROM {s}.lots l
    WHERE l.nom_table = 'gestionnaires' AND EXISTS (SELECT FROM h WHERE h.nature <> 'gestionnaire')
    AND l.entite NOT IN (SELECT t.id_gestionnaire FROM tous t)
""",
    # What may be deposited: a gestionnaire does not write the requests of its département.
    "cpom_inscriptibles(qui name) RETURNS TABLE (famille text, entite text)": """
SELECT e.famille, e.entite FROM {s}.cpom_entites(qui) e WHERE e.famille <> 'departement'
    OR EXISTS (SELECT FROM {s}.cpom_habilitations(qui) h WHERE h.nature <> 'gestionnaire')
""",
    # A service may declare what the base does not know; a gestionnaire may not, so that it
    # neither takes an establishment nor learns who is there.
    "cpom_declarable(qui name, nom_table text, entite text) RETURNS boolean": """
SELECT nom_table IN ('gestionnaires', 'etablissements')
    AND EXISTS (SELECT FROM {s}.cpom_habilitations(qui) h WHERE h.nature <> 'gestionnaire')
    AND NOT EXISTS (SELECT FROM {s}.lots l WHERE l.nom_table = $2 AND l.entite = $3)
""",
    "cpom_rattachement_permis(qui name, etablissement text, gestionnaire text, departement text, "
    "region text) RETURNS boolean": """
SELECT EXISTS (SELECT FROM {s}.cpom_habilitations(qui) h WHERE
    (h.nature = 'departement' AND h.code = $4) OR (h.nature = 'region' AND h.code = $5))
OR EXISTS (SELECT FROM {s}.cpom_rattachements() t
    WHERE (t.id_etablissement, t.id_gestionnaire, t.departement, t.region) = ($2, $3, $4, $5))
""",
    "cpom_lots_ouverts(qui name) RETURNS TABLE (lot integer, entite text, nom_table text)": """
SELECT l.id, l.entite, l.nom_table FROM {s}.lots l JOIN {s}.depots d ON d.id = l.depot
WHERE d.role = qui AND d.transaction = {s}.cpom_transaction() AND l.source = l.id
    AND pg_has_role(session_user, qui, 'MEMBER')
""",
    "cpom_source_permise(lot integer, source integer, depot integer, nom_table text, "
    "entite text, annee integer, document text) RETURNS boolean": """
SELECT $1 = $2 OR EXISTS (SELECT FROM {s}.lots l WHERE l.id = $2 AND (l.depot, l.nom_table,
    l.entite, l.annee, l.document) = ($3, $4, $5, $6, $7))
""",
    # A deposit is validated or brought back by whoever may write all of it.
    "cpom_depot_permis(qui name, depot integer) RETURNS boolean": """
SELECT pg_has_role(session_user, qui, 'MEMBER')
    AND EXISTS (SELECT FROM {s}.depots d WHERE d.id = $2
        AND (d.role = qui OR EXISTS (SELECT FROM {s}.lots l WHERE l.depot = d.id)))
    AND NOT EXISTS (SELECT FROM {s}.lots l WHERE l.depot = $2
        AND ({s}.cpom_famille(l.nom_table), l.entite) NOT IN (
            SELECT e.famille, e.entite FROM {s}.cpom_inscriptibles(qui) e))
""",
    "cpom_evenement_en_cours(qui name, depot integer, etat integer) RETURNS boolean": """
SELECT EXISTS (SELECT FROM {s}.evenements v WHERE v.depot = $2 AND v.etat = $3
        AND v.role = qui AND v.transaction = {s}.cpom_transaction())
    OR ($3 IS NULL AND EXISTS (SELECT FROM {s}.depots d WHERE d.id = $2 AND d.role = qui
        AND d.transaction = {s}.cpom_transaction()))
""",
}
INTERNAL = ("cpom_rattachements",)
"""Not for the roles: only the other functions call them."""

_TRACED = "role = current_user AND transaction = {s}.cpom_transaction()"
_PERIMETER = "({s}.cpom_famille(nom_table), entite) IN (SELECT famille, entite FROM {s}.%s)"
_VISIBLE = _PERIMETER % "cpom_entites(current_user)"
_WRITABLE = _PERIMETER % "cpom_inscriptibles(current_user)"
_DATED = "{s}.cpom_evenement_en_cours(current_user, depot, etat)"
_ANALYST = (
    "region IN (SELECT code FROM {s}.cpom_habilitations(current_user) "
    "WHERE nature = 'region' AND analyste)"
)

POLICIES = {
    "habilitations": {
        "SELECT": "USING ((nature, code) IN "
        "(SELECT nature, code FROM {s}.cpom_habilitations(current_user)) "
        "AND EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = role "
        "AND pg_has_role(current_user, r.oid, 'USAGE')))",
    },
    "depots": {
        "SELECT": "USING (role = current_user OR id IN (SELECT depot FROM {s}.lots))",
        "INSERT": f"WITH CHECK ({_TRACED} AND id = {{s}}.cpom_suivant('depots'))",
    },
    "evenements": {
        "SELECT": "USING (depot IN (SELECT id FROM {s}.depots))",
        "INSERT": f"WITH CHECK ({_TRACED} AND id = {{s}}.cpom_suivant('evenements') "
        "AND (etat IS NULL OR etat = {s}.cpom_suivant('etats')) "
        "AND {s}.cpom_depot_permis(current_user, depot))",
    },
    "lots": {
        "SELECT": f"USING ({_VISIBLE})",
        "INSERT": f"WITH CHECK (({_WRITABLE} "
        "OR {s}.cpom_declarable(current_user, nom_table, entite)) "
        f"AND {_DATED} AND id - (SELECT {{s}}.cpom_suivant('lots')) BETWEEN 0 AND 1000000 "
        "AND {s}.cpom_source_permise(id, source, depot, nom_table, entite, annee, document))",
        "UPDATE": f"USING (etat IS NULL AND {_WRITABLE}) WITH CHECK ({_WRITABLE} AND {_DATED})",
    },
    "agregats_publies": {
        "SELECT": "USING (EXISTS (SELECT FROM {s}.cpom_habilitations(current_user)))",
        "INSERT": f"WITH CHECK ({_ANALYST})",
        "DELETE": f"USING ({_ANALYST})",
    },
}


def upgrade() -> None:
    """Add the published aggregates; on PostgreSQL, the perimeters."""
    _aggregates()
    if op.get_bind().dialect.name == "postgresql":
        schema = op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one()
        op.execute(TRACE)
        _functions(schema)
        _policies(schema)
        _views()
        _statistics()


def _aggregates() -> None:
    texts = ("region", "perimetre", "indicateur", "statut", "raison", "publie_le", "publie_par")
    op.create_table(
        "agregats_publies",
        sa.Column("annee", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("etat", sa.Integer, nullable=False),
        sa.Column("gestionnaires", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("moyenne", sa.Float),
        sa.Column("mediane", sa.Float),
        sa.PrimaryKeyConstraint("region", "annee", "perimetre", "indicateur"),
    )


def _functions(schema: str) -> None:
    """Names are those of the base's own schema, whatever the caller puts on its search path."""
    for signature, body in FUNCTIONS.items():
        name = signature.split("(")[0]
        op.execute(
            f"CREATE FUNCTION {signature} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $cpom${body.format(s=schema)}$cpom$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")


def _policies(schema: str) -> None:
    rows = {
        f"lignes_{name}": {
            "SELECT": "USING (lot IN (SELECT id FROM {s}.lots))",
            "INSERT": f"WITH CHECK ((lot, {entity}, '{name}') IN (SELECT lot, entite, nom_table "
            "FROM {s}.cpom_lots_ouverts(current_user))" + _attachment(name) + ")",
        }
        for name, entity in ROWS.items()
    }
    for table, rules in {**POLICIES, **rows}.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        for verb, rule in rules.items():
            policy = f"perimetre_{verb.lower()}"
            op.execute(f"CREATE POLICY {policy} ON {table} FOR {verb} {rule.format(s=schema)}")


def _attachment(name: str) -> str:
    if name != "etablissements":
        return ""
    return (
        " AND {s}.cpom_rattachement_permis(current_user, id_etablissement, id_gestionnaire, "
        "departement, region)"
    )


def _views() -> None:
    for view in ("lots_courants", *ROWS):
        op.execute(f"ALTER VIEW {view} SET (security_invoker = true)")


def _statistics() -> None:
    """Keep no statistics of values: ``EXPLAIN`` would tell how frequent somebody's are."""
    inspector = sa.inspect(op.get_bind())
    named = {
        f"lignes_{name}": [c["name"] for c in inspector.get_columns(f"lignes_{name}")][1:]
        for name in ROWS
    }
    for table, columns in {**named, **UNCOUNTED}.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
