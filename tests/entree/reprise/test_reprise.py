"""A signed contract taken from its Word, a follow-up from its workbook: guesses, all to confirm."""

from datetime import date

import pytest
from docx import Document
from openpyxl import Workbook

from cpomlib.entree import FichierError
from cpomlib.entree.reprise import Connu, IndicateursCitables, reprendre

CONNU = Connu(
    {"440000011": "CHRS Les Tilleuls", "440000029": "CHRS du Port"},
    {"440000003": "Association Rive Droite"},
    {"440000011": "440000003", "440000029": "440000003"},
)
INDICATEURS = IndicateursCitables(
    {
        "cpom_1_taux": "Taux de sortie vers un logement ordinaire",
        "taux_occupation": "Taux d’occupation",
    },
    {"cpom_1_taux": "taux", "taux_occupation": "taux"},
)
TEXTES = (
    "Contrat pluriannuel d’objectifs et de moyens 2024-2028",
    "Entre :",
    "Le préfet de la région Pays de la Loire, représenté par Mme Anne Dupont, d’une part,",
    "L’Association Rive Droite, FINESS 44 000 000 3, représentée par M. Jean Le Goff, président,",
    "Vu l’article L. 313-11-2 du code de l’action sociale et des familles ;",
    "Établissements : CHRS Les Tilleuls (440000011) et CHRS du Port ; LHSS 440009999.",
    "Axe 1 : accès au logement",
    "Objectif 1 : Accélérer les sorties vers le logement",
    "Objectif n° 1.1 - Déposer une demande de logement social à l’entrée",
    "Le présent contrat prend effet le 1er janvier 2024 pour une durée de cinq (5) ans.",
    "Un comité de suivi se réunit une fois par an.",
    "Fait à Nantes, le 14 décembre 2023",
)


def word(folder, textes=TEXTES, grilles=()):
    made = Document()
    for text in textes:
        made.add_paragraph(text)
    for title, rows in grilles:
        made.add_paragraph(title)
        table = made.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
    path = folder / "contrat.docx"
    made.save(path)
    return path


def taken(path):
    return reprendre(path, "C-1", CONNU, INDICATEURS)


def values(row):
    return {name: cell.valeur for name, cell in row.cellules.items()}


def test_the_head_of_a_contract_is_read_where_it_is_said(tmp_path):
    read = taken(word(tmp_path))
    (head,) = read.de("contrats")
    assert values(head) == {
        "id_contrat": "C-1", "intitule": "Contrat pluriannuel d’objectifs et de moyens 2024-2028",
        "cadre": "l313_11_2", "date_effet": date(2024, 1, 1), "duree_mois": 60,
        "periodicite_comite_mois": 12, "statut": "signe", "id_gestionnaire": "440000003",
    }  # fmt: skip
    assert head.cellules["duree_mois"].endroit == "paragraphe 10"
    places = [values(row) for row in read.de("contrat_etablissements")]
    assert {p["id_etablissement"] for p in places} == {"440000011", "440000029"}
    assert {p["date_entree"] for p in places} == {date(2024, 1, 1)}
    assert [values(p)["nature"] for p in read.de("contrat_parties")] == [
        "prefet_region",
        "gestionnaire",
    ]


def test_objectives_keep_their_number_their_level_and_their_axis(tmp_path):
    rows = [values(row) for row in taken(word(tmp_path)).de("objectifs")]
    first, second = rows
    assert first["id_objectif"] == "1" and first["niveau"] == "strategique"
    assert first["intitule"] == "Accélérer les sorties vers le logement"
    assert second["parent"] == "1" and second["niveau"] == "operationnel"
    assert {row["axe"] for row in rows} == {"acces_logement"}


def test_no_name_of_a_person_is_kept_and_what_is_left_is_told(tmp_path):
    read = taken(word(tmp_path))
    kept = " ".join(
        f"{c.valeur} {c.extrait}" for row in read.rangees for c in row.cellules.values()
    )
    for name in ("Dupont", "Anne", "Jean", "Goff"):
        assert name not in kept
    told = [why for _, why in read.laisses]
    assert any("440009999" in text and "ne connaît pas" in text for text in told)
    assert sum("Nom d’une personne" in text for text in told) == 2


CIBLES = (
    ("N° d’objectif", "Indicateur", "Référence 2023", "2024", "Cible 2025"),
    ("1", "Taux de sortie vers le logement ordinaire", "31 %", "33,5 %", "36"),
    ("1.1", "Livrets remis", "40", "12 à 15", "90"),
)


def test_targets_are_read_in_fractions_and_two_numbers_in_a_cell_are_none(tmp_path):
    read = taken(word(tmp_path, TEXTES, [("Annexe 2 : cibles", CIBLES)]))
    rows = [values(row) for row in read.de("cibles")]
    assert [(r["indicateur"], r["annee"], r["cible"]) for r in rows] == [
        ("cpom_1_taux", 2024, 0.335), ("cpom_1_taux", 2025, 0.36), ("L-1", 2025, 90.0),
    ]  # fmt: skip
    assert rows[0]["valeur_reference"] == 0.31 and rows[0]["annee_reference"] == 2023
    assert rows[0]["sens"] == "hausse" and rows[2]["libelle"] == "Livrets remis"


def test_what_a_table_does_not_say_is_not_filled_in(tmp_path):
    bare = (("Indicateur", "2026"), ("Taux d’occupation", "98 %"))
    (row,) = taken(word(tmp_path, TEXTES, [("Cibles", bare)])).de("cibles")
    assert values(row) == {
        "id_contrat": "C-1", "indicateur": "taux_occupation", "annee": 2026, "cible": 0.98,
    }  # fmt: skip


def test_a_follow_up_workbook_gives_its_actions_and_its_means(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Suivi des actions"
    for row in (
        ("Suivi du CPOM",), (),
        ("Objectif", "Action", "Pilote", "Échéance", "État", "Coût annuel"),
        ("1.1", "Signer avec deux bailleurs", "direction", date(2026, 6, 30), "En cours", 12500),
        ("1", "Créer une commission", "M. Paul Martin", "31/12/2024", "Réalisé", "1 040,50 €"),
    ):  # fmt: skip
        sheet.append(row)
    means = book.create_sheet("Dotation globale de financement")
    means.append(("Établissement", 2024, 2025))
    means.append(("CHRS Les Tilleuls", 1040000, "1 060 800,00"))
    path = tmp_path / "suivi.xlsx"
    book.save(path)
    read = taken(path)
    first, second = (values(row) for row in read.de("actions"))
    assert first["date_fin"] == date(2026, 6, 30) and first["etat"] == "en_cours"
    assert first["cout_annuel"] == 1_250_000 and first["pilote"] == "direction"
    assert second["etat"] == "faite" and second["cout_annuel"] == 104_050
    assert "pilote" not in second
    money = [
        (values(r)["annee"], values(r)["montant_prevu"], values(r)["regime"])
        for r in read.de("moyens")
    ]
    assert money == [(2024, 104_000_000, "dgf"), (2025, 106_080_000, "dgf")]
    assert read.compte() == {
        "Contrats": 1,
        "Périmètre du contrat": 1,
        "Actions": 2,
        "Moyens": 2,
    }


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("conclu pour une durée de 60 mois", 60), ("une durée de cinq ans, contrat", 60),
        ("contrat d’une durée de cinq (4) ans", None), ("durée du contrat : à définir", None),
    ],
)  # fmt: skip
def test_a_duration_that_contradicts_itself_is_not_taken(tmp_path, text, months):
    read = taken(word(tmp_path, (*TEXTES[:9], text)))
    assert values(read.de("contrats")[0]).get("duree_mois") == months


def test_two_gestionnaires_cited_leave_the_choice_open(tmp_path):
    two = Connu(
        CONNU.etablissements,
        {**CONNU.gestionnaires, "440000011x": "Association Rive Gauche"},
        CONNU.gestionnaire_de,
    )
    path = word(
        tmp_path, ("Association Rive Droite et Association Rive Gauche", "Objectif 1 : Loger mieux")
    )
    read = reprendre(path, "C-1", two, INDICATEURS)
    assert read.de("contrats") == []


def test_what_is_no_contract_is_refused(tmp_path):
    path = word(tmp_path, ("Compte rendu de la fête annuelle",))
    with pytest.raises(FichierError, match="Rien dans ce document ne ressemble à un contrat"):
        taken(path)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(FichierError, match="lisible"):
        taken(path)
