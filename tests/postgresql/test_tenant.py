"""Whoever holds a base is most often no administrator of the server: all of it works as well."""

import pytest
from conftest import plain
from postgresql import serveur
from postgresql.conftest import A, Partage, run
from postgresql.test_ecrire import deposit
from postgresql.test_perimetres import rows
from postgresql.test_rattachements import DECOY

from cpomlib import base as store
from cpomlib.exemple import build

ROLES = {"dd_tenu": ["--departement", "44"], "ana_tenue": ["--region", "52", "--analyste"]}


@pytest.fixture
def tenue(postgresql):
    serveur.administer(postgresql, "CREATE ROLE {} LOGIN CREATEROLE", "tenancier")
    serveur.administer(postgresql, "CREATE DATABASE {} OWNER {}", "tenue", "tenancier")
    shared = Partage(postgresql, "tenue")
    owner = shared.address("tenancier")
    for words in (
        ["base", "creer"],
        ["exemple", "--region", "52", "--gestionnaires", "2", "--graine", "1"],
        *(
            ["base", "roles", "creer", "--role", role, *perimeter, "--connexion", "serveur"]
            for role, perimeter in ROLES.items()
        ),
    ):
        code, said = run(*words, base=owner)
        assert code == 0, said
    yield shared
    serveur.administer(postgresql, "DROP DATABASE {} WITH (FORCE)", "tenue")
    for role in (*ROLES, "tenancier"):
        serveur.administer(postgresql, "DROP ROLE {}", role)


def test_it_attaches_publishes_and_is_bound_by_nothing(tenue):
    owner = tenue.address("tenancier")
    frame = build("52", 2, 1)["etablissements"].head(1)
    new = frame.assign(id_etablissement=DECOY, id_gestionnaire=A, departement="44")
    number = deposit(tenue, "dd_tenu", {"etablissements": new})
    assert [one.etablissement for one in store.propositions(store.open_base(owner))] == [DECOY]
    code, said = run("base", "rattachements", "accepter", number, base=owner)
    assert code == 0, said
    assert DECOY in tenue.frames("dd_tenu")["etablissements"]["id_etablissement"].tolist()
    for address in (tenue.address("ana_tenue"), owner):
        code, said = run("base", "publier", "--region", "52", "--annee", "2025", base=address)
        assert code == 0, said
    signed = rows(tenue, "tenancier", "SELECT DISTINCT role::text FROM agregats_publies")
    assert signed == [("tenancier",)]
    _, said = run("depots", "montrer", number, base=owner)
    assert "par rôle dd_tenu (dd_tenu)" in plain(said)
    code, said = run("base", "migrer", base=owner)
    assert code == 0, said
