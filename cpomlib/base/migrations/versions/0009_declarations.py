"""What the parties declare: scenarios, plans, operator sheets, comments, each kept as written.

A declaration is a lot like another: its scope is the gestionnaire and the name of the document.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NOM = "declarations"
COMMENTAIRE = 1500
"""Characters of a comment."""

# Declarations speak of the accounts: they are seen by whoever sees these.
FAMILLE = """
CREATE OR REPLACE FUNCTION cpom_famille(nom_table text) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cpom$
SELECT CASE nom_table WHEN 'gestionnaires' THEN 'gestionnaire' WHEN 'balances' THEN 'comptes'
    WHEN 'agregats_gestionnaires' THEN 'comptes' WHEN 'declarations' THEN 'comptes'
    WHEN 'demandes_siao' THEN 'departement' ELSE 'etablissement' END
$cpom$
"""

# Nobody comments in the name of the other party: the name of a comment ends with who speaks.
PARTIE = """
CREATE FUNCTION cpom_partie_permise(qui name, entite text, document text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cpom$
SELECT $3 NOT LIKE 'commentaire/%' OR EXISTS (SELECT FROM {s}.cpom_habilitations(qui) h
    WHERE CASE h.nature WHEN 'gestionnaire' THEN h.code = $2 AND $3 LIKE '%/gestionnaire'
        ELSE $3 LIKE '%/etat' END)
$cpom$
"""
_SPOKEN = "nom_table <> 'declarations' OR {s}.cpom_partie_permise(current_user, entite, document)"
POLICIES = {
    "perimetre_select ON lignes_declarations FOR SELECT": (
        "USING (lot IN (SELECT id FROM {s}.lots))"
    ),
    "perimetre_insert ON lignes_declarations FOR INSERT": (
        "WITH CHECK ((lot, id_gestionnaire, 'declarations') IN (SELECT lot, entite, nom_table "
        "FROM {s}.cpom_lots_ouverts(current_user)) "
        "AND (lot, document) IN (SELECT l.id, l.document FROM {s}.lots l))"
    ),
    "partie_insert ON lots AS RESTRICTIVE FOR INSERT": f"WITH CHECK ({_SPOKEN})",
    "partie_update ON lots AS RESTRICTIVE FOR UPDATE": f"USING ({_SPOKEN}) WITH CHECK ({_SPOKEN})",
}


def upgrade() -> None:
    """Add the table and its view; on PostgreSQL, bind them to the perimeter of each role."""
    op.create_table(
        f"lignes_{NOM}",
        sa.Column("lot", sa.Integer, sa.ForeignKey("lots.id"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
        sa.CheckConstraint(
            f"document NOT LIKE 'commentaire/%' OR length(texte) <= {COMMENTAIRE}",
            name="commentaire_court",
        ),
    )
    op.create_index(f"ix_lignes_{NOM}_lot", f"lignes_{NOM}", ["lot"], unique=True)
    op.execute(
        f"CREATE VIEW {NOM} AS SELECT {', '.join(f'r.{name}' for name in _TEXTS)} "
        f"FROM lignes_{NOM} r JOIN lots_courants l ON l.source = r.lot "
        f"WHERE l.nom_table = '{NOM}'"
    )
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql(op.get_bind().execute(sa.text("SELECT current_schema()")).scalar_one())


_TEXTS = ("id_gestionnaire", "document", "texte")


def _on_postgresql(schema: str) -> None:
    op.execute(FAMILLE)
    op.execute(PARTIE.format(s=schema))
    op.execute("REVOKE ALL ON FUNCTION cpom_partie_permise FROM PUBLIC")
    op.execute(f"ALTER TABLE lignes_{NOM} ENABLE ROW LEVEL SECURITY")
    for policy, rule in POLICIES.items():
        op.execute(f"CREATE POLICY {policy} {rule.format(s=schema)}")
    op.execute(f"ALTER VIEW {NOM} SET (security_invoker = true)")
    for column in _TEXTS:
        op.execute(f"ALTER TABLE lignes_{NOM} ALTER COLUMN {column} SET STATISTICS 0")
    # its names say what a gestionnaire is about to do
    op.execute("ALTER TABLE lots ALTER COLUMN document SET STATISTICS 0")
