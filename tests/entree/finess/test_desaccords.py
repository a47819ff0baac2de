"""Where FINESS and the base disagree, or FINESS with itself: it is said, whoever is kept."""

import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import plain
from entree.finess.extractions import rows, told

from cpomlib.entree.finess import read_finess
from cpomlib.tables.frames import conform

CAS = Path(__file__).parent / "cas"


def base(etablissements, gestionnaires=()):
    common = {
        "id_gestionnaire": "732829320", "nom": "CHRS du Quai", "categorie": "214",
        "regime": "autorise", "autorite": "prefet", "programme": "177", "commune": "44109",
        "departement": "44", "region": "52",
    }  # fmt: skip
    held = [common | one for one in etablissements]
    managers = gestionnaires or [
        {"id_gestionnaire": "732829320", "raison_sociale": "Association du Quai",
         "statut": "association"}
    ]  # fmt: skip
    return {
        "gestionnaires": conform("gestionnaires", pd.DataFrame(managers)),
        "etablissements": conform("etablissements", pd.DataFrame(held)),
    }


def doubts(lecture):
    return [plain(str(doubt)) for doubt in lecture.alertes]


def transfer(tmp_path, *, reverse, dated=True):
    content = json.loads((CAS / "cession.json").read_text(encoding="utf-8"))
    if reverse:
        content["pmej"].reverse()
    for one in content["pmej"]:
        if not dated:
            one["ege"][0]["informationsGeneralesEGE"]["dateFermeture"] = None
    path = tmp_path / "structures.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_finess(path)


@pytest.mark.parametrize("reverse", [False, True])
def test_of_two_with_one_number_the_open_one_is_kept_whatever_their_order(tmp_path, reverse):
    lecture = transfer(tmp_path, reverse=reverse)
    (row,) = rows(lecture)
    assert row["id_gestionnaire"] == "552100554"
    assert row["date_fermeture"] is None
    assert row["date_ouverture"].date().isoformat() == "2025-07-01"
    assert [one["raison_sociale"] for one in rows(lecture, "gestionnaires")] == [
        "ASSOCIATION NOUVELLE"
    ]
    assert lecture.refus == ()
    assert doubts(lecture) == [
        "structures.json, colonne « nofinesset », valeur « 447800111 » : FINESS donne ce numéro "
        "deux fois : fermé le 30 juin 2025 (entité 448800011), ouvert (entité 448800029). C’est "
        "l’ouvert qui est gardé. Vérifiez son gestionnaire : c’est le plus souvent une cession."
    ]


@pytest.mark.parametrize("reverse", [False, True])
def test_the_same_where_the_closed_one_has_no_date(tmp_path, reverse):
    lecture = transfer(tmp_path, reverse=reverse, dated=False)
    assert rows(lecture)[0]["id_gestionnaire"] == "552100554"
    assert "1 ligne à part : établissement fermé, sans date de fermeture." in told(lecture)


@pytest.mark.parametrize("name", ["tarification.json", "tarification.csv"])
def test_the_authority_that_the_file_holds_is_taken(name):
    lecture = read_finess(CAS / name)
    first = rows(lecture)[0]
    assert first["autorite"] == "departement"  # mode 08, though a CHRS is the prefect's
    said = told(lecture)
    assert "autorité et programme supposés" not in said
    assert "Autorité lue dans le mode de fixation des tarifs : 2 établissements." in said
    assert "FINESS dit l’autorité de tarification « departement » (mode 08" in doubts(lecture)[0]


def test_an_authority_that_the_base_contradicts_is_said():
    lecture = read_finess(CAS / "tarification.json", base([{"id_etablissement": "447800111"}]))
    assert rows(lecture)[0]["autorite"] == "prefet"
    assert (
        "tarification.json, colonne « autorite », valeur « 447800111 » : FINESS dit "
        "« departement », la base « prefet » : la base est gardée. Vérifiez : autorité"
    ) in "\n".join(doubts(lecture))


def test_a_code_that_names_several_authorities_is_not_taken_for_one(tmp_path):
    text = (CAS / "tarification.json").read_text(encoding="utf-8").replace('"08"', '"10"')
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    lecture = read_finess(tmp_path / "s.json")
    assert rows(lecture)[0]["autorite"] == "prefet"
    assert "(« 10 ») ne nomme pas une autorité et une seule" in doubts(lecture)[0]
    assert "Autorité supposée d’après la catégorie" in told(lecture)


def test_a_secondary_site_is_said():
    said = [text for text in doubts(read_finess(CAS / "tarification.json")) if "secondaire" in text]
    assert said == [
        "tarification.json, colonne « nofinesset », valeur « 447800129 » : FINESS en fait un site "
        "secondaire de 447800111 ; il est gardé aussi. Vérifiez que ses places et son budget ne "
        "sont pas comptés deux fois."
    ]


def test_what_finess_says_closed_and_the_base_open_is_said():
    known = base(
        [
            {"id_etablissement": "449900018", "nom": "CHRS Les Tilleuls bleus – Nantes"},
            {"id_etablissement": "449900026", "nom": "CHRS La Marelle – Couëron"},
        ]
    )
    lecture = read_finess(CAS / "fermeture.json", known)
    (row,) = rows(lecture)
    assert row["date_fermeture"] is None  # the base is kept, and it is said
    closed = [text for text in doubts(lecture) if "date_fermeture" in text]
    assert closed == [
        "fermeture.json, colonne « date_fermeture », valeur « 449900026 » : FINESS dit cet "
        "établissement fermé, sans date ; la base le tient ouvert : la base est gardée. "
        "Vérifiez-le, et déposez sa date de fermeture s’il est fermé.",
        "fermeture.json, colonne « date_fermeture », valeur « 449900018 » : FINESS dit cet "
        "établissement fermé le 30 juin 2025, la base ouvert : la base est gardée. "
        "Vérifiez-le, et déposez sa date de fermeture s’il est fermé.",
    ]
    assert "à vérifier : " in told(lecture) and "date_fermeture (2)" in told(lecture)


def test_what_finess_says_open_and_the_base_closed_is_said_too():
    known = base([{"id_etablissement": "447800111", "date_fermeture": pd.Timestamp("2024-12-31")}])
    said = "\n".join(doubts(read_finess(CAS / "tarification.json", known)))
    assert "FINESS dit cet établissement ouvert, la base fermé le 31 décembre 2024" in said


def test_every_column_that_disagrees_is_said():
    known = base(
        [
            {
                "id_etablissement": "447800111", "nom": "CHRS de la Gare", "categorie": "219",
                "autorite": "prefet", "commune": "44047", "departement": "45", "region": "24",
                "date_ouverture": pd.Timestamp("1999-01-01"),
            }
        ],
        [
            {"id_gestionnaire": "732829320", "raison_sociale": "Le Phare", "statut": "fondation",
             "departement_siege": "75", "finess_ej": "448800099"}
        ],
    )  # fmt: skip
    lecture = read_finess(CAS / "tarification.json", known)
    columns = {doubt.colonne for doubt in lecture.alertes if "la base «" in plain(str(doubt))}
    assert columns == {
        "nom", "categorie", "autorite", "commune", "departement", "region", "date_ouverture",
        "raison_sociale", "statut", "departement_siege", "finess_ej",
    }  # fmt: skip


def test_case_and_accents_are_no_disagreement():
    same = {"id_etablissement": "447800111", "nom": "C.H.R.S. du Quai", "autorite": "departement"}
    known = base([same | {"date_ouverture": pd.Timestamp("2001-01-01")}])
    assert not [t for t in doubts(read_finess(CAS / "tarification.json", known)) if "la base" in t]


def test_a_name_that_was_lacking_is_taken_from_the_extraction_that_has_it():
    """The historical extraction names no legal entity; the JSON flow does."""
    first = read_finess(CAS / "tarification.csv")
    (lacking,) = rows(first, "gestionnaires")
    assert lacking["raison_sociale"].startswith("Entité juridique FINESS ")
    second = read_finess(CAS / "tarification.json", first.frames)
    assert [one["raison_sociale"] for one in rows(second, "gestionnaires")] == [
        "ASSOCIATION DU QUAI"
    ]
    assert not any("raison_sociale" in text for text in doubts(second))
