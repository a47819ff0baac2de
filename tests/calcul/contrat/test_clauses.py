"""Every clause has one contract that has it, and one that does not; what is unknown is marked."""

from dataclasses import replace
from datetime import date

import pytest
from calcul.contrat.fabrique import (
    GARE,
    JOUR,
    PARTIES,
    PORT,
    RUE,
    connus,
    etablissement,
    ligne,
    lignes,
    sain,
)

from cpomlib.calcul.contrat import CLAUSES, Convenu, clauses
from cpomlib.calcul.contrat.clauses import rubriques
from cpomlib.calcul.contrat.conditions_clauses import CONDITIONS
from cpomlib.calcul.contrat.valeurs_clauses import VALEURS

PLACE = "contrat_etablissements"
DEBUT = date(2025, 1, 1)


def convenu(tables=None, others=(), statut="association", parties=PARTIES, **cells):
    held = {"contrat_parties": lignes("contrat_parties", *parties)} | (tables or {})
    return Convenu(sain(held, **cells), JOUR, connus(*others), "L’Étape", statut)


def perimetre(*rows, **cells):
    return {PLACE: lignes(PLACE, *({"date_entree": DEBUT} | row for row in rows))} | cells


def acte(nature, **cells):
    return {"actes": lignes("actes", {"nature": nature} | cells)}


def moyens(**cells):
    row = {"id_etablissement": PORT, "annee": 2025, "regime": "dgf"} | cells
    return {"moyens": lignes("moyens", row)}


def avenant(objet, **cells):
    row = {"numero": 1, "nature": "avenant", "objet": objet} | cells
    return {"avenants": lignes("avenants", row)}


PREFET = {"partie": "prefet-44", "nature": "prefet_departement", "organisme": "Préfecture du 44",
          "role": "signataire"}  # fmt: skip
SUBVENTION = etablissement(RUE, regime="subventionne", categorie="219", nom="Accueil de jour")
AVEC = {
    "visa_precedent": convenu(contrat_precedent="C-0"),
    "perimetre_departements": convenu(
        perimetre({"id_etablissement": PORT}, {"id_etablissement": RUE}),
        [etablissement(RUE, departement="49")],
    ),
    "perimetre_incomplet": convenu(perimetre({"id_etablissement": PORT})),
    "perimetre_subventions": convenu(perimetre({"id_etablissement": RUE}), [SUBVENTION]),
    "perimetre_autorite": convenu(
        perimetre({"id_etablissement": RUE}), [etablissement(RUE, autorite="ars")]
    ),
    "perimetre_entrees": convenu(
        perimetre({"id_etablissement": PORT},
                  {"id_etablissement": GARE, "date_entree": date(2026, 1, 1), "avenant": 2})
    ),
    "perimetre_sorties": convenu(
        perimetre({"id_etablissement": PORT, "date_sortie": date(2026, 12, 31)})
    ),
    "objectifs_conventions": convenu({
        "conventions_contrat": lignes(
            "conventions_contrat",
            {"cle": "seuil_presence_longue_mois", "date_effet": DEBUT, "valeur": 24},
        )
    }),
    "base": convenu(moyens(base_budgetaire=100)),
    "evolution_taux": convenu(moyens(modalite="taux_drl")),
    "evolution_formule": convenu(moyens(modalite="formule_fixe", taux=0.012)),
    "evolution_avenant": convenu(moyens(modalite="avenant_annuel")),
    "evolution_equation": convenu(moyens(modalite="equation_ou_plafond")),
    "sans_contradictoire": convenu(moyens(modalite="taux_drl")),
    "dotation_commune": convenu(
        perimetre({"id_etablissement": PORT, "groupe_dgc": "A"},
                  {"id_etablissement": GARE, "groupe_dgc": "A"})
    ),
    "documents_convenus": convenu(
        acte("budget_previsionnel", exercice=2026, attendu_le=date(2025, 11, 15))
    ),
    "documents_publics": convenu(statut="public"),
    "modulation": convenu(modulation=True),
    "affectation_libre": convenu(libre_affectation=True),
    "affectation_autorite": convenu(libre_affectation=False),
    "affectations_croisees": convenu(
        perimetre({"id_etablissement": PORT, "groupe_affectation": "B"},
                  {"id_etablissement": GARE, "groupe_affectation": "B"})
    ),
    "subventions": convenu(perimetre({"id_etablissement": RUE}), [SUBVENTION]),
    "investissement": convenu(acte("ppi")),
    "siege": convenu(acte("frais_siege")),
    "retour_equilibre": convenu(plan_retour_equilibre=True),
    "cosignataires": convenu(parties=[*PARTIES, PREFET]),
    "prorogation_acquise": convenu(avenant("prorogation", duree_mois=12, date_effet=DEBUT)),
    "transposition": convenu(avenant("transposition"), contrat_precedent="C-0"),
    "visa_code_libre": convenu(cadre="l313_11"),
    "cadre_libre": convenu(cadre="l313_11"),
    "duree_libre": convenu(cadre="l313_11"),
}  # fmt: skip
"""Clause → a contract that has it; the plain one has none of them."""
SANS = {
    "visa_code": AVEC["visa_code_libre"], "visa_arrete": AVEC["visa_code_libre"],
    "visa_programmation": AVEC["visa_code_libre"],
    "perimetre_chrs": AVEC["perimetre_incomplet"],
    "revision_unilaterale": AVEC["visa_code_libre"],
    "prorogation_regle": AVEC["visa_code_libre"],
    "habilitation": AVEC["perimetre_subventions"],
    "base_inconnue": AVEC["base"], "evolution_inconnue": AVEC["evolution_taux"],
    "affectation_inconnue": AVEC["affectation_libre"],
}  # fmt: skip
"""Clause that the plain contract has → one that has it not."""


def codes(one):
    return {clause.code for clause in clauses(one)}


def texte(one, code):
    return next(clause.texte for clause in clauses(one) if clause.code == code)


@pytest.mark.parametrize("code", sorted(AVEC))
def test_a_clause_follows_what_the_parties_chose(code):
    assert code in codes(AVEC[code])
    assert code not in codes(convenu())


@pytest.mark.parametrize("code", sorted(SANS))
def test_a_clause_that_does_not_apply_is_not_there(code):
    assert code in codes(convenu())
    assert code not in codes(SANS[code])


def test_every_clause_is_tried_or_always_there():
    declared = CLAUSES.lire().clauses
    always = {code for code, one in declared.items() if one.condition == "toujours"}
    assert set(declared) == set(AVEC) | set(SANS) | always
    assert all(one.article for one in declared.values())


def test_every_condition_serves():
    used = {one.condition for one in CLAUSES.lire().clauses.values()}
    assert set(CONDITIONS) == used


def test_every_value_serves():
    said = " ".join(one.phrase for one in CLAUSES.lire().clauses.values())
    assert [name for name in VALEURS if f"{{{name}}}" not in said] == []


def test_clauses_come_in_the_order_of_the_model_contract():
    order = list(rubriques())
    ranks = [order.index(one.rubrique) for one in clauses(convenu())]
    assert ranks == sorted(ranks)


def test_what_is_known_is_said():
    one = AVEC["evolution_formule"]
    assert texte(one, "evolution_formule") == (
        "Évolue selon une formule fixe la dotation de : CHRS 440000001 (1,20\u00a0% par an)."
    )
    assert texte(convenu(), "duree") == (
        "Le contrat prend effet le 1er janvier 2025 pour une durée de 5\u00a0ans. "
        "Il est établi en 2\u00a0exemplaires."
    )
    # 1 January 2025 and five years: the last day is 31 December 2029, twelve months before is 2028
    assert "au plus tard le 31 décembre 2028" in texte(convenu(), "prorogation_regle")
    assert "prorogé de 1\u00a0an : son échéance est le 31 décembre 2030" in texte(
        AVEC["prorogation_acquise"], "prorogation_acquise"
    )


def test_the_yearly_procedure_is_set_aside_where_the_tariff_is_wholly_fixed():
    def said(*ways):
        rows = [{"id_etablissement": house, "annee": 2025, "regime": "dgf", "modalite": way}
                for house, way in zip((PORT, GARE), ways, strict=True)]  # fmt: skip
        return convenu({"moyens": lignes("moyens", *rows)})

    # « not for all » would leave some to it
    end = ", la fixation annuelle du tarif n’est pas soumise à la procédure contradictoire."
    both = said("taux_drl", "formule_fixe")
    assert texte(both, "sans_contradictoire") == f"Pour tous les établissements tarifés{end}"
    one = said("equation_ou_plafond", "avenant_annuel")
    assert texte(one, "sans_contradictoire") == f"Pour CHRS 440000001{end}"
    assert "sans_contradictoire" not in codes(said("avenant_annuel", "avenant_annuel"))


def test_a_convention_is_written_in_its_unit_as_everywhere():
    held = (("seuil_presence_longue_mois", 24), ("tolerance_cible", 0.05))
    rows = ({"cle": key, "date_effet": date(2025, 1, 1), "valeur": value} for key, value in held)
    agreed = convenu({"conventions_contrat": lignes("conventions_contrat", *rows)})
    said = texte(agreed, "objectifs_conventions")
    assert "durée de présence anormalement longue, 24\u00a0mois" in said
    assert said.endswith("5,0\u00a0%.")


def test_a_declared_house_that_a_subsidy_pays_is_a_subsidised_activity():
    own = perimetre({"id_etablissement": PORT}, {"id_etablissement": GARE},
                    {"id_etablissement": RUE})  # fmt: skip
    paid = {"moyens": lignes("moyens", {"id_etablissement": RUE, "annee": 2025,
                                        "regime": "subvention"})}  # fmt: skip
    house = etablissement(RUE, regime="declare", categorie="258", nom="Pension de famille")
    assert "activités subventionnées : Pension de famille." in texte(
        convenu(own | paid, [house]), "perimetre_subventions"
    )
    assert "subventions" not in codes(convenu(own, [house]))


def test_a_chrs_that_is_left_out_is_named_and_not_said_to_be_in():
    said = texte(AVEC["perimetre_incomplet"], "perimetre_incomplet")
    assert "n’y est pas encore : CHRS 440000002 [à compléter\u00a0: inscription" in said


def test_cross_affectations_name_their_budget():
    said = texte(AVEC["affectations_croisees"], "affectations_croisees")
    assert said.endswith("entre : CHRS 440000001 et CHRS 440000002 (groupe B, programme 177).")


def test_two_prefectures_of_the_same_name_are_told_apart():
    twice = [PREFET | {"partie": f"p-{code}", "territoire": code, "organisme": "Préfecture"}
             for code in ("44", "49")]  # fmt: skip
    region = PARTIES[0] | {"organisme": "Préfecture de région"}
    said = texte(convenu(parties=[region, PARTIES[1], *twice]), "cosignataires")
    assert "(Préfecture – Loire-Atlantique et Préfecture – Maine-et-Loire)" in said


def test_a_contract_of_l_313_11_owes_nothing_to_the_decree_of_2019_but_by_agreement():
    held = codes(AVEC["cadre_libre"])
    assert not held & {"visa_arrete", "habilitation", "revision_unilaterale", "prorogation_regle"}
    assert "ne dépasse pas cinq ans" in texte(AVEC["duree_libre"], "duree_libre")


def test_a_day_agreed_for_a_document_is_said():
    assert texte(AVEC["documents_convenus"], "documents_convenus") == (
        "Les parties conviennent d’autres dates pour : budget prévisionnel 2026, "
        "le 15 novembre 2025."
    )


def test_how_often_the_committee_meets():
    def said(months):
        return texte(convenu(periodicite_comite_mois=months), "comite")

    assert "Il se tient tous les ans, et" in said(12)
    assert "Il se tient tous les 6\u00a0mois, et" in said(6)
    assert "Il se tient tous les 2\u00a0ans, et" in said(24)


def test_what_is_unknown_is_marked_with_what_it_is_and_who_knows():
    (one,) = [each for each in clauses(convenu(date_effet=None)) if each.code == "duree"]
    assert "prend effet le [à compléter\u00a0: date d’effet] pour" in one.texte
    assert [(each.quoi, each.qui) for each in one.manques] == [("date d’effet", "les parties")]


def test_a_text_of_the_parties_replaces_the_clauses_of_its_heading():
    own = {"textes_contrat": lignes("textes_contrat", {"clause": "suivi", "texte": "Comme dit."})}
    told = [one for one in clauses(convenu(own)) if one.rubrique == "suivi"]
    assert [(one.texte, one.article, one.manques) for one in told] == [("Comme dit.", "", ())]


def test_a_plan_of_each_departement_has_its_own_day():
    both = AVEC["perimetre_departements"]
    acts = lignes("actes", {"nature": "pdalhpd", "id_etablissement": RUE,
                            "fait_le": date(2024, 5, 3)})  # fmt: skip
    two = replace(both.contrat, tables={**both.contrat.tables, "actes": acts})
    assert (
        "Loire-Atlantique, arrêté le [à compléter\u00a0: date de l’arrêté du plan départemental]"
        "\u00a0; Maine-et-Loire, arrêté le 3 mai 2024" in texte(
            replace(both, contrat=two), "visa_pdalhpd")
    )  # fmt: skip


def test_the_interregional_court_is_not_named_any_more():
    (one,) = [each for each in clauses(convenu()) if each.code == "contentieux"]
    assert "tribunal administratif" in one.texte
    assert "interrégional" not in one.texte
    assert "décret n° 2024-1168" in one.a_verifier


def test_a_contract_of_several_funders_has_clauses_of_its_own_only():
    assert codes(convenu(cadre="pluripartite")) == set()
    assert ligne("contrats")["cadre"] is None
