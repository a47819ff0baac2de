"""A contract on a server: its gestionnaire, the départements and the région of its perimeter."""

import pandas as pd
import pytest
from postgresql.conftest import A, B, run
from postgresql.serveur import ADMIN
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cpomlib import base as store
from cpomlib.socle.erreurs import CommandeError, StoreError
from cpomlib.tables import conform

MIEN, AUTRE = f"C-{A}-1", f"C-{B}-1"
ORIGINE = store.Origine("essai", "contrat", "2" * 64, "contrat")


def codes(shared, role, table="contrats"):
    return set(shared.frames(role, [table])[table]["id_contrat"])


def tete(contract, owner):
    row = {"id_contrat": contract, "id_gestionnaire": owner, "cadre": "l313_11_2",
           "statut": "preparation"}  # fmt: skip
    return {"contrats": conform("contrats", pd.DataFrame([row]))}


def give(shared, role, frames, **options):
    engine = store.open_base(shared.address(role))
    try:
        return store.deposit(engine, frames, ORIGINE, **options)
    finally:
        engine.dispose()


def perimeter(shared):
    """Contracts by département of their establishments, as the owner of the base sees them."""
    held = shared.frames(ADMIN, ["contrat_etablissements", "etablissements"])
    houses = held["etablissements"].set_index("id_etablissement")["departement"]
    rows = held["contrat_etablissements"]
    return rows.assign(departement=houses[rows["id_etablissement"]].to_numpy())


def test_each_sees_the_contracts_of_its_perimeter_and_no_other(partage):
    everything, places = codes(partage, ADMIN), perimeter(partage)
    assert len(everything) == 6
    assert codes(partage, "asso_a") == {MIEN}
    assert codes(partage, "asso_b") == {AUTRE}
    in_44 = set(places.loc[places["departement"] == "44", "id_contrat"])
    assert codes(partage, "dd_44") == in_44 and in_44 != everything
    assert codes(partage, "dreets_52") == everything
    for table in ("cibles", "mesures", "actions", "signatures", "releves"):
        assert codes(partage, "asso_a", table) <= {MIEN}, table


@pytest.mark.parametrize(
    "query",
    [f"SELECT * FROM lignes_cibles WHERE id_contrat = '{AUTRE}'",
     f"SELECT * FROM rattachements_contrats WHERE id_contrat = '{AUTRE}'",
     f"SELECT * FROM lots WHERE entite = '{AUTRE}'"],
)  # fmt: skip
def test_no_query_shows_the_contract_of_another(partage, query):
    with partage.connect("asso_a") as connection:
        assert connection.execute(text(query)).all() == []


def test_a_gestionnaire_opens_a_contract_of_its_own_and_of_nobody_else(copie):
    mine = f"C-{A}-neuf"
    give(copie, "asso_a", tete(mine, A))
    assert mine in codes(copie, "asso_a") & codes(copie, "dd_44") & codes(copie, "dreets_52")
    assert mine not in codes(copie, "asso_b")
    for role, contract, owner in (("asso_a", f"C-{B}-9", B), ("asso_b", mine, B)):
        with pytest.raises(StoreError, match="ne peut pas être déposé pour le gestionnaire"):
            give(copie, role, tete(contract, owner))
    assert codes(copie, ADMIN) & {f"C-{B}-9"} == set()


def test_a_gestionnaire_does_not_learn_which_codes_are_taken(copie):
    give(copie, "dd_44", tete("C-service", A))
    query = "SELECT cpom_contrat_ouvrir('{}', '{}')"
    with copie.connect("asso_b") as connection:
        taken = [f"C-{A}-1", "C-service", f"C-{A}-libre", "C-libre"]
        answers = [connection.execute(text(query.format(one, B))).scalar() for one in taken]
    assert answers == [False] * 4
    with pytest.raises(StoreError, match=f"commence par «\u00a0C-{B}-\u00a0»"):
        give(copie, "asso_b", tete("C-libre", B))
    with copie.connect("dd_44") as connection:
        stolen = connection.execute(text(query.format(f"C-{B}-8", A))).scalar()
    assert stolen is False


def test_a_co_signatory_sees_the_part_of_its_establishments(copie):
    houses = copie.frames(ADMIN, ["etablissements"])["etablissements"]
    its = houses.loc[houses["id_gestionnaire"] == B, "id_etablissement"].iloc[0]
    engine = store.open_base(copie.address(ADMIN))
    held = store.read(engine, ["contrat_etablissements", "mesures"])
    rows = held["contrat_etablissements"]
    mine = rows[rows["id_contrat"] == MIEN]
    more = mine.iloc[[0]].assign(id_etablissement=its)
    choix = store.Choix("completer", avenant=1)
    line = {"id_contrat": MIEN, "numero": 1, "nature": "avenant", "objet": "perimetre"}
    measure = {"id_contrat": MIEN, "indicateur": "L-livrets", "id_etablissement": its,
               "annee": 2026, "etat": "provisoire"}  # fmt: skip
    store.deposit(
        engine,
        {"contrat_etablissements": conform("contrat_etablissements", more),
         "avenants": conform("avenants", pd.DataFrame([line])),
         "mesures": conform("mesures", pd.DataFrame([measure]))},
        ORIGINE, choix=choix,
    )  # fmt: skip
    engine.dispose()
    for name in ("contrat_etablissements", "mesures"):
        seen = copie.frames("asso_b", [name])[name]
        assert set(seen.loc[seen["id_contrat"] == MIEN, "id_etablissement"]) == {its}, name
    assert codes(copie, "asso_b") == {MIEN, AUTRE}
    for name in ("objectifs", "cibles", "actions", "signatures", "releves", "moyens"):
        assert codes(copie, "asso_b", name) <= {AUTRE}, name
    assert codes(copie, "asso_a") == {MIEN}
    for words in (("lister",), ("suivi", MIEN), ("montrer", MIEN), ("verifier", MIEN)):
        code, said = run("contrat", *words, base=copie.address("asso_b"))
        assert code in {0, 1} and said, words
    with pytest.raises(StoreError, match="sort du périmètre"):
        give(copie, "asso_b", {"mesures": conform("mesures", pd.DataFrame([measure]))},
             choix=store.Choix("completer"))  # fmt: skip


def test_a_service_opens_one_for_a_gestionnaire_of_its_perimeter(copie):
    give(copie, "dd_44", tete("C-service", A))
    assert "C-service" in codes(copie, "asso_a")
    code, said = run("base", "etat", base=copie.address("dd_44"))
    assert code == 0, said


def test_nobody_writes_in_the_contract_of_another(copie):
    row = {"id_contrat": AUTRE, "id_objectif": "9", "id_action": "Z", "intitule": "x",
           "etat": "a_venir"}  # fmt: skip
    actions = {"actions": conform("actions", pd.DataFrame([row]))}
    with pytest.raises(StoreError, match="sort du périmètre"):
        give(copie, "asso_a", actions, choix=store.Choix("completer"))
    give(copie, "asso_b", actions, choix=store.Choix("completer"))
    assert "Z" in set(copie.frames(ADMIN, ["actions"])["actions"]["id_action"])


def test_no_role_writes_an_attachment(copie):
    statement = f"INSERT INTO rattachements_contrats VALUES ('C-x', '{A}', 'asso_a')"
    with copie.connect("asso_a") as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(statement))
    assert caught.value.orig.sqlstate == "42501"


def test_a_signed_contract_changes_by_an_amendment_there_too(copie):
    engine = store.open_base(copie.address("asso_a"))
    held = store.read(engine, ["contrats"])
    changed = {"contrats": held["contrats"].assign(duree_mois=48)}
    with pytest.raises(CommandeError, match="il ne change que par un avenant"):
        store.deposit(engine, changed, ORIGINE)
    engine.dispose()
