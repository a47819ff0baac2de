"""A calendar of tasks: what is done is dark, what is left light; the axis has days that exist."""

import json
from datetime import date

from cpomlib.rendu.blocs.svg import svg
from cpomlib.rendu.graphiques import calendrier

LIGNES = (
    {"nom": "Cadrage", "debut": date(2026, 2, 3), "fin": date(2026, 5, 31), "etat": "faite",
     "avancement": 1.0},
    {"nom": "Diagnostic", "debut": date(2026, 6, 1), "fin": date(2026, 11, 30), "etat": "en cours",
     "avancement": 0.5},
)  # fmt: skip


def test_what_is_done_is_a_part_of_its_bar():
    rows = calendrier(LIGNES)["data"]["values"]
    first, second = rows
    # the last day is whole: the bar ends where the next day begins
    assert first["fin"] == date(2026, 6, 1).toordinal() == second["debut"]
    assert first["fait"] == first["fin"]
    # from 1 June to 30 November: 183 days, half of them is 91.5
    assert second["fait"] == second["debut"] + 91.5


def test_a_short_time_has_its_quarters_and_a_long_one_its_years():
    def ticks(lines):
        axis = calendrier(lines)["layer"][0]["encoding"]["x"]["axis"]
        said = json.loads(axis["labelExpr"].removesuffix("[datum.value]").strip("()"))
        return list(said.values())

    assert ticks(LIGNES) == ["01/26", "04/26", "07/26", "10/26", "01/27"]
    long = [LIGNES[0] | {"fin": date(2029, 12, 31)}]
    assert ticks(long) == ["2026", "2027", "2028", "2029", "2030"]


def test_today_is_drawn_only_where_it_falls_inside():
    inside, outside = (len(calendrier(LIGNES, day)["layer"]) for day in
                       (date(2026, 7, 1), date(2027, 7, 1)))  # fmt: skip
    assert inside == outside + 1


def test_where_each_stands_is_written():
    drawn = svg(calendrier(LIGNES, date(2026, 7, 1)), "Rétroplanning", "Deux tâches")
    for text in ("Cadrage", "Diagnostic", "faite", "en cours", "04/26"):
        assert text in drawn
