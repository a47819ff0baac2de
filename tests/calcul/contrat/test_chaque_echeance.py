"""Each kind of deadline once, its day worked out by hand."""

from datetime import date

import pytest
from calcul.contrat.fabrique import JOUR, PORT, contrat, lignes

from cpomlib.calcul.contrat import CadreDelais, Delais, echeances
from cpomlib.calcul.contrat.delais import NATURES
from cpomlib.calcul.contrat.prorogation import AVANT_TERME, REPONSE
from cpomlib.droit import valeur

LOI = Delais(JOUR)
BREF = {"duree_mois": 12}
"""From 1 January to 31 December 2025."""
PLURI = {"cadre": "pluripartite", "duree_mois": 48, "reconduction_tacite": True,
         "agrement_debut": date(2025, 1, 1), "agrement_fin": date(2028, 12, 31)}  # fmt: skip


def actes(*rows):
    return {"actes": lignes("actes", *rows)}


def recu(nature, day, **cells):
    return {"nature": nature, "exercice": 2025, "recu_le": day} | cells


DRL = {"nature": "drl", "exercice": 2025, "fait_le": date(2025, 4, 8)}
COURRIER = recu("courrier_modification", date(2025, 5, 20), numero=1)
DEMANDE = {
    "contrat_parties": lignes(
        "contrat_parties",
        {"partie": "prefet", "nature": "prefet_region", "role": "autorite_tarification"},
        {"partie": "asso", "nature": "gestionnaire", "role": "signataire"},
    ),
    "signatures": lignes("signatures", {"acte": "P", "partie": "prefet", "preuve": "recommandé",
                                        "recu_le": date(2024, 12, 31)}),
}  # fmt: skip
JOURS = {
    # the law (ELAN, article 125, as it was put off)
    "conclusion_cpom": (contrat(**BREF), "0", date(2024, 12, 31)),
    # 1 January 2025 and twelve months, less a day
    "terme": (contrat(**BREF), "0", date(2025, 12, 31)),
    # 1 January 2025 and six years, less a day
    "duree_maximale": (contrat(**BREF), "0", date(2030, 12, 31)),
    # twelve months before 31 December 2029
    "prorogation_demande": (contrat(), "0", date(2028, 12, 31)),
    # received on 31 December 2024: two months clip to the end of February
    "prorogation_reponse": (contrat(DEMANDE, **BREF), "0", date(2025, 2, 28)),
    # eighteen months before 31 December 2029: 31 June is the 30th
    "negociation_conseillee": (contrat(), "0", date(2028, 6, 30)),
    "negociation": (contrat(), "0", date(2028, 12, 31)),
    "rapport_execution": (contrat(), "0", date(2029, 12, 31)),
    "budget_previsionnel": (contrat(**BREF), "2025", date(2024, 10, 31)),
    "compte_administratif": (contrat(**BREF), "2025", date(2026, 4, 30)),
    "bilan_etape": (contrat(**BREF), "2025", date(2026, 4, 30)),
    "enquete_couts": (contrat(**BREF), "2025", date(2026, 10, 31)),
    "frais_siege": (contrat(actes({"nature": "frais_siege"}), **BREF), "2025", date(2024, 10, 31)),
    "reponse_siege": (
        contrat(actes({"nature": "frais_siege"}), **BREF), "2025", date(2024, 12, 31),
    ),
    # 8 April and 60 days: 22 left in April, 31 in May, 7 in June; twelve days before, 26 May
    "courrier_modification": (contrat(actes(DRL), **BREF), "2025", date(2025, 5, 26)),
    "notification": (contrat(actes(DRL), **BREF), "2025", date(2025, 6, 7)),
    # 20 May and eight days
    "reponse_contradictoire": (contrat(actes(DRL, COURRIER), **BREF), "2025-1", date(2025, 5, 28)),
    # 5 June and thirty days, of a public body
    "budget_executoire": (
        contrat(actes(recu("notification", date(2025, 6, 5))), **BREF), "2025", date(2025, 7, 5),
    ),
    # 1 July and 60 days: 30 left in July, 30 of August; 15 more: 14 September
    "decision_modificative": (
        contrat(actes(recu("decision_modificative", date(2025, 7, 1))), **BREF),
        "2025", date(2025, 8, 30),
    ),
    "tarif_modifie": (
        contrat(actes(recu("decision_modificative", date(2025, 7, 1))), **BREF),
        "2025", date(2025, 9, 14),
    ),
    "ppi": (contrat(actes(recu("ppi", date(2025, 7, 1))), **BREF), "2025", date(2025, 8, 30)),
    "avenant_subvention": (contrat(**BREF), "2025", date(2025, 12, 31)),
    # the first of every six months
    "comite_suivi": (contrat(periodicite_comite_mois=6, **BREF), "1", date(2025, 7, 1)),
    # thirty months out of sixty
    "comite_mi_parcours": (contrat(), "0", date(2027, 7, 1)),
    "compte_rendu_annuel": (contrat(**BREF), "2025", date(2025, 12, 31)),
    # five years after the last one
    "evaluation_has": (
        contrat(actes({"nature": "evaluation_has", "id_etablissement": PORT,
                       "fait_le": date(2023, 9, 30)})), PORT, date(2028, 9, 30),
    ),
    # fifteen years
    "autorisation": (
        contrat(actes({"nature": "autorisation", "fait_le": date(2017, 1, 3)})), "contrat",
        date(2032, 1, 3),
    ),
    "agrement": (contrat(**PLURI), "0", date(2028, 12, 31)),
    # fourteen months before 31 December 2028
    "renouvellement_agrement": (contrat(**PLURI), "0", date(2027, 10, 31)),
    # twelve months before the end
    "evaluation_convention": (contrat(**PLURI), "0", date(2027, 12, 31)),
    "reconduction": (contrat(**PLURI), "2026", date(2026, 1, 1)),
    # due for each year renewed, by its first day
    "documents_financiers": (contrat(**PLURI), "2026", date(2026, 1, 1)),
    # forty-eight months from 1 January 2025, less a day; half of them
    "terme_convenu": (contrat(**PLURI), "0", date(2028, 12, 31)),
    "mi_parcours_convenu": (contrat(**PLURI), "0", date(2027, 1, 1)),
    # the second of every six months
    "comite_convenu": (contrat(periodicite_comite_mois=6, **PLURI), "2", date(2026, 1, 1)),
    "releve": (
        contrat({"releves": lignes("releves", {"date": date(2025, 6, 1), "numero": 2,
                                               "echeance": date(2025, 9, 1)})}),
        "2025-06-01-2", date(2025, 9, 1),
    ),
    "action": (
        contrat({"actions": lignes("actions", {"id_action": "A", "etat": "en_cours",
                                               "date_fin": date(2026, 3, 1)})}),
        "A", date(2026, 3, 1),
    ),
}  # fmt: skip
"""Kind → a contract that has one, which one, its day."""


def trouvees(held, jour=JOUR):
    return echeances(held, CadreDelais(jour, LOI, {PORT: "subventionne"}, public=True))


def test_every_kind_is_worked_out():
    assert set(JOURS) == set(NATURES)


@pytest.mark.parametrize("nature", JOURS)
def test_a_kind_falls_on_the_day_worked_out_by_hand(nature):
    held, cle, day = JOURS[nature]
    found = {one.cle: one.le for one in trouvees(held) if one.nature == nature}
    assert found[cle] == day


def test_what_the_engine_counts_in_months_is_what_the_law_says():
    assert valeur("echeances/accord_tacite_prorogation", JOUR) == REPONSE
    assert valeur("echeances/negociation_avant_terme", JOUR) == AVANT_TERME


def statuts(etat, **cells):
    row = recu("decision_modificative", date(2025, 7, 1), etat=etat) | cells
    return {one.nature: one.statut(date(2025, 9, 1))
            for one in trouvees(contrat(actes(row), **BREF), date(2025, 9, 1))
            if one.nature in {"decision_modificative", "tarif_modifie"}}  # fmt: skip


def test_a_request_still_studied_is_not_answered():
    """Any word in its state counted for an answer, given the day it was received."""
    for word in (None, "en cours d’instruction", "déposé"):
        assert statuts(word) == {"decision_modificative": "en_retard", "tarif_modifie": "proche"}
    assert statuts("Approuvée") == {"decision_modificative": "faite", "tarif_modifie": "proche"}
    assert statuts("refusée") == {
        "decision_modificative": "faite", "tarif_modifie": "sans_objet",
    }  # fmt: skip
    # silence agrees where the receipt is proved: 30 August is past
    assert statuts("déposé", preuve="recommandé")["decision_modificative"] == "faite"
