"""Every rule has one contract that trips it alone, and one that does not."""

from dataclasses import replace
from datetime import date

import pytest
from calcul.contrat.conventions import CAS as PLURIPARTITES
from calcul.contrat.fabrique import (
    ACTION,
    DUREE,
    GARE,
    JOUR,
    OBJECTIFS,
    PARTIES,
    PORT,
    RUE,
    cibles,
    connus,
    contrat,
    etablissement,
    lignes,
    sain,
)

from cpomlib.calcul.contrat import CONTROLES, Mesuree, Mesures, Vue, bornes_des_seuils, verifier
from cpomlib.calcul.contrat.controles import GRAVITES, fonctions

PLACE = "contrat_etablissements"
ICI = {"id_etablissement": PORT, "date_entree": date(2025, 1, 1)}
LA = {"id_etablissement": GARE, "date_entree": date(2025, 1, 1)}
RUE_ICI = ICI | {"id_etablissement": RUE}


def vue(*others, **known):
    return Vue(JOUR, connus(*others), **known)


def perimetre(*rows):
    return {PLACE: lignes(PLACE, *rows)}


def actions(**cells):
    return {"actions": lignes("actions", ACTION | cells)}


def objectifs(*rows):
    return {"objectifs": lignes("objectifs", *rows)}


def avec_cible(rows):
    return {"cibles": cibles({2029: 0.3}, "cpom_2_taux")
            + cibles({2029: 0.6}, "cpom_3_taux_dls_active") + DUREE + rows}  # fmt: skip


def suite(values, n=None):
    return Mesures({
        ("C-1", "cpom_1_taux", "", "chrs", year): Mesuree(
            value, None if n is None else value * n, n, effectif=n is not None)
        for year, value in values.items()
    })  # fmt: skip


def prorogation(months):
    return {
        "avenants": lignes(
            "avenants",
            {
                "numero": 1,
                "nature": "avenant",
                "objet": "prorogation",
                "duree_mois": months,
                "date_effet": date(2026, 1, 1),
            },
        )
    }


def plus(*points):
    """Targets that go on to the end of an extended contract."""
    return {"cibles": tuple(row | {"annee": 2031} for row in sain().de("cibles"))}


AUTRE = replace(contrat(id_contrat="C-2"), tables=perimetre(ICI))
CAS = {
    "duree": (sain(plus() | actions(), duree_mois=61), vue()),
    "duree_prorogee": (sain(plus() | prorogation(13)), vue()),
    "perimetre_incomplet": (sain(perimetre(ICI)), vue()),
    "plusieurs_regions": (sain(), vue(etablissement(GARE, region="53", departement="35"))),
    "autre_gestionnaire": (sain(), vue(etablissement(GARE, id_gestionnaire="000000000"))),
    "deux_contrats": (sain(), vue(contrats={"C-2": AUTRE})),
    "autorite_hors_champ": (
        sain({"contrat_parties": lignes("contrat_parties", *PARTIES, {
            "partie": "ars", "nature": "ars", "organisme": "ARS", "role": "signataire"})}),
        vue(etablissement(GARE, autorite="ars", categorie="500")),
    ),
    "axe_sans_objectif": (
        sain(objectifs(OBJECTIFS[0], OBJECTIFS[1] | {"axe": "qualite"})), vue(),
    ),
    "indicateur_obligatoire": (sain({"cibles": avec_cible(())["cibles"]}), vue()),
    "prefet_departement": (
        sain(perimetre(ICI, LA, RUE_ICI)),
        vue(etablissement(RUE, categorie="219", regime="subventionne")),
    ),
    "moyens_hors_contrat": (
        sain(perimetre(ICI, LA | {"date_sortie": date(2025, 12, 31)}) | {"moyens": lignes(
            "moyens", *({"id_etablissement": GARE, "annee": year, "regime": "dgf",
                         "montant_prevu": 1} for year in (2025, 2026)))}),
        vue(),
    ),
    "autre_autorite": (sain(), vue(etablissement(GARE, autorite="ars", categorie="165"))),
    "groupe_melange": (
        sain(perimetre(ICI | {"groupe_dgc": "g"}, LA | {"groupe_dgc": "g"})),
        vue(etablissement(GARE, programme="104")),
    ),
    "affectation_publique": (
        sain(perimetre(ICI | {"groupe_affectation": "g"}, LA | {"groupe_affectation": "g"})),
        vue(public=True),
    ),
    "reconduction_interdite": (sain(reconduction_tacite=True), vue()),
    "cible_manquante": (sain(avec_cible(cibles({2029: None}))), vue()),
    "diagnostic": (sain(diagnostic_valide_le=date(2025, 2, 1)), vue()),
    "cible_sans_reference": (
        sain(avec_cible(cibles({2029: 0.3}, valeur_reference=None))), vue(),
    ),
    "cible_courte": (sain(avec_cible(cibles({2028: 0.3}))), vue()),
    "cible_contresens": (sain(avec_cible(cibles({2029: 0.1}))), vue()),
    "contradictoire": (
        sain({"moyens": lignes("moyens", {"id_etablissement": PORT, "annee": 2026, "regime": "dgf",
                                          "modalite": "avenant_annuel"})}),
        vue(),
    ),
    "libre_affectation": (sain(libre_affectation=True), vue()),
    "deficit_sans_plan": (sain(), vue(resultats={2024: 0.0, 2025: -1000.0})),
    "moyens_incoherents": (
        sain({"moyens": lignes("moyens", {"id_etablissement": PORT, "annee": 2026, "regime": "dgf",
                                          "base_budgetaire": 300, "groupe_1": 100, "groupe_2": 100,
                                          "groupe_3": 99})}),
        vue(),
    ),
    "enveloppe_depassee": (
        sain({"moyens": lignes("moyens", {"id_etablissement": PORT, "annee": 2026, "regime": "dgf",
                                          "montant_prevu": 60_00})}),
        # 60 € here, 50 € in the other contract: 110 € in an envelope of 100 €
        vue(contrats={"C-2": sain({"moyens": lignes("moyens", {
                "id_contrat": "C-2", "id_etablissement": GARE, "annee": 2026, "regime": "dgf",
                "montant_prevu": 50_00})}, id_contrat="C-2", cadre="l313_11")},
            enveloppes={("44", "177", 2026): 100_00}),
    ),
    "action_incomplete": (sain(actions(pilote=None)), vue()),
    "action_hors_contrat": (sain(actions(date_fin=date(2030, 1, 1))), vue()),
    "action_depassee": (sain(actions(date_fin=date(2026, 1, 1))), vue()),
    "objectif_vide": (sain(objectifs(*OBJECTIFS, OBJECTIFS[0] | {"id_objectif": "1.2"})), vue()),
    "trop_objectifs": (sain(), vue(bornes=replace(bornes_des_seuils(), objectifs=1))),
    "trop_indicateurs": (
        sain(avec_cible(cibles({2029: 0.3}) + cibles({2029: 0.9}, "taux_occupation"))),
        vue(bornes=replace(bornes_des_seuils(), indicateurs=0)),
    ),
    "comite_mi_parcours": (
        sain(actions(date_fin=date(2027, 6, 1)), date_effet=date(2023, 1, 1), duree_mois=60,
             diagnostic_valide_le=date(2022, 6, 1)),
        vue(),
    ),
    "releve_depasse": (
        sain({"releves": lignes("releves", {"date": date(2026, 1, 5), "numero": 1,
                                            "nature": "decision", "texte": "x",
                                            "echeance": date(2026, 3, 1)})}),
        vue(),
    ),
    "cible_ambitieuse": (sain(), vue(comparables={"cpom_1_taux": (0.29, 12)})),
    "cible_lente": (sain(), vue(mesures=suite({2023: 0.1, 2024: 0.15, 2025: 0.2}))),
    "effectif_trop_petit": (sain(), vue(mesures=suite({2025: 0.2}, n=50.0))),
    "attention_sans_objectif": (sain(), vue(vigilance=("taux_occupation",))),
    "action_sans_cout": (sain(actions(cout_annuel=None)), vue()),
    "transformation_sans_objectif": (
        sain(objectifs(OBJECTIFS[0], OBJECTIFS[1] | {"niveau": "strategique"})),
        vue(places_transformees=12),
    ),
    "avenant_anterieur": (
        sain({"avenants": lignes("avenants", {"numero": 1, "nature": "avenant",
                                              "objet": "moyens",
                                              "date_effet": date(2024, 12, 31)})}),
        vue(),
    ),
    **PLURIPARTITES,
}  # fmt: skip


def test_a_sound_contract_has_no_fault():
    assert verifier(sain(), vue()) == []


def test_every_rule_is_tried_and_declared():
    assert set(CAS) == set(fonctions()) == set(CONTROLES.lire().controles)


@pytest.mark.parametrize("code", CAS)
def test_each_rule_is_tripped_alone(code):
    found = verifier(*CAS[code])
    assert {each.code for each in found} == {code}
    assert all("{" not in each.message and each.article for each in found)


def test_on_a_signed_contract_a_blocking_rule_is_an_irregularity():
    signed, seen = CAS["perimetre_incomplet"]
    (found,) = verifier(signed, seen)
    assert found.irregularite and found.gravite == "bloquant"
    draft = replace(signed, ligne=signed.ligne | {"statut": "preparation"})
    assert not verifier(draft, seen)[0].irregularite
    assert found.record() == {
        "code": "perimetre_incomplet", "gravite": "bloquant", "objet": f"CHRS {GARE} ({GARE})",
        "article": "L. 313-11-2",
        "message": f"CHRS {GARE} ({GARE}) est un CHRS du gestionnaire dans le département 44, où "
        "un autre est dans le contrat\u00a0; il n’y est pas.",
    }  # fmt: skip


def test_the_gravest_come_first():
    held = sain(perimetre(ICI) | actions(pilote=None, cout_annuel=None))
    assert [each.gravite for each in verifier(held, vue())] == list(GRAVITES)


def test_who_held_an_establishment_when_it_entered_prevails():
    seen = vue(etablissement(GARE, id_gestionnaire="000000000"))
    assert verifier(sain(), replace(seen, a_l_entree={GARE: "732829320"})) == []


def test_limits_come_from_the_law_and_the_parties():
    seen = vue(bornes=bornes_des_seuils())
    assert (seen.duree_maximale, seen.duree_prorogee, seen.bornes.objectifs) == (60, 72, 10)


def test_another_authority_that_signs_and_a_subsidy_with_its_prefet_are_regular():
    rows = (*PARTIES,
            {"partie": "ars", "nature": "ars", "organisme": "ARS", "role": "signataire"},
            {"partie": "p44", "nature": "prefet_departement", "territoire": "44",
             "organisme": "Préfecture", "role": "signataire"})  # fmt: skip
    held = sain({"contrat_parties": lignes("contrat_parties", *rows)} | perimetre(ICI, LA, RUE_ICI))
    seen = vue(etablissement(GARE, autorite="ars", categorie="165"),
               etablissement(RUE, categorie="219", regime="subventionne"))  # fmt: skip
    assert verifier(held, seen) == []


def test_an_objective_that_nothing_makes_precise_is_told_whatever_its_level():
    """On the page, « + Objectif » makes a strategic one: it was never told."""
    above = OBJECTIFS[0] | {"id_objectif": "3", "niveau": "strategique", "axe": "gestion"}
    held = sain(objectifs(*OBJECTIFS, above))
    assert [(each.code, each.objet) for each in verifier(held, vue())] == [("objectif_vide", "3")]
    under = (OBJECTIFS[0] | {"parent": "3"}, OBJECTIFS[1])
    assert verifier(sain(objectifs(*under, above)), vue()) == []


def test_an_amendment_is_after_the_contract_in_effect_and_in_signature():
    held = CAS["avenant_anterieur"][0]
    (found,) = verifier(held, vue())
    assert found.message == (
        "L’avenant n°\u00a01 prend effet le 31/12/2024, avant le contrat (01/01/2025)."
    )
    signed = {"partie": "gestionnaire", "reponse": "accord"}
    rows = ({"acte": "0", "repondu_le": date(2024, 12, 1)},
            {"acte": "1", "repondu_le": date(2024, 11, 30)})  # fmt: skip
    tables = {
        "avenants": tuple(r | {"date_effet": None} for r in held.de("avenants")),
        "signatures": lignes("signatures", *(signed | row for row in rows)),
    }
    told = [each.message for each in verifier(sain(tables), vue()) if "avenant" in each.code]
    assert told == ["L’avenant n°\u00a01 est signé le 30/11/2024, avant le contrat (01/12/2024)."]


def test_what_was_planned_before_a_termination_is_not_a_fault():
    late = actions(date_fin=date(2029, 12, 31))
    ended = {"statut": "resilie", "date_resiliation": date(2026, 6, 30)}
    assert "action_hors_contrat" not in {e.code for e in verifier(sain(late, **ended), vue())}
    early = actions(date_debut=date(2024, 1, 1))
    assert "action_hors_contrat" in {e.code for e in verifier(sain(early, **ended), vue())}


@pytest.mark.parametrize("code", ["moyens_incoherents", "moyens_hors_contrat", "contradictoire"])
def test_an_establishment_is_told_by_its_name(code):
    (found, *_) = verifier(*CAS[code])
    assert found.message.startswith(f"CHRS {found.objet} ({found.objet}), 20")


def test_a_duration_too_long_is_told_once():
    """84 months, extended by 12: what is too long is the duration; 61 and 13, both are."""
    for months, more, codes in ((84, 12, ["duree"]), (61, 13, ["duree", "duree_prorogee"]),
                                (60, 13, ["duree_prorogee"])):  # fmt: skip
        held = sain(prorogation(more), duree_mois=months)
        found = [one.code for one in verifier(held, vue()) if one.code.startswith("duree")]
        assert found == codes
