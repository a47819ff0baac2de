"""Deposits, lots, and the thirteen shared tables (contract, version 1).

Frozen: a later change of the contract is a later migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# name type, « ! » = never empty; money is kept in whole centimes
TABLES = {
    "gestionnaires": """
        id_gestionnaire texte!, raison_sociale texte!, finess_ej texte, statut texte!,
        departement_siege texte
    """,
    "etablissements": """
        id_etablissement texte!, id_gestionnaire texte!, nom texte!, categorie texte!,
        regime texte!, autorite texte!, programme texte!, commune texte, departement texte!,
        region texte!, date_ouverture date, date_fermeture date
    """,
    "places": """
        id_etablissement texte!, annee entier!, gham texte, mode texte!, places_autorisees
        entier!, places_financees entier!, places_indisponibles entier
    """,
    "sejours": """
        id_sejour texte!, id_etablissement texte!, id_menage texte!, date_entree date!,
        date_sortie date, composition texte!, nb_adultes entier!, nb_enfants entier!,
        tranche_age texte!, sexe texte, nationalite texte, droits_incomplets booleen!,
        ressources texte, emploi texte, via_siao booleen!, dls_active booleen!, motif texte,
        destination texte, refus_logement booleen
    """,
    "activite": """
        id_etablissement texte!, annee entier!, mois entier!, journees_theoriques entier!,
        journees_realisees entier!
    """,
    "demandes_siao": """
        departement texte!, annee entier!, composition texte!, preconisation texte!,
        demandes entier!, reponses_positives entier!, non_pourvues entier!
    """,
    "budgets": """
        id_etablissement texte!, annee entier!, document texte!, sens texte!, groupe
        entier!, compte texte!, libelle texte, montant centimes!, non_reconductible booleen!
    """,
    "balances": """
        id_gestionnaire texte!, annee entier!, compte texte!, libelle texte, debit
        centimes!, credit centimes!
    """,
    "financements": """
        id_etablissement texte!, annee entier!, financeur texte!, dispositif texte,
        montant_demande centimes, montant_accorde centimes!
    """,
    "salaries": """
        id_etablissement texte!, annee entier!, id_salarie texte!, fonction texte!, contrat
        texte!, etp nombre!, tranche_age texte!, sexe texte, anciennete nombre,
        cout_employeur centimes!, convention texte
    """,
    "absences": """
        id_etablissement texte!, annee entier!, motif texte!, jours nombre!
    """,
    "mouvements": """
        id_etablissement texte!, annee entier!, entrees entier!, sorties entier!,
        etp_budgetes nombre!, etp_vacants nombre!
    """,
    "qualite": """
        id_etablissement texte!, annee entier!, theme texte!, question texte!, cotation
        entier!, commentaire texte
    """,
}

TYPES = {
    "texte": sa.Text,
    "entier": sa.Integer,
    "centimes": sa.BigInteger,
    "nombre": sa.Float,
    "booleen": sa.Boolean,
    "date": sa.Date,
}

LATEST = """
CREATE VIEW lots_courants AS
SELECT l.id, l.source, l.depot, l.nom_table, l.entite, l.annee, l.document FROM lots l
WHERE NOT EXISTS (
    SELECT 1 FROM lots p WHERE p.nom_table = l.nom_table AND p.entite = l.entite
    AND p.annee = l.annee AND p.document = l.document AND p.id > l.id)
"""


def upgrade() -> None:
    """Create everything."""
    _deposits()
    op.execute(LATEST)
    for name, described in TABLES.items():
        fields = [field.split() for field in described.split(",")]
        op.create_table(
            f"lignes_{name}",
            sa.Column("lot", sa.Integer, sa.ForeignKey("lots.id"), nullable=False),
            *(_column(nom, kind) for nom, kind in fields),
        )
        op.create_index(f"ix_lignes_{name}_lot", f"lignes_{name}", ["lot"])
        op.execute(_view(name, fields))


def _deposits() -> None:
    op.create_table(
        "depots",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("horodatage", sa.Text, nullable=False),
        sa.Column("auteur", sa.Text, nullable=False),
        sa.Column("fichier", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
    )
    op.create_table(
        "lots",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Integer, sa.ForeignKey("lots.id"), nullable=False),
        sa.Column("depot", sa.Integer, sa.ForeignKey("depots.id"), nullable=False),
        sa.Column("nom_table", sa.Text, nullable=False),
        sa.Column("entite", sa.Text, nullable=False),
        sa.Column("annee", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    scope = ["nom_table", "entite", "annee", "document", "id"]
    op.create_index("ix_lots_portee", "lots", scope)
    op.create_index("ix_lots_depot", "lots", ["depot"])
    op.create_index("ix_lots_source", "lots", ["source"])


def _column(nom: str, kind: str) -> sa.Column:
    base = kind.rstrip("!")
    stored = f"{nom}_centimes" if base == "centimes" else nom
    return sa.Column(stored, TYPES[base], nullable=not kind.endswith("!"))


def _view(name: str, fields: list[list[str]]) -> str:
    shown = ", ".join(
        f"r.{nom}_centimes / 100.0 AS {nom}" if kind.startswith("centimes") else f"r.{nom}"
        for nom, kind in fields
    )
    return (
        f"CREATE VIEW {name} AS SELECT {shown} FROM lignes_{name} r "
        f"JOIN lots_courants l ON l.source = r.lot WHERE l.nom_table = '{name}'"
    )
