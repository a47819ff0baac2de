"""FINESS beside what the base already knows."""

import pandas as pd
from conftest import plain
from entree.finess.extractions import line, rows, told, written

from cpomlib.entree.finess import read_finess
from cpomlib.tables.check import check
from cpomlib.tables.frames import conform

BASE = {
    "gestionnaires": conform(
        "gestionnaires",
        pd.DataFrame(
            {
                "id_gestionnaire": ["732829320", "502547565"],
                "raison_sociale": ["L’Étape", "Le Relais"],
                "finess_ej": [None, "440000129"],
                "statut": ["association", "autre"],
            }
        ),
    ),
    "etablissements": conform(
        "etablissements",
        pd.DataFrame(
            {
                "id_etablissement": ["440001234", "S-siege"],
                "id_gestionnaire": ["732829320", "732829320"],
                "nom": ["CHRS du Port", "Siège"],
                "categorie": ["219", "000"],
                "regime": ["subventionne", "siege"],
                "autorite": ["departement", "prefet"],
                "programme": ["304", "autre"],
                "commune": ["44109", None],
                "departement": ["44", "44"],
                "region": ["52", "52"],
                "date_ouverture": pd.to_datetime(["1990-01-01", None]),
            }
        ),
    ),
}


def test_what_the_base_knows_better_is_kept(tmp_path):
    lecture = read_finess(written(tmp_path, line(ouverture="")), BASE)
    (row,) = rows(lecture)  # the siège, which FINESS does not know, is not in the deposit
    assert row["nom"] == "CHRS du Port"
    assert [row[key] for key in ("regime", "autorite", "programme")] == [
        "subventionne", "departement", "304",
    ]  # fmt: skip
    assert row["categorie"] == "214"  # FINESS is the authority
    assert row["date_ouverture"].date().isoformat() == "1990-01-01"  # FINESS has none
    assert row["id_gestionnaire"] == "732829320"
    assert "Déjà en base : 1 établissement, dont le gestionnaire, le nom" in told(lecture)
    assert "Mis à jour d’après FINESS : catégorie (1)." in told(lecture)
    assert "supposés" not in told(lecture)
    # FINESS's legal entity 440000129 is Le Relais in the base: the two disagree, and it is said
    assert [plain(str(doubt)) for doubt in lecture.alertes] == [
        "finess.csv, colonne « nofinessej », valeur « 440001234 » : FINESS rattache cet "
        "établissement à « 502547565 », la base à « 732829320 » : la base est gardée. "
        "Vérifiez le gestionnaire.",
        "finess.csv, colonne « categorie », valeur « 440001234 » : FINESS dit « 214 », la base "
        "« 219 » : FINESS est pris. Vérifiez : catégorie.",
    ]
    assert "à vérifier : nofinessej (1), categorie (1)." in told(lecture)


def test_a_new_establishment_joins_the_gestionnaire_of_the_base(tmp_path):
    path = written(tmp_path, line(et="440001242", sph="1"))
    lecture = read_finess(path, BASE)
    (gestionnaire,) = rows(lecture, "gestionnaires")
    assert gestionnaire["id_gestionnaire"] == "502547565"  # by its FINESS number
    assert gestionnaire["raison_sociale"] == "Le Relais"
    assert gestionnaire["statut"] == "public"  # « autre » in the base, certain in FINESS
    assert check(lecture.frames, BASE) == []
