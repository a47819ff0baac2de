"""The drawer of saved scenarios: what is there, and what could not be read."""

from datetime import date

from conftest import plain

from cpomlib.dossier.scenarios_deposes import Enregistre, Illisible, Inventaire
from cpomlib.pages.scenarios.panneaux import Ouverture

LU = Enregistre("plan", "Plan", "retenu", "Léa", date(2026, 11, 21), "e")
NON_LU = Illisible("retenu.yaml", "ligne 8 : « 5 % » n’est pas un <taux>.")


def shown(*inventaire):
    """Return the names offered, what is said of the others, and whether « rien » is shown."""
    drawer = Ouverture(*[lambda *_: None] * 3)
    drawer.montrer(Inventaire(*inventaire))
    nothing = drawer.vide.layout.display != "none"
    return [name for _, name in drawer.liste.options], plain(drawer.illisibles.value), nothing


def test_what_could_not_be_read_is_said_beside_the_list():
    names, said, nothing = shown((LU,), (NON_LU,))
    assert (names, nothing) == (["plan"], False)
    assert "« retenu.yaml » n’a pas pu être lu." in said
    assert "&lt;taux&gt;" in said


def test_nothing_saved_is_said_only_where_there_is_nothing():
    assert shown((), ()) == ([], "", True)
    assert shown((), (NON_LU,))[2] is False
