"""The whole tree is valid, and the command says what somebody should look at."""

from datetime import date

import pytest
from click.testing import CliRunner

from cpomlib.cli.declarations import verifier
from cpomlib.cli.main import cpom
from cpomlib.droit import chemins, parametre, seuil, seuils
from cpomlib.droit.arbre import arbre
from cpomlib.droit.dossiers import shipped_dir
from cpomlib.droit.ecriture import ecrit

AU = date(2026, 11, 21)


def run(*words):
    return CliRunner().invoke(cpom, ["parametres", *words])


def test_every_file_of_the_project_is_valid():
    assert [str(error) for error in verifier(AU).fautes] == []


def test_the_tree_names_every_parameter_once():
    def walk(folder):
        return [*folder.parametres, *(p for sub in folder.dossiers for p in walk(sub))]

    assert sorted(walk(arbre())) == list(chemins())


def test_ten_ceilings_and_the_fraction_of_2021_are_to_be_completed():
    found = {(p.chemin, dated.debut.year) for p, dated in verifier(AU).a_completer}
    # Five codes were read without their amount; the five others share one file.
    assert {path for path, _ in found if path.startswith("tarifs_plafonds/")} == {
        "tarifs_plafonds/1R",
        "tarifs_plafonds/2R",
        "tarifs_plafonds/2D",
        "tarifs_plafonds/3D",
        "tarifs_plafonds/4D",
        "tarifs_plafonds/autres_gham",
        "tarifs_plafonds/convergence",
    }
    assert ("tarifs_plafonds/convergence", 2021) in found


def test_a_file_is_old_after_eighteen_months():
    checked = parametre("tarifs_plafonds/3R").verifie_le
    assert checked == date(2026, 11, 21)
    # 18 months after 21/11/2026 is 21/05/2028.
    assert not verifier(date(2028, 5, 21)).anciens
    old = {one.chemin for one in verifier(date(2028, 5, 22)).anciens}
    assert old == {one for one in chemins() if parametre(one).verifie_le == checked}
    # the last ones were read on 29/11/2026: 18 months after is 29/05/2028
    assert len(verifier(date(2028, 6, 1)).anciens) == len(chemins())


def test_a_faulty_service_file_is_a_fault_and_the_rest_is_read(write):
    path = write("legislation/tarifs_plafonds/3R.yaml", "valeurs: {}\n")
    write("nomenclatures/motifs.yaml", "libelles: {rue: dehors}\n")
    found = verifier(AU)
    messages = "\n".join(str(error) for error in found.fautes)
    assert len(found.fautes) == 2
    assert str(path) in messages
    assert "motifs.yaml\u00a0: Ce fichier n’est lu par personne." in messages
    assert len(found.parametres) == len(chemins()) - 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('"622": {groupe: 4, statut: en_vigueur, libelle: x}', "«\u00a04\u00a0» n’est pas connue"),
        ('"62X": {groupe: 1, statut: en_vigueur, libelle: x}', "«\u00a062X\u00a0» n’est pas un"),
        ('"622": {groupe: 1, libelle: x}', None),
        ('"6229": {groupe: 1, libelle: x}', "La clé «\u00a0statut\u00a0» manque"),
    ],
)
def test_a_row_of_the_mapping_is_checked(write, row, words):
    write(
        "legislation/groupes_fonctionnels.yaml",
        "valeurs:\n  2002-08-23:\n    reference: {texte: Cadre}\n    valeur:\n"
        f"      charge:\n        {row}\n",
    )
    messages = [str(error) for error in verifier(AU).fautes]
    # A row that exists keeps the keys that the service leaves out.
    assert (words in messages[0]) if words else (messages == [])


def test_the_command_ends_well_on_valid_files_and_lists_what_to_do():
    result = run("verifier")
    assert result.exit_code == 0
    assert "0\u00a0faute" in result.output
    assert "tarifs_plafonds/1R, 01/01/2018\u00a0: Arrêté du 12 avril 2022" in result.output
    assert "À vérifier\u00a0:" in result.output


def test_the_command_ends_in_error_on_a_faulty_file(write):
    path = write("legislation/tarifs_plafonds/3R.yaml", "valeurs: {}\n")
    result = run("verifier")
    assert result.exit_code == 1
    assert str(path) in result.output


def test_the_list_marks_status_and_what_the_service_changed(write):
    write("seuils.yaml", "seuils:\n  dominance_max: {valeur: 0.8}\n")
    text = run("lister").output
    assert "Tarifs plafonds des CHRS" in text
    assert [
        line
        for line in text.splitlines()
        if line.split()[:3] == ["tarifs_plafonds/1R", "à", "compléter"]
    ]
    assert "0,8 (taux), changé par le service" in text
    only = run("lister", "--statut", "a_completer").output
    assert "tarifs_plafonds/1R" in only
    assert "tarifs_plafonds/3R" not in only


def test_a_parameter_is_shown_with_values_and_texts():
    text = run("montrer", "tarifs_plafonds/5D").output
    assert "8\u202f626\u00a0€ par place et par an" in text
    assert "NOR TERS1804182A" in text
    assert "abrogé" in text
    text = run("montrer", "tarifs_plafonds/3R", "--au", "2021-06-01").output
    assert "20\u202f551\u00a0€" in text
    assert "abrogé" not in text


def test_thresholds_and_lists_are_shown_too():
    assert "0,85 (taux)" in run("montrer", "seuils/dominance_max").output
    assert "non fixée" in run("montrer", "seuils/anciennete_min_mois").output
    assert "sortie d’institution" in run("montrer", "nomenclatures/motif").output


def test_asking_for_a_day_without_value_fails_with_the_text_to_look_up():
    result = run("montrer", "tarifs_plafonds/1R", "--au", "2021-06-01")
    assert result.exit_code != 0
    assert "12 avril 2022" in str(result.exception or result.output)


def test_a_value_is_written_as_in_france():
    point = parametre("personnel/point_ccn66")
    assert ecrit(point.valeurs[-1].valeur, point.unite) == "3,93\u00a0€ par point"
    rate = parametre("personnel/gvt")
    assert ecrit(rate.valeurs[0].valeur, rate.unite) == (
        "bas\u00a0: 0,65\u00a0%\u00a0; haut\u00a0: 0,9\u00a0%"
    )


def test_every_threshold_says_where_it_comes_from_and_conventions_are_open():
    assert all(entry.origine and entry.libelle and entry.unite for entry in seuils().values())
    assert seuil("seuil_presence_longue_mois").origine == "convention à négocier"
    assert seuil("anciennete_min_mois").valeur is None


def test_the_prose_of_the_files_is_typographic():
    rooms = {"legislation", "nomenclatures", "seuils.yaml"}
    files = [
        path
        for path in shipped_dir().rglob("*.yaml")
        if path.relative_to(shipped_dir()).parts[0] in rooms
    ]
    assert len(files) > 80
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            prose = "" if line.lstrip().startswith("#") else line
            assert not any(wrong in prose for wrong in (" %", " ;", "« ", " »", "d'", "l'")), line
