"""Who sees and writes the insertion of a territory, and the grid of its governance."""

import pandas as pd
import pytest
from postgresql.conftest import A, run
from postgresql.serveur import ADMIN
from postgresql.test_ecrire import deposit, establishment

from cpomlib.socle.erreurs import StoreError
from cpomlib.tables import territory_names
from cpomlib.tables.frames import conform

B = "000520049"
"""A gestionnaire of another département than A's."""


def typed(name, *rows):
    return {name: conform(name, pd.DataFrame(list(rows)))}


def activity(house, received=40):
    return typed("activite_insertion", {"id_etablissement": house, "annee": 2025,
                                        "accueillis": received})  # fmt: skip


def people(departement):
    return typed("population_insertion", {
        "departement": departement, "territoire": "x", "annee": 2025, "public": "rsa",
        "effectif": 100})  # fmt: skip


def grid(departement, party="departement"):
    return typed("gouvernance", {
        "departement": departement, "territoire": "x", "annee": 2025, "point_de_vue": party,
        "axe": "reseau", "question": "connaissance", "cotation": 2})  # fmt: skip


@pytest.fixture
def insertion(copie):
    """Two structures, of A in the 44 and of another in the 49, what they did, the territories."""
    houses = {"44": f"S-{A}-AVDL", "49": f"S-{B}-AVDL"}
    for departement, house in houses.items():
        said = {"id_etablissement": house, "territoire": "x", "type": "aci"}
        deposit(copie, ADMIN, typed("structures_insertion", said) | activity(house))
        deposit(copie, ADMIN, people(departement) | grid(departement))
    return copie, houses


def counts(shared, role):
    return {name: len(frame) for name, frame in
            shared.frames(role, list(territory_names())).items()}  # fmt: skip


def test_each_role_sees_its_own(insertion):
    shared, houses = insertion
    assert set(counts(shared, "dreets_52").values()) == {2}
    for role in ("dd_44", "asso_a"):
        held = shared.frames(role, list(territory_names()))
        assert set(held["structures_insertion"]["id_etablissement"]) == {houses["44"]}, role
        assert set(held["activite_insertion"]["id_etablissement"]) == {houses["44"]}, role
    assert set(shared.frames("dd_44", ["gouvernance"])["gouvernance"]["departement"]) == {"44"}
    # an association reads the territories where it is
    assert set(shared.frames("asso_a", ["population_insertion"])["population_insertion"][
        "departement"]) >= {"44"}  # fmt: skip


def test_an_association_writes_what_its_structures_did_and_no_other(insertion):
    shared, houses = insertion
    deposit(shared, "asso_a", activity(houses["44"], 41))
    told = shared.frames(ADMIN, ["activite_insertion"])["activite_insertion"]
    assert dict(zip(told["id_etablissement"], told["accueillis"], strict=True)) == {
        houses["44"]: 41, houses["49"]: 40}  # fmt: skip
    with pytest.raises(StoreError, match="périmètre"):
        deposit(shared, "asso_a", activity(houses["49"]))


def test_the_population_and_the_grid_are_written_by_the_services(insertion):
    shared, _ = insertion
    deposit(shared, "dd_44", people("44") | grid("44", "etat"))
    for role, departement in (("dd_44", "49"), ("asso_a", "44")):
        for frames in (people(departement), grid(departement)):
            with pytest.raises(StoreError, match="périmètre"):
                deposit(shared, role, frames)


def test_what_a_funder_paid_is_read_back_in_cents(insertion):
    shared, _ = insertion
    house = establishment(shared, A)
    paid = {"id_etablissement": house, "annee": 2025, "financeur": "caf", "dispositif": "x",
            "montant_demande": 300, "montant_accorde": 200, "montant_verse": 155}  # fmt: skip
    deposit(shared, "asso_a", typed("financements", paid))
    rows = shared.frames("dd_44", ["financements"])["financements"]
    kept = rows[(rows["id_etablissement"] == house) & (rows["annee"] == 2025)]
    assert kept["montant_verse"].tolist() == [155]


def test_a_conseil_departemental_sees_the_associations_it_is_entitled_to(insertion):
    """A role of a département would see its CHRS too; one per gestionnaire sees those alone."""
    shared, houses = insertion
    entitled = ("--role", "conseil", "--connexion", "serveur")
    for owner, known in ((A, ()), (B, ("--existant",))):
        code, said = run("base", "roles", "creer", *entitled, "--gestionnaire", owner, *known,
                         base=shared.address())  # fmt: skip
        assert code == 0, said
    held = shared.frames("conseil", ["activite_insertion", "sejours", "etablissements"])
    assert set(held["activite_insertion"]["id_etablissement"]) == set(houses.values())
    owners = held["etablissements"].set_index("id_etablissement")["id_gestionnaire"]
    assert set(owners) == {A, B}
    assert set(held["sejours"]["id_etablissement"].map(owners)) <= {A, B}
    with pytest.raises(StoreError, match="périmètre"):
        deposit(shared, "conseil", people("44"))
