"""What a contract does not have: each document says it, and no rubric is empty."""

from datetime import date

import pytest
from calcul.contrat.fabrique import ACTION, lignes
from rapports.contractuel.contrats import complet, petit
from rapports.contractuel.test_documents import (
    PARTIES,
    avec_mesures,
    blocs,
    des,
    plats,
    tableau,
)

from cpomlib.calcul.contrat import chiffrer
from cpomlib.rapports.contractuel import calendriers, suivis
from cpomlib.rendu.blocs import Figure, Groupe, Paragraphe, Tableau, Titre

NUS = {name: () for name in ("contrat_parties", "objectifs", "cibles", "actions", "moyens")}
CAS = {
    "rien": petit(NUS, date_effet=None, duree_mois=None),
    "signé sans objectif": petit(NUS, statut="signe"),
    "résilié": petit(statut="resilie", date_resiliation=date(2026, 6, 30)),
    "à venir": petit(statut="signe", date_effet=date(2028, 1, 1)),
}
ACTIONS = lignes("actions", *(ACTION | {"id_action": f"1.1-{rank}"} for rank in range(45)))


@pytest.mark.parametrize("cas", sorted(CAS))
@pytest.mark.parametrize("nom", sorted(PARTIES))
def test_no_table_is_empty(cas, nom):
    shown = blocs(nom, avec_mesures(CAS[cas]))
    assert [one.titre for one in des(Tableau, shown) if not one.lignes] == []


def test_nothing_is_judged_before_a_contract_takes_effect():
    ahead = avec_mesures(CAS["à venir"])
    assert suivis.en_nombres(ahead, 2026) == (
        "Le contrat prend effet le 01/01/2028\u00a0: rien n’est à juger avant."
    )
    assert suivis.de_l_annee(ahead, 2026) == []


def test_a_signed_contract_has_no_way_made_up_for_it():
    signed = blocs("note_de_cadrage", CAS["résilié"])
    heads = [one.texte for one in des(Titre, signed)]
    assert "Ce que le contrat couvre" in heads
    assert "Ce que la base ne tient pas" in heads
    assert not des(Figure, signed)
    said = [one.texte for one in des(Paragraphe, signed) if one.role == "manque"]
    assert said == ["Elle n’est pas dans la base."]


def test_objectives_that_nobody_wrote_are_to_be_completed():
    shown = blocs("contrat", CAS["rien"])
    assert ("Objectifs, indicateurs et cibles", "les parties", "II.\u00a0Objectifs du contrat") in (
        tableau(shown, "Ce qui reste").lignes
    )


def test_many_actions_are_drawn_a_page_at_a_time_in_the_order_of_their_numbers():
    many = petit({"actions": ACTIONS})
    drawn = plats(Groupe(calendriers.figure_actions(many)))
    assert [len(one.tableau.lignes) for one in drawn] == [20, 20, 5]
    assert drawn[0].tableau.lignes[0][0].startswith("1.1-0 "), "another hyphen changes the font"
    assert drawn[1].titre == "Calendrier des actions, 2 sur 3"
    numbers = [one.ligne["id_action"] for one in chiffrer(many.contrat)]
    assert numbers[:3] == ["1.1-0", "1.1-1", "1.1-2"]


def test_a_drawing_says_which_values_nobody_agreed_on():
    # targets of 2026 and 2029, from 2024: 2025, 2027 and 2028 are interpolated
    drawn = des(Figure, suivis.dessins(avec_mesures(complet())))
    note = next(one.note for one in drawn if "Places" in one.titre)
    assert note == "Repères interpolés, non contractuels\u00a0: 2025, 2027, 2028."


def test_a_column_of_which_no_line_says_anything_is_not_there():
    heads = [one.titre for one in tableau(blocs("bilan", avec_mesures(complet())),
                                          "Chemin fait").colonnes]  # fmt: skip
    assert "À périmètre constant" not in heads
