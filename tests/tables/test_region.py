"""The tables of a programming: valid schemas, cross checks that say what, where and what to do."""

import pandas as pd
import pytest
from frictionless import Schema

from cpomlib.calcul.programmation import territoires_connus
from cpomlib.droit.nomenclatures import nomenclature
from cpomlib.tables import conform, empty, regional_names, table
from cpomlib.tables.check import check, check_read
from cpomlib.tables.lecture import Provenance
from cpomlib.tables.schema import REGION

LISTS = {
    ("arretes_programmation", "forme"): "forme_programmation",
    ("arretes_programmation", "avis_crhh"): "avis_crhh",
    ("programmation", "etat"): "etat_programmation",
    ("enveloppes", "programme"): "programme",
}
ARRETE = {"region": "52", "version": 1, "forme": "nominative"}
LIGNE = {"region": "52", "version": 1, "rang": 1, "annee": 2027, "id_gestionnaire": "732829320",
         "departements": "44 49", "etat": "prevu"}  # fmt: skip


@pytest.mark.parametrize("name", regional_names())
def test_each_file_is_a_valid_table_schema(name):
    schema = Schema.from_descriptor(str(REGION / f"{name}.json"))
    assert list(Schema.metadata_validate(schema.to_descriptor())) == []
    assert table(name).portee[0] == "region"
    assert all(champ.titre and champ.description.endswith(".") for champ in table(name).champs)
    assert all(champ.attendu for champ in table(name).champs if champ.motif)
    for champ in table(name).champs:
        if champ.categories:
            assert champ.categories == tuple(nomenclature(LISTS[name, champ.nom]).codes)


def known():
    one = {"id_gestionnaire": ["732829320"], "raison_sociale": ["x"], "statut": ["association"]}
    return {"gestionnaires": conform("gestionnaires", pd.DataFrame(one))}


def told(arretes=(ARRETE,), lignes=(LIGNE,)):
    rows = {"arretes_programmation": arretes, "programmation": lignes}
    frames = {n: conform(n, pd.DataFrame(list(r))) if r else empty(n) for n, r in rows.items()}
    return [(f.fichier, f.ligne, f.colonne, f.message) for f in check(frames, known())]


def test_what_is_right_has_no_fault():
    by_volume = {**LIGNE, "rang": 2, "annee": 2028, "id_gestionnaire": None, "nombre_chrs": 3,
                 "volume": 1_000_000_00}  # fmt: skip
    assert told() == []
    assert told([{**ARRETE, "forme": "volume"}], [LIGNE, by_volume]) == []


@pytest.mark.parametrize(
    ("arrete", "lignes", "fault"),
    [
        ({"date_arrete": "2026-03-01", "date_avis_crhh": "2026-03-02"}, [LIGNE],
         ("arretes_programmation.csv", 2, "date_avis_crhh",
          "L’avis du CRHH est après la date de l’arrêté.")),
        ({"publie_le": "2026-03-01"}, [LIGNE],
         ("arretes_programmation.csv", 2, "date_arrete",
          "Une version publiée doit dire la date de l’arrêté.")),
        ({"avis_crhh": "favorable"}, [LIGNE],
         ("arretes_programmation.csv", 2, "date_avis_crhh",
          "Un avis du CRHH est indiqué sans sa date.")),
        ({}, [LIGNE, {**LIGNE, "rang": 2}],
         ("programmation.csv", 3, "id_gestionnaire",
          "Ce gestionnaire est déjà programmé dans cette version.")),
        ({}, [{**LIGNE, "version": 2}],
         ("programmation.csv", 2, "version",
          "Cette version n’est pas dans la table « arretes_programmation ».")),
        ({"forme": "volume"}, [{**LIGNE, "id_gestionnaire": None, "nombre_chrs": 1, "volume": 1}],
         ("programmation.csv", 2, "id_gestionnaire",
          "La première année de l’arrêté (2027) est nominative\u00a0: cette ligne doit nommer un "
          "gestionnaire.")),
        ({"forme": "volume"}, [LIGNE, {**LIGNE, "rang": 2, "annee": 2028, "id_gestionnaire": None,
                                       "nombre_chrs": 1}],
         ("programmation.csv", 3, "volume",
          "Une ligne sans gestionnaire doit dire un volume financier.")),
    ],
)  # fmt: skip
def test_each_fault_says_where_and_what(arrete, lignes, fault):
    assert told([{**ARRETE, **arrete}], lignes) == [fault]


def test_a_departement_of_another_region_is_refused():
    frame = conform("programmation", pd.DataFrame([{**LIGNE, "departements": "44 35"}]))
    arrete = conform("arretes_programmation", pd.DataFrame([ARRETE]))
    places = {name: Provenance(f"{name}.csv", champs={c.nom: c for c in table(name).champs})
              for name in ("arretes_programmation", "programmation")}  # fmt: skip
    frames = {"arretes_programmation": arrete, "programmation": frame}
    [fault] = check_read(frames, known(), places, controles=[territoires_connus])
    assert (fault.ligne, fault.colonne) == (2, "departements")
    assert "«\u00a035\u00a0» n’est pas de la région Pays de la Loire" in fault.message
