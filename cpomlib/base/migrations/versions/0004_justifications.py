"""Justifications of anomalies: every answer ever given, none overwritten."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MINE = (
    "entite IN (SELECT e.entite FROM {schema}.{function}(current_user) e "
    "WHERE e.famille IN ('etablissement', 'comptes'))"
)
_UNCOUNTED = ("entite", "auteur", "motif", "constat")


def upgrade() -> None:
    """Add the table; on PostgreSQL, bind it to the perimeter of each role."""
    texts = ("code", "entite", "motif", "auteur", "empreinte", "constat", "horodatage")
    op.create_table(
        "justifications",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("annee", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
    )
    op.create_index("ix_justifications_entite", "justifications", ["entite", "annee"])
    if op.get_bind().dialect.name == "postgresql":
        schema = op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one()
        _policies(schema)


def _policies(schema: str) -> None:
    """Read and answer within one's perimeter; an answer is never changed nor taken away."""
    op.execute("ALTER TABLE justifications ENABLE ROW LEVEL SECURITY")
    seen = _MINE.format(schema=schema, function="cpom_entites")
    written = _MINE.format(schema=schema, function="cpom_inscriptibles")
    op.execute(f"CREATE POLICY perimetre_select ON justifications FOR SELECT USING ({seen})")
    op.execute(
        f"CREATE POLICY perimetre_insert ON justifications FOR INSERT WITH CHECK ({written})"
    )
    for column in _UNCOUNTED:
        op.execute(f"ALTER TABLE justifications ALTER COLUMN {column} SET STATISTICS 0")
