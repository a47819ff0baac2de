"""A Conseil départemental: the insertion of its département, and nothing of its CHRS.

It reads the structures that say they are of insertion, what they did, who finances them, the
contracts that hold no other house; it writes the population and the grid of its département. The
other entitlements do not know of it: what they open stays closed to it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TERRITOIRE = ("population_insertion", "gouvernance")
"""Tables of a département that speak of no CHRS; requests made to the SIAO are not."""
DE_STRUCTURE = ("structures_insertion", "activite_insertion", "financements", "etablissements")
CATEGORIE_CHRS = "214"

ENTITES = "cpom_entites(qui name) RETURNS TABLE (famille text, entite text)"
SEULES = "cpom_entites_hors_insertion(qui name) RETURNS TABLE (famille text, entite text)"
EN_VIGUEUR = (
    "SELECT FROM {{s}}.lignes_{0} r JOIN {{s}}.lots_courants l ON l.source = r.lot "
    "WHERE l.nom_table = '{0}' AND r.id_etablissement = t.id_etablissement"
)

FUNCTIONS = {
    "cpom_insertion(qui name) RETURNS SETOF text": """
SELECT h.code FROM {s}.habilitations h JOIN pg_catalog.pg_roles r ON r.rolname = h.role
WHERE h.nature = 'insertion'
    AND pg_has_role(session_user, qui, 'MEMBER') AND pg_has_role(qui, r.oid, 'USAGE')
""",
    # A CHRS is none of them, whatever is declared of it; nor is what was one: its past is told too.
    "cpom_structures(qui name) RETURNS TABLE (id_etablissement text, id_gestionnaire text)": f"""
SELECT t.id_etablissement, t.id_gestionnaire FROM {{s}}.rattachements t
WHERE t.departement IN (SELECT {{s}}.cpom_insertion(qui))
    AND EXISTS ({EN_VIGUEUR.format("structures_insertion")})
    AND NOT EXISTS (SELECT FROM {{s}}.lignes_etablissements r JOIN {{s}}.lots o ON o.source = r.lot
    WHERE o.etat IS NOT NULL AND r.id_etablissement = t.id_etablissement
    AND r.categorie = '{CATEGORIE_CHRS}')
""",
    # Who sees a contract sees its past, and what is proposed of it: none of it holds another house.
    ENTITES: """
WITH tenues AS MATERIALIZED (SELECT * FROM {s}.cpom_entites_hors_insertion(qui)),
siennes AS MATERIALIZED (SELECT * FROM {s}.cpom_structures(qui))
SELECT famille, entite FROM tenues
UNION SELECT 'territoire', entite FROM tenues WHERE famille = 'departement'
UNION SELECT 'territoire', i FROM {s}.cpom_insertion(qui) i
UNION SELECT 'gestionnaire', id_gestionnaire FROM siennes
UNION SELECT 'contrat', r.id_contrat FROM {s}.lignes_contrat_etablissements r
    WHERE EXISTS (SELECT FROM siennes) GROUP BY r.id_contrat
    HAVING bool_and(r.id_etablissement IN (SELECT m.id_etablissement FROM siennes m))
""",
    "cpom_inscriptibles(qui name) RETURNS TABLE (famille text, entite text)": """
WITH tenues AS MATERIALIZED (SELECT * FROM {s}.cpom_entites_hors_insertion(qui)),
service AS MATERIALIZED (SELECT FROM {s}.cpom_habilitations(qui) h
    WHERE h.nature <> 'gestionnaire')
SELECT famille, entite FROM tenues WHERE famille <> 'departement'
    OR EXISTS (SELECT FROM service)
UNION SELECT 'territoire', entite FROM tenues WHERE famille = 'departement'
    AND EXISTS (SELECT FROM service)
UNION SELECT 'territoire', i FROM {s}.cpom_insertion(qui) i
""",
    "cpom_lots_insertion(qui name) RETURNS SETOF integer": f"""
WITH tenus AS (SELECT o.id, o.source FROM {{s}}.lots o WHERE o.etat IS NOT NULL
    AND o.nom_table IN ({", ".join(f"'{name}'" for name in DE_STRUCTURE)})
    AND o.entite IN (SELECT m.id_etablissement FROM {{s}}.cpom_structures(qui) m))
SELECT id FROM tenus UNION SELECT source FROM tenus
""",
}
POLICIES = (
    "CREATE POLICY insertion_select ON lots FOR SELECT "
    "USING (id IN (SELECT {s}.cpom_lots_insertion(current_user)))",
    "CREATE POLICY insertion_select ON rattachements FOR SELECT USING (id_etablissement IN "
    "(SELECT m.id_etablissement FROM {s}.cpom_structures(current_user) m))",
    "CREATE POLICY insertion_select ON habilitations FOR SELECT USING (nature = 'insertion' "
    "AND code IN (SELECT {s}.cpom_insertion(current_user)) AND EXISTS (SELECT FROM "
    "pg_catalog.pg_roles r WHERE r.rolname = role AND pg_has_role(current_user, r.oid, 'USAGE')))",
)


def upgrade() -> None:
    """Let a role be entitled to the insertion of a département; a base in a file has no roles."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    schema = bind.execute(sa.text("SELECT current_schema()")).scalar_one()
    natures = "'gestionnaire', 'departement', 'region', 'insertion'"
    op.execute("ALTER TABLE habilitations DROP CONSTRAINT habilitations_nature_check")
    op.execute(
        "ALTER TABLE habilitations ADD CONSTRAINT habilitations_nature_check "
        f"CHECK (nature IN ({natures}))"
    )
    for name in ("cpom_habilitations", "cpom_contrat_qualite", "cpom_famille"):
        _unaware(name)
    _again(_defined("cpom_entites").replace("cpom_entites", SEULES.split("(", maxsplit=1)[0], 1))
    for signature, body in FUNCTIONS.items():
        _again(
            f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $cpom${body.format(s=schema)}$cpom$"
        )
    for signature in (*FUNCTIONS, SEULES):
        op.execute(f"REVOKE ALL ON FUNCTION {signature.split('(')[0]} FROM PUBLIC")
    for policy in POLICIES:
        op.execute(policy.format(s=schema))


CHANGED = {
    # Two functions read the entitlements themselves: neither is to know of this one.
    "cpom_habilitations": ("WHERE ", "WHERE h.nature <> 'insertion' AND "),
    "cpom_contrat_qualite": ("h.nature <> 'gestionnaire'", "h.nature IN ('departement', 'region')"),
    "cpom_famille": (
        "nom_table IN ('population_insertion', 'gouvernance') THEN 'departement'",
        "nom_table IN ('population_insertion', 'gouvernance') THEN 'territoire'",
    ),
}


def _unaware(name: str) -> None:
    said, instead = CHANGED[name]
    told = _defined(name)
    if said not in told:
        raise RuntimeError(f"{name} is not as expected")
    _again(told.replace(said, instead, 1))


def _defined(name: str) -> str:
    """Return the statement that makes a function of the base as it is today."""
    query = sa.text(
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = :nom "
        "AND pronamespace = CAST(current_schema() AS regnamespace)"
    )
    return str(op.get_bind().execute(query, {"nom": name}).scalar_one())


def _again(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", r"\:")))
