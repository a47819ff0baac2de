"""The lock of the writers: only writing takes it, and whoever waits is told who holds it."""

from contextlib import ExitStack

import pytest
from conftest import PATIENCE, plain
from postgresql.conftest import A, B
from postgresql.serveur import ADMIN
from postgresql.test_ecrire import DEPOT, activite, deposit, establishment
from postgresql.test_perimetres import refused

from cpomlib.base import transaction
from cpomlib.socle.erreurs import StoreError


def test_a_session_does_not_stop_the_deposits_by_a_lock_of_its_own(copie, monkeypatch):
    monkeypatch.setattr(transaction, "ATTENTE", PATIENCE)
    with copie.connect("asso_a") as connection:
        connection.exec_driver_sql("SELECT pg_advisory_lock(20191025)")
        assert deposit(copie, "asso_b", activite(establishment(copie, B))) == 2
        assert deposit(copie, ADMIN, activite(establishment(copie, A))) == 3


@pytest.mark.parametrize(
    "table", ["verrou", "lots", "depots", "evenements", "lignes_sejours", "agregats_publies"]
)
@pytest.mark.parametrize("mode", ["SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE"])
@pytest.mark.parametrize("role", ["asso_a", "dd_44", "dreets_52", "analyste_52"])
def test_no_role_locks_a_table(partage, role, table, mode):
    state, _ = refused(partage, role, f"LOCK TABLE {table} IN {mode} MODE")
    assert state == "42501"


@pytest.mark.parametrize("held", ["SELECT cpom_ecrire()", DEPOT])
def test_whoever_waits_too_long_is_told_who_writes(copie, monkeypatch, held):
    """The lock held, or a number taken: both in a transaction left open."""
    with copie.connect("asso_a") as connection:
        connection.exec_driver_sql(held)
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with monkeypatch.context() as soon, pytest.raises(StoreError) as caught:
            soon.setattr(transaction, "ATTENTE", 1)
            soon.setattr("cpomlib.base.securite.ATTENTE", 1)
            deposit(copie, "asso_b", activite(establishment(copie, B)))
    assert plain(caught.value) == (
        "La base est occupée depuis plus de 1 s : rien n’a été écrit. Y écrit en ce moment : "
        f"le rôle « asso_a » (session n° {pid} du serveur). Recommencez plus tard. Si cette "
        "session est oubliée, demandez à qui l’a ouverte de la fermer, ou à l’administrateur du "
        "serveur d’y mettre fin."
    )
    assert deposit(copie, "asso_b", activite(establishment(copie, B))) == 2


def test_whoever_is_not_entitled_does_not_take_the_lock(copie_deux):
    for role in ("egare", "quiconque"):
        state, _ = refused(copie_deux, role, "SELECT cpom_ecrire()")
        assert state == "42501"


def test_a_writer_that_says_nothing_is_ended_and_frees_the_others(copie, monkeypatch):
    from sqlalchemy import text

    from cpomlib import base as store
    from cpomlib.base.transaction import writing

    engine = store.open_base(copie.address("asso_a"))
    with pytest.raises(StoreError) as caught, ExitStack() as left_open:
        with monkeypatch.context() as soon:
            soon.setattr(transaction, "OUBLI", 1)
            connection = left_open.enter_context(writing(engine))
        deposit(copie, "asso_b", activite(establishment(copie, B)))  # it waits, then goes through
        connection.execute(text("SELECT 1"))
    assert plain(caught.value).startswith("La connexion à la base s’est rompue")
    assert deposit(copie, "asso_a", activite(establishment(copie, A))) == 3
