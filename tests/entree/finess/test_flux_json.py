"""The JSON flow of FINESS, in every form it is published in."""

import json

import pytest
from entree.finess.extractions import rows
from entree.refus import refused

from cpomlib.entree.finess import flux, read_finess
from cpomlib.socle.erreurs import CpomError
from cpomlib.tables.check import check


def document(*, published=True, **ege):
    """Write the flow as published since July 2026, or as its schema says."""
    info, coded = "informationsGeneralesPMEJ", lambda code: code
    category = "categorieentiteGeographiqueExercice"
    if not published:
        info, coded = "informationsGeneralesPmej", lambda code: {"code": code, "system": "x"}
        category = "categorieEntiteGeographiqueExercice"
    return {
        "schemaVersion": "v1.0.0",
        "generatedAt": "2026-09-11T02:06:22Z",
        "gco": [],
        "pmej": [
            {
                info: {
                    "numFinessPm": "440000129",
                    "denominationPm": "L'ETAPE",
                    "denominationLonguePmSmsse": "ASSOCIATION L'ETAPE",
                    "siren": "732829320",
                    "statutJuridique": coded("60"),
                },
                "adresse": [{"usageAdresse": "02", "cogCommune": "85191"}],
                "ege": [
                    {
                        "informationsGeneralesEGE": {
                            "numFinessEge": "440001234",
                            "nomEgeCourt": "CHRS DU PORT",
                            "dateOuverture": "1985-03-01",
                            "dateFermeture": None,
                        },
                        category: coded("214"),
                        "etatObjet": coded("A"),
                        "adresse": [{"usageAdresse": "03", "cogCommune": "44109"}],
                    }
                    | ege
                ],
            }
        ],
        "gcc": [],
    }


def dumped(tmp_path, text, name="structures.json"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize(
    "form",
    [
        json.dumps,
        lambda doc: json.dumps(doc["pmej"], indent=2),
        lambda doc: "\n".join(json.dumps(entity) for entity in doc["pmej"]),
        lambda doc: json.dumps(doc) + "\n" + json.dumps(doc),
        lambda doc: "\ufeff" + json.dumps([doc]),
    ],
    ids=["object", "array", "lines", "two objects", "wrapped, with BOM"],
)
def test_the_json_flow_in_every_form(tmp_path, published, form):
    lecture = read_finess(dumped(tmp_path, form(document(published=published))))
    (row,), (gestionnaire,) = rows(lecture), rows(lecture, "gestionnaires")
    assert row["id_gestionnaire"] == "732829320"
    assert (row["commune"], row["region"], row["nom"]) == ("44109", "52", "CHRS DU PORT")
    assert gestionnaire["raison_sociale"] == "ASSOCIATION L'ETAPE"
    assert gestionnaire["statut"] == "association"  # TRE_R72, 60
    assert gestionnaire["departement_siege"] == "85"
    assert check(lecture.frames) == []


def test_a_closed_establishment(tmp_path):
    closed = document()
    closed["pmej"][0]["ege"][0]["informationsGeneralesEGE"]["dateFermeture"] = "2020-06-30"
    (row,) = rows(read_finess(dumped(tmp_path, json.dumps(closed))))
    assert row["date_fermeture"].date().isoformat() == "2020-06-30"
    with pytest.raises(CpomError, match="1 établissement fermé, sans date de fermeture"):
        read_finess(dumped(tmp_path, json.dumps(document(etatObjet="I"))))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            '{"pmej": [{"a": 1}, {"b"',
            "structures.json, caractère 25 : Ce fichier JSON est mal écrit ou coupé. "
            "Téléchargez-le de nouveau.",
        ),
        (
            "[1, 2]",
            "structures.json, caractère 2 : Ce fichier JSON est mal écrit ou coupé. "
            "Téléchargez-le de nouveau.",
        ),
        (
            '{"pmej": [{"numeroFiness": "440000129", "activitesAutorisees": []}]}',
            "structures.json : C’est le flux « activités » de FINESS. "
            "Donnez le flux « structures ».",
        ),
        (
            '{"type": "FeatureCollection"}',
            "structures.json : Aucun établissement n’est gardé, sur 1 lu. Lignes : 1 refusée, "
            "dont la première : structures.json : Un objet n’a pas d’« informationsGeneralesPmej »"
            " : ce n’est pas une entité juridique. Vérifiez que c’est bien le flux « structures » "
            "de FINESS. Essayez « --toutes-categories » si l’extraction porte sur d’autres "
            "catégories.",
        ),
    ],
)
def test_another_json_is_refused(tmp_path, text, refusal):
    assert refused(read_finess, dumped(tmp_path, text)) == refusal


def test_deep_nesting_is_refused(tmp_path):
    for text in ("[" * 100_000, '{"a":' * 100_000, '{"a": [' + "[" * 100_000):
        with pytest.raises(CpomError, match="mal écrit ou coupé"):
            read_finess(dumped(tmp_path, text))


def test_a_huge_value_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(flux, "OBJET_MAX", 1 << 21)
    assert refused(
        read_finess, dumped(tmp_path, '{"pmej": [{"a": "' + "x" * (1 << 24) + '"}]}')
    ) == (
        "structures.json, caractère 17 : Un objet de ce fichier JSON est démesuré : la lecture "
        "s’arrête. Vérifiez que c’est bien le flux « structures » de FINESS."
    )


def test_entities_are_read_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(flux, "_BLOCK", 7)
    doc = document()
    doc["nombre"] = 1234567890123
    lecture = read_finess(dumped(tmp_path, json.dumps(doc, indent=1)))
    assert lecture.gardees == 1
