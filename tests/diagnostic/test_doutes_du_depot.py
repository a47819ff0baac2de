"""What was doubtful at the door follows the figures into the report."""

from types import SimpleNamespace

from conftest import plain

from cpomlib.diagnostic.doutes import doutes_du_depot
from cpomlib.display.blocks import Paragraphe, Tableau
from cpomlib.store import Doute, Douteux


def doubt(depot, ligne, message="Ah."):
    return Doute(depot, "fec.txt", "", ligne, "CompteNum", message, "Vérifiez.")


def shown(siens=(), partages=None):
    return doutes_du_depot(SimpleNamespace(doutes_du_depot=Douteux(tuple(siens), partages or {})))


def test_doubts_alike_are_one_line_with_their_number():
    (table,) = shown([doubt(2, 3), doubt(2, 9), doubt(3, 1), doubt(2, 4, "Oh.")])
    assert isinstance(table, Tableau)
    rows = [tuple(map(plain, row)) for row in table.lignes]
    assert rows == [
        ("n° 2", "CompteNum", "Ah.", "2", "Vérifiez."),
        ("n° 3", "CompteNum", "Ah.", "1", "Vérifiez."),
        ("n° 2", "CompteNum", "Oh.", "1", "Vérifiez."),
    ]


def test_those_of_a_file_of_several_are_counted_only():
    (note,) = shown(partages={4: 12})
    assert isinstance(note, Paragraphe)
    assert "12 doutes au dépôt n° 4." in plain(note.texte)


def test_nothing_is_said_where_nothing_was_doubtful():
    assert shown() == ()


def test_beyond_thirty_kinds_the_others_are_counted():
    (table,) = shown([doubt(2, 1, f"Doute {number}.") for number in range(33)])
    assert len(table.lignes) == 30
    assert plain(table.note).endswith("Et 3 autres sortes de doute.")
