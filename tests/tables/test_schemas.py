"""The Table Schema files are valid, agree with the contract and with the nomenclatures."""

import pandas as pd
import pytest
from frictionless import Schema

from cpomlib.droit.nomenclatures import nomenclature
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform, empty
from cpomlib.tables.schema import SCHEMAS, table, table_names

CONTRACT_ORDER = [
    "gestionnaires",
    "etablissements",
    "places",
    "sejours",
    "activite",
    "demandes_siao",
    "budgets",
    "balances",
    "financements",
    "salaries",
    "absences",
    "mouvements",
    "qualite",
]
LISTS = {("absences", "motif"): "motif_absence", ("salaries", "tranche_age"): "tranche_age_salarie"}
ENUMS = [
    (name, champ.nom) for name in table_names() for champ in table(name).champs if champ.categories
]


def test_the_thirteen_tables_in_contract_order():
    assert list(table_names()) == CONTRACT_ORDER


@pytest.mark.parametrize("name", CONTRACT_ORDER)
def test_each_file_is_a_valid_table_schema(name):
    schema = Schema.from_descriptor(str(SCHEMAS / f"{name}.json"))
    assert list(Schema.metadata_validate(schema.to_descriptor())) == []
    assert schema.field_names == list(table(name).colonnes)
    assert tuple(schema.primary_key) == table(name).cle


@pytest.mark.parametrize("name", CONTRACT_ORDER)
def test_each_file_says_what_its_columns_are(name):
    schema = table(name)
    assert schema.titre and schema.description.endswith(".")
    assert all(champ.titre and champ.description.endswith(".") for champ in schema.champs)
    assert set(schema.cle) | set(schema.portee) <= set(schema.colonnes)
    assert all(champ.attendu for champ in schema.champs if champ.motif)
    referenced = [key.table for key in schema.etrangeres]
    assert all(CONTRACT_ORDER.index(other) < CONTRACT_ORDER.index(name) for other in referenced)


@pytest.mark.parametrize(("name", "column"), ENUMS)
def test_each_enum_is_the_nomenclature(name, column):
    listed = nomenclature(LISTS.get((name, column), column))
    assert table(name).champ(column).categories == tuple(listed.codes)


def test_money_is_marked():
    money = [(n, c.nom) for n in table_names() for c in table(n).champs if c.monnaie]
    assert money == [
        ("budgets", "montant"),
        ("balances", "debit"),
        ("balances", "credit"),
        ("financements", "montant_demande"),
        ("financements", "montant_accorde"),
        ("financements", "montant_verse"),
        ("salaries", "cout_employeur"),
    ]


def test_an_unknown_table_names_the_nearest():
    with pytest.raises(CommandeError) as caught:
        table("sejour")
    assert plain(caught.value) == (
        "La table « sejour » n’existe pas. Le plus proche : « sejours »."
    )


@pytest.mark.parametrize("name", CONTRACT_ORDER)
def test_an_empty_frame_is_typed_and_conforms(name):
    frame = empty(name)
    assert list(frame.columns) == list(table(name).colonnes)
    assert conform(name, frame).dtypes.equals(frame.dtypes)


def test_conform_adds_reorders_and_casts():
    frame = pd.DataFrame(
        {
            "annee": [2025],
            "id_etablissement": ["440001234"],
            "montant_accorde": [1250],
            "financeur": ["caf"],
        }
    )
    typed = conform("financements", frame)
    assert list(typed.columns) == list(table("financements").colonnes)
    assert str(typed["montant_demande"].dtype) == "Int64" and typed["montant_demande"].isna().all()
    assert typed["montant_accorde"].tolist() == [1250]  # centimes stay centimes
    assert list(typed["financeur"].cat.categories) == list(
        table("financements").champ("financeur").categories
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"couleur": ["bleu"]}, "unknown columns"),
        ({"financeur": ["etat"]}, "not in the categories"),
        ({"annee": [None]}, "empty values in a required column"),
    ],
)
def test_conform_refuses_what_it_cannot_hold(change, message):
    row = {"id_etablissement": ["440001234"], "annee": [2025], "financeur": ["caf"]}
    with pytest.raises(ValueError, match=message):
        conform("financements", pd.DataFrame(row | {"montant_accorde": [1]} | change))


def test_conform_refuses_a_missing_required_column():
    with pytest.raises(ValueError, match="required column missing"):
        conform("absences", pd.DataFrame({"annee": [2025]}))


def plain(error):
    return str(error).replace("\u00a0", " ").replace("\u202f", " ")
