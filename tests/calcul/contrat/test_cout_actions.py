"""What an action costs, who pays, what is missing: amounts added up by hand, in centimes."""

from datetime import date

from calcul.contrat.fabrique import ACTION, GARE, JOUR, PORT, connus, contrat, lignes

from cpomlib.calcul.contrat import Convenu, base_budgetaire, chiffrer, ensemble, trajectoire

DEUX_ANS = ACTION | {
    "cout_lancement": 500_00, "cout_annuel": 1_000_00,
    "date_debut": date(2025, 9, 1), "date_fin": date(2026, 3, 1),
}  # fmt: skip


def chiffree(*financements, **cells):
    rows = lignes("financements_actions", *({"id_action": "A", **row} for row in financements))
    held = {"actions": lignes("actions", DEUX_ANS | cells), "financements_actions": rows}
    (one,) = chiffrer(contrat(held))
    return one


def paye(annee, montant, etat="accorde", financeur="caf"):
    return {"annee": annee, "montant": montant, "etat": etat, "financeur": financeur}


def test_each_year_begun_costs_a_year_and_the_first_one_the_launch_too():
    one = chiffree()
    # 2025: 500 + 1 000 ; 2026: 1 000
    assert [(year.annee, year.cout) for year in one.annees] == [(2025, 1_500_00), (2026, 1_000_00)]
    assert one.total.cout == 2_500_00
    assert one.total.manque == 2_500_00


def test_what_is_only_asked_is_missing_and_what_is_refused_counts_for_nothing():
    one = chiffree(
        paye(2025, 1_000_00, "verse"), paye(2026, 400_00), paye(2026, 300_00, "demande", "commune"),
        paye(2026, 900_00, "refuse", "region"),
    )  # fmt: skip
    # 2 500 − (1 000 + 400) = 1 100, of which 300 are asked
    assert (one.total.obtenu, one.total.demande, one.total.manque) == (1_400_00, 300_00, 1_100_00)
    assert [(year.obtenu, year.manque) for year in one.annees] == [
        (1_000_00, 500_00), (400_00, 600_00),
    ]  # fmt: skip


def test_a_surplus_of_a_year_pays_for_another_but_never_for_another_action():
    rich, poor = chiffree(paye(2025, 3_000_00)), chiffree()
    assert [year.manque for year in rich.annees] == [0, 1_000_00]
    assert rich.total.manque == 0
    both = ensemble([rich, poor])
    # costs 2 500 + 2 500, obtained 3 000, missing 0 + 2 500
    assert (both.cout, both.obtenu, both.manque) == (5_000_00, 3_000_00, 2_500_00)


def test_a_cost_nobody_gave_is_unknown_and_so_is_what_is_missing():
    one = chiffree(paye(2025, 100_00), cout_lancement=None, cout_annuel=None)
    assert (one.total.cout, one.total.obtenu, one.total.manque) == (None, 100_00, None)
    assert ensemble([one]).cout is None


def test_money_of_a_year_the_action_does_not_run_is_shown_there():
    one = chiffree(paye(2027, 200_00))
    assert [(year.annee, year.cout, year.obtenu) for year in one.annees][-1] == (2027, 0, 200_00)
    assert one.total.manque == 2_300_00


def test_an_action_without_dates_costs_at_least_its_launch():
    one = chiffree(date_debut=None)
    assert one.annees == ()
    assert one.total.cout == 500_00


def moyens(*rows, **others):
    held = {"moyens": lignes("moyens", *rows)} | others
    return Convenu(contrat(held), JOUR, connus())


def test_the_base_is_that_of_the_first_year_and_adds_up():
    first = {"id_etablissement": PORT, "annee": 2025, "regime": "dgf", "base_budgetaire": 900_00,
             "groupe_1": 200_00, "groupe_2": 600_00, "groupe_3": 100_00}  # fmt: skip
    other = first | {"id_etablissement": GARE, "base_budgetaire": 100_00, "groupe_2": None}
    later = first | {"annee": 2026, "base_budgetaire": 950_00}
    known = base_budgetaire(moyens(first, other, later))
    assert (known.annee, len(known.lignes)) == (2025, 2)
    # 900 + 100 ; 200 + 200 ; unknown ; 100 + 100
    assert list(known.totaux.values()) == [1_000_00, 400_00, None, 200_00]


def test_what_is_planned_is_added_up_year_after_year():
    row = {"id_etablissement": PORT, "regime": "dgf"}
    planned = trajectoire(moyens(
        row | {"annee": 2025, "montant_prevu": 10_00},
        row | {"annee": 2026, "montant_prevu": 11_00},
        row | {"annee": 2026, "montant_prevu": 5_00, "id_etablissement": GARE},
    ))  # fmt: skip
    assert planned[""] == {2025: 10_00, 2026: 16_00}
    assert planned[GARE] == {2026: 5_00}


def test_a_contract_without_means_has_no_base():
    assert base_budgetaire(moyens()).annee is None


def test_who_has_no_means_is_in_the_base_and_its_sum_is_unknown():
    known = base_budgetaire(moyens({"id_etablissement": PORT, "annee": 2025, "regime": "dgf",
                                    "base_budgetaire": 900_00}))  # fmt: skip
    assert [row["id_etablissement"] for row in known.lignes] == [PORT, GARE]
    assert known.totaux["base_budgetaire"] is None


def test_nothing_is_planned_after_an_establishment_left():
    held = lignes("contrat_etablissements",
                  {"id_etablissement": PORT, "date_entree": date(2025, 1, 1)},
                  {"id_etablissement": GARE, "date_entree": date(2025, 1, 1),
                   "date_sortie": date(2025, 12, 31)})  # fmt: skip
    rows = [{"id_etablissement": house, "annee": year, "regime": "dgf", "montant_prevu": 10_00}
            for house in (PORT, GARE) for year in (2025, 2026)]  # fmt: skip
    one = moyens(*rows, contrat_etablissements=held)
    assert [row["id_etablissement"] for row in one.moyens(2026)] == [PORT]
    planned = trajectoire(one)
    # two in 2025, one in 2026
    assert planned[""] == {2025: 20_00, 2026: 10_00}
