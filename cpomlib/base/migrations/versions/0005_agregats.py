"""Aggregates sent instead of the stays: one table by establishment, one by gestionnaire."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ROWS = {
    "agregats_etablissements": ("id_etablissement",),
    "agregats_gestionnaires": ("id_gestionnaire", "perimetre"),
}
"""Table → the texts of its key; the first is the entity of its scope."""

_TEXTS, _NUMBERS = ("indicateur", "statut"), ("numerateur", "denominateur", "valeur", "convention")

# A gestionnaire taken as a whole is seen by whoever sees its accounts.
FAMILLE = """
CREATE OR REPLACE FUNCTION cpom_famille(nom_table text) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cpom$
SELECT CASE nom_table WHEN 'gestionnaires' THEN 'gestionnaire' WHEN 'balances' THEN 'comptes'
    WHEN 'agregats_gestionnaires' THEN 'comptes'
    WHEN 'demandes_siao' THEN 'departement' ELSE 'etablissement' END
$cpom$
"""


def upgrade() -> None:
    """Add the tables and their views; on PostgreSQL, bind them to the perimeter of each role."""
    for name, key in ROWS.items():
        _rows(name, key)
    if op.get_bind().dialect.name == "postgresql":
        schema = op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one()
        op.execute(FAMILLE)
        for name, key in ROWS.items():
            _policies(schema, name, key)


def _rows(name: str, key: tuple[str, ...]) -> None:
    columns: list[sa.Column] = [
        *(sa.Column(text, sa.Text, nullable=False) for text in (*key, *_TEXTS)),
        sa.Column("annee", sa.Integer, nullable=False),
        sa.Column("raison", sa.Text),
        *(sa.Column(number, sa.Float) for number in _NUMBERS),
    ]
    names = ", ".join(f"r.{column.name}" for column in columns)
    lot = sa.Column("lot", sa.Integer, sa.ForeignKey("lots.id"), nullable=False)
    op.create_table(f"lignes_{name}", lot, *columns)
    op.create_index(f"ix_lignes_{name}_lot", f"lignes_{name}", ["lot"])
    op.execute(
        f"CREATE VIEW {name} AS SELECT {names} FROM lignes_{name} r "
        f"JOIN lots_courants l ON l.source = r.lot WHERE l.nom_table = '{name}'"
    )


def _policies(schema: str, name: str, key: tuple[str, ...]) -> None:
    """Bind the rows as those of every other table; keep no statistics of their values."""
    rows = f"lignes_{name}"
    op.execute(f"ALTER TABLE {rows} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY perimetre_select ON {rows} FOR SELECT "
        f"USING (lot IN (SELECT id FROM {schema}.lots))"
    )
    op.execute(
        f"CREATE POLICY perimetre_insert ON {rows} FOR INSERT WITH CHECK ((lot, {key[0]}, "
        f"'{name}') IN (SELECT lot, entite, nom_table "
        f"FROM {schema}.cpom_lots_ouverts(current_user)))"
    )
    op.execute(f"ALTER VIEW {name} SET (security_invoker = true)")
    for column in (*key, *_TEXTS, *_NUMBERS, "annee", "raison"):
        op.execute(f"ALTER TABLE {rows} ALTER COLUMN {column} SET STATISTICS 0")
