"""Who sees and writes the insertion of a territory, and the grid of its governance."""

import pandas as pd
import pytest
from postgresql.conftest import A, run
from postgresql.serveur import ADMIN
from postgresql.test_ecrire import deposit, establishment
from postgresql.test_perimetres import rows

from cpomlib.rapports import offre_insertion
from cpomlib.socle.erreurs import CommandeError, StoreError
from cpomlib.socle.typographie import insecable
from cpomlib.tables import stored_names, territory_names
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


OF_STRUCTURES = {
    "etablissements", "gestionnaires", "structures_insertion", "activite_insertion",
    "financements",
}  # fmt: skip
AGREED, MIXED = "C-000520015-INS", "C-000520015-MIX"
"""A contract of A that holds its structure alone; one that held a CHRS in its first version."""


def agreement(house, code=AGREED):
    head = {"id_contrat": code, "id_gestionnaire": A, "cadre": "objectifs_moyens",
            "intitule": "x", "statut": "preparation"}  # fmt: skip
    held = {
        "id_contrat": code,
        "id_etablissement": house,
        "date_entree": pd.Timestamp("2025-01-01"),
    }
    return typed("contrats", head) | typed("contrat_etablissements", held)


@pytest.fixture
def conseil(insertion):
    """The Conseil départemental of the 44; a CHRS of A says by mistake that it is a structure."""
    shared, houses = insertion
    chrs = "449900018"
    deposit(shared, ADMIN, typed("structures_insertion", {
        "id_etablissement": chrs, "territoire": "x", "type": "aci"}))  # fmt: skip
    deposit(shared, ADMIN, agreement(houses["44"]))
    deposit(shared, ADMIN, agreement(chrs, MIXED))
    deposit(shared, ADMIN, agreement(houses["44"], MIXED))
    return shared, houses


def test_what_was_a_chrs_stays_out_of_sight_with_its_past(conseil):
    """It is a structure of insertion now; what was financed of it is that of a CHRS."""
    shared, houses = conseil
    known = shared.frames(ADMIN, ["etablissements"])["etablissements"]
    was = known[known["id_etablissement"] == "449900018"]
    assert set(was["categorie"]) == {"214"}
    deposit(shared, ADMIN, {"etablissements": was.assign(categorie="219")})
    told = shared.frames(ADMIN, ["etablissements"])["etablissements"].set_index("id_etablissement")
    assert told.loc["449900018", "categorie"] == "219"
    for name in ("etablissements", "structures_insertion", "financements"):
        seen = shared.frames("conseil_44", [name])[name]
        assert set(seen["id_etablissement"]) == {houses["44"]}, name


def test_a_conseil_departemental_sees_the_insertion_and_no_chrs(conseil):
    shared, houses = conseil
    everything = shared.frames("conseil_44", list(stored_names()))
    held = {name: rows for name, rows in everything.items() if len(rows)}
    contract = {"contrats", "contrat_etablissements"}
    assert set(held) == OF_STRUCTURES | contract | {"population_insertion", "gouvernance"}
    for name in OF_STRUCTURES - {"gestionnaires"}:
        assert set(held[name]["id_etablissement"]) == {houses["44"]}, name
    assert set(held["gestionnaires"]["id_gestionnaire"]) == {A}
    assert set(held["contrats"]["id_contrat"]) == {AGREED}
    assert set(held["population_insertion"]["departement"]) == {"44"}
    assert set(held["gouvernance"]["departement"]) == {"44"}
    code, said = run("base", "etat", base=shared.address("conseil_44"))
    assert code == 0
    assert "Périmètre du rôle « conseil_44 » : insertion du département 44" in said.replace(
        "\u00a0", " ")  # fmt: skip
    # by hand neither: what is published of the CHRS, who answered, whose each is
    for table in ("agregats_publies", "justifications", "indicateurs_calcules",
                  "lignes_demandes_siao", "lignes_declarations", "lignes_salaries"):  # fmt: skip
        assert rows(shared, "conseil_44", f"SELECT * FROM {table}") == [], table
        assert rows(shared, ADMIN, f"SELECT * FROM {table} LIMIT 1") or table in {
            "justifications", "indicateurs_calcules", "lignes_declarations"}  # fmt: skip
    assert rows(shared, "conseil_44", "SELECT id_etablissement FROM rattachements") == [
        (houses["44"],)]  # fmt: skip
    seen = rows(shared, "conseil_44", "SELECT DISTINCT nom_table FROM lots")
    assert {one[0] for one in seen} == OF_STRUCTURES | {
        "contrats", "contrat_etablissements", "population_insertion", "gouvernance"}  # fmt: skip


def test_the_offer_of_a_departement_is_told_by_who_sees_it_whole(conseil):
    """To an association, its own structures would be the département's, over all its people."""
    shared, _ = conseil
    assert offre_insertion.load(shared.address("conseil_44"), "52", 2025, "44").structures
    with pytest.raises(CommandeError) as refused:
        offre_insertion.load(shared.address("asso_a"), "52", 2025, "44")
    assert (
        str(refused.value)
        .replace("\u00a0", " ")
        .startswith("Votre rôle ne voit pas toutes les structures d’insertion de Loire-Atlantique.")
    )


def test_it_writes_the_territories_of_its_departement_and_is_no_service_of_the_state(conseil):
    shared, houses = conseil
    deposit(shared, "conseil_44", people("44") | grid("44"))
    for frames in (people("49"), grid("49"), activity(houses["44"]), agreement(houses["44"]),
                   typed("structures_insertion", {"id_etablissement": houses["44"],
                                                  "territoire": "x", "type": "ei"})):  # fmt: skip
        with pytest.raises(StoreError, match="périmètre"):
            deposit(shared, "conseil_44", frames)
    # with its own gestionnaire too, neither the requests to the SIAO nor the voice of the State
    code, said = run("base", "roles", "creer", "--role", "conseil_44", "--existant",
                     "--gestionnaire", B, base=shared.address())  # fmt: skip
    assert code == 0, said
    asked = shared.frames(ADMIN, ["demandes_siao"])["demandes_siao"]
    with pytest.raises(StoreError, match="périmètre"):
        deposit(shared, "conseil_44", {"demandes_siao": asked[asked["departement"] == "49"]})
    spoken = "SELECT cpom_partie_permise('conseil_44', '{0}', 'commentaire/diagnostic/2025/x/{1}')"
    for party, allowed in (("gestionnaire", True), ("etat", False)):
        assert rows(shared, "conseil_44", spoken.format(B, party)) == [(allowed,)]


def test_insertion_is_that_of_a_departement(partage):
    code, said = run("base", "roles", "creer", "--role", "x", "--region", "52", "--insertion",
                     base=partage.address())  # fmt: skip
    assert code == 1
    assert said == insecable("L’insertion est celle d’un département. Ajoutez « --departement ».")
