"""Publics and activity by hand: the arithmetic stands beside each number."""

import pytest
from calcul.indicateurs.builders import frames, indicators, sejour, value


def test_publics_by_hand():
    # Year 2024. A: present all year, one adult. B: couple with 2 children, left 10 March.
    # C: left on 31 December 2023, hence not received. D: entered 31 December 2024, 3 children.
    computed = indicators(
        frames(
            sejours=[
                sejour("A", "2023-05-01", motif="rue", emploi="cdi"),
                sejour("B", "2023-11-01", "2024-03-10", composition="couple_enfants",
                       nb_adultes=2, nb_enfants=2, via_siao=False, ressources="rsa"),
                sejour("C", "2023-01-01", "2023-12-31"),
                sejour("D", "2024-12-31", nb_enfants=3, composition="femme_enfants",
                       droits_incomplets=True, emploi="sans_emploi"),
            ]
        )
    )  # fmt: skip
    assert value(computed, "menages_accueillis") == 3  # A, B, D
    assert value(computed, "menages_presents_31_12") == 2  # A, D
    assert value(computed, "personnes_accueillies") == 9  # 1 + (2 + 2) + (1 + 3)
    assert value(computed, "enfants_accueillis") == 5  # 2 + 3
    assert value(computed, "part_via_siao") == pytest.approx(2 / 3)  # A, D
    assert value(computed, "part_droits_incomplets") == pytest.approx(1 / 3)  # D
    assert value(computed, "part_emploi") == pytest.approx(1 / 3)  # A; B unknown still counts
    assert value(computed, "part_composition_couple_enfants") == pytest.approx(1 / 3)  # B
    assert value(computed, "part_motif_rue") == pytest.approx(1 / 3)  # A
    assert value(computed, "part_motif_non_renseigne") == pytest.approx(2 / 3)  # B, D
    assert value(computed, "part_ressources_rsa") == pytest.approx(1 / 3)  # B
    assert value(computed, "part_nationalite_non_renseigne") == 1  # nobody filled


def test_activity_by_hand():
    computed = indicators(
        frames(
            places=[
                {"id_etablissement": "E1", "places_autorisees": 30, "places_financees": 25,
                 "places_indisponibles": 2},
                {"id_etablissement": "E2", "places_autorisees": 15, "places_financees": 15},
            ],
            activite=[
                {"id_etablissement": "E1", "mois": 1, "journees_theoriques": 775,
                 "journees_realisees": 700},
                {"id_etablissement": "E2", "mois": 1, "journees_theoriques": 465,
                 "journees_realisees": 444},
            ],
            sejours=[
                sejour("A", "2024-01-01", "2024-01-11", refus_logement=True),  # 10 days
                sejour("B", "2023-12-31", "2024-02-29"),  # 60 days: 1 + 31 + 28
                sejour("C", "2022-12-31", "2024-12-30"),  # 730 days: 365 + 365 (up to 30 Dec.)
                sejour("D", "2024-12-01"),  # 30 days on 31 December
                sejour("E", "2024-12-21"),  # 10 days
            ],
        )
    )  # fmt: skip
    assert value(computed, "places_autorisees") == 45  # 30 + 15
    assert value(computed, "places_financees") == 40  # 25 + 15
    assert value(computed, "taux_indisponibilite") == 2 / 25  # E2 does not say: left out
    assert value(computed, "taux_occupation") == pytest.approx(1144 / 1240)  # 700 + 444 / 775 + 465
    assert value(computed, "sorties_menages") == 3
    mean = (10 + 60 + 730) / 3 / 30.4375
    assert value(computed, "duree_moyenne_sejours_termines") == pytest.approx(mean)
    assert value(computed, "duree_mediane_sejours_termines") == pytest.approx(60 / 30.4375)
    assert value(computed, "anciennete_mediane_presents") == pytest.approx(20 / 30.4375)  # 10, 30
    assert value(computed, "taux_rotation_places") == 3 / 40
    assert value(computed, "taux_refus_logement") == 1 / 5


def stays(*rows):
    return indicators(frames(sejours=list(rows)))


@pytest.mark.parametrize(
    ("sortie", "accueilli", "present", "sorti"),
    [
        ("2023-12-31", 0, 0, 0),  # gone before the year
        ("2024-01-01", 1, 0, 1),  # gone on the first day: received, and gone in A
        ("2024-02-29", 1, 0, 1),
        ("2024-12-31", 1, 0, 1),  # gone on 31 December: not present that day
        ("2025-01-01", 1, 1, 0),
        (None, 1, 1, 0),
    ],
)
def test_the_bounds_of_the_year(sortie, accueilli, present, sorti):
    computed = stays(sejour("A", "2023-03-01", sortie), sejour("Z", "2020-01-01", "2020-01-02"))
    assert value(computed, "menages_accueillis") == accueilli
    assert value(computed, "menages_presents_31_12") == present
    assert value(computed, "sorties_menages") == sorti


def test_a_stay_that_begins_on_31_december_counts_and_the_next_day_does_not():
    gone = sejour("Z", "2020-01-01", "2020-02-01")
    computed = stays(sejour("A", "2024-12-31"), sejour("B", "2025-01-01"), gone)
    assert value(computed, "menages_accueillis") == 1
    assert value(computed, "anciennete_mediane_presents") == 0


def test_a_stay_of_zero_days_is_received_and_gone():
    computed = stays(sejour("A", "2024-02-29", "2024-02-29"))
    assert value(computed, "menages_accueillis") == 1
    assert value(computed, "sorties_menages") == 1
    assert value(computed, "duree_moyenne_sejours_termines") == 0


def test_a_household_in_two_establishments_at_once_is_counted_once():
    computed = stays(
        sejour("A", "2024-01-10", nb_adultes=1),
        sejour("A", "2024-03-10", nb_adultes=2, id_etablissement="E2"),
    )
    assert value(computed, "menages_accueillis") == 1
    assert value(computed, "personnes_accueillies") == 2  # the later entry is read


def test_a_household_gone_from_one_establishment_but_present_in_another_is_not_gone():
    rows = [
        sejour("A", "2024-03-01", "2024-06-01"),
        sejour("A", "2024-01-01", None, id_etablissement="E2"),
    ]
    assert value(indicators(frames(sejours=rows)), "sorties_menages") == 0
    narrowed = indicators(frames(sejours=rows), choisis=["E1"])
    assert value(narrowed, "sorties_menages") == 1  # E2 is outside this perimeter


def test_a_household_back_the_same_year_is_gone_once_with_its_last_destination():
    computed = stays(
        sejour("A", "2023-01-01", "2024-02-01", destination="rue"),
        sejour("A", "2024-04-01", "2024-09-01", destination="logement_social"),
    )
    assert value(computed, "sorties_menages") == 1
    assert value(computed, "cpom_1_sorties_logement_social") == 1
    assert value(computed, "duree_moyenne_sejours_termines") * 30.4375 == pytest.approx(
        (396 + 153) / 2  # stays, not households: 1 Jan 2023-1 Feb 2024, 1 Apr-1 Sept
    )


def test_the_latest_stay_is_the_greatest_entry_then_exit_then_id():
    same_day = "2024-05-01"
    open_wins = stays(
        sejour("A", same_day, "2024-08-01", nb_adultes=2),
        sejour("A", same_day, None, nb_adultes=3),
    )
    assert value(open_wins, "personnes_accueillies") == 3
    id_wins = stays(
        sejour("A", same_day, None, nb_adultes=2, id_sejour="S9"),
        sejour("A", same_day, None, nb_adultes=3, id_sejour="S10"),
    )
    assert value(id_wins, "personnes_accueillies") == 2  # as text, S9 > S10


def test_an_earlier_long_stay_does_not_hide_that_the_latest_one_ended_before_the_year():
    # The latest stay (entered 1 June 2023) ended in 2023: the household did not leave in 2024.
    computed = stays(
        sejour("A", "2023-01-01", "2024-05-01"), sejour("A", "2023-06-01", "2023-07-01")
    )
    assert value(computed, "sorties_menages") == 0
    assert value(computed, "menages_accueillis") == 1
