"""The rules applied to tables, each figure computed by hand beside its assertion."""

from decimal import Decimal

from calcul.volet.gestionnaire import AUTRE, GUIDE, SERVICE

from cpomlib.calcul.indicateurs import compute, conventions_des_seuils
from cpomlib.calcul.perimetre import par_etablissement
from cpomlib.calcul.volet import (
    ACompleter,
    affectation,
    bases,
    convergences,
    couts,
    frais_siege,
    reprise,
    surcout_annuel,
    surcouts,
    total,
    trajectoires,
)
from cpomlib.calcul.volet.plan_financier import InvestissementPlan, Plan

D = Decimal
CLES = {GUIDE: {"3R": D("0.6"), "4D": D("0.4")}}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_guides_example_from_the_tables_to_the_base(donnees):
    lines = {line.id: line for line in bases(donnees())}
    guide = lines[GUIDE]
    assert guide.groupes == (D("150000.00"), D("700000.00"), D("250000.00"))
    # 150 000 + 700 000 + 250 000 = 1 100 000
    assert guide.brutes == D("1100000.00")
    assert guide.non_reconductibles == D("25000.00")
    assert guide.attenuation == (D("30000.00"), D("10000.00"))
    assert guide.report == D("5000.00")
    # 1 100 000 − 25 000 − 40 000 + 5 000 = 1 040 000
    assert guide.base == D("1040000.00")


def test_a_deficit_carried_forward_lowers_the_base_to_the_cent(donnees):
    line = {line.id: line for line in bases(donnees())}[AUTRE]
    # 500 000,10 − 0 − 11 000 − 1 000 = 488 000,10
    assert line.base == D("488000.10")
    # 1 040 000 + 488 000,10 = 1 528 000,10: the service and the siège have no base
    assert total(bases(donnees())) == D("1528000.10")


def test_the_base_is_that_of_the_indicator(donnees):
    data = donnees()
    computed = compute(
        data.frames, par_etablissement(data.structures), 2025, conventions_des_seuils()
    )
    rows = computed[computed["id"] == "base_budgetaire"].set_index("unite")["valeur"]
    assert [rows[GUIDE], rows[AUTRE]] == [1_040_000.0, 488_000.10]


def test_an_activity_that_is_not_tariffed_has_no_base(donnees):
    line = {line.id: line for line in bases(donnees())}[SERVICE]
    assert isinstance(line.base, ACompleter)
    assert plain(line.base.quoi) == "Activité qui n’est pas tarifée : pas de base budgétaire."


def test_without_a_be_the_base_is_to_be_completed_not_zero(donnees):
    data = donnees()
    budgets = data.frames["budgets"]
    data.frames["budgets"] = budgets[budgets["document"] != "be"]
    found = total(bases(data))
    assert isinstance(found, ACompleter)
    assert plain(found.quoi) == "Aucun budget exécutoire n’est déposé pour « CHRS du guide »."


def test_without_enc_keys_the_charges_follow_the_places(donnees, droit):
    lines = {(x.id, x.gham): x for x in couts(donnees(), Plan(), droit).lignes}
    regroupe = lines[GUIDE, "3R"]
    # 1 100 000 − 25 000 of CNR = 1 075 000; 30 places out of 50: 0.6 → 645 000 ÷ 30 = 21 500
    assert (regroupe.cle, regroupe.detail.charges) == (D("0.6"), D("645000.00"))
    assert regroupe.detail.cout == D("21500.00")
    assert not regroupe.cle_donnee
    # None in force in 2025; the last one, of 2022, is a mark only
    assert regroupe.plafond is None
    assert regroupe.repere == D("20551.00")
    # 4D was read in no text
    missing = lines[GUIDE, "4D"].repere
    assert isinstance(missing, ACompleter)
    assert plain(missing.texte) == (
        "Texte à consulter : Arrêté du 12 avril 2022 (JO du 22 avril 2022), article 2."
    )


def test_the_parties_keys_and_exclusions_are_used(donnees, droit):
    plan = Plan(cles={GUIDE: {"3R": D("0.7"), "4D": D("0.3")}}, exclusions={GUIDE: 75_000})
    lines = {(x.id, x.gham): x for x in couts(donnees(), plan, droit).lignes}
    # (1 075 000 − 75 000) × 0.7 ÷ 30 = 23 333,33; × 0.3 ÷ 20 = 15 000
    assert lines[GUIDE, "3R"].detail.cout == D("23333.33")
    assert lines[GUIDE, "4D"].detail.cout == D("15000.00")
    assert lines[GUIDE, "3R"].cle_donnee


def test_keys_that_do_not_sum_to_one_are_said_and_the_rest_stands(donnees, droit):
    found = couts(donnees(), Plan(cles={GUIDE: {"3R": D("0.7"), "4D": D("0.2")}}), droit)
    assert [line.id for line in found.lignes] == [AUTRE]
    assert plain(found.empechements["CHRS du guide"].quoi) == (
        "les clés de répartition totalisent 0,9000 au lieu de 1."
    )


def test_convergence_of_2022_takes_back_the_residual(donnees, droit):
    data = donnees(2022, annees=(2020, 2021, 2022))
    plan = Plan(cles=CLES, convergence={GUIDE: {"3R": {"residuel": 20_000}}})
    lines = {(x.id, x.gham): x for x in convergences(data, plan, droit)}
    regroupe = lines[GUIDE, "3R"]
    # F = 645 000 (be 2021); P = 20 551 × 30 = 616 530; 645 000 − 20 000 = 625 000 ≥ P
    assert (regroupe.financement, regroupe.plafond) == (D("645000.00"), D("616530.00"))
    assert regroupe.maximum == D("625000.00")
    # 488 … F = 500 000,10 ≤ P = 20 551 × 25 = 513 775: nothing is taken back
    assert lines[AUTRE, "3R"].maximum == D("500000.10")
    assert isinstance(lines[GUIDE, "4D"].maximum, ACompleter)


def test_convergence_of_2021_waits_for_its_fraction(donnees, droit):
    data = donnees(2021, annees=(2020, 2021))
    lines = {(x.id, x.gham): x for x in convergences(data, Plan(cles=CLES), droit)}
    assert plain(lines[GUIDE, "3R"].maximum.quoi) == (
        "la fraction de convergence de 2021 n’est pas connue."
    )
    plan = Plan(cles=CLES, fraction=D("0.5"))
    given = {(x.id, x.gham): x for x in convergences(data, plan, droit)}
    # 645 000 − (645 000 − 616 530) ÷ 2 = 630 765
    assert given[GUIDE, "3R"].maximum == D("630765.00")


def test_no_convergence_since_2023(donnees, droit):
    assert convergences(donnees(), Plan(), droit) is None


def test_surplus_and_deficit_are_affected_apart(donnees, droit):
    found = affectation(donnees(), Plan(), droit)
    # +20 000 (1 060 000 − 1 040 000) and −30 000 (490 000 − 520 000)
    assert (found.excedent, found.deficit) == (D("20000.00"), D("30000.00"))
    uses = {use.code: use for use in found.emplois}
    # BFR 40 000 − 50 000 already there: no room
    assert uses["reserve_tresorerie"].maximum == D("0.00")
    assert uses["investissement"].maximum == D("20000.00")
    assert uses["investissement"].avant == D("5000.00")
    assert not uses["report_a_nouveau"].ouvert


def test_room_under_the_bfr(donnees, droit):
    found = affectation(donnees(tresorerie=25_000), Plan(), droit)
    uses = {use.code: use for use in found.emplois}
    # 40 000 − 25 000 = 15 000
    assert uses["reserve_tresorerie"].maximum == D("15000.00")


def test_the_two_regimes_of_a_deficit(donnees, droit):
    covers = {c.regime: c for c in affectation(donnees(), Plan(), droit).couvertures}
    # libre: 10 000 of report, then 15 000 of reserve, 5 000 are left
    assert covers["libre"].parts == {
        "report_a_nouveau_excedentaire": D("10000.00"),
        "reserve_compensation": D("15000.00"),
        "report_a_nouveau_deficitaire": D("5000.00"),
    }
    assert covers["libre"].apres == {
        "report_a_nouveau": D("-5000.00"),
        "reserve_compensation": D("0.00"),
    }
    # autorité: 15 000 of reserve, 15 000 of charges; the report is left as it is
    assert covers["autorite"].parts == {
        "reserve_compensation": D("15000.00"),
        "charges_exercice_1": D("15000.00"),
    }
    assert covers["autorite"].apres["report_a_nouveau"] == D("10000.00")


def test_the_plans_affectation_is_checked(donnees, droit):
    right = affectation(donnees(), Plan(affectation={"investissement": 20_000}), droit)
    assert right.refus is None
    assert {u.code: u.prevu for u in right.emplois}["investissement"] == D("20000.00")
    wrong = affectation(donnees(), Plan(affectation={"reserve_tresorerie": 20_000}), droit)
    assert plain(wrong.refus.quoi) == (
        "la réserve de trésorerie ne peut recevoir que 0,00 € et non 20 000,00 € : le besoin en "
        "fonds de roulement est de 40 000,00 €, la réserve déjà constituée de 50 000,00 € (5° et "
        "art. R. 314-48, III)."
    )


def test_a_reserve_above_the_bfr_three_years_running_may_be_taken_back(donnees, droit):
    # 50 000 − 40 000 = 10 000 each year
    assert reprise(donnees(), droit).maximum == D("10000.00")
    assert reprise(donnees(tresorerie=39_999), droit).maximum == D("0.00")


def test_balances_are_not_read_for_a_part_of_the_gestionnaire(donnees, droit):
    found = reprise(donnees(garder=[GUIDE]), droit)
    assert plain(found.maximum.quoi) == "Les balances ne sont pas lisibles pour ce périmètre."


def test_frais_de_siege_follow_the_charges_without_the_quote_part(donnees, droit):
    found = frais_siege(donnees(), droit)
    assert found.total == D("60000.00")
    assert found.charges_siege is None
    # 60 000 × 1 000 000 ÷ 1 580 000 = 37 974,68; × 500 000 = 18 987,34; × 80 000 = 3 037,97
    # rounded down: 37 974,68 + 18 987,34 + 3 037,97 = 59 999,99; the cent goes to the
    # largest remainder: 0,354 (guide), 0,177 (port), 0,468 (service) of a cent → service
    shares = {part.id: part.prorata for part in found.parts}
    assert shares == {GUIDE: D("37974.68"), AUTRE: D("18987.34"), SERVICE: D("3037.98")}
    assert sum(shares.values()) == D("60000.00")


def test_a_trajectory_needs_what_the_contract_says(donnees, droit):
    paths = {t.modalite: t for t in trajectoires(D("1040000.00"), donnees(), Plan(), droit)}
    assert all(isinstance(path.annees, ACompleter) for path in paths.values())
    assert [code for code, path in paths.items() if path.contradictoire] == ["avenant_annuel"]
    assert plain(paths["taux_drl"].annees.texte) == (
        "Texte à consulter : Instruction budgétaire annuelle des CHRS et rapport d’orientation "
        "budgétaire de la région."
    )


def test_the_four_modalites_from_a_plan(donnees, droit):
    plan = Plan(
        taux_drl=(D("0.01"),),
        formule_fixe={"personnel": {"poids": D("0.7"), "taux": D("0.02")},
                      "autres": {"poids": D("0.3"), "taux": D("0.01")}},
        avenant_annuel=(1_000, 0, 0, 0, -500),
        equation_ou_plafond=(1_050_000,),
    )  # fmt: skip
    found = trajectoires(D("1040000.00"), donnees(), plan, droit)
    paths = {t.modalite: [year.dotation for year in t.annees] for t in found}
    assert found[0].annees[0].annee == 2026
    # 1 040 000 × 1.01 = 1 050 400; × 1.01 = 1 060 904; … × 1.01 rounded each year
    assert paths["taux_drl"][:3] == [D("1050400.00"), D("1060904.00"), D("1071513.04")]
    # 0.7 × 2 % + 0.3 × 1 % = 1.7 %: 1 040 000 × 1.017 = 1 057 680
    assert paths["formule_fixe"][0] == D("1057680.00")
    assert paths["avenant_annuel"][-1] == D("1040500.00")
    assert paths["equation_ou_plafond"] == [D("1050000.00")] * 5


def test_a_plan_too_short_is_to_be_completed(donnees, droit):
    found = trajectoires(D("1040000.00"), donnees(), Plan(avenant_annuel=(1_000, 2_000)), droit)
    path = {t.modalite: t for t in found}["avenant_annuel"].annees
    assert isinstance(path, ACompleter)
    assert plain(path.quoi) == "2 valeurs pour 5 années de contrat."


def test_surcouts_of_an_investment():
    project = InvestissementPlan("Toiture", 100_000, 10, 2027, subvention=20_000, emprunt=80_000,
                             taux=D("0.03"))  # fmt: skip
    costs = surcouts(Plan(investissements=(project,)))
    # 100 000 ÷ 10 + 80 000 × 3 % − 20 000 ÷ 10 = 10 000 + 2 400 − 2 000 = 10 400
    assert surcout_annuel(costs, 2027) == D("10400.00")
    assert surcout_annuel(costs, 2026) == D("0")
