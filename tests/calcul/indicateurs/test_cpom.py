"""The four mandatory indicators by hand."""

import pytest
from calcul.indicateurs.builders import frames, indicators, sejour, value

from cpomlib.calcul.indicateurs import Conventions, deces_ecartes
from cpomlib.calcul.perimetre import selection

BEFORE = sejour("Z", "2020-01-01", "2020-02-01")
"""Somebody who left long before the year: the stays of the year are whole."""


def test_the_mandatory_indicators_by_hand():
    computed = indicators(
        frames(
            sejours=[
                sejour("A", "2023-01-01", "2024-05-01", destination="logement_social"),
                sejour("B", "2023-01-01", "2024-06-01", destination="logement_prive"),
                sejour("C", "2023-01-01", "2024-07-01", destination="logement_adapte"),
                sejour("D", "2023-01-01", "2024-08-01", destination="inconnu", dls_active=True),
                sejour("E", "2023-01-01", "2024-09-01", destination="logement_social",
                       droits_incomplets=True),
                sejour("F", "2023-01-01", dls_active=True),  # 730 days on 31 December 2024
                sejour("G", "2024-01-01", droits_incomplets=True, dls_active=True),
            ]
        ),
        conventions=Conventions(18),
    )  # fmt: skip
    # Gone with full rights: A, B, C, D. Received with full rights: A, B, C, D, F.
    assert value(computed, "cpom_1_sorties_logement_ordinaire") == 2  # A, B
    assert value(computed, "cpom_1_taux") == 2 / 4
    assert value(computed, "cpom_1_sorties_logement_social") == 1  # A; E has not full rights
    assert value(computed, "cpom_1_taux_social") == 1 / 4
    assert value(computed, "cpom_1_taux_prive") == 1 / 4
    assert value(computed, "cpom_2_sorties_logement_adapte") == 1  # C
    assert value(computed, "cpom_2_taux") == 1 / 4
    assert value(computed, "cpom_3_taux_dls_active") == 2 / 5  # D, F; G has not full rights
    assert value(computed, "cpom_4_taux_presence_longue") == 1 / 2  # F (730 > 547.875); F, G


def test_a_death_is_an_exit_that_no_rate_counts_as_failed():
    data = frames(
        sejours=[
            sejour("A", "2023-01-01", "2024-05-01", destination="logement_social"),
            sejour("B", "2023-01-01", "2024-06-01", destination="rue"),
            sejour("C", "2023-01-01", "2024-07-01", destination="deces"),
            sejour("D", "2023-01-01", "2024-07-01", destination="deces", droits_incomplets=True),
        ]
    )
    computed = indicators(data)
    assert value(computed, "sorties_menages") == 4
    for rate, reached in (("cpom_1_taux", 1), ("cpom_1_taux_social", 1), ("cpom_2_taux", 0)):
        assert value(computed, rate) == reached / 2  # A, B; C has died, D has not full rights
        assert computed.loc[rate, "denominateur"] == 2
    unit = selection(data["etablissements"], "U")
    assert deces_ecartes(data, unit, 2024, Conventions(18)) == 1  # C: D was left out already
    assert deces_ecartes(data, unit, 2023, Conventions(18)) == 0


def test_a_rate_over_deaths_alone_has_no_denominator():
    computed = indicators(
        frames(sejours=[sejour("A", "2023-01-01", "2024-05-01", destination="deces")])
    )
    assert value(computed, "cpom_1_taux") is None
    assert computed.loc["cpom_1_taux", "raison"] == (
        "Le dénominateur est nul\u00a0: ménages sortis dans l’année, hors droits incomplets et "
        "hors décès."
    )


@pytest.mark.parametrize(("entree", "long"), [("2023-09-01", 0), ("2023-08-31", 1)])
def test_more_than_the_threshold_is_strict(entree, long):
    # 1 September 2023 to 31 December 2024: 30 + 31 + 30 + 31 + 365 = 487 days = 16 months exactly.
    computed = indicators(frames(sejours=[sejour("A", entree)]), conventions=Conventions(16))
    assert value(computed, "cpom_4_taux_presence_longue") == long


@pytest.mark.parametrize(
    ("entree", "sortie", "counted"),
    [
        ("2023-01-01", "2024-05-02", True),  # 487 days: 365 + 31 + 29 + 31 + 30 + 1
        ("2023-01-01", "2024-05-01", False),  # 486 days
        ("2023-09-01", "2025-06-01", True),  # cut on 31 December 2024: 487 days
        ("2023-09-02", None, False),  # 486 days on 31 December
    ],
)
def test_seniority_runs_to_the_exit_or_to_31_december(entree, sortie, counted):
    computed = indicators(
        frames(sejours=[sejour("A", entree, sortie, dls_active=True), BEFORE]),
        conventions=Conventions(18, anciennete_min_mois=16),
    )
    assert computed.loc["cpom_3_taux_dls_active", "denominateur"] == int(counted)
    assert value(computed, "cpom_3_taux_dls_active") == (1 if counted else None)


def test_rights_are_read_on_the_stay_concerned():
    # Received: latest stay, full rights. Gone: none, since still present.
    computed = indicators(
        frames(
            sejours=[
                sejour("A", "2024-01-01", "2024-02-01", droits_incomplets=True, dls_active=True),
                sejour("A", "2024-03-01", dls_active=True),
            ]
        )
    )
    assert value(computed, "cpom_3_taux_dls_active") == 1
    assert value(computed, "cpom_1_taux") is None
    assert computed.loc["cpom_1_taux", "raison"] == (
        "Le dénominateur est nul\u00a0: ménages sortis dans l’année, hors droits incomplets et "
        "hors décès."
    )
    assert value(computed, "cpom_1_sorties_logement_ordinaire") == 0
