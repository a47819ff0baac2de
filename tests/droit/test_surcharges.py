"""A service changes values in its own folder, and every value says where it comes from."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import cpomlib
from cpomlib.droit import (
    Lecteur,
    declaration,
    definition,
    groupes_fonctionnels,
    nomenclature,
    par_prefixe,
    parametre,
    seuil,
    seuils,
    tenir,
    theme,
    valeur,
)
from cpomlib.droit.dossiers import shipped_dir
from cpomlib.droit.seuils import NOMS
from cpomlib.socle.erreurs import ParametreError

A_COMPLETER = "legislation/tarifs_plafonds/1R.yaml"
PEU = "seuils:\n  effectif_lecture_min: {{valeur: {}}}\n"
LUE = "valeurs:\n  2018-01-01: {valeur: 15000, reference: {texte: Arrêté du 12 avril 2022}}\n"


def test_a_value_to_complete_is_completed(write):
    path = write(A_COMPLETER, LUE)
    assert valeur("tarifs_plafonds/1R", date(2021, 1, 1)) == Decimal(15000)
    dated = parametre("tarifs_plafonds/1R").a_la_date(date(2021, 1, 1))
    assert dated.surcharge == path
    assert dated.statut == "en_vigueur"
    # What the service did not write stays the project's: no ceiling from 2023.
    assert parametre("tarifs_plafonds/1R").a_la_date(date(2023, 1, 1)).surcharge is None


def test_a_file_in_yml_is_read_and_two_endings_are_refused(write):
    path = write(A_COMPLETER.replace(".yaml", ".yml"), LUE)
    assert parametre("tarifs_plafonds/1R").a_la_date(date(2021, 1, 1)).surcharge == path
    write(A_COMPLETER, LUE)
    with pytest.raises(ParametreError, match=r"« 1R\.yaml » et « 1R\.yml » sont le même fichier"):
        parametre("tarifs_plafonds/1R")


def test_a_report_keeps_the_settings_it_began_with(write, monkeypatch):
    monkeypatch.setattr(declaration, "_TENUES", [])
    path = write("seuils.yaml", PEU.format(12))
    tenir()
    assert seuil("effectif_lecture_min").nombre() == 12
    path.write_text(PEU.format(30), encoding="utf-8")
    assert seuil("effectif_lecture_min").nombre() == 12
    # what is declared in another file, and had not been read, is read then
    assert theme().couleurs
    declaration._TENUES.clear()
    assert seuil("effectif_lecture_min").nombre() == 30


def test_a_file_edited_again_changes_the_next_reading(write):
    path = write(A_COMPLETER, LUE)
    assert valeur("tarifs_plafonds/1R", date(2021, 1, 1)) == Decimal(15000)
    path.write_text(LUE.replace("15000", "15001.5"), encoding="utf-8")
    assert valeur("tarifs_plafonds/1R", date(2021, 1, 1)) == Decimal("15001.5")


def test_a_copied_file_marks_only_what_was_changed(write):
    text = (shipped_dir() / "legislation/personnel/point_ccn66.yaml").read_text(encoding="utf-8")
    write("legislation/personnel/point_ccn66.yaml", text.replace("valeur: 3.93", "valeur: 4.00"))
    found = parametre("personnel/point_ccn66")
    marked = [(dated.debut.year, dated.valeur) for dated in found.valeurs if dated.surcharge]
    assert marked == [(2022, Decimal("4.00"))]


def test_one_row_of_a_table_is_changed_and_the_others_stay(write):
    write(
        "legislation/groupes_fonctionnels.yaml",
        "valeurs:\n  2002-08-23:\n    reference: {texte: Cadre normalisé}\n    valeur:\n"
        '      charge:\n        "622": {groupe: 1, statut: en_vigueur, libelle: honoraires}\n',
    )
    au = date(2025, 12, 31)
    charges = groupes_fonctionnels("charge", au)
    assert par_prefixe("6226", charges).groupe == 1
    assert par_prefixe("6411", charges).groupe == 2


def test_a_change_without_its_text_is_refused(write):
    write(A_COMPLETER, "valeurs:\n  2018-01-01: {valeur: 15000}\n")
    with pytest.raises(ParametreError, match="La clé «\u00a0reference\u00a0» manque"):
        valeur("tarifs_plafonds/1R", date(2021, 1, 1))


def test_another_unit_is_refused(write):
    write(A_COMPLETER, "unite: euros\n" + LUE)
    with pytest.raises(ParametreError, match="unite: euros_par_place"):
        valeur("tarifs_plafonds/1R", date(2021, 1, 1))


def test_a_misspelt_file_names_the_parameter_it_resembles(write):
    write("legislation/tarifs_plafonds/3RR.yaml", LUE)
    with pytest.raises(ParametreError) as refused:
        parametre("tarifs_plafonds/3RR")
    assert "s’écrit en entier" in str(refused.value)
    assert "tarifs_plafonds/3R" in str(refused.value)


def test_a_folder_that_does_not_exist_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path / "absent"))
    with pytest.raises(ParametreError) as refused:
        seuil("seuil_personnes")
    assert "Ce dossier n’existe pas" in str(refused.value)
    assert "CPOM_PARAMETRES=" in str(refused.value)


def test_a_threshold_keeps_what_the_service_did_not_change(write):
    path = write("seuils.yaml", "seuils:\n  seuil_presence_longue_mois: {valeur: 24}\n")
    found = seuil("seuil_presence_longue_mois")
    assert (found.valeur, found.surcharge) == (24, path)
    assert found.origine == "convention à négocier"
    assert seuil("seuil_personnes").surcharge is None


def test_an_agreed_definition_replaces_the_proposal(write):
    write("seuils.yaml", "definitions:\n  menage_droits_incomplets: {texte: Sans titre.}\n")
    assert definition("menage_droits_incomplets").texte == "Sans titre."
    assert len(seuils()) > 20


def test_a_threshold_that_is_printed_acts_on_something():
    package = Path(cpomlib.__file__).parent
    places = [*package.rglob("*.py"), *shipped_dir().rglob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in places if path.stem != "seuils"]
    said = {word for text in texts for word in re.findall(r"\w+", text)}
    # these two are named by their groupe
    assert set(NOMS) - said == {"part_variable_groupe_1", "part_variable_groupe_3"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seuils:\n  seuil_personne: {valeur: 12}\n", "«\u00a0seuil_personne\u00a0» n’est pas"),
        ("seuils:\n  seuil_personnes: {valeur: onze}\n", "«\u00a0onze\u00a0» n’est pas un nombre"),
        ("seuils:\n  seuil_personnes: {valeurs: 12}\n", "«\u00a0valeurs\u00a0» n’est pas connue"),
        ("seuils:\n  seuil_personnes: 12\n", "«\u00a0clé: valeur\u00a0»"),
        ("seuil:\n  seuil_personnes: {valeur: 12}\n", "«\u00a0seuil\u00a0» n’est pas connue"),
    ],
)
def test_a_badly_written_threshold_is_refused(write, text, words):
    write("seuils.yaml", text)
    with pytest.raises(ParametreError) as refused:
        seuils()
    assert words in str(refused.value)


def test_a_service_relabels_a_code_but_adds_none(write):
    path = write("nomenclatures/motif.yaml", "libelles: {rue: sans abri}\n")
    assert nomenclature("motif").libelle("rue") == "sans abri"
    assert nomenclature("motif").surcharge == path
    write("nomenclatures/motif.yaml", "libelles: {dette: dette de loyer}\n")
    with pytest.raises(ParametreError, match="pas la liste des codes"):
        nomenclature("motif")


def test_the_reader_lists_each_value_once_with_its_text_and_its_origin(write):
    path = write(A_COMPLETER, LUE)
    reader = Lecteur()
    for _ in range(2):
        assert reader.valeur("tarifs_plafonds/1R", date(2021, 1, 1)) == Decimal(15000)
    reader.seuil("dominance_max")
    reader.comptes("frng", date(2025, 12, 31))
    read = reader.lectures()
    assert [lecture.chemin for lecture in read] == [
        "tarifs_plafonds/1R",
        "seuils/dominance_max",
        "comptes_diagnostic/frng",
    ]
    assert read[0].surcharge == path
    assert read[0].reference == "Arrêté du 12 avril 2022"
    assert read[1].surcharge is None
    assert Lecteur().lectures() == ()
