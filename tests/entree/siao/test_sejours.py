"""Stays exported by a SIAO: the sender's words, what is dropped, the layout of the file."""

import pandas as pd
import pytest
from conftest import plain
from entree.siao.exports import (
    CLE,
    CORRESPONDANCE,
    ENTETE,
    KNOWN,
    PARTI,
    PRESENT,
    exported,
    mapping,
    read,
)
from openpyxl import Workbook

from cpomlib.entree.lecture import resume
from cpomlib.entree.siao import read_siao
from cpomlib.entree.siao.jours import date_iso
from cpomlib.socle.erreurs import CpomError, DonneesError
from cpomlib.tables.check import check


@pytest.mark.parametrize(
    ("written", "band"),
    [("34", "25_34"), ("34 ans", "25_34"), ("35 ans", "35_49"), ("17", "moins_18"),
     ("18", "18_24"), ("65", "65_plus"), ("1 an", "moins_18"), ("64,9", "50_64")],
)  # fmt: skip
def test_an_age_in_years_is_its_band(tmp_path, written, band):
    text = CORRESPONDANCE.replace(
        "{colonne: Date de naissance, naissance_au: entree}", "{colonne: Age}"
    )
    path = exported(tmp_path, ENTETE.replace("Date de naissance", "Age"),
                    PRESENT.replace("12/05/1980", written))  # fmt: skip
    for one in (text, text.replace("{colonne: Age}", "{colonne: Age, age: true}")):
        frame = read_siao(path, mapping(tmp_path, one), CLE, KNOWN).frames["sejours"]
        assert frame["tranche_age"].tolist() == [band]


def test_stays_in_the_sender_s_words(tmp_path):
    lecture = read(tmp_path, PRESENT, PARTI)
    assert (lecture.lues, lecture.gardees, lecture.format) == (2, 2, "siao-sejours")
    frame = lecture.frames["sejours"]
    assert check(lecture.frames, KNOWN) == []
    assert frame["id_etablissement"].tolist() == ["440001234"] * 2
    assert frame["composition"].tolist() == ["homme_seul", "femme_enfants"]
    # born on 12 May 1980, entered on 12 May 2024: 44 that day; born on 13 May 1999: still 24
    assert frame["tranche_age"].tolist() == ["35_49", "18_24"]
    assert frame["ressources"].tolist() == ["rsa", "sans"]  # RSA is our own label
    assert frame["via_siao"].tolist() == [True, True]
    assert frame["dls_active"].tolist() == [False, True]
    assert frame["destination"].isna().tolist() == [True, False]
    assert frame["date_sortie"].dt.date.astype("str").tolist()[1] == "2024-06-30"


def test_nothing_personal_is_left(tmp_path):
    lecture = read(tmp_path, PRESENT, PARTI)
    everything = lecture.frames["sejours"].to_csv() + resume(lecture)
    for personal in ("DUPONT", "Jean", "0612345678", "1980", "sœur", "101", "102"):
        assert personal not in everything
    assert [plain(line) for line in lecture.messages] == [
        "Retirées à l’entrée, car elles désignent directement des personnes : « Nom », "
        "« Prénom », « Tél. ».",
        "Lue pour la seule tranche d’âge, puis retirée : « Date de naissance ».",
        "Colonnes sans correspondance, non lues : « SIAO », « Commentaire ».",
        "Porte sur les séjours de 1 établissement, de 1 gestionnaire.",
        "1 établissement de ces gestionnaires sans aucun séjour dans ce fichier, laissés tels "
        "quels : « 440001242 ».",
    ]


def test_a_destination_without_a_departure_is_software_s_default(tmp_path):
    lecture = read(tmp_path, PRESENT.replace("RSA;;", "RSA;HLM;"))
    assert lecture.frames["sejours"]["destination"].isna().all()


def test_an_empty_destination_may_mean_unknown(tmp_path):
    text = CORRESPONDANCE.replace("{HLM: logement_social}", "{HLM: logement_social}, vide: inconnu")
    lecture = read(tmp_path, PRESENT, PARTI.replace("HLM", ""), text=text)
    assert lecture.frames["sejours"]["destination"].astype("str").tolist()[1] == "inconnu"


def test_the_same_in_a_workbook_with_titles_above(tmp_path):
    book = Workbook()
    book.active.append(["Export du 21/11/2026"])
    book.active.append([])
    book.active.append(ENTETE.split(";"))
    cells = PRESENT.split(";")
    cells[5], cells[7] = pd.Timestamp("1980-05-12"), pd.Timestamp("2024-05-12")
    cells[10], cells[11] = 1, 0
    book.active.append(cells)
    book.save(tmp_path / "export.xlsx")
    lecture = read_siao(tmp_path / "export.xlsx", mapping(tmp_path), CLE, KNOWN)
    csv = read(tmp_path, PRESENT)
    pd.testing.assert_frame_equal(lecture.frames["sejours"], csv.frames["sejours"])


def test_a_formula_never_computed_does_not_count_for_nothing(tmp_path):
    book = Workbook()
    book.active.append(ENTETE.split(";"))
    book.active.append([*PRESENT.split(";")[:-1], "=1+1"])
    book.save(tmp_path / "export.xlsx")
    with pytest.raises(DonneesError, match="formule sans résultat enregistré"):
        read_siao(tmp_path / "export.xlsx", mapping(tmp_path), CLE, KNOWN)


def test_a_sheet_or_a_column_that_does_not_exist(tmp_path):
    book = Workbook()
    book.active.title = "Export"
    book.active.append(["a"])
    book.save(tmp_path / "export.xlsx")
    with pytest.raises(CpomError) as refusal:
        sheet = mapping(tmp_path, CORRESPONDANCE + "feuille: Exprot\n")
        read_siao(tmp_path / "export.xlsx", sheet, CLE, KNOWN)
    assert plain(str(refusal.value)) == (
        "export.xlsx : La feuille « Exprot » n’existe pas. Le plus proche : « Export »."
    )
    with pytest.raises(CpomError) as refusal:
        read(tmp_path, PRESENT, text=CORRESPONDANCE.replace("colonne: Adultes", "colonne: Majeurs"))
    assert plain(str(refusal.value)) == (
        "export.csv : La colonne « Majeurs » n’est pas dans l’export. La correspondance la demande "
        "pour « nb_adultes ». Valeurs connues : « N° prise en charge », « N° ménage », "
        "« Date de naissance », « Structure », « Date d'entrée », « Date de sortie », "
        "« Composition familiale », « Adultes », « Enfants », "
        "« Sexe », « Droits incomplets », « Ressources », « Motif de sortie », « SIAO », « DLS », "
        "« Commentaire »."
    )


def test_an_export_without_a_row_or_a_text(tmp_path):
    with pytest.raises(CpomError) as refusal:
        read(tmp_path)
    assert (
        plain(str(refusal.value)) == "export.csv : Cet export n’a aucune ligne. Refaites l’export."
    )
    with pytest.raises(DonneesError, match="texte Unicode"):
        read_siao(
            exported(tmp_path, ENTETE, PRESENT, encoding="utf-16"), mapping(tmp_path), CLE, KNOWN
        )


@pytest.mark.parametrize(
    ("form", "text", "iso"),
    [
        ("JJ/MM/AAAA", "1/2/2024", "2024-02-01"),
        ("JJ/MM/AA", "01/02/24", "2024-02-01"),
        ("JJ/MM/AA", "01/02/85", "1985-02-01"),
        ("AAAAMMJJ", "20240201", "2024-02-01"),
        ("JJ.MM.AAAA", "01.02.2024 14:30", "2024-02-01"),
        ("MM/JJ/AAAA", "02/01/2024", "2024-02-01"),
        ("JJ/MM/AAAA", "2024-02-01", "2024-02-01"),
        ("JJ/MM/AAAA", "février", "février"),
    ],
)
def test_forms_of_dates(form, text, iso):
    assert date_iso(text, [form]) == iso


def test_an_age_in_years(tmp_path):
    text = CORRESPONDANCE.replace(
        "{colonne: Date de naissance, naissance_au: entree}", "{colonne: Age, age: true}"
    )
    lines = [
        PRESENT.replace("1;101", f"{n};{n}") + f";{age}"
        for n, age in enumerate((17, 18, 24, 25, 34, 35, 49, 50, 64, 65, 99))
    ]
    path = exported(tmp_path, ENTETE + ";Âge", *lines)
    frame = read_siao(path, mapping(tmp_path, text), CLE, KNOWN).frames["sejours"]
    assert frame["tranche_age"].tolist() == [
        "moins_18", "18_24", "18_24", "25_34", "25_34", "35_49", "35_49", "50_64", "50_64",
        "65_plus", "65_plus",
    ]  # fmt: skip
