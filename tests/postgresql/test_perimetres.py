"""Each role sees its perimeter and nothing else, whatever the query it writes."""

import psycopg
import pytest
from postgresql.conftest import A, B, seen
from postgresql.serveur import ADMIN
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cpomlib.tables.schema import table_names

PUBLIES = {"programmation", "lignes_programmation"}
"""What a région publishes names who signs when: the others read it as it was published."""


def rows(shared, role, query, **values):
    with shared.connect(role) as connection:
        return connection.execute(text(query), values).all()


def refused(shared, role, *statements):
    """Run statements in one transaction; return the code and the text of the refusal."""
    with shared.connect(role) as connection, pytest.raises(DBAPIError) as caught:
        for statement in statements:
            connection.execute(text(statement))
    return caught.value.orig.sqlstate, str(caught.value.orig)


def one(shared, query, **values):
    return rows(shared, ADMIN, query, **values)[0][0]


def readable(shared, role):
    query = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'v', 'm', 'f', 'p') AND has_table_privilege(oid, 'SELECT')"""
    return [row[0] for row in rows(shared, role, query)]


def test_every_table_has_policies_and_every_view_reads_as_its_reader(partage):
    query = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version' AND ((relkind IN ('r', 'p') AND NOT relrowsecurity)
        OR (relkind IN ('v', 'm')
            AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)))"""
    assert rows(partage, ADMIN, query) == []


def test_the_functions_are_nobody_elses_and_have_their_own_search_path(partage):
    query = """SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND (has_function_privilege('public', oid, 'EXECUTE') OR proleakproof
        OR NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false))"""
    assert rows(partage, ADMIN, query) == []


def test_no_table_and_no_view_shows_another_gestionnaire(partage, des_autres):
    names = readable(partage, "asso_a")
    assert {"depots", "lots", "evenements", "lignes_sejours", *table_names()} <= set(names)
    for name in set(names) - PUBLIES:
        told = str(rows(partage, "asso_a", f"SELECT * FROM {name}"))
        assert seen(des_autres, told) == set(), name


def test_a_gestionnaire_has_all_its_rows(partage):
    everything, mine = partage.frames(), partage.frames("asso_a")
    own = everything["etablissements"]
    own = set(own.loc[own["id_gestionnaire"] == A, "id_etablissement"])
    for name, frame in everything.items():
        if "id_etablissement" in frame.columns:
            expected = int(frame["id_etablissement"].isin(own).sum())
        elif "id_gestionnaire" in frame.columns:
            expected = int((frame["id_gestionnaire"] == A).sum())
        else:  # requests to the SIAO: those of its départements
            continue
        assert len(mine[name]) == expected, name
    assert len(mine["demandes_siao"]) > 0


def test_a_departement_and_a_region_see_what_is_there(partage):
    everything = partage.frames()["etablissements"]
    local = partage.frames("dd_44")["etablissements"]
    assert set(local["departement"]) == {"44"}
    assert len(local) == int((everything["departement"] == "44").sum())
    for role in ("dreets_52", "analyste_52"):
        assert {name: len(frame) for name, frame in partage.frames(role).items()} == {
            name: len(frame) for name, frame in partage.frames().items()
        }


def test_a_departement_has_the_balances_of_whoever_is_wholly_there(partage):
    known = partage.frames()["etablissements"]
    wholly = known.groupby("id_gestionnaire")["departement"].agg(lambda d: set(d) == {"44"})
    visible = set(partage.frames("dd_44")["balances"]["id_gestionnaire"])
    deposited = set(partage.frames()["balances"]["id_gestionnaire"])
    assert visible == set(wholly[wholly].index) & deposited
    assert not wholly.all()


def test_a_role_without_entitlement_sees_nothing(copie):
    rows(copie, ADMIN, "SELECT 1")
    with copie.connect(ADMIN) as connection:
        connection.execute(text("DELETE FROM habilitations WHERE role = 'asso_b'"))
        connection.commit()
    assert rows(copie, "asso_b", "SELECT * FROM sejours") == []
    assert rows(copie, "asso_b", "SELECT * FROM agregats_publies") == []


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM cpom_entites('analyste_52')",
        "SELECT * FROM cpom_habilitations('asso_b')",
        "SELECT * FROM cpom_inscriptibles('dreets_52')",
        "SELECT * FROM cpom_lots_ouverts('asso_b')",
        f"SELECT * FROM cpom_habilitations('{ADMIN}')",
    ],
)
def test_the_functions_do_not_answer_for_others(partage, attempt):
    assert rows(partage, "asso_a", attempt) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT cpom_dernier_instant()",
        "SET ROLE analyste_52",
        "SET SESSION AUTHORIZATION analyste_52",
        "UPDATE lots SET entite = 'x'",
        "UPDATE depots SET auteur = 'x'",
        "DELETE FROM lots",
        "DELETE FROM lignes_sejours",
        "TRUNCATE lignes_sejours",
        "INSERT INTO habilitations VALUES ('asso_a', 'region', '52', true)",
        "DELETE FROM habilitations",
        "ALTER TABLE lots DISABLE ROW LEVEL SECURITY",
        "DROP POLICY perimetre_select ON lots",
        "CREATE VIEW public.espion AS SELECT * FROM lots",
        "COPY lots TO PROGRAM 'cat'",
        "INSERT INTO agregats_publies SELECT * FROM agregats_publies",
    ],
)
def test_what_a_gestionnaire_may_not_do(partage, attempt):
    state, _ = refused(partage, "asso_a", attempt)
    assert state == "42501", attempt


def test_policies_cannot_be_switched_off(partage):
    state, said = refused(partage, "asso_a", "SET row_security = off", "SELECT * FROM lots")
    assert state == "42501"
    assert "row-level security" in said


def test_a_function_of_ones_own_is_given_ones_own_rows_only(partage, des_autres):
    """A cheap function would run before the policy if the planner were free to choose."""
    heard = []
    with psycopg.connect(
        host=str(partage.folder), dbname=partage.base, user="asso_a"
    ) as connection:
        connection.add_notice_handler(lambda notice: heard.append(notice.message_primary))
        connection.execute(
            """CREATE FUNCTION pg_temp.espion(text) RETURNS boolean LANGUAGE plpgsql
            COST 0.0000001 AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$"""
        )
        for table in ("lignes_sejours", "sejours", "etablissements", "lignes_etablissements"):
            connection.execute(f"SELECT 1 FROM {table} WHERE pg_temp.espion(id_etablissement)")
        connection.execute("SELECT 1 FROM lots WHERE pg_temp.espion(entite)")
        connection.execute("SELECT 1 FROM depots d JOIN lots l ON pg_temp.espion(l.entite)")
    assert len(heard) > 100
    assert seen(des_autres, "\n".join(heard)) == set()


@pytest.mark.parametrize("table", ["lignes_sejours", "sejours", "etablissements"])
def test_an_error_does_not_tell_of_a_row_one_does_not_see(partage, table):
    other = one(partage, "SELECT min(id_etablissement) FROM etablissements "
                "WHERE id_gestionnaire = :b", b=B)  # fmt: skip
    probe = f"SELECT 1 / (CASE WHEN id_etablissement = '{other}' THEN 0 ELSE 1 END) FROM {table}"
    assert rows(partage, "asso_a", probe)
    state, _ = refused(partage, "asso_b", probe)
    assert state == "22012"  # division by zero: B does see it


def test_estimates_are_the_same_for_somebody_and_for_nobody(partage):
    other = one(partage, "SELECT min(id_etablissement) FROM etablissements "
                "WHERE id_gestionnaire = :b", b=B)  # fmt: skip
    assert one(partage, "SELECT reltuples FROM pg_class WHERE relname = 'lots'") > 0  # analysed
    for query in (
        "EXPLAIN SELECT * FROM lots WHERE entite = '{}'",
        "EXPLAIN SELECT * FROM lignes_sejours WHERE id_etablissement = '{}'",
        "EXPLAIN SELECT * FROM budgets WHERE id_etablissement = '{}'",
    ):
        plans = [
            str(rows(partage, "asso_a", query.format(name))).replace(name, "?")
            for name in (other, "999999999")
        ]
        assert plans[0] == plans[1]


def test_statistics_of_values_are_not_kept(partage):
    query = """SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public'
        AND tablename LIKE 'lignes_%' AND attname <> 'lot'"""
    assert rows(partage, ADMIN, query) == []
    assert rows(partage, "asso_a", "SELECT * FROM pg_stats WHERE schemaname = 'public' "
                "AND tablename IN ('lots', 'depots')") == []  # fmt: skip
