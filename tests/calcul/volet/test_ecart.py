"""The gap between a cost per place and its ceiling, and what stands where there is none."""

from dataclasses import replace
from decimal import Decimal

from cpomlib.calcul.budget.plafonds import CoutGham
from cpomlib.calcul.volet import ACompleter
from cpomlib.calcul.volet.couts import LigneCout

ABSENT = ACompleter("Aucun texte lu.", "Arrêté", "Lisez-le.")
LIGNE = LigneCout(
    "A", "Foyer", "3R", 2025, Decimal(1), False,
    CoutGham(Decimal("1000.00"), Decimal(10), Decimal("100.00")), None, Decimal("80.00"),
)  # fmt: skip


def test_the_gap_is_the_cost_beyond_the_ceiling_that_is_read():
    # no ceiling in force: the last one, 80; 100 − 80 = 20
    assert (LIGNE.plafond_lu, LIGNE.ecart) == (Decimal("80.00"), Decimal("20.00"))
    # one is in force: 100 − 125 = −25
    assert replace(LIGNE, plafond=Decimal("125.00")).ecart == Decimal("-25.00")


def test_without_a_ceiling_the_gap_is_what_is_missing():
    assert replace(LIGNE, plafond=ABSENT).ecart is ABSENT
    assert replace(LIGNE, repere=None).ecart is None


def test_without_a_place_there_is_no_cost_hence_no_gap():
    none = replace(LIGNE.detail, places=Decimal(0), cout=None)
    assert replace(LIGNE, detail=none).ecart is None
