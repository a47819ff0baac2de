"""Indicators as views: what the product computed, kept for who reads the base by ODBC.

They are never computed here. A row is of a state; ``indicateurs`` shows it while nothing of its
gestionnaire has changed since, ``indicateurs_dates`` shows it always and says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TABLE = "indicateurs_calcules"
TEXTS = (
    "niveau!", "region", "departement", "gestionnaire!", "nom_gestionnaire", "etablissement",
    "nom_etablissement", "categorie", "perimetre!", "periode!", "volet!", "indicateur!",
    "libelle!", "unite!", "libelle_numerateur", "libelle_denominateur", "statut!", "raison",
    "note", "calcule_le!", "calcule_par!",
)  # fmt: skip
NUMBERS = ("valeur", "numerateur", "denominateur")
INNER = ("portee", "reglages")
"""Whose establishments a row speaks of, and the settings it was computed with: not shown."""

SHOWN = (
    "niveau, region, departement, gestionnaire, nom_gestionnaire, etablissement, "
    "nom_etablissement, categorie, perimetre, annee, periode, volet, indicateur, libelle, unite, "
    "valeur, numerateur, libelle_numerateur, denominateur, libelle_denominateur, statut, raison, "
    "note, etat, calcule_le, calcule_par"
)
DATED = f"""
CREATE VIEW indicateurs_dates AS
WITH liens AS (
    SELECT id_gestionnaire AS gestionnaire, id_etablissement AS entite FROM etablissements
    UNION SELECT gestionnaire, etablissement FROM {TABLE} WHERE etablissement IS NOT NULL
    UNION SELECT gestionnaire, gestionnaire FROM {TABLE}),
derniers AS (
    SELECT n.gestionnaire, max(l.etat) AS dernier FROM liens n JOIN lots l ON l.entite = n.entite
    WHERE l.nom_table <> 'declarations' GROUP BY n.gestionnaire)
SELECT {", ".join(f"c.{name.strip()}" for name in SHOWN.split(","))},
    CASE WHEN d.dernier > c.etat THEN 'oui' ELSE 'non' END AS perime
FROM {TABLE} c LEFT JOIN derniers d ON d.gestionnaire = c.gestionnaire
"""
IN_FORCE = f"CREATE VIEW indicateurs AS SELECT {SHOWN} FROM indicateurs_dates WHERE perime = 'non'"

SEEN = (
    "string_to_array(portee, ' ') <@ ARRAY(SELECT e.entite FROM {s}.cpom_entites(current_user) e "
    "WHERE e.famille = 'etablissement') AND (niveau = 'etablissement' OR gestionnaire IN ("
    "SELECT e.entite FROM {s}.cpom_entites(current_user) e WHERE e.famille = 'comptes'))"
)
"""A gestionnaire as a whole is for who sees its accounts and each of its establishments."""


def upgrade() -> None:
    """Add the table and its views; on PostgreSQL, bind them to the perimeter of each role."""
    op.create_table(
        TABLE,
        *(
            sa.Column(name.rstrip("!"), sa.Text, nullable=not name.endswith("!"))
            for name in (*TEXTS, *(f"{name}!" for name in INNER))
        ),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("annee", "etat")),
        *(sa.Column(name, sa.Float) for name in NUMBERS),
    )
    op.create_index(f"ix_{TABLE}", TABLE, ["gestionnaire", "annee", "perimetre"])
    op.execute(DATED)
    op.execute(IN_FORCE)
    if op.get_bind().dialect.name == "postgresql":
        _bound(op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one())


def _bound(schema: str) -> None:
    """Let each role read its perimeter; no one but the owner writes, having no policy to."""
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY perimetre_select ON {TABLE} FOR SELECT USING ({SEEN.format(s=schema)})"
    )
    for view in ("indicateurs_dates", "indicateurs"):
        op.execute(f"ALTER VIEW {view} SET (security_invoker = true)")
    for column in sa.inspect(op.get_bind()).get_columns(TABLE):
        op.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {column['name']} SET STATISTICS 0")
