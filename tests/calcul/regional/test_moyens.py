"""The enveloppe as it was published, and trajectories added up, never estimated."""

from decimal import Decimal

from cpomlib.calcul.regional.moyens import additionner, derniere_connue, dotations


def test_a_known_and_an_unknown_dotation():
    known, unknown = dotations("52", [2025, 2017])
    # arrêté du 25 avril 2017
    assert (known.exercice, known.montant, known.nationale) == (2017, 26517982, 657713157)
    assert known.source == "Arrêté du 25 avril 2017"
    assert (unknown.montant, unknown.statut) == (None, "a_completer")
    assert unknown.source == "Arrêté du 11 avril 2025"


def test_the_latest_known_dotation():
    assert derniere_connue("52", 2022).exercice == 2017
    assert derniere_connue("52", 2025).exercice == 2023
    assert derniere_connue("52", 2016) is None


def test_trajectories_are_added_up_where_they_are_known():
    one = {2026: Decimal("100.50"), 2027: Decimal("101.00")}
    other = {2026: Decimal("10.25")}
    lines = additionner([one, other], [2026, 2027, 2028])
    assert [(line.dotation, line.contrats) for line in lines] == [
        (Decimal("110.75"), 2),
        (Decimal("101.00"), 1),
        (None, 0),
    ]
