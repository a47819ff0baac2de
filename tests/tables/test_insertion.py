"""The tables of insertion and governance: valid schemas, counts that hold together."""

import pandas as pd
import pytest
from calcul.insertion.fabrique import COLONNES, DEPARTEMENT, STRUCTURES, frames
from frictionless import Schema

from cpomlib.droit.nomenclatures import nomenclature
from cpomlib.tables import table, territory_names
from cpomlib.tables.check import check
from cpomlib.tables.frames import conform
from cpomlib.tables.schema import TERRITOIRE, stored_names

LISTES = {"type": "type_insertion", "public": "public_insertion", "point_de_vue": "point_de_vue"}


@pytest.mark.parametrize("name", territory_names())
def test_each_file_is_a_valid_table_schema(name):
    schema = Schema.from_descriptor(str(TERRITOIRE / f"{name}.json"))
    assert list(Schema.metadata_validate(schema.to_descriptor())) == []
    assert tuple(schema.primary_key) == table(name).cle
    assert all(champ.titre and champ.description.endswith(".") for champ in table(name).champs)
    assert all(champ.attendu for champ in table(name).champs if champ.motif)
    order = list(stored_names())
    assert all(order.index(key.table) < order.index(name) for key in table(name).etrangeres)
    for champ in table(name).champs:
        if champ.categories:
            assert champ.categories == nomenclature(LISTES[champ.nom]).codes


def known():
    owner = {"id_gestionnaire": ["EJ-450000001"], "raison_sociale": ["x"], "statut": ["public"]}
    return {"gestionnaires": conform("gestionnaires", pd.DataFrame(owner))}


def told(tables):
    return [(f.fichier, f.ligne, f.colonne, plain(f.message), plain(f.que_faire))
            for f in check(tables, known())]  # fmt: skip


def plain(text):
    return text.replace("\u00a0", " ")


def changed(**cells):
    done = dict(zip(COLONNES, (40, 30, 20, 25, 4, 3, 2, 5, 10.0, 9.0, 1), strict=True)) | cells
    return frames(activite={"S-A1": tuple(done[name] for name in COLONNES)})


def test_a_right_deposit_has_no_fault():
    assert told(frames()) == []


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"dont_rsa": 41}, "dont_rsa", "Il y a plus d’allocataires que de personnes accueillies."),
        ({"sortants": 41}, "sortants", "Il y a plus de sortants que de personnes accueillies."),
        ({"sortants": 13}, "sortants", "Les sorties par motif et les retraits dépassent le nombre "
         "de sortants."),
    ],
)  # fmt: skip
def test_counts_that_do_not_hold_together(cells, column, message):
    found = told(changed(**cells))
    assert [(f[0], f[1], f[2], f[3]) for f in found] == [
        ("activite_insertion.csv", 2, column, message)
    ]


def test_the_exits_may_be_all_of_those_who_left():
    assert told(changed(sortants=14)) == []  # 4 + 3 + 2 + 5


def test_a_territory_written_in_two_ways_names_the_nearest():
    odd = dict(STRUCTURES) | {"S-A3": ("Sudd", "aci")}
    assert told(frames(genres=odd)) == [
        ("structures_insertion.csv", 5, "territoire", "Ce territoire n’a aucune ligne dans « "
         "population_insertion ».", "Ajoutez sa population, ou corrigez le nom. Le plus proche : "
         "« Sud ».")
    ]  # fmt: skip


def test_exits_that_nobody_totals_are_at_most_those_received():
    none = changed(sortants=None, emploi_durable=41)
    assert [f[1:4] for f in told(none)] == [
        (2, "accueillis", "Les sorties par motif et les retraits dépassent les personnes "
         "accueillies.")]  # fmt: skip
    # 4 + 3 + 2 + 5 of 14 received
    assert told(changed(sortants=None, accueillis=14, dont_rsa=10)) == []


def test_a_territory_of_another_departement_is_not_this_one():
    tables = frames(genres=dict(STRUCTURES) | {"S-A3": ("Ouest", "aci")})
    people = tables["population_insertion"]
    other = people.iloc[[0]].assign(departement="44", territoire="Ouest")
    tables["population_insertion"] = pd.concat([people, other], ignore_index=True)
    assert [f[:3] for f in told(tables)] == [("structures_insertion.csv", 5, "territoire")]
    # nothing is known of the territories of a département without population
    tables["population_insertion"] = other
    assert told(tables) == []


def test_a_territory_is_written_alike_in_the_population_and_in_the_grid():
    people = frames()["population_insertion"]
    twice = pd.concat([people, people.iloc[[0]].assign(territoire="nórd")], ignore_index=True)
    [fault] = told({"population_insertion": twice})
    assert fault[1:4] == (5, "territoire", "Ce territoire est déjà écrit autrement.")
    assert fault[4] == "Écrivez partout « Nord »."
    row = {"departement": DEPARTEMENT, "territoire": "Nrd", "annee": 2025, "axe": "reseau",
           "point_de_vue": "etat", "question": "connaissance", "cotation": 2}  # fmt: skip
    grid = {"gouvernance": conform("gouvernance", pd.DataFrame([row]))}
    [fault] = told(grid | {"population_insertion": people})
    assert fault[:3] == ("gouvernance.csv", 2, "territoire") and "« Nord »" in fault[4]


def test_a_structure_is_an_establishment_that_exists():
    tables = frames()
    tables["etablissements"] = tables["etablissements"].iloc[1:]
    assert ("structures_insertion.csv", 2, "id_etablissement") in {f[:3] for f in told(tables)}
