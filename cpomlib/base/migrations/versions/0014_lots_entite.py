"""Find what one entity deposited without reading what all of them did.

Each report asks which deposits its figures are made of. Lots were found by table first: for one
gestionnaire of a région of seven hundred, all of them were read.
"""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Index lots by entity."""
    op.create_index("ix_lots_entite", "lots", ["entite"])
