"""The tables of a contract: valid schemas, and cross checks that say what, where and what to do."""

import numpy as np
import pandas as pd
import pytest
from frictionless import Schema

from cpomlib.droit.nomenclatures import nomenclature
from cpomlib.tables import conform, contract_names, empty, table
from cpomlib.tables.check import check
from cpomlib.tables.croisements_contrat import REGLES
from cpomlib.tables.croisements_region import REGLES_REGION
from cpomlib.tables.lecture import ColonneLue
from cpomlib.tables.parse import parse
from cpomlib.tables.schema import CONTRAT, table_names

LISTS = {
    ("contrats", "cadre"): "cadre_contrat", ("contrats", "statut"): "statut_contrat",
    ("contrat_parties", "nature"): "nature_partie", ("contrat_parties", "role"): "role_partie",
    ("avenants", "nature"): "nature_avenant", ("avenants", "objet"): "objet_avenant",
    ("signatures", "reponse"): "reponse_partie", ("objectifs", "axe"): "axe_objectif",
    ("objectifs", "niveau"): "niveau_objectif", ("cibles", "perimetre"): "perimetre_cible",
    ("cibles", "sens"): "sens_cible", ("moyens", "regime"): "regime_moyens",
    ("moyens", "modalite"): "modalite_moyens", ("mesures", "etat"): "etat_mesure",
    ("actions", "etat"): "etat_action", ("financements_actions", "financeur"): "financeur",
    ("financements_actions", "etat"): "etat_financement",
    ("rencontres", "nature"): "nature_rencontre", ("rencontres", "redacteur"): "redacteur",
    ("releves", "nature"): "nature_releve", ("actes", "nature"): "nature_acte",
    ("demarche", "etape"): "etape", ("textes_contrat", "clause"): "clause",
}  # fmt: skip
ENUMS = [(n, c.nom) for n in contract_names() for c in table(n).champs if c.categories]
NAMES = list(contract_names())
TETE = {"id_contrat": "C-1", "id_gestionnaire": "732829320", "cadre": "l313_11_2",
        "statut": "preparation"}  # fmt: skip
CIBLE = {"id_contrat": "C-1", "id_objectif": "1.1", "indicateur": "cpom_1_taux", "sens": "hausse",
         "annee_reference": 2024, "annee": 2027, "cible": 0.4}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_a_valid_table_schema(name):
    schema = Schema.from_descriptor(str(CONTRAT / f"{name}.json"))
    assert list(Schema.metadata_validate(schema.to_descriptor())) == []
    assert tuple(schema.primary_key) == table(name).cle
    assert table(name).portee == ("id_contrat",)
    assert all(champ.titre and champ.description.endswith(".") for champ in table(name).champs)
    assert all(champ.attendu for champ in table(name).champs if champ.motif)
    order = [*table_names(), *NAMES]
    assert all(order.index(key.table) <= order.index(name) for key in table(name).etrangeres)


@pytest.mark.parametrize(("name", "column"), ENUMS)
def test_each_enum_is_the_nomenclature(name, column):
    listed = nomenclature(LISTS[name, column])
    assert table(name).champ(column).categories == tuple(listed.codes)


def frames(**rows):
    """Return a contract with its objective, and what is given: table → rows."""
    given = {"contrats": [TETE], "objectifs": [objectif("1.1")]} | rows
    return {name: typed(name, lines) for name, lines in given.items()}


def typed(name, lines):
    return conform(name, pd.DataFrame(lines)) if lines else empty(name)


def objectif(number, **cells):
    return {"id_contrat": "C-1", "id_objectif": number, "axe": "qualite", "niveau": "operationnel",
            "intitule": "x"} | cells  # fmt: skip


def known():
    one = {"id_gestionnaire": ["732829320"], "raison_sociale": ["x"], "statut": ["association"]}
    house = {"id_etablissement": ["440000001"], "id_gestionnaire": ["732829320"], "nom": ["x"],
             "categorie": ["214"], "regime": ["autorise"], "autorite": ["prefet"],
             "programme": ["177"], "departement": ["44"], "region": ["52"]}  # fmt: skip
    return {
        "gestionnaires": conform("gestionnaires", pd.DataFrame(one)),
        "etablissements": conform("etablissements", pd.DataFrame(house)),
    }


def told(**rows):
    found = check(frames(**rows), known())
    return [(f.fichier, f.ligne, f.colonne, plain(f.message), plain(f.que_faire)) for f in found]


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_contract_without_a_fault():
    assert told(cibles=[CIBLE, CIBLE | {"annee": 2028}]) == []


def test_what_is_signed_says_when_and_how_long():
    assert told(contrats=[TETE | {"statut": "signe"}]) == [
        ("contrats.csv", 2, "date_effet", "Un contrat signé doit dire sa date d’effet.",
         "Indiquez-la, ou laissez-le en « preparation »."),
        ("contrats.csv", 2, "duree_mois", "Un contrat signé doit dire sa durée.",
         "Indiquez-la, ou laissez-le en « preparation »."),
    ]  # fmt: skip


def test_an_objective_is_one_of_the_same_contract():
    other = TETE | {"id_contrat": "C-2"}
    rows = [CIBLE | {"id_objectif": "1.11"}, CIBLE | {"id_contrat": "C-2"}]
    assert told(contrats=[TETE, other], cibles=rows) == [
        ("cibles.csv", 2, "id_objectif",
         "Cette valeur n’est pas dans la table « objectifs » pour « C-1 ».",
         "Le plus proche : « 1.1 »."),
        ("cibles.csv", 3, "id_objectif",
         "Cette valeur n’est pas dans la table « objectifs » pour « C-2 ».",
         "Corrigez-la ou complétez objectifs.csv."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "column", "message"),
    [
        ([CIBLE | {"annee": 2024}], "annee",
         "L’année de la cible n’est pas après l’année de référence."),
        ([CIBLE, CIBLE | {"annee": 2028, "sens": "baisse"}], "sens",
         "Cette valeur n’est pas la même que sur les autres lignes de la cible."),
        ([CIBLE, CIBLE | {"annee": 2028, "valeur_reference": 0.2}], "valeur_reference",
         "Cette valeur n’est pas la même que sur les autres lignes de la cible."),
        ([CIBLE, CIBLE | {"avenant": 0}], "annee", "Cette cible est déjà écrite pour cette année."),
        ([CIBLE | {"avenant": 2}], "avenant", "Cet avenant n’est pas dans la table « avenants »."),
        ([CIBLE | {"indicateur": "L-x"}], "libelle", "Un indicateur libre doit avoir un libellé."),
    ],
)  # fmt: skip
def test_what_a_target_says(rows, column, message):
    found = told(cibles=rows)
    assert [(f[2], f[3]) for f in found] == [(column, message)]


PLACE = {"id_contrat": "C-1", "id_etablissement": "440000001", "date_entree": "2025-01-01"}
ACTION = {"id_contrat": "C-1", "id_objectif": "1.1", "id_action": "A", "intitule": "x",
          "etat": "a_venir"}  # fmt: skip
PARTIE = {"id_contrat": "C-1", "partie": "p", "nature": "ars", "organisme": "x", "role": "informe"}


@pytest.mark.parametrize(
    ("rows", "column", "message"),
    [
        ({"contrat_etablissements": [PLACE | {"date_sortie": "2024-01-01"}]}, "date_sortie",
         "La date de sortie est avant la date d’entrée."),
        ({"contrat_etablissements": [PLACE, PLACE | {"date_entree": "2026-01-01"}]}, "date_entree",
         "Cet établissement est déjà dans le contrat à cette date."),
        ({"actions": [ACTION | {"date_debut": "2026-01-02", "date_fin": "2026-01-01"}]}, "date_fin",
         "L’action finit avant de commencer."),
        ({"avenants": [{"id_contrat": "C-1", "numero": 1, "nature": "avenant",
                        "objet": "prorogation"}]}, "duree_mois",
         "Une prorogation doit dire de combien de mois."),
        ({"mesures": [{"id_contrat": "C-1", "indicateur": "cpom_1_taux", "annee": 2025,
                       "valeur": 0.3, "etat": "transmise"}]}, "valeur",
         "La valeur d’un indicateur calculé n’est donnée que si elle est validée."),
        ({"contrat_parties": [PARTIE], "signatures": [
            {"id_contrat": "C-1", "acte": "0", "partie": "p", "reponse": "accord"}]}, "repondu_le",
         "Une réponse est indiquée sans sa date."),
        ({"contrats": [TETE | {"statut": "resilie", "date_effet": "2024-01-01", "duree_mois": 60,
                               "date_resiliation": "2023-06-01"}]}, "date_resiliation",
         "La résiliation est avant la date d’effet."),
    ],
)  # fmt: skip
def test_what_two_cells_say_together(rows, column, message):
    for lines in rows.values():
        for line in lines:
            line.update({k: pd.Timestamp(v) for k, v in line.items() if k.startswith("date_")})
    assert [(f[2], f[3]) for f in told(**rows)] == [(column, message)]


@pytest.mark.parametrize(
    ("name", "row", "columns"),
    [
        ("contrats", TETE | {"statut": "resilie"},
         ["date_effet", "duree_mois", "date_resiliation"]),
        ("avenants", {"id_contrat": "C-1", "numero": "1", "nature": "avenant",
                      "objet": "prorogation"}, ["duree_mois"]),
        ("signatures", {"id_contrat": "C-1", "acte": "0", "partie": "p", "reponse": "accord"},
         ["repondu_le"]),
        ("arretes_programmation", {"region": "52", "numero": "a", "version": "1",
                                   "forme": "nominative", "debut": "2026", "fin": "2027",
                                   "avis_crhh": "favorable", "publie_le": "2026-01-01"},
         ["date_arrete", "date_avis_crhh"]),
    ],
)  # fmt: skip
def test_what_another_cell_calls_for_is_asked_of_a_file_without_the_column(name, row, columns):
    schema = table(name)
    texts = {key: ColonneLue(np.zeros(1, dtype=int), [text]) for key, text in row.items()}
    read = parse(schema, f"{name}.csv", list(row), texts, np.array([2]))
    rules = {**REGLES, **REGLES_REGION}[name]
    found = [fault.colonne for rule in rules for fault in rule(read.frame, read.provenance)]
    assert found == columns
