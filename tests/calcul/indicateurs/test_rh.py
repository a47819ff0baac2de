"""People at work by hand."""

import pytest
from calcul.indicateurs.builders import frames, indicators, value

STAFF = [
    {"id_salarie": "A", "etp": 1.0, "anciennete": 10.0, "sexe": "F"},
    # B works in two establishments: one head, read on its row of 0.6 ETP (E2, CDD).
    {"id_salarie": "B", "etp": 0.4, "anciennete": 4.0, "fonction": "veille", "sexe": "M",
     "cout_employeur": 1_600_000},
    {"id_salarie": "B", "etp": 0.6, "anciennete": 4.0, "fonction": "veille", "sexe": "M",
     "id_etablissement": "E2", "contrat": "cdd", "tranche_age": "25_34",
     "cout_employeur": 2_400_000},
    {"id_salarie": "C", "etp": 0.5, "fonction": "direction", "contrat": "cdi",
     "cout_employeur": 4_000_000},
]  # fmt: skip


def test_staff_by_hand():
    computed = indicators(
        frames(
            salaries=STAFF,
            places=[{"id_etablissement": "E1", "places_financees": 25}],
            absences=[
                {"motif": "maladie_courte", "jours": 20.5},
                {"motif": "at_mp", "jours": 70.75},
            ],
            mouvements=[
                {"entrees": 2, "sorties": 1, "etp_budgetes": 3.0, "etp_vacants": 0.6},
            ],
        )
    )
    assert value(computed, "effectif") == 3  # A, B, C
    assert value(computed, "etp_total") == 2.5  # 1 + 0.4 + 0.6 + 0.5
    assert value(computed, "etp_pour_100_places") == 10  # 2.5 x 100 / 25
    assert value(computed, "etp_part_socio_educatif") == 0.4  # 1 / 2.5
    assert value(computed, "etp_part_veille") == 0.4  # (0.4 + 0.6) / 2.5
    assert value(computed, "part_cdi") == pytest.approx(2 / 3)  # A, C; B is read as CDD
    assert value(computed, "part_temps_plein") == pytest.approx(1 / 3)  # A; B is read at 0.6
    assert value(computed, "part_femmes") == pytest.approx(1 / 3)  # A; C unknown still counts
    assert value(computed, "effectif_part_age_25_34") == pytest.approx(1 / 3)  # B
    # (10 x 1 + 4 x 1) / (1 + 1): C is unknown and left out
    assert value(computed, "anciennete_moyenne") == 7
    # (40 000 + 16 000 + 24 000 + 40 000) / 2.5
    assert value(computed, "cout_moyen_etp") == 48_000
    assert value(computed, "taux_absenteisme") == pytest.approx(0.1)  # 91.25 / (2.5 x 365)
    assert value(computed, "taux_absenteisme_maladie_courte") == pytest.approx(20.5 / 912.5)
    assert value(computed, "taux_absenteisme_conges_speciaux") == 0
    assert value(computed, "taux_rotation") == 0.5  # (2 + 1) / 2 / 3
    assert value(computed, "taux_etp_vacants") == pytest.approx(0.2)  # 0.6 / 3


def test_of_two_rows_of_equal_etp_the_smallest_establishment_speaks():
    rows = [
        {"id_salarie": "A", "etp": 0.5, "contrat": "cdd", "id_etablissement": "E2"},
        {"id_salarie": "A", "etp": 0.5, "contrat": "cdi", "id_etablissement": "E1"},
    ]
    assert value(indicators(frames(salaries=rows)), "part_cdi") == 1


def test_the_same_pseudonym_in_two_gestionnaires_is_two_heads():
    etablissements = [
        {"id_etablissement": "E1", "id_gestionnaire": "G1"},
        {"id_etablissement": "E2", "id_gestionnaire": "G2"},
    ]
    rows = [{"id_salarie": "A"}, {"id_salarie": "A", "id_etablissement": "E2"}]
    computed = indicators(frames(etablissements=etablissements, salaries=rows))
    assert value(computed, "effectif") == 2


def test_a_column_that_nobody_fills_gives_no_value():
    computed = indicators(frames(salaries=[{"id_salarie": "A"}]))
    assert value(computed, "part_femmes") is None
    assert computed.loc["part_femmes", "raison"] == (
        "La colonne «\u00a0sexe\u00a0» de la table «\u00a0Salariés\u00a0» n’est remplie sur aucune "
        "des lignes concernées. Complétez-la puis déposez de nouveau la table."
    )
    assert value(computed, "anciennete_moyenne") is None
