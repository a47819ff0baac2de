"""The life of the contract: what the parties agree, table by table, one contract per scope.

On PostgreSQL a contract is attached to its gestionnaire once, by whoever may write for that
gestionnaire; it is then seen by it, and by the départements and the région of its perimeter.
What each of them may write in it is in ``droits_contrats``.
"""

import sqlalchemy as sa
from alembic import op

from cpomlib.base.migrations.droits_contrats import (
    DECLENCHEUR,
    FONCTIONS,
    PAR_TABLE,
    POLITIQUES,
    TENUS,
)

revision = "0010"
down_revision = "0009"

TABLES = {
    "contrats": """
        id_contrat texte!, id_gestionnaire texte!, cadre texte!, intitule texte, statut texte!,
        date_effet date, duree_mois entier, date_resiliation date, contrat_precedent texte,
        annee_diagnostic entier, diagnostic_valide_le date, libre_affectation booleen,
        modulation booleen, plan_retour_equilibre booleen, periodicite_comite_mois entier,
        reconduction_tacite booleen, agrement_debut date, agrement_fin date,
        arrete_programmation texte
    """,
    "contrat_etablissements": """
        id_contrat texte!, id_etablissement texte!, date_entree date!, date_sortie date, avenant
        entier, arrete_autorisation texte, publics texte, missions texte, accueil_urgence texte,
        concours_siao texte, groupe_dgc texte, groupe_affectation texte
    """,
    "contrat_parties": """
        id_contrat texte!, partie texte!, nature texte!, territoire texte, organisme texte!,
        role texte!, qualite texte
    """,
    "avenants": """
        id_contrat texte!, numero entier!, nature texte!, objet texte!, date_effet date,
        duree_mois entier, resume texte
    """,
    "signatures": """
        id_contrat texte!, acte texte!, partie texte!, recu_le date, preuve texte, reponse
        texte, repondu_le date
    """,
    "objectifs": """
        id_contrat texte!, id_objectif texte!, axe texte!, niveau texte!, parent texte, intitule
        texte!, constat texte, indicateur_constat texte, reference_plan texte, id_etablissement
        texte, priorite entier
    """,
    "cibles": """
        id_contrat texte!, avenant entier, id_objectif texte!, indicateur texte!, libelle texte,
        unite texte, id_etablissement texte, perimetre texte, sens texte!, annee_reference
        entier!, valeur_reference nombre, annee entier!, cible nombre, tolerance nombre, motif
        texte
    """,
    "conventions_contrat": """
        id_contrat texte!, cle texte!, date_effet date!, valeur nombre!, texte texte
    """,
    "moyens": """
        id_contrat texte!, id_etablissement texte!, annee entier!, regime texte!, modalite
        texte, taux nombre, base_budgetaire centimes, groupe_1 centimes, groupe_2 centimes,
        groupe_3 centimes, montant_prevu centimes, montant_notifie centimes, non_reconductible
        centimes, acte texte
    """,
    "mesures": """
        id_contrat texte!, indicateur texte!, id_etablissement texte, annee entier!, valeur
        nombre, numerateur nombre, denominateur nombre, source texte, pieces texte, etat texte!,
        explication texte, piste texte
    """,
    "actions": """
        id_contrat texte!, id_objectif texte!, id_action texte!, intitule texte!, pilote texte,
        partenaires texte, date_debut date, date_fin date, etat texte!, avancement nombre,
        moyens texte, cout_lancement centimes, cout_annuel centimes, indicateur_realisation
        texte, commentaire texte, date_point date
    """,
    "financements_actions": """
        id_contrat texte!, id_action texte!, financeur texte!, annee entier!, montant centimes!,
        etat texte!
    """,
    "rencontres": """
        id_contrat texte!, date date!, nature texte!, redacteur texte, validee_le date
    """,
    "releves": """
        id_contrat texte!, date date!, numero entier!, nature texte!, texte texte!, id_objectif
        texte, responsable texte, echeance date, close_le date
    """,
    "actes": """
        id_contrat texte!, nature texte!, id_etablissement texte, exercice entier, numero
        entier, attendu_le date, fait_le date, recu_le date, preuve texte, etat texte
    """,
    "demarche": """
        id_contrat texte!, etape texte!, tache texte!, debut date, fin date, responsable texte,
        acteurs texte, consultes texte, informes texte, faite_le date
    """,
    "textes_contrat": """
        id_contrat texte!, clause texte!, texte texte!
    """,
}
"""name type, « ! » = never empty; money is kept in whole centimes"""

TYPES = {
    "texte": sa.Text,
    "entier": sa.Integer,
    "centimes": sa.BigInteger,
    "nombre": sa.Float,
    "booleen": sa.Boolean,
    "date": sa.Date,
}

ATTACHED = """
CREATE TABLE rattachements_contrats (
    id_contrat text PRIMARY KEY,
    id_gestionnaire text NOT NULL,
    role name NOT NULL DEFAULT session_user);
CREATE INDEX ix_rattachements_contrats_gestionnaire ON rattachements_contrats (id_gestionnaire);
ALTER TABLE rattachements_contrats ENABLE ROW LEVEL SECURITY;
"""

# Whose a contract is: its gestionnaire; the département or région of an establishment that it
# holds; as long as it holds none, of an establishment of its gestionnaire.
_CONTRACTS = f"""
UNION SELECT 'contrat', c.id_contrat FROM {{s}}.rattachements_contrats c
    JOIN h ON h.nature = 'gestionnaire' AND h.code = c.id_gestionnaire
UNION SELECT 'contrat', p.id_contrat FROM ({TENUS}) p JOIN siens s
    ON s.id_etablissement = p.id_etablissement AND s.nature <> 'gestionnaire'
UNION SELECT 'contrat', c.id_contrat FROM {{s}}.rattachements_contrats c JOIN siens s
    ON s.id_gestionnaire = c.id_gestionnaire AND s.nature <> 'gestionnaire'
    WHERE c.id_contrat NOT IN (SELECT p.id_contrat FROM ({TENUS}) p)
"""

FUNCTIONS = {
    "cpom_famille(nom_table text) RETURNS text": f"""
SELECT CASE WHEN nom_table IN ({", ".join(f"'{name}'" for name in TABLES)}) THEN 'contrat'
    WHEN nom_table = 'gestionnaires' THEN 'gestionnaire'
    WHEN nom_table IN ('balances', 'agregats_gestionnaires', 'declarations') THEN 'comptes'
    WHEN nom_table = 'demandes_siao' THEN 'departement' ELSE 'etablissement' END
""",
    "cpom_entites(qui name) RETURNS TABLE (famille text, entite text)": f"""
WITH h AS (SELECT * FROM {{s}}.cpom_habilitations(qui)),
siens AS (SELECT DISTINCT t.*, h.nature FROM {{s}}.rattachements t JOIN h ON h.code = CASE h.nature
    WHEN 'gestionnaire' THEN t.id_gestionnaire
    WHEN 'departement' THEN t.departement ELSE t.region END)
SELECT 'etablissement', id_etablissement FROM siens
UNION SELECT 'gestionnaire', id_gestionnaire FROM siens
UNION SELECT 'departement', departement FROM siens WHERE nature = 'gestionnaire'
UNION SELECT 'departement', t.departement FROM {{s}}.territoires t
    JOIN h ON h.nature = 'region' AND h.code = t.region
UNION SELECT h.nature, h.code FROM h WHERE h.nature <> 'region'
UNION SELECT 'comptes', h.code FROM h WHERE h.nature = 'gestionnaire'
UNION SELECT 'comptes', t.id_gestionnaire FROM {{s}}.rattachements t GROUP BY t.id_gestionnaire
    HAVING bool_and(t.id_etablissement IN (SELECT s.id_etablissement FROM siens s))
UNION SELECT 'comptes', t.id_gestionnaire FROM {{s}}.rattachements t
    JOIN h ON h.analyste AND h.code = t.region
{_CONTRACTS}
""",
}

# Attaches a contract that nobody holds yet; says whether it is that gestionnaire's, for a caller
# who may write for it. A code that bears the number of a gestionnaire is that one's, and a
# gestionnaire has no other: the answer tells it nothing of the contracts of others.
OPEN = """
CREATE FUNCTION cpom_contrat_ouvrir(contrat text, gestionnaire text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cpom$
BEGIN
    IF NOT ({s}.cpom_proprietaire() OR EXISTS (
            SELECT FROM {s}.cpom_inscriptibles(session_user) e
            WHERE e.famille IN ('gestionnaire', 'comptes') AND e.entite = $2)) THEN
        RETURN false;
    END IF;
    IF NOT {s}.cpom_proprietaire() AND (
            coalesce(substring($1 FROM '^C-([0-9][0-9AB][0-9]{{7}})(?:-|$)') <> $2, false)
            OR NOT (starts_with($1 || '-', 'C-' || $2 || '-') OR EXISTS (
                SELECT FROM {s}.cpom_habilitations(session_user) h
                WHERE h.nature <> 'gestionnaire'))) THEN
        RETURN false;
    END IF;
    INSERT INTO {s}.rattachements_contrats (id_contrat, id_gestionnaire) VALUES ($1, $2)
        ON CONFLICT (id_contrat) DO NOTHING;
    RETURN EXISTS (SELECT FROM {s}.rattachements_contrats c
        WHERE c.id_contrat = $1 AND c.id_gestionnaire = $2);
END
$cpom$
"""
OWNER = """
CREATE FUNCTION cpom_proprietaire() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $cpom$
SELECT EXISTS (SELECT FROM pg_class c WHERE c.oid = '{s}.habilitations'::regclass
    AND pg_has_role(session_user, c.relowner, 'USAGE'))
$cpom$
"""


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
        *(_column(nom, kind) for nom, kind in fields),
    )
    op.create_index(f"ix_lignes_{name}_lot", f"lignes_{name}", ["lot"])
    shown = ", ".join(
        f"r.{nom}_centimes / 100.0 AS {nom}" if kind.startswith("centimes") else f"r.{nom}"
        for nom, kind in fields
    )
    op.execute(
        f"CREATE VIEW {name} AS SELECT {shown} FROM lignes_{name} r "
        f"JOIN lots_courants l ON l.source = r.lot WHERE l.nom_table = '{name}'"
    )


def _column(nom: str, kind: str) -> sa.Column:
    base = kind.rstrip("!")
    stored = f"{nom}_centimes" if base == "centimes" else nom
    return sa.Column(stored, TYPES[base], nullable=not kind.endswith("!"))


def _on_postgresql(schema: str) -> None:
    op.execute(ATTACHED)
    for signature, body in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $cpom${body.format(s=schema)}$cpom$"
        )
    op.execute(OWNER.format(s=schema))
    op.execute(OPEN.format(s=schema))
    for signature, body in FONCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {signature.format(s=schema)} LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $cpom${body.format(s=schema)}$cpom$"
        )
    made = (*FONCTIONS, "cpom_contrat_ouvrir(", "cpom_proprietaire(")
    for function in made:
        op.execute(f"REVOKE ALL ON FUNCTION {function.split('(')[0]} FROM PUBLIC")
    op.execute(
        "CREATE POLICY perimetre_select ON rattachements_contrats FOR SELECT USING (id_contrat IN "
        f"(SELECT e.entite FROM {schema}.cpom_entites(current_user) e "
        "WHERE e.famille = 'contrat'))"
    )
    for name, described in TABLES.items():
        _policies(schema, name, [field.split()[0] for field in described.split(",")])
        op.execute(PAR_TABLE.format(table=name))
    op.execute(DECLENCHEUR.format(s=schema))
    for policy, rule in POLITIQUES.items():
        op.execute(f"CREATE POLICY {policy} USING ({rule.format(s=schema)})")


def _policies(schema: str, name: str, columns: list[str]) -> None:
    """Bind the rows as those of every other table; keep no statistics of their values."""
    rows = f"lignes_{name}"
    op.execute(f"ALTER TABLE {rows} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY perimetre_select ON {rows} FOR SELECT "
        f"USING (lot IN (SELECT id FROM {schema}.lots))"
    )
    whose = (
        f" AND (id_contrat, id_gestionnaire) IN (SELECT c.id_contrat, c.id_gestionnaire "
        f"FROM {schema}.rattachements_contrats c)"
        if name == "contrats"
        else ""
    )
    op.execute(
        f"CREATE POLICY perimetre_insert ON {rows} FOR INSERT WITH CHECK ((lot, id_contrat, "
        f"'{name}') IN (SELECT lot, entite, nom_table "
        f"FROM {schema}.cpom_lots_ouverts(current_user)){whose})"
    )
    op.execute(f"ALTER VIEW {name} SET (security_invoker = true)")
    for column in columns:
        kept = f"{column}_centimes" if _is_money(name, column) else column
        op.execute(f"ALTER TABLE {rows} ALTER COLUMN {kept} SET STATISTICS 0")


def _is_money(name: str, column: str) -> bool:
    fields = dict(field.split() for field in TABLES[name].split(","))
    return fields[column].startswith("centimes")
