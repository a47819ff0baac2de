"""Requests to the SIAO: what one table masks, no other gives back."""

import pandas as pd

from cpomlib.calcul.regional import sans_demandes
from cpomlib.calcul.regional.masquage_siao import masquer_demandes
from cpomlib.calcul.secret import Regles
from cpomlib.calcul.secret.tableau import SECONDAIRE

REGLES = Regles()
LIEUX = {"44": (300.0, 100.0, 200.0), "49": (200.0, 60.0, 140.0), "53": (90.0, 30.0, 60.0),
         "72": (40.0, 0.0, 5.0)}  # fmt: skip


def lieux(**changes):
    found = {("lieux", code): counts for code, counts in {**LIEUX, **changes}.items()}
    whole = tuple(map(sum, zip(*found.values(), strict=True)))
    return {**found, ("lieux", "region"): whole}


TOTAL = (("lieux", "region"), [("lieux", code) for code in LIEUX])


def test_no_answer_does_not_hide_that_five_were_left():
    # 72: 40 asked, none answered, 5 unmet; the région less the three others would give 5 back
    found = masquer_demandes(lieux(), [TOTAL], REGLES)
    assert "moins de 11" in found["lieux", "72"]
    assert SECONDAIRE in found.values()


def test_nothing_small_nothing_masked():
    assert masquer_demandes(lieux(**{"72": (60.0, 20.0, 40.0)}), [TOTAL], REGLES) == {}


def test_two_tables_of_the_same_requests_agree():
    """By recommendation, 8 requests of insertion: the table by place shows the sum of both."""
    rows = lieux(**{"72": (60.0, 20.0, 40.0)})
    asked, answered, unmet = rows["lieux", "region"]
    few = (8.0, 4.0, 4.0)
    rows |= {("avis", "insertion"): few,
             ("avis", "urgence"): (asked - 8, answered - 4, unmet - 4)}  # fmt: skip
    ties = [TOTAL, (("lieux", "region"), [("avis", "urgence"), ("avis", "insertion")])]
    found = masquer_demandes(rows, ties, REGLES)
    assert ("avis", "insertion") in found
    assert {("avis", "urgence"), ("lieux", "region")} & found.keys()


def test_a_departement_that_has_sent_no_request_is_named_with_the_year():
    """Of 2024, the Vendée is missing: the région did not ask less. Of 2023, nobody sent any."""
    sent = [("44", 2024), ("44", 2025), ("85", 2025)]
    demandes = pd.DataFrame(sent, columns=["departement", "annee"])
    names = {"44": "Loire-Atlantique", "85": "Vendée"}
    assert sans_demandes(demandes, (2023, 2024, 2025), names) == (
        "Sans les demandes de Vendée en 2024, qui ne sont pas déposées."
    )
    assert sans_demandes(demandes, (2025,), names) == ""
