"""What a région programmes: the arrêté, its lines, its envelopes; written by the région.

On PostgreSQL the others see a version while it is published, and a département its own envelopes.
What the functions of the perimeters say is added to, not written again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = {
    "arretes_programmation": """
        region texte!, version entier!, forme texte!, numero texte, date_arrete date,
        date_avis_crhh date, avis_crhh texte, publie_le date, objet texte
    """,
    "programmation": """
        region texte!, version entier!, rang entier!, annee entier!, id_gestionnaire texte,
        departements texte, nombre_chrs entier, volume centimes, priorite nombre, motif texte,
        etat texte!
    """,
    "enveloppes": """
        region texte!, departement texte!, programme texte!, annee entier!, montant centimes!
    """,
}
"""name type, « ! » = never empty; money is kept in whole centimes"""

TYPES = {
    "texte": sa.Text,
    "entier": sa.Integer,
    "centimes": sa.BigInteger,
    "nombre": sa.Float,
    "date": sa.Date,
}

FAMILLE = "cpom_famille(nom_table text) RETURNS text"
ENTITES = "cpom_entites(qui name) RETURNS TABLE (famille text, entite text)"
FUNCTIONS = {
    # The lots of a version that its région published, as they were while it was.
    "cpom_programmes(qui name) RETURNS SETOF integer": """
WITH h AS (SELECT * FROM {s}.cpom_habilitations(qui)),
siennes AS (
    SELECT t.region FROM {s}.rattachements t
        JOIN h ON h.nature = 'gestionnaire' AND h.code = t.id_gestionnaire
    UNION SELECT t.region FROM {s}.territoires t
        JOIN h ON h.nature = 'departement' AND h.code = t.departement),
tenus AS (SELECT o.id, o.source, o.nom_table, o.entite, o.document, o.etat,
        lead(o.etat) OVER (PARTITION BY o.nom_table, o.entite, o.document ORDER BY o.etat) AS fin
    FROM {s}.lots o WHERE o.etat IS NOT NULL AND o.entite IN (SELECT region FROM siennes)
        AND o.nom_table IN ('arretes_programmation', 'programmation')),
publies AS (SELECT t.id, t.source FROM tenus t JOIN tenus a
        ON a.nom_table = 'arretes_programmation' AND (a.entite, a.document) = (t.entite, t.document)
        AND a.etat < coalesce(t.fin, 2147483647) AND t.etat < coalesce(a.fin, 2147483647)
    JOIN {s}.lignes_arretes_programmation r ON r.lot = a.source AND r.publie_le IS NOT NULL)
SELECT id FROM publies UNION SELECT source FROM publies
UNION SELECT o.id FROM {s}.lots o JOIN {s}.territoires t ON t.region = o.entite
    JOIN h ON h.nature = 'departement' AND h.code = t.departement
    WHERE o.nom_table = 'enveloppes' AND o.etat IS NOT NULL
""",
}
POLICIES = (
    "programmes_select ON lots FOR SELECT USING (id IN (SELECT {s}.cpom_programmes(current_user)))",
    "departement_select ON lignes_enveloppes AS RESTRICTIVE FOR SELECT USING (region IN "
    "(SELECT e.entite FROM {s}.cpom_entites(current_user) e WHERE e.famille = 'region') "
    "OR departement IN (SELECT h.code FROM {s}.cpom_habilitations(current_user) h "
    "WHERE h.nature = 'departement'))",
)


def upgrade() -> None:
    """Add the tables and their views; on PostgreSQL, bind them to the perimeter of each role."""
    for name, described in TABLES.items():
        _rows(name, [field.split() for field in described.split(",")])
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql(op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one())


def _rows(name: str, fields: list[list[str]]) -> None:
    op.create_table(
        f"lignes_{name}",
        sa.Column("lot", sa.Integer, sa.ForeignKey("lots.id"), nullable=False),
        *(sa.Column(_stored(nom, kind), TYPES[kind.rstrip("!")], nullable=not kind.endswith("!"))
          for nom, kind in fields),
    )  # fmt: skip
    op.create_index(f"ix_lignes_{name}_lot", f"lignes_{name}", ["lot"])
    shown = ", ".join(
        f"r.{nom}_centimes / 100.0 AS {nom}" if kind.startswith("centimes") else f"r.{nom}"
        for nom, kind in fields
    )
    op.execute(
        f"CREATE VIEW {name} AS SELECT {shown} FROM lignes_{name} r "
        f"JOIN lots_courants l ON l.source = r.lot WHERE l.nom_table = '{name}'"
    )


def _stored(nom: str, kind: str) -> str:
    return f"{nom}_centimes" if kind.startswith("centimes") else nom


def _on_postgresql(schema: str) -> None:
    names = ", ".join(f"'{name}'" for name in TABLES)
    _function(schema, f"CREATE OR REPLACE FUNCTION {FAMILLE}",
              f"SELECT CASE WHEN nom_table IN ({names}) THEN 'region' "
              f"ELSE ({_said('cpom_famille')}) END")  # fmt: skip
    _function(schema, f"CREATE OR REPLACE FUNCTION {ENTITES}",
              f"{_said('cpom_entites')} UNION SELECT 'region', h.code FROM h "
              "WHERE h.nature = 'region'")  # fmt: skip
    for signature, body in FUNCTIONS.items():
        _function(schema, f"CREATE FUNCTION {signature}", body.format(s=schema))
        op.execute(f"REVOKE ALL ON FUNCTION {signature.split('(')[0]} FROM PUBLIC")
    for name, described in TABLES.items():
        _bind(schema, name, [field.split() for field in described.split(",")])
    for policy in POLICIES:
        op.execute(f"CREATE POLICY {policy.format(s=schema)}")


def _said(function: str) -> str:
    """Return what a function of the base says today."""
    query = sa.text(
        "SELECT prosrc FROM pg_proc WHERE proname = :nom "
        "AND pronamespace = CAST(current_schema() AS regnamespace)"
    )
    return str(op.get_bind().execute(query, {"nom": function}).scalar_one()).strip()


def _function(schema: str, head: str, body: str) -> None:
    op.execute(sa.text(
        f"{head} LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = pg_catalog, pg_temp AS $cpom$\n{body}\n$cpom$".replace(":", r"\:")
    ))  # fmt: skip


def _bind(schema: str, name: str, fields: list[list[str]]) -> None:
    """Bind the rows as those of every other table; keep no statistics of their values."""
    rows = f"lignes_{name}"
    versioned = (
        f" AND (lot, version::text) IN (SELECT l.id, l.document FROM {schema}.lots l)"
        if any(nom == "version" for nom, _ in fields)
        else ""
    )
    op.execute(f"ALTER TABLE {rows} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY perimetre_select ON {rows} FOR SELECT "
        f"USING (lot IN (SELECT id FROM {schema}.lots))"
    )
    op.execute(sa.text(
        f"CREATE POLICY perimetre_insert ON {rows} FOR INSERT WITH CHECK ((lot, region, "
        f"'{name}') IN (SELECT lot, entite, nom_table "
        f"FROM {schema}.cpom_lots_ouverts(current_user)){versioned})".replace(":", r"\:")
    ))  # fmt: skip
    op.execute(f"ALTER VIEW {name} SET (security_invoker = true)")
    for nom, kind in fields:
        op.execute(f"ALTER TABLE {rows} ALTER COLUMN {_stored(nom, kind)} SET STATISTICS 0")
