"""Days that are not worked: in France, in a département that has its own."""

from datetime import date

from cpomlib.calcul.contrat import chome


def test_a_day_that_is_not_worked_is_kept_and_said():
    assert chome(date(2026, 10, 31)) == "samedi"
    assert chome(date(2027, 4, 30)) == ""
    assert chome(date(2026, 5, 14)) == "Ascension"
    assert chome(date(2026, 4, 3)) == "" and chome(date(2026, 4, 3), "57") == "Vendredi saint"
    assert chome(date(2026, 12, 20), "974") == "Abolition de l’esclavage"
