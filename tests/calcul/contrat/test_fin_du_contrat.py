"""What a contract still owes once it is over."""

from datetime import date

from calcul.contrat.fabrique import JOUR, PORT, contrat, lignes

from cpomlib.calcul.contrat import CadreDelais, Delais, echeances

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
