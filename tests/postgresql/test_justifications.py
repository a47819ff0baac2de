"""Justifications on a shared server: given and read within one's perimeter, never changed."""

import pytest
from postgresql.conftest import A, B, run
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cpomlib import base as store
from cpomlib.base.justifications import justifications, justify
from cpomlib.socle.erreurs import CpomError
from cpomlib.tables import Justification


def answer(entite):
    return Justification(
        code="caisse_negative",
        entite=entite,
        annee=2025,
        motif="Régie soldée le 2 janvier",
        auteur="Claire",
        empreinte="0" * 64,
        constat="…",
    )


def engine(shared, role):
    return store.open_base(shared.address(role))


def known(shared, role):
    return {one.entite for one in justifications(engine(shared, role), [A, B])}


def test_each_role_answers_and_reads_within_its_perimeter(copie):
    justify(engine(copie, "asso_a"), [answer(A)])
    justify(engine(copie, "asso_b"), [answer(B)])
    assert known(copie, "asso_a") == {A}
    assert known(copie, "asso_b") == {B}
    assert known(copie, "dreets_52") == {A, B}
    assert known(copie, "analyste_52") == {A, B}


def test_nobody_answers_for_another(copie):
    with pytest.raises((ProgrammingError, CpomError)):
        justify(engine(copie, "asso_b"), [answer(A)])
    assert known(copie, "analyste_52") == set()


@pytest.mark.parametrize(
    "verb", ["UPDATE justifications SET motif = 'x'", "DELETE FROM justifications"]
)
def test_an_answer_is_neither_changed_nor_taken_away(copie, verb):
    justify(engine(copie, "asso_a"), [answer(A)])
    with copie.connect("asso_a") as connection, pytest.raises(ProgrammingError):
        connection.execute(text(verb))


def test_the_command_works_in_a_role(copie):
    code, said = run(
        "anomalies", "--gestionnaire", A, "--annee", "2025", base=copie.address("asso_a")
    )
    assert code == 0, said
    # Alone in what it sees: no fence of the region is said.
    assert "secret statistique" in said
    code, _ = run("anomalies", "--gestionnaire", B, "--annee", "2025", base=copie.address("asso_a"))
    assert code == 1
