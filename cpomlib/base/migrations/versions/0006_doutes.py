"""What was doubtful in a deposit when it came in, and the columns that its file did not have."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXTS = ("fichier", "feuille", "colonne", "message", "que_faire")


def upgrade() -> None:
    """Add the table; on PostgreSQL, bind it to the deposits that a role may write whole.

    A file of a whole region speaks of many gestionnaires: its doubts are not for one of them.
    """
    op.add_column("depots", sa.Column("absentes", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "doutes",
        sa.Column("depot", sa.Integer, sa.ForeignKey("depots.id"), nullable=False),
        sa.Column("rang", sa.Integer, nullable=False),
        sa.Column("ligne", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.PrimaryKeyConstraint("depot", "rang"),
    )
    if op.get_bind().dialect.name == "postgresql":
        schema = op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one()
        _policies(schema)


def _policies(schema: str) -> None:
    op.execute("ALTER TABLE doutes ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY perimetre_select ON doutes FOR SELECT "
        f"USING ({schema}.cpom_depot_permis(current_user, depot))"
    )
    op.execute(
        "CREATE POLICY perimetre_insert ON doutes FOR INSERT WITH CHECK (depot IN "
        f"(SELECT d.id FROM {schema}.depots d WHERE d.role = current_user "
        f"AND d.transaction = {schema}.cpom_transaction()))"
    )
    for column in TEXTS:
        op.execute(f"ALTER TABLE doutes ALTER COLUMN {column} SET STATISTICS 0")
