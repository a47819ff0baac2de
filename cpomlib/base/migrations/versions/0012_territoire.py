"""Insertion structures, whom they are for, and how the parties of a territory work together.

A structure is an establishment: its rows, its financings and its contracts are bound as those of
any other. The population and the grid of governance belong to their département. Financings say
what was paid; actions, all that a sheet of a scheme says.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = {
    "structures_insertion": "id_etablissement texte!, territoire texte!, type texte!",
    "activite_insertion": """
        id_etablissement texte!, annee entier!, accueillis entier!, dont_rsa entier, capacite
        entier, sortants entier, emploi_durable entier, emploi_transition entier,
        sorties_positives entier, retraits entier, etp_conventionnes nombre, etp_realises nombre,
        cout_total centimes
    """,
    "population_insertion": """
        departement texte!, territoire texte!, annee entier!, public texte!, effectif entier!
    """,
    "gouvernance": """
        departement texte!, territoire texte!, annee entier!, point_de_vue texte!, axe texte!,
        question texte!, cotation entier!, commentaire texte
    """,
}
"""name type, « ! » = never empty; the first column is whom a row is about"""

ADDED = {
    "financements": "montant_verse centimes",
    "actions": """
        constat texte, buts texte, mode_operatoire texte, groupe_projet texte, calendrier texte,
        indicateur_resultat texte
    """,
}
"""What tables that are there already gain."""

TYPES = {
    "texte": sa.Text,
    "entier": sa.Integer,
    "centimes": sa.BigInteger,
    "nombre": sa.Float,
}
CENTIMES = "_centimes"
OF_A_DEPARTEMENT = "nom_table IN ('population_insertion', 'gouvernance')"


def upgrade() -> None:
    """Add the tables and the columns; on PostgreSQL, bind them to the perimeter of each role."""
    schema = _schema()
    for name, described in TABLES.items():
        columns = [_column(*field.split()) for field in described.split(",")]
        op.create_table(
            f"lignes_{name}",
            sa.Column("lot", sa.Integer, sa.ForeignKey("lots.id"), nullable=False),
            *columns,
        )
        op.create_index(f"ix_lignes_{name}_lot", f"lignes_{name}", ["lot"])
        _view(name)
        if schema:
            _bound(schema, name, [column.name for column in columns])
    for name, described in ADDED.items():
        columns = [_column(*field.split()) for field in described.split(",")]
        for column in columns:
            op.add_column(f"lignes_{name}", column)
        _view(name, replaces=True)
        if schema:
            _uncounted(name, [column.name for column in columns])
            op.execute(f"ALTER VIEW {name} SET (security_invoker = true)")
    if schema:
        _family(schema)


def _schema() -> str:
    """Return the schema of a PostgreSQL base, nothing for a file."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return ""
    return str(bind.execute(sa.text("SELECT current_schema()")).scalar_one())


def _column(nom: str, kind: str) -> sa.Column:
    base = kind.rstrip("!")
    stored = nom + CENTIMES if base == "centimes" else nom
    return sa.Column(stored, TYPES[base], nullable=not kind.endswith("!"))


def _view(name: str, replaces: bool = False) -> None:
    """Show the rows in force; a view of PostgreSQL is replaced, and keeps who may read it."""
    bind = op.get_bind()
    columns = [column["name"] for column in sa.inspect(bind).get_columns(f"lignes_{name}")]
    shown = ", ".join(
        f"r.{nom} / 100.0 AS {nom.removesuffix(CENTIMES)}" if nom.endswith(CENTIMES) else f"r.{nom}"
        for nom in columns
        if nom != "lot"
    )
    if replaces and bind.dialect.name != "postgresql":
        op.execute(f"DROP VIEW {name}")
        replaces = False
    op.execute(
        f"CREATE {'OR REPLACE ' * replaces}VIEW {name} AS SELECT {shown} FROM lignes_{name} r "
        f"JOIN lots_courants l ON l.source = r.lot WHERE l.nom_table = '{name}'"
    )


def _bound(schema: str, name: str, columns: list[str]) -> None:
    """Bind the rows as those of every other table; keep no statistics of their values."""
    rows = f"lignes_{name}"
    op.execute(f"ALTER TABLE {rows} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY perimetre_select ON {rows} FOR SELECT "
        f"USING (lot IN (SELECT id FROM {schema}.lots))"
    )
    op.execute(
        f"CREATE POLICY perimetre_insert ON {rows} FOR INSERT WITH CHECK ((lot, {columns[0]}, "
        f"'{name}') IN (SELECT lot, entite, nom_table "
        f"FROM {schema}.cpom_lots_ouverts(current_user)))"
    )
    op.execute(f"ALTER VIEW {name} SET (security_invoker = true)")
    _uncounted(name, columns)


def _uncounted(name: str, columns: list[str]) -> None:
    for column in columns:
        op.execute(f"ALTER TABLE lignes_{name} ALTER COLUMN {column} SET STATISTICS 0")


def _family(schema: str) -> None:
    """Say whose the tables of a département are, the families of the others staying as they are."""
    known = sa.text("SELECT prosrc FROM pg_proc WHERE oid = CAST(:name AS regprocedure)")
    body = op.get_bind().execute(known, {"name": f"{schema}.cpom_famille(text)"}).scalar_one()
    first = f"SELECT CASE WHEN {OF_A_DEPARTEMENT} THEN 'departement' WHEN"
    op.execute(
        "CREATE OR REPLACE FUNCTION cpom_famille(nom_table text) RETURNS text LANGUAGE sql STABLE "
        "SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS "
        f"$cpom${str(body).replace('SELECT CASE WHEN', first, 1)}$cpom$"
    )
