"""Who acted is the role that the server saw; the name that was typed is a mention."""

import pytest
from conftest import plain
from postgresql import serveur
from postgresql.conftest import A, B, run
from postgresql.test_ecrire import activite, deposit, establishment
from postgresql.test_justifications import answer
from postgresql.test_perimetres import refused, rows

from cpomlib import base as store
from cpomlib.base.justifications import justifications, justify


def test_a_justification_is_signed_by_the_role(copie):
    justify(store.open_base(copie.address("asso_a")), [answer(A)])
    (told,) = justifications(store.open_base(copie.address("analyste_52")), [A])
    assert told.auteur == "rôle\u00a0asso_a (Claire)"


@pytest.mark.parametrize(
    "columns",
    [
        ("role", "'asso_b'"),
        ("id", "1"),  # an answer that would come in the way of those that follow
    ],
)
def test_a_justification_is_signed_by_nobody_else(copie, columns):
    column, value = columns
    state, _ = refused(
        copie, "asso_a",
        "INSERT INTO justifications (code, entite, annee, motif, auteur, empreinte, constat, "
        f"horodatage, {column}) VALUES ('x', '{A}', 2025, 'm', 'x', 'e', 'c', '', {value})",
    )  # fmt: skip
    assert state == "42501"


def test_deposits_and_what_happens_to_them_are_signed_by_the_role(copie):
    number = deposit(copie, "asso_a", activite(establishment(copie, A)), "transmis")
    store.valider(
        store.open_base(copie.address("dreets_52")), number, "Paul", store.Choix("remplacer")
    )
    fiche = store.fiche_depot(store.open_base(copie.address()), number)
    assert fiche.depot.auteur == "rôle\u00a0asso_a (asso_a)"
    assert [event.auteur for event in fiche.evenements] == [
        "rôle\u00a0asso_a (asso_a)",
        "rôle\u00a0dreets_52 (Paul)",
    ]
    used = store.deposits_used(store.open_base(copie.address()))
    assert used[-1].auteur == fiche.depot.auteur
    _, said = run("depots", base=copie.address("asso_a"))
    assert "rôle asso_a (asso_a)" in plain(said)
    _, said = run("depots", "montrer", number, base=copie.address("asso_a"))
    assert "par rôle dreets_52 (Paul) (état des données n° 2)" in plain(said)


def test_whoever_takes_the_role_of_a_service_still_signs(copie):
    serveur.administer(copie.folder, "CREATE ROLE {} LOGIN", "jeanne")
    try:
        serveur.administer(copie.folder, "GRANT {} TO {}", "asso_b", "jeanne")
        with copie.connect("jeanne") as connection:
            connection.exec_driver_sql("SET ROLE asso_b")
            connection.exec_driver_sql(
                "INSERT INTO justifications (code, entite, annee, motif, auteur, empreinte, "
                f"constat, horodatage) VALUES ('x', '{B}', 2025, 'm', 'x', 'e', 'c', '')"
            )
            connection.commit()
        (told,) = justifications(store.open_base(copie.address()), [B])
        assert told.auteur == "rôle\u00a0jeanne (x)"
    finally:
        serveur.administer(copie.folder, "DROP ROLE {}", "jeanne")


def test_a_published_reference_is_signed_by_the_role(copie):
    words = ["base", "publier", "--region", "52", "--annee", "2025", "--auteur", "Autre"]
    code, said = run(*words, base=copie.address("analyste_52"))
    assert code == 0, said
    query = "SELECT DISTINCT role::text, publie_par FROM agregats_publies"
    assert rows(copie, serveur.ADMIN, query) == [("analyste_52", "Autre")]


@pytest.mark.parametrize("moment", ["2999-01-01", "1999-01-01"])
def test_moments_are_those_of_the_server(copie, moment):
    """One in the future would have put off, or taken into it, every state that follows."""
    from datetime import UTC, datetime, timedelta

    from postgresql.test_ecrire import DEPOT, OWN_EVENT

    before = datetime.now(UTC) - timedelta(seconds=1)  # of the second, where that is written
    with copie.connect("asso_a") as connection:
        for statement in (DEPOT, OWN_EVENT):
            connection.exec_driver_sql(statement.replace("2026-01-01", moment))
        connection.commit()
    for table in ("depots", "evenements"):
        ((told,),) = rows(copie, serveur.ADMIN, f"SELECT horodatage FROM {table} WHERE id = 2")
        assert before <= datetime.fromisoformat(told) <= datetime.now(UTC)
