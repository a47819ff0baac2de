"""Who of a région has a contract at the end of a year."""

from datetime import date

from cpomlib.calcul.contrat import Contrat
from cpomlib.calcul.regional import contractualisation

FIN = date(2025, 12, 31)


def contrat(code, owner, effet, *, statut="signe", mois=60, resilie=None):
    line = {
        "id_contrat": code, "cadre": "l313_11_2", "id_gestionnaire": owner, "statut": statut,
        "date_effet": effet,
        "duree_mois": mois, "date_resiliation": resilie, "reconduction_tacite": False,
    }  # fmt: skip
    return Contrat(line)


def test_contracts_are_counted_by_their_state_on_the_day():
    known = {
        one.id: one
        for one in (
            contrat("C-1", "A", date(2023, 1, 1)),
            contrat("C-2", "A", date(2024, 1, 1)),  # a second one of the same gestionnaire
            contrat("C-3", "B", date(2020, 1, 1)),  # five years: over on 31 December 2024
            contrat("C-4", "C", date(2026, 1, 1)),  # begins the day after
            contrat("C-5", "D", None, statut="preparation"),
            contrat("C-6", "E", date(2022, 6, 1), resilie=date(2025, 3, 1)),
            contrat("C-7", "F", date(2024, 7, 1)),  # not one that must have a contract
        )
    }
    found = contractualisation(known, {"A", "B", "C", "D", "E"}, FIN)
    assert (found.en_vigueur, found.couverts, found.prepares) == (3, 1, 1)
    assert found.effet == date(2024, 7, 1)


def test_a_region_without_contract_says_so():
    found = contractualisation({}, {"A"}, FIN)
    assert (found.en_vigueur, found.couverts, found.prepares, found.effet) == (0, 0, 0, None)
