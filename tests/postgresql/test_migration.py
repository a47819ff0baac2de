"""A base of before the attachments: what is in force is attached, what was slipped in is not."""

import pytest
from conftest import plain
from postgresql import serveur
from postgresql.conftest import Partage, run
from postgresql.test_base import older
from postgresql.test_perimetres import refused, rows
from sqlalchemy import NullPool, create_engine, make_url, text

HOUSE = (
    "INSERT INTO lignes_etablissements (lot, id_etablissement, id_gestionnaire, nom, categorie, "
    "regime, autorite, programme, departement, region) VALUES "
    "({lot}, '{house}', '{owner}', 'x', '214', 'autorise', 'prefet', '177', {place}, '52')"
)
LOT = (
    "INSERT INTO lots (id, source, depot, nom_table, entite, annee, document, etat, lignes) "
    "VALUES ({lot}, {lot}, 1, 'etablissements', '{house}', 0, '', {etat}, 1)"
)
HOUSES = [  # lot, house, owner, département, state
    (1, "440000001", "000000018", "'44'", 1),
    (2, "440000001", "000000026", "'44'", 2),  # it has changed hands
    (3, "440000002", "000000018", "'49'", 1),
    (4, "440000003", "000000018", "'75'", 1),  # validated by whoever slipped it in
    (5, "440000004", "000000018", "'44'", "NULL"),  # a draft
    (6, "440000002", "000000034", "'49'", "NULL"),  # a draft over what is in force
]


@pytest.fixture
def ancienne(postgresql, postgresql_base):
    """A base as version 0005 left it, with a role that has what that version granted."""
    older(postgresql_base, "0005")
    engine = create_engine(postgresql_base, poolclass=NullPool)
    serveur.administer(postgresql, "CREATE ROLE {} LOGIN", "ancien")
    with engine.begin() as connection:
        for etat in (1, 2):
            connection.execute(
                text("INSERT INTO evenements (id, etat, depot, nature, horodatage, auteur) "
                     "VALUES (:n, :n, 1, 'validation', '2026-01-01T00:00:00+00:00', 'x')"),
                {"n": etat},
            )  # fmt: skip
        for lot, house, owner, place, etat in HOUSES:
            connection.execute(text(LOT.format(lot=lot, house=house, etat=etat)))
            connection.execute(text(HOUSE.format(lot=lot, house=house, owner=owner, place=place)))
        connection.execute(
            text("INSERT INTO habilitations (role, nature, code) VALUES ('ancien', 'region', '52')")
        )
        connection.execute(text("GRANT SELECT, INSERT, DELETE ON agregats_publies TO ancien"))
    code, said = run("base", "migrer", base=postgresql_base)
    assert code == 0, said
    yield Partage(postgresql, make_url(postgresql_base).database)
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY ancien"))
    serveur.administer(postgresql, "DROP ROLE {}", "ancien")


def test_what_is_in_force_is_attached_and_nothing_else(ancienne):
    query = "SELECT id_etablissement, id_gestionnaire, departement FROM rattachements ORDER BY 1"
    attached = [("440000001", "000000026", "44"), ("440000002", "000000018", "49")]
    assert rows(ancienne, serveur.ADMIN, query) == attached
    assert rows(ancienne, "ancien", query) == attached
    assert rows(ancienne, "ancien", "SELECT id_etablissement FROM etablissements ORDER BY 1") == [
        ("440000001",), ("440000002",),
    ]  # fmt: skip


def test_what_is_in_force_without_being_attached_is_listed(ancienne):
    code, said = run("base", "rattachements", "lister", base=ancienne.address())
    assert code == 0
    assert plain(said).splitlines() == [
        "Aucun rattachement n’est proposé.",
        "En vigueur sans être rattaché ainsi, donc vu d’aucun rôle à ce titre :",
        "  Dépôt n° 1 : établissement 440000003, gestionnaire 000000018, département 75 et "
        "région 52 (nouveau)",
    ]


def test_a_right_that_is_not_given_any_more_is_taken_back(ancienne):
    for statement in ("DELETE FROM agregats_publies", "SELECT cpom_dernier_instant()"):
        assert refused(ancienne, "ancien", statement)[0] == "42501"
