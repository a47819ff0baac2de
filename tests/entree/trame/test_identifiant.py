"""The identifier of a trame: moved, taken away, doubled or of another version."""

import pytest
from entree.trame.classeurs import QUI, assert_same, lire, petite, plain, same

from cpomlib.entree.garde import FichierError
from cpomlib.socle.erreurs import CommandeError


def test_the_cover_taken_away(book, tmp_path):
    del book["Mode d’emploi"]
    with pytest.raises(CommandeError) as caught:
        lire(book, tmp_path / "t.xlsx")
    assert plain(str(caught.value)) == (
        "t.xlsx : L’identifiant de la trame est introuvable. Remettez la feuille « Mode "
        "d’emploi », ou précisez --gestionnaire et --annee."
    )
    trame = lire(book, tmp_path / "t.xlsx", gestionnaire=QUI.gestionnaire, annee=2025)
    assert trame.identite == QUI
    assert_same(trame.lecture.frames, petite())


def test_the_identifier_moved_elsewhere(book, tmp_path):
    del book["Mode d’emploi"]
    book["Budgets"]["L1"] = "Réf. cpom-trame/1/732829320/2025"
    same(book, tmp_path)


def test_two_identifiers(book, tmp_path):
    book["Budgets"]["L1"] = "cpom-trame/1/732829320/2024"
    with pytest.raises(FichierError) as caught:
        lire(book, tmp_path / "t.xlsx")
    assert plain(str(caught.value)) == (
        "t.xlsx : Ce classeur porte plusieurs identifiants : cpom-trame/1/732829320/2024, "
        "cpom-trame/1/732829320/2025. Gardez la feuille « Mode d’emploi » de la bonne trame "
        "seulement."
    )


def test_what_the_command_says_may_not_contradict_it(book, tmp_path):
    with pytest.raises(CommandeError) as caught:
        lire(book, tmp_path / "t.xlsx", annee=2024)
    assert plain(str(caught.value)) == (
        "t.xlsx : Cette trame est celle du gestionnaire 732829320 pour 2025. Retirez "
        "--gestionnaire et --annee, ou prenez l’autre trame."
    )


def test_a_later_version(book, tmp_path):
    for row in book["Mode d’emploi"].iter_rows():
        for cell in row:
            if "cpom-trame/1" in str(cell.value):
                cell.value = "cpom-trame/2/732829320/2025"
    with pytest.raises(FichierError) as caught:
        lire(book, tmp_path / "t.xlsx")
    assert plain(str(caught.value)) == (
        "t.xlsx : Cette trame est de la version 2, plus récente que ce logiciel. Mettez cpomlib "
        "à jour, puis recommencez."
    )
