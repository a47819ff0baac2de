"""One hand-computed case, or more, for each type of hypothesis. The base is in etats.py."""

import pytest
from calcul.scenarios.etats import AN, A, B, C, base
from calcul.scenarios.releve import run

from cpomlib.calcul.scenarios import projeter
from cpomlib.calcul.scenarios.types import (
    Actualisation,
    Cofinancement,
    Convergence,
    Emprunt,
    Etp,
    FermerPlaces,
    Inflation,
    Investissement,
    MasseSalariale,
    Mutualisation,
    NonReconductible,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)


def test_actualisation_one_rate():
    # A: 480 000 × 1.012 = 485 760; × 1.012² = 491 589.12
    read = run(Actualisation(taux=0.012))
    assert read("produits_groupe_1", A, 0) == 480_000
    assert read("produits_groupe_1", A, 1) == 485_760
    assert read("produits_groupe_1", A, 2) == 491_589.12
    assert read("produits_groupe_1", C, 2) == 0


def test_actualisation_one_rate_per_year_and_one_establishment():
    # B: 250 000 × 1.01 = 252 500 in 2026; no rate for 2027; × 1.02 = 257 550 in 2028
    read = run(Actualisation(taux=((2026, 0.01), (2028, 0.02)), etablissement=B))
    assert [read("produits_groupe_1", B, t) for t in range(4)] == [
        250_000, 252_500, 252_500, 257_550]  # fmt: skip
    assert read("produits_groupe_1", A, 3) == 480_000


def test_actualisation_within_a_period():
    # 480 000 × 1.01 in 2027 only
    read = run(Actualisation(taux=0.01, de=2027, a=2027))
    assert [read("produits_groupe_1", A, t) for t in range(4)] == [
        480_000, 480_000, 484_800, 484_800]  # fmt: skip


def test_inflation_of_groupes_1_and_3():
    # A, groupe 1: 100 000 × 1.02² = 104 040; groupe 3: 100 000 × 1.015 = 101 500
    read = run(Inflation(groupe=1, taux=0.02), Inflation(groupe=3, taux=0.015))
    assert read("charges_groupe_1", A, 2) == 104_040
    assert read("charges_groupe_3", A, 1) == 101_500
    assert read("charges_groupe_2", A, 2) == 300_000


def test_inflation_of_groupe_2_moves_what_is_not_payroll():
    # A: payroll 0.5 × 80 000 + 5 × 50 000 = 290 000, rest 10 000 × 1.03 = 10 300
    # C: nobody deposited, the whole 40 000 × 1.03 = 41 200
    read = run(Inflation(groupe=2, taux=0.03))
    assert read("charges_groupe_2", A, 1) == 300_300
    assert read("charges_groupe_2", C, 1) == 41_200


def test_masse_salariale():
    # A: 290 000 × 1.01 × 1.005 = 294 364.50, + rest 10 000 + prime 5.5 ETP × 1 000 = 5 500
    read = run(MasseSalariale(gvt=0.01, point=0.005, segur_etp=1000))
    assert read("charges_groupe_2", A, 1) == 309_864.5
    # the prime does not compound: 290 000 × 1.01505² = 298 794.684..., rounded
    assert read("charges_groupe_2", A, 2) == pytest.approx(290_000 * 1.01505**2 + 15_500, abs=0.005)
    assert read("charges_groupe_2", C, 1) == 40_000


def test_ouvrir_places():
    # A: 20 → 25 places, +25 %. Groupe 1: 100 000 × (1 + 0.7 × 0.25) = 117 500;
    # groupe 3: 100 000 × (1 + 0.2 × 0.25) = 105 000; dotation 480 000 + 5 × 15 000 = 555 000;
    # presence: 20 000 + 10 000 × 0.25 = 22 500
    read = run(
        OuvrirPlaces(etablissement=A, gham="3R", places=5, annee=2027, financement_place=15_000)
    )
    assert read("places", A, 1) == 20
    assert read("places", A, 2) == 25
    assert read("charges_groupe_1", A, 2) == 117_500
    assert read("charges_groupe_3", A, 2) == 105_000
    assert read("charges_groupe_2", A, 2) == 300_000
    assert read("produits_groupe_1", A, 2) == 555_000
    assert read("produits_groupe_2", A, 3) == 22_500
    assert read("produits_groupe_1", A, 1) == 480_000


def test_what_is_financed_one_year_is_actualised_the_next():
    # 480 000 × 1.01² + 5 × 15 000 in 2027 = 489 648 + 75 000; 2028: × 1.01 = 570 294.48
    opened = OuvrirPlaces(
        etablissement=A, gham="3R", places=5, annee=2027, financement_place=15_000
    )
    read = run(opened, Actualisation(taux=0.01))
    assert read("produits_groupe_1", A, 2) == 564_648
    assert read("produits_groupe_1", A, 3) == 570_294.48


def test_fermer_places():
    # B: 10 → 8 places, −20 %. Groupe 1: 50 000 × (1 − 0.14) = 43 000; groupe 3: 50 000 × 0.96;
    # dotation 250 000 − 2 × 20 000
    read = run(
        FermerPlaces(etablissement=B, gham="5D", places=2, annee=2026, financement_place=20_000)
    )
    assert read("charges_groupe_1", B, 1) == 43_000
    assert read("charges_groupe_3", B, 1) == 48_000
    assert read("produits_groupe_1", B, 1) == 210_000


def test_transformer_places():
    # A: cost 500 000 ÷ 20 = 25 000 a place. 4 places at 10 000: −4 × 25 000 + 4 × 10 000 = −60 000
    # groupe 1 bears 20 %: 100 000 × (1 − 4/20) + 40 000 × 0.2 = 88 000
    # groupe 2 bears 60 %: 300 000 × 0.8 + 40 000 × 0.6 = 264 000
    # dotation: 24 000 a place; 4 places at 9 000: 480 000 − 96 000 + 36 000 = 420 000
    read = run(
        TransformerPlaces(
            etablissement=A, de="3R", vers="hors_les_murs", places=4, annee=2026,
            cout_place=10_000, financement_place=9_000,
        )
    )  # fmt: skip
    assert read("places", A, 1) == 20
    assert read("charges_groupe_1", A, 1) == 88_000
    assert read("charges_groupe_2", A, 1) == 264_000
    assert read("charges_groupe_3", A, 1) == 88_000
    assert read("produits_groupe_1", A, 1) == 420_000
    assert read("cout_place", A, 1) == 22_000  # 440 000 ÷ 20


def test_transformer_places_without_amounts_changes_only_the_kinds():
    listed = TransformerPlaces(etablissement=A, de="3R", vers="5D", places=4, annee=2027)
    made = projeter(base(), [listed], 2)
    kinds = made.places_par_genre().set_index(["id_etablissement", "annee", "genre"])["places"]
    assert kinds[A, 2026, "3R"] == 20
    assert kinds[A, 2027, "3R"] == 16
    assert kinds[A, 2027, "5D"] == 4
    assert (made.centimes["resultat"][0] == made.centimes["resultat"][0, 0]).all()


def test_etp_at_the_average_cost_follows_gvt():
    # −1 socio-éducatif at 50 000 from 2027: payroll (290 000 − 50 000) × 1.01² = 244 824
    gone = Etp(etablissement=A, fonction="socio_educatif", variation=-1, annee=2027)
    read = run(gone, MasseSalariale(gvt=0.01))
    assert read("etp", A, 1) == 5.5
    assert read("etp", A, 2) == 4.5
    assert read("charges_groupe_2", A, 2) == 254_824


def test_etp_at_a_given_cost_is_in_euros_of_its_year():
    # 0.5 × 60 000 = 30 000 in 2027, × 1.01 in 2028; payroll 290 000 × 1.01³ = 298 787.29
    hired = Etp(etablissement=A, fonction="direction", variation=0.5, annee=2027, cout_etp=60_000)
    read = run(hired, MasseSalariale(gvt=0.01))
    assert read("charges_groupe_2", A, 2) == 295_829 + 10_000 + 30_000
    assert read("charges_groupe_2", A, 3) == pytest.approx(298_787.29 + 10_000 + 30_300, abs=0.005)


def test_occupation_moves_what_presence_pays():
    # 0.8 → 0.9: 10 000 × 0.9 ÷ 0.8 = 11 250, the other 10 000 of groupe 2 stay
    read = run(Occupation(etablissement=A, taux=0.9, de=2027))
    assert read("produits_groupe_2", A, 1) == 20_000
    assert read("produits_groupe_2", A, 2) == 21_250
    assert read("produits_groupe_3", A, 2) == 1_000


def test_occupation_and_places_multiply():
    # 0.9 ÷ 0.8 × 25 ÷ 20 = 1.40625: 10 000 + 14 062.50
    opened = OuvrirPlaces(etablissement=A, gham="3R", places=5, annee=2026, financement_place=0)
    read = run(opened, Occupation(etablissement=A, taux=0.9))
    assert read("produits_groupe_2", A, 1) == 24_062.5


def test_mutualisation_by_a_share():
    # 5 % of groupe 1: A 95 000, B 47 500; transition 2 000 shared 500/810, 250/810, 60/810:
    # 1 234.567…, 617.283…, 148.148… → 1 234.57, 617.28, 148.15
    read = run(Mutualisation(groupe=1, economie=0.05, annee=2026, cout_de_transition=2_000))
    assert read("charges_groupe_1", A, 1) == 96_234.57
    assert read("charges_groupe_1", B, 1) == 48_117.28
    assert read("charges_groupe_1", C, 1) == 9_648.15
    assert read("charges_groupe_1", None, 1) == 154_000
    assert read("charges_groupe_1", A, 2) == 95_000
    assert read("cout_place", B, 1) == 24_750  # (250 000 − 2 500) ÷ 10, transition left out


def test_mutualisation_in_euros_follows_inflation():
    # B: 50 000 × 1.02² − 4 000 = 48 020 in 2027; × 1.02 = 48 980.40 in 2028
    saved = Mutualisation(groupe=1, economie=4_000, annee=2027, etablissement=B)
    read = run(saved, Inflation(groupe=1, taux=0.02))
    assert read("charges_groupe_1", B, 2) == 48_020
    assert read("charges_groupe_1", B, 3) == 48_980.4


def test_investissement():
    # 100 000 over 10 years: 10 000 of depreciation; subsidy 20 000: 2 000 to income;
    # loan 80 000 at 3 % over 10 years: interest 2 400 the first year,
    # payment 80 000 × 0.03 ÷ (1 − 1.03^−10) = 9 378.44, so 6 978.44 repaid,
    # interest of the second year (80 000 − 6 978.44) × 3 % = 2 190.65
    loan = Emprunt(taux=0.03, duree=10)
    read = run(Investissement(montant=100_000, annee=2026, duree=10, subvention=20_000,
                              emprunt=loan, etablissement=A))  # fmt: skip
    assert read("charges_groupe_3", A, 1) == 112_400
    assert read("charges_groupe_3", A, 2) == 112_190.65
    assert read("produits_groupe_3", A, 1) == 3_000
    # base result of A: 501 000 − 500 000 = 1 000; with it 1 000 − 12 400 + 2 000 = −9 400
    assert read("resultat", A, 1) == -9_400
    # cash: 2 000 − 9 400 + 10 000 − 2 000 − 6 978.44 + 20 000 + 80 000 − 100 000 = −6 378.44
    assert read("tresorerie", A, 1) == -6_378.44


def test_an_investment_ends_with_its_depreciation():
    read = run(Investissement(montant=3_000, annee=2026, duree=2, etablissement=B))
    assert [read("charges_groupe_3", B, t) for t in range(4)] == [50_000, 51_500, 51_500, 50_000]


def test_cofinancement_is_shared_pro_rata_of_charges_to_the_cent():
    # 1 000 × 500/810, 250/810, 60/810 = 617.28, 308.64, 74.07: the last cent goes to C (0.074…)
    read = run(Cofinancement(financeur="departement", montant=1_000, de=2027, a=2027))
    assert [read("produits_groupe_2", where, 2) for where in (A, B, C)] == [
        20_617.28, 5_308.64, 60_074.08]  # fmt: skip
    assert read("produits_groupe_2", None, 2) == 86_000
    assert read("produits_groupe_2", None, 3) == 85_000


def test_a_funder_that_leaves():
    read = run(Cofinancement(financeur="commune", montant=-3_000, etablissement=B))
    assert read("produits_groupe_2", B, 1) == 2_000


def test_convergence():
    # 7 300 over 2026-2027 shared by dotation: A 480/730 of 3 650 a year = 2 400, B 1 250
    read = run(Convergence(mode="avec", reste_a_converger=7_300, de=2026, a=2027))
    assert [read("produits_groupe_1", A, t) for t in (1, 2, 3)] == [477_600, 475_200, 475_200]
    assert read("produits_groupe_1", B, 2) == 247_500
    assert read("produits_groupe_1", C, 3) == 0


def test_convergence_at_once_by_default_and_none_without():
    read = run(Convergence(mode="avec", reste_a_converger=7_300))
    assert [read("produits_groupe_1", None, t) for t in (1, 2)] == [722_700, 722_700]
    read = run(Convergence(mode="sans", reste_a_converger=7_300))
    assert read("produits_groupe_1", None, 1) == 730_000


def test_non_reconductible_weighs_one_year_and_not_on_the_cost_per_place():
    read = run(
        NonReconductible(sens="charge", montant=5_000, annee=2027, etablissement=A),
        NonReconductible(sens="produit", montant=4_000, annee=2027, etablissement=A),
        Inflation(groupe=3, taux=0.0),
    )
    assert [read("charges_groupe_3", A, t) for t in (1, 2, 3)] == [100_000, 105_000, 100_000]
    assert [read("produits_groupe_1", A, t) for t in (1, 2, 3)] == [480_000, 484_000, 480_000]
    assert read("cout_place", A, 2) == 25_000


def test_results_and_what_they_leave():
    # Results of the base: A 501 000 − 500 000 = 1 000, B 255 000 − 250 000 = 5 000, C 0
    read = run()
    assert [read("resultat", where, 2) for where in (A, B, C, None)] == [1_000, 5_000, 0, 6_000]
    assert [read("resultat_cumule", None, t) for t in range(4)] == [0, 6_000, 12_000, 18_000]
    assert [read("reserves", A, t) for t in range(4)] == [1_000, 2_000, 3_000, 4_000]
    assert read("tresorerie", None, 1) == 9_000
    assert read("cout_place", C, 1) != read("cout_place", C, 1)  # no place: not a number
    assert read("cout_place", None, 1) == 27_000  # 810 000 ÷ 30
    assert read("etp", None, 1) == 8.5


def test_the_base_year_is_never_touched():
    read = run(Actualisation(taux=0.05), NonReconductible(sens="charge", montant=1, annee=AN + 1))
    assert read("resultat", None, 0) == 6_000
