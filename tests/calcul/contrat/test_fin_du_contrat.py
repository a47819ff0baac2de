"""What a contract still owes once it is over."""

from datetime import date

from calcul.contrat.fabrique import JOUR, PORT, cibles, contrat, dates, lignes

from cpomlib.calcul.contrat import (
    CadreDelais,
    Delais,
    annees_du_contrat,
    echeances,
    etat_du_contrat,
    vivant,
)

CADRE = CadreDelais(JOUR, Delais(JOUR), {PORT: "autorise"})


def test_a_contract_ended_early_owes_no_more_than_its_accounts():
    # five years from 1 January 2025, ended on 31 December 2025: mid-term would be 1 July 2027
    plans = {"actions": lignes("actions", {"id_action": "A", "date_fin": date(2026, 3, 1)}),
             "releves": lignes("releves", {"date": date(2025, 11, 20), "numero": 1,
                                           "echeance": date(2026, 2, 1)})}  # fmt: skip
    ended = contrat(plans, statut="resilie", date_resiliation=date(2025, 12, 31))
    states = {(one.nature, one.le.year): one.statut(JOUR) for one in echeances(ended, CADRE)}
    assert states["comite_mi_parcours", 2027] == states["prorogation_demande", 2028] == "sans_objet"
    assert states["action", 2026] == states["releve", 2026] == "sans_objet"
    # accounts of 2025 by 30 April 2026, the full report by the end
    assert states["compte_administratif", 2026] == states["rapport_execution", 2025] == "en_retard"
    alive = {one.nature for one in echeances(contrat(plans), CADRE) if not one.sans_objet}
    assert {"comite_mi_parcours", "action", "releve"} <= alive


def test_a_contract_that_is_over_never_reaches_its_longest_duration():
    """Five years that could be six: ended, or over at their term, nobody did that line."""
    ended = contrat(statut="resilie", date_resiliation=date(2025, 12, 31))
    for held in (ended, contrat(duree_mois=12)):
        assert dates(held, "duree_maximale") == [("0", date(2030, 12, 31), "sans_objet")]
    assert dates(contrat(), "duree_maximale") == [("0", date(2030, 12, 31), "a_venir")]


def test_silence_renews_no_cpom():
    """One year from 1 January 2025, « reconduit tacitement »: over all the same."""
    for cadre, state in (("l313_11_2", "echu"), ("l313_11", "echu"),
                         ("objectifs_moyens", "en_vigueur")):  # fmt: skip
        held = contrat(cadre=cadre, duree_mois=12, reconduction_tacite=True)
        assert etat_du_contrat(held, JOUR) == state
        assert vivant(held, 2026, JOUR) == (state == "en_vigueur")


def test_the_seat_asks_in_the_exercices_that_an_act_names():
    asked = {"nature": "frais_siege", "exercice": 2026}
    held = contrat({"actes": lignes("actes", asked)})
    assert [one[:2] for one in dates(held, "frais_siege")] == [("2026", date(2025, 10, 31))]
    assert [one[:2] for one in dates(held, "reponse_siege")] == [("2026", date(2025, 12, 31))]
    # an act of no exercice says that there is a seat: it asks each year
    every = contrat({"actes": lignes("actes", {"nature": "frais_siege"})}, duree_mois=24)
    assert [one[0] for one in dates(every, "frais_siege")] == ["2025", "2026"]


def test_no_target_is_judged_after_the_year_a_contract_was_ended_in():
    aims = {"cibles": cibles({2027: 0.3, 2029: 0.4})}
    ended = contrat(aims, statut="resilie", date_resiliation=date(2026, 6, 30))
    assert [*annees_du_contrat(ended, JOUR)] == [2025, 2026]
    assert [*annees_du_contrat(contrat(aims), JOUR)] == [2025, 2026, 2027, 2028, 2029]


def test_an_extension_agreed_ahead_is_not_to_be_asked_for_any_more():
    """An amendment deposited in 2026 extends it from 1 January 2028."""
    more = {"avenants": lignes("avenants", {"numero": 1, "nature": "avenant", "duree_mois": 12,
            "objet": "prorogation", "date_effet": date(2028, 1, 1)})}  # fmt: skip
    assert dates(contrat(more), "prorogation_demande") == [("0", date(2028, 12, 31), "sans_objet")]
    assert dates(contrat(), "prorogation_demande") == [("0", date(2028, 12, 31), "a_venir")]
