"""States: a deposit counts from the moment it is validated, and may be brought back.

Until now every deposit was valid at once: its number becomes the number of its state.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    "gestionnaires", "etablissements", "places", "sejours", "activite", "demandes_siao",
    "budgets", "balances", "financements", "salaries", "absences", "mouvements", "qualite",
)  # fmt: skip

CURRENT = """
VIEW lots_courants AS
SELECT l.id, l.source, l.depot, l.nom_table, l.entite, l.annee, l.document, l.etat, l.lignes
FROM lots l
WHERE l.etat IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lots p WHERE p.nom_table = l.nom_table AND p.entite = l.entite
    AND p.annee = l.annee AND p.document = l.document AND p.etat > l.etat)
"""


def upgrade() -> None:
    """Add the events, and say at which state each lot came into force."""
    _events()
    op.execute("ALTER TABLE lots ADD COLUMN etat INTEGER REFERENCES evenements(etat)")
    op.execute("ALTER TABLE lots ADD COLUMN lignes INTEGER NOT NULL DEFAULT 0")
    op.execute("UPDATE lots SET etat = depot")
    for name in TABLES:
        op.execute(
            f"UPDATE lots SET lignes = (SELECT count(*) FROM lignes_{name} r WHERE r.lot = "
            f"lots.source) WHERE nom_table = '{name}'"
        )
    op.drop_index("ix_lots_portee", "lots")
    op.create_index("ix_lots_portee", "lots", ["nom_table", "entite", "annee", "document", "etat"])
    op.create_index("ix_lots_etat", "lots", ["etat"])
    op.create_index("ix_depots_sha256", "depots", ["sha256"])
    _replace_view()


def _events() -> None:
    op.create_table(
        "evenements",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("etat", sa.Integer, unique=True),
        sa.Column("depot", sa.Integer, sa.ForeignKey("depots.id"), nullable=False),
        sa.Column("nature", sa.Text, nullable=False),
        sa.Column("horodatage", sa.Text, nullable=False),
        sa.Column("auteur", sa.Text, nullable=False),
    )
    op.create_index("ix_evenements_depot", "evenements", ["depot"])
    op.execute(
        "INSERT INTO evenements (id, etat, depot, nature, horodatage, auteur) "
        "SELECT id, id, id, 'validation', horodatage, auteur FROM depots"
    )


def _replace_view() -> None:
    """The views of the shared tables read this one: PostgreSQL must not see it dropped."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP VIEW lots_courants")
        op.execute(f"CREATE {CURRENT}")
    else:
        op.execute(f"CREATE OR REPLACE {CURRENT}")
