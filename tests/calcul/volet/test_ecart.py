"""The gap between a cost per place and its ceiling, and what stands where there is none."""

from dataclasses import replace
from decimal import Decimal

from cpomlib.calcul.budget.plafonds import CoutGham
from cpomlib.calcul.volet import ACompleter
from cpomlib.calcul.volet.couts import Couts, LigneCout
from cpomlib.rapports.volet_financier.couts_gham import tableau_couts

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


def test_not_compared_is_explained_only_where_it_is_said():
    unknown = [
        replace(LIGNE, gham=gham, cle=Decimal("0.5"), repere=ABSENT) for gham in ("2R", "4D")
    ]
    compared = replace(unknown[0], repere=Decimal("80.00"))
    assert "Non comparé" not in tableau_couts(Couts(tuple(unknown), {}), 2025).note
    assert "Non comparé" in tableau_couts(Couts((compared, unknown[1]), {}), 2025).note
