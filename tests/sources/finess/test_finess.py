"""FINESS, in the forms people really have it in."""

import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from cpomlib.errors import CpomError
from cpomlib.sources.finess import flux, read_finess
from cpomlib.sources.lecture import resume
from cpomlib.tables.check import check
from cpomlib.tables.frames import conform

HERE = Path(__file__).parent
EXTRAIT = HERE / "etalab-cs1100502_20260512_extrait.csv"
TABLEUR = HERE / "cs1100507_2016_tableur.csv"
PREMIERE = "finess;etalab;111;2026-05-12"


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def line(**cells):
    """Write one line of 32 cells: an invented CHRS of Nantes unless told otherwise."""
    told = {
        "et": "440001234", "ej": "440000129", "rs": "CHRS DU PORT", "longue": "", "commune": "109",
        "departement": "44", "categorie": "214", "siret": "73282932000074", "sph": "",
        "ouverture": "1985-03-01",
    } | cells  # fmt: skip
    row = [""] * 32
    for rank, name in ((1, "et"), (2, "ej"), (3, "rs"), (4, "longue"), (12, "commune"),
                       (13, "departement"), (18, "categorie"), (22, "siret"), (26, "sph"),
                       (28, "ouverture")):  # fmt: skip
        row[rank] = told[name]
    return ";".join(["structureet", *row[1:]])


def written(tmp_path, *lines, encoding="utf-8", name="finess.csv"):
    path = tmp_path / name
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def rows(lecture, name="etablissements"):
    frame = lecture.frames[name].astype("object")
    return frame.where(frame.notna(), None).to_dict("records")


def told(lecture):
    return plain(resume(lecture))


# The official file


def test_the_official_file_of_2026():
    lecture = read_finess(EXTRAIT, toutes_categories=True)
    assert (lecture.lues, lecture.gardees, lecture.nombre_refus) == (5, 4, 0)
    first, martinique = rows(lecture)[:2]
    assert first["id_etablissement"] == "010000024"
    assert first["id_gestionnaire"] == "260100045"  # SIRET 26010004500012, key checked
    assert (first["commune"], first["departement"], first["region"]) == ("01451", "01", "84")
    # 9B and 207: 97 207, the commune of Le Lamentin's neighbour Ducos in Martinique (972, 02)
    assert (martinique["commune"], martinique["departement"]) == ("97207", "972")
    assert martinique["region"] == "02"
    assert "Extraction du 12 mai 2026." in lecture.messages
    # Saint-Martin (9A and 127 in FINESS) is the collectivity 978, which has no région
    assert dict(lecture.ecartees) == {
        "dans une collectivité d’outre-mer qui n’est pas une région": 1
    }
    assert check(lecture.frames) == []


def test_only_the_sector_by_default():
    with pytest.raises(CpomError) as refusal:
        read_finess(EXTRAIT)
    assert plain(str(refusal.value)) == (
        "etalab-cs1100502_20260512_extrait.csv : Aucun établissement n’est gardé, sur 5 lus. "
        "Lignes : 5 hors des catégories du secteur (--toutes-categories pour les garder). "
        "Essayez « --toutes-categories » si l’extraction porte sur d’autres catégories."
    )


def test_a_public_hospital_is_public_and_the_others_are_said_unknown():
    lecture = read_finess(EXTRAIT, toutes_categories=True)
    statuts = {row["finess_ej"]: row["statut"] for row in rows(lecture, "gestionnaires")}
    assert statuts == {
        "010780054": "public",  # codesph 1, établissement public de santé
        "970210118": "autre",
        "970302022": "public",
        "970463600": "autre",  # codesph 0
    }
    assert (
        "Statut « autre » à vérifier, car ce fichier ne dit pas le statut juridique : "
        "2 gestionnaires." in told(lecture)
    )
    assert (
        "Nom à compléter, car ce fichier ne donne pas le nom des entités juridiques : "
        "4 gestionnaires." in told(lecture)
    )


# The file a spreadsheet has spoiled


def test_the_file_spoiled_by_a_spreadsheet():
    lecture = read_finess(TABLEUR, toutes_categories=True)
    assert (lecture.lues, lecture.gardees, lecture.nombre_refus) == (5, 5, 0)
    first = rows(lecture)[0]
    assert (first["commune"], first["departement"]) == ("01053", "01")  # written 53 and 1
    assert first["date_ouverture"].date().isoformat() == "1979-02-13"  # written 13/02/1979
    assert first["id_gestionnaire"] == "EJ-010780054"  # SIRET 2,601E+13: nothing is invented
    assert "Réparé sans risque, 5 fois, departement : zéros de tête rendus." in told(lecture)
    assert [plain(str(doubt)) for doubt in lecture.alertes[:1]] == [
        "cs1100507_2016_tableur.csv, ligne 2, colonne « siret », valeur « 2,601E+13 » : "
        "Le tableur a écrit ce numéro en notation scientifique : ses chiffres sont perdus. "
        "Reprenez le fichier d’origine sans l’ouvrir dans un tableur."
    ]
    assert len(lecture.alertes) == 5
    assert dict(lecture.ecartees) == {"coordonnées géographiques, que les tables n’ont pas": 3}


def test_a_lost_zero_is_given_back_only_when_the_key_agrees(tmp_path):
    header = TABLEUR.read_text(encoding="utf-8").splitlines()[0]
    good = line(et="10000024", ej="10780054", commune="53", departement="1")
    # 010000025 has not the Luhn key of 010000024
    bad = line(et="10000025", ej="10780054", commune="53", departement="1")
    lecture = read_finess(written(tmp_path, header, good, bad))
    assert [row["id_etablissement"] for row in rows(lecture)] == ["010000024"]
    assert [plain(str(fault)) for fault in lecture.refus] == [
        "finess.csv, ligne 3, colonne « nofinesset », valeur « 10000025 » : Ce numéro FINESS a "
        "perdu un chiffre, et le zéro de tête n’en fait pas un numéro valable. "
        "Reprenez le fichier d’origine."
    ]


def test_the_same_in_a_workbook_with_columns_moved(tmp_path):
    names = ["finess", "departement", "commune", "categetab", "nofinessej", "nofinesset", "rs"]
    book = Workbook()
    book.active.append(names)
    book.active.append(["structureet", 1, 53, 214, 10780054, 10000024, "CHRS DE L'AIN"])
    book.save(tmp_path / "finess.xlsx")
    (row,) = rows(read_finess(tmp_path / "finess.xlsx"))
    assert (row["id_etablissement"], row["commune"]) == ("010000024", "01053")


def test_a_header_that_lacks_a_column(tmp_path):
    path = written(tmp_path, "finess;nofinesset;nofinessej;rs;commune;departement", "structureet")
    with pytest.raises(CpomError) as refusal:
        read_finess(path)
    assert plain(str(refusal.value)) == (
        "finess.csv, ligne 1 : Il manque à cet en-tête « categetab ». "
        "Reprenez le fichier d’origine, avec toutes ses colonnes."
    )


# Each line


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        (
            {"et": "44000123"},
            "colonne « nofinesset », valeur « 44000123 » : Ce numéro FINESS a perdu un chiffre, "
            "et le zéro de tête n’en fait pas un numéro valable. Reprenez le fichier d’origine.",
        ),
        (
            {"et": "4,4E+08"},
            "colonne « nofinesset », valeur « 4,4E+08 » : Le tableur a écrit ce numéro en notation "
            "scientifique : ses chiffres sont perdus. "
            "Reprenez le fichier d’origine sans l’ouvrir dans un tableur.",
        ),
        (
            {"ej": "x"},
            "colonne « nofinessej », valeur « x » : Ce n’est pas un numéro FINESS. "
            "Il a 9 caractères, par exemple 440001234 ou 2A0001234.",
        ),
        (
            {"categorie": "CHRS"},
            "colonne « categetab », valeur « CHRS » : La catégorie n’est pas un code FINESS à "
            "3 chiffres. Reprenez le fichier d’origine.",
        ),
        (
            {"departement": "LOIRE"},
            "colonne « departement », valeur « LOIRE » : Le département n’est pas lisible. "
            "Écrivez son code, par exemple 01, 2A ou 9D.",
        ),
        (
            {"departement": "96"},
            "colonne « departement », valeur « 96 » : Ce département n’existe pas. "
            "Reprenez le fichier d’origine.",
        ),
        (
            {"rs": ""},
            "colonne « rs » : L’établissement n’a pas de nom. Reprenez le fichier d’origine.",
        ),
        (
            {"rs": "CHRS 06 12 34 56 78"},
            "colonne « rs », valeur « CHRS 06 12 34 56 78 » : Cette valeur ressemble à un numéro "
            "de téléphone. Le diagnostic partagé ne reçoit rien qui désigne directement une "
            "personne (référentiel CNIL du 11 mars 2021). Effacez ce passage.",
        ),
    ],
)
def test_a_line_is_refused_and_the_others_stand(tmp_path, cells, refusal):
    lecture = read_finess(written(tmp_path, PREMIERE, line(), line(**cells)))
    assert (lecture.lues, lecture.gardees) == (2, 1)
    assert [plain(str(fault)) for fault in lecture.refus] == [f"finess.csv, ligne 3, {refusal}"]


def test_a_line_badly_cut(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line() + ";de;trop", "structureet;1;2"))
    assert [plain(str(fault)) for fault in lecture.refus] == [
        "finess.csv, ligne 2 : La ligne a 34 cellules, elle devrait en avoir 32. "
        "Reprenez le fichier d’origine.",
        "finess.csv, ligne 3 : La ligne a 3 cellules, elle devrait en avoir 32. "
        "Reprenez le fichier d’origine.",
    ]


@pytest.mark.parametrize(
    ("cells", "column", "doubt"),
    [
        ({"siret": "732829320"}, "siret", "Ce SIRET n’a pas 14 chiffres. Il est laissé vide."),
        (
            {"siret": "73282932100074"},
            "siret",
            "La clé de contrôle de ce SIREN est fausse. Il est laissé vide : vérifiez-le sur "
            "l’avis de situation de l’Insee.",
        ),
        (
            {"commune": "NANTES"},
            "commune",
            "Le code de la commune n’est pas lisible. La commune est laissée vide.",
        ),
        (
            {"ouverture": "31/02/1985"},
            "dateouv",
            "Ce jour n’existe pas. Elle est laissée vide. Corrigez le jour, le mois ou l’année.",
        ),
    ],
)
def test_an_optional_cell_is_left_empty_and_said(tmp_path, cells, column, doubt):
    lecture = read_finess(written(tmp_path, line(**cells)))
    (fault,) = lecture.alertes
    assert plain(f"{fault.colonne} {fault.message} {fault.que_faire}") == f"{column} {doubt}"
    assert lecture.gardees == 1


def test_quotes_accents_and_encodings(tmp_path):
    named = line(rs='"FOYER ""L\'ÉTAPE"""')
    for encoding in ("utf-8", "utf-8-sig", "iso-8859-1", "cp1252", "utf-16"):
        (row,) = rows(read_finess(written(tmp_path, PREMIERE, named, encoding=encoding)))
        assert row["nom"] == 'FOYER "L\'ÉTAPE"'
    (row,) = rows(read_finess(written(tmp_path, line(rs='"LA CLÉ'))))  # never closed
    assert row["nom"] == '"LA CLÉ'


def test_a_repeated_line(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line(), line(rs="AUTRE NOM")))
    assert dict(lecture.ecartees) == {"établissement déjà lu, identique": 1}
    assert [plain(str(fault)) for fault in lecture.refus] == [
        "finess.csv, ligne 3, colonne « nofinesset », valeur « 440001234 » : Cet établissement "
        "est déjà à la ligne 1, avec d’autres valeurs. Gardez une seule des deux lignes."
    ]


def test_what_is_supposed_by_category_is_said(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line(et="440001242", categorie="443")))
    chrs, cada = rows(lecture)
    assert [chrs[key] for key in ("regime", "autorite", "programme")] == [
        "autorise", "prefet", "177",
    ]  # fmt: skip
    assert cada["programme"] == "303"
    assert (
        "Régime, autorité et programme supposés d’après la catégorie, car FINESS ne les dit pas "
        "(2 nouveaux établissements) : voyez parameters/sources/finess.yaml." in told(lecture)
    )


def test_several_siren_for_one_legal_entity_settle_nothing(tmp_path):
    other = line(et="440001242", siret="26010004500012")
    lecture = read_finess(written(tmp_path, line(), other))
    assert [row["id_gestionnaire"] for row in rows(lecture, "gestionnaires")] == ["EJ-440000129"]
    assert [plain(str(doubt)) for doubt in lecture.alertes] == [
        "finess.csv, colonne « siret », valeur « 732829320, 260100045 » : Les établissements de "
        "l’entité juridique 440000129 n’ont pas le même SIREN : elle garde l’identifiant "
        "« EJ-440000129 ». Corrigez l’identifiant du gestionnaire si vous connaissez le bon SIREN."
    ]


def test_two_legal_entities_of_one_siren_are_one_gestionnaire(tmp_path):
    lecture = read_finess(written(tmp_path, line(), line(et="440001242", ej="440000137")))
    assert len(rows(lecture, "gestionnaires")) == 1
    assert check(lecture.frames) == []


def test_another_file_is_refused(tmp_path):
    path = written(tmp_path, "nom;prenom", "a;b")
    with pytest.raises(CpomError) as refusal:
        read_finess(path)
    assert plain(str(refusal.value)) == (
        "finess.csv : Ce fichier n’est pas une extraction des établissements de FINESS. Aucune "
        "ligne ne commence par « structureet ». Donnez « etalab-cs1100502 », "
        "« etalab-cs1100507 », ou le flux JSON « structures »."
    )


def test_an_endless_line_is_refused(tmp_path):
    with pytest.raises(CpomError) as refusal:
        read_finess(written(tmp_path, "structureet" + "x" * 200_000))
    assert plain(str(refusal.value)) == (
        "finess.csv, ligne 1 : Cette ligne est trop longue : ce n’est pas une extraction FINESS. "
        "Reprenez le fichier d’origine."
    )


# Beside what the base knows

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
        "Vérifiez le gestionnaire."
    ]


def test_a_new_establishment_joins_the_gestionnaire_of_the_base(tmp_path):
    path = written(tmp_path, line(et="440001242", sph="1"))
    lecture = read_finess(path, BASE)
    (gestionnaire,) = rows(lecture, "gestionnaires")
    assert gestionnaire["id_gestionnaire"] == "502547565"  # by its FINESS number
    assert gestionnaire["raison_sociale"] == "Le Relais"
    assert gestionnaire["statut"] == "public"  # « autre » in the base, certain in FINESS
    assert check(lecture.frames, BASE) == []


# The JSON flow


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
    with pytest.raises(CpomError) as raised:
        read_finess(dumped(tmp_path, text))
    assert plain(str(raised.value)) == refusal


def test_deep_nesting_is_refused(tmp_path):
    for text in ("[" * 100_000, '{"a":' * 100_000, '{"a": [' + "[" * 100_000):
        with pytest.raises(CpomError, match="mal écrit ou coupé"):
            read_finess(dumped(tmp_path, text))


def test_a_huge_value_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(flux, "OBJET_MAX", 1 << 21)
    with pytest.raises(CpomError) as raised:
        read_finess(dumped(tmp_path, '{"pmej": [{"a": "' + "x" * (1 << 24) + '"}]}'))
    assert plain(str(raised.value)) == (
        "structures.json, caractère 17 : Un objet de ce fichier JSON est démesuré : la lecture "
        "s’arrête. Vérifiez que c’est bien le flux « structures » de FINESS."
    )


def test_entities_are_read_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(flux, "_BLOCK", 7)
    doc = document()
    doc["nombre"] = 1234567890123
    lecture = read_finess(dumped(tmp_path, json.dumps(doc, indent=1)))
    assert lecture.gardees == 1
