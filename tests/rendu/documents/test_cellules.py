"""The room of columns and the texts of cells, the same in Word and OpenDocument."""

import pytest

from cpomlib.rendu.blocs import ChiffreCle, ChiffresCles, Colonne, Tableau
from cpomlib.rendu.documents.cellules import (
    chiffres,
    court,
    largeurs,
    serre,
)
from cpomlib.socle import propre
from cpomlib.socle.valeurs import Mesure, Secret

MONEY = Colonne("Montant", "euros")


def money(count):
    """A table of ``count`` amounts beside long names."""
    columns = (Colonne("Nom"), *[MONEY] * count)
    return Tableau("T", columns, (("un nom assez long pour passer à la ligne",
                                   *[12_345_678.9] * count),))  # fmt: skip


def test_widths_are_shares_of_the_page():
    assert sum(largeurs(money(3))) == pytest.approx(1)


def test_a_number_is_never_cut_while_there_is_room():
    # « 12 345 678,90 € » is 15 characters and needs 2,2 more for its margins, of 98 in all
    assert all(share >= 17.2 / 98 for share in largeurs(money(4))[1:])


def test_a_table_of_many_amounts_has_a_smaller_text():
    assert not serre(money(4))
    assert serre(money(6))


def test_a_long_header_does_not_widen_a_column_of_short_numbers():
    wide = Colonne("Taux de sortie vers un logement ordinaire ou adapté", "taux")
    name = "CHRS des Quatre Nuages à Sainte-Luce-sur-Loire"
    first, second = largeurs(Tableau("T", (Colonne("Nom"), wide), ((name, 0.5),)))
    assert first > 2 * second


def test_a_table_is_short_by_its_lines_not_its_rows():
    column = (Colonne("Texte"),)
    assert court(Tableau("T", column, (("mot",),) * 30))
    assert not court(Tableau("T", column, (("mot",),) * 31))
    assert not court(Tableau("T", column, (("mot " * 1000,),)))


def test_a_character_xml_cannot_hold_is_left_out():
    assert propre("a\x00b\x0b\ud800\uffffc\td") == "abc\td"


def test_key_figures_as_rows():
    cards = ChiffresCles("C", (
        ChiffreCle("a", "A", 12.0, "decimal", "mois", evolution=0.0),
        ChiffreCle("b", "B", 0.5, "taux", evolution=0.021, jugement="favorable"),
        ChiffreCle("c", "C", Secret("moins de 5"), evolution=Secret("moins de 5")),
        ChiffreCle("d", "D", "aucun"),
    ))  # fmt: skip
    rows = [
        tuple(str(v).replace("\u00a0", " ") for v in row[2:3]) for row in chiffres(cards).lignes
    ]
    assert rows == [("stable",), ("+2,1 points",), ("s.",), ("",)]
    typed = chiffres(cards, types=True).lignes
    assert typed[0][1] == Mesure(12.0, "decimal", "mois")
    assert typed[1][2:4] == (Mesure(0.021, "points", ""), "favorable")
    assert typed[2][1] == Secret("moins de 5")
    assert typed[3][1:3] == ("aucun", "")


def test_the_word_of_a_header_has_room_in_a_wider_font():
    heads = ("Type de places", "Regroupé", "Ensemble")
    table = Tableau("T", tuple(map(Colonne, heads)), (("Autres catégories", 78, 78),))
    # eight letters, bold in a font a third wider, and the margins of the cell, of 98 characters
    assert all(share >= (8 * 1.3 + 2.2) / 98 for share in largeurs(table)[1:])
