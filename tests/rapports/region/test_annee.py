"""What the documents of a région say of a year, of a version, of a contract that is over."""

from datetime import date
from html import unescape

from calcul.contrat.fabrique import PORT, QUI, contrat, lignes
from conftest import plain
from rapports.region.fabrique import arrete, dossier, qui

from cpomlib.rapports import region
from cpomlib.rendu.blocs.html import html

PRIS = {"numero": "2025-1", "date_arrete": date(2025, 12, 10), "avis_crhh": "favorable",
        "date_avis_crhh": date(2025, 11, 20)}  # fmt: skip
LIGNE = (2027, QUI, 2, 100_00)


def text(bloc):
    return plain(unescape(str(html(bloc))))


def written(versions, **others):
    found = dossier(versions=versions, **others)
    last = versions[-1]
    return text(region.arrete_programmation.visas(found, last)), text(
        region.arrete_programmation.articles(found, last)), text(
        region.arrete_programmation.entete(found, last))  # fmt: skip


def test_an_arrete_replaces_the_last_one_that_was_taken_not_a_draft():
    draft, last = arrete(2, LIGNE), arrete(3, LIGNE, date_avis_crhh=date(2026, 3, 1))
    visas, articles, _ = written([arrete(1, LIGNE, **PRIS), draft, last])
    assert "Vu l’arrêté de programmation n° 2025-1 du 10 décembre 2025 ;" in visas
    assert "Le présent arrêté remplace l’arrêté de programmation n° 2025-1 du 10 déc" in articles
    assert "version" not in visas + articles
    visas, articles, _ = written([draft, last])
    assert "Vu l’arrêté de programmation" not in visas and "Remplacement" not in articles


def test_a_version_that_changes_an_arrete_needs_an_opinion_of_its_own():
    first = arrete(1, LIGNE, **PRIS)
    same = arrete(2, LIGNE, date_avis_crhh=PRIS["date_avis_crhh"])
    assert "nouvel avis du comité régional" in written([first, same])[2]
    again = arrete(2, LIGNE, date_avis_crhh=date(2026, 3, 1))
    assert "nouvel avis" not in written([first, again])[2]


def test_overseas_the_committee_is_that_of_the_departement():
    one = arrete(1, LIGNE, region="04")
    assert "conseil départemental de l’habitat" in written([one], region="04")[0]
    assert "avis du CDHH à recueillir" in plain(region.tete_de_l_arrete(one))


def test_a_contract_that_is_over_still_owes_its_last_accounts():
    """One year from 1 January 2025: accounts due on 30 April 2026, whatever the day."""
    over = contrat(duree_mois=12)
    found = dossier([over], recenses=[qui()])
    due = {(one.nature, one.le) for one in region.echeancier_regional.de_l_annee(found)}
    assert ("compte_administratif", date(2026, 4, 30)) in due
    late = {one.nature for one in region.echeancier_regional.en_retard(found)}
    assert {"compte_administratif", "bilan_etape", "rapport_execution"} <= late
    assert "pour 1 contrat" in text(region.echeancier_regional.entete(found))


def test_the_means_of_a_year_are_those_of_the_contracts_that_cover_it():
    rows = lignes("moyens", *({"id_etablissement": PORT, "annee": year, "regime": "dgf",
                               "montant_prevu": 100_00} for year in (2025, 2026)))  # fmt: skip
    for cells in ({"duree_mois": 12},
                  {"statut": "resilie", "date_resiliation": date(2025, 12, 31)}):  # fmt: skip
        found = dossier([contrat({"moyens": rows}, **cells)])
        told = {one.annee: one.prevu for one in found.argent([2025, 2026]) if not one.departement}
        assert told == {2025: 100_00}


def test_who_is_not_named_yet_is_not_said_left_out():
    assert dossier().annee_programmee(QUI) == "non programmée"
    other = (2027, "000520015", 1, 100_00)
    assert dossier(versions=[arrete(1, other, **PRIS)]).annee_programmee(QUI) == "non programmée"
    counted = arrete(1, other, (2028, None, 3, 100_00), forme="volume", **PRIS)
    assert dossier(versions=[counted]).annee_programmee(QUI) == "non nommé"
    assert dossier(versions=[arrete(1, LIGNE, **PRIS)]).annee_programmee(QUI) == "2027"
    assert dossier(versions=[arrete(1, LIGNE)]).annee_programmee(QUI) == "2027 (projet)"


def test_what_goes_beyond_an_envelope_is_said():
    rows = lignes("moyens", {"id_etablissement": PORT, "annee": 2027, "regime": "dgf",
                             "montant_prevu": 150_00})  # fmt: skip
    held = [contrat({"moyens": rows})]
    over = dossier(held, enveloppes={("44", "177", 2027): 100_00})
    # 150 € planned of 100 €: 50 € too many, in the département as in the région
    said = text(region.bilan_regional.moyens(over))
    assert "Loire-Atlantique, programme 177, 2027 : 50,00 € de trop" in said
    # one gestionnaire: nothing of it in what is published
    told = text(region.bilan_regional.moyens(over, True))
    assert "50,00" not in told and "150" not in told
    enough = dossier(held, enveloppes={("44", "177", 2027): 150_00})
    assert "dépasse l’enveloppe" not in text(region.bilan_regional.moyens(enough))


def test_an_agreement_of_another_kind_is_no_contract_of_a_gestionnaire_of_chrs():
    own = contrat(lignes_d_actions())
    other = contrat(lignes_d_actions(), id_contrat="C-2", cadre="pluripartite")
    found = dossier([own, other], recenses=[qui(contrat="C-1", contrats=("C-1",))])
    assert set(found.vivants) == {"C-1"}
    assert "1 action en retard, chez 1 gestionnaire" in text(region.bilan_regional.actions(found))
    # its deadlines are still those of the région
    assert {one.contrat for one in region.echeancier_regional.delais(found)} == {"C-1", "C-2"}


def lignes_d_actions():
    late = {"id_action": "A", "id_objectif": "1", "intitule": "x", "date_fin": date(2026, 3, 1),
            "etat": "en_cours"}  # fmt: skip
    return {"actions": lignes("actions", late)}


def test_a_late_action_of_two_contracts_is_named_once():
    own, next_ = (contrat(lignes_d_actions(), id_contrat=code) for code in ("C-1", "C-2"))
    found = dossier([own, next_], recenses=[qui(contrat="C-1", contrats=("C-1", "C-2"))])
    told = text(region.echeancier_regional.retards(found))
    assert "(A)" in told and "(A, A)" not in told


def test_only_what_has_to_be_done_is_still_to_do():
    natures = ("decision", "convergence", "divergence", "a_approfondir", "reorientation")
    one = {"date": date(2026, 1, 5), "texte": "x"}
    noted = (one | {"numero": n, "nature": nature} for n, nature in enumerate(natures, 1))
    points = lignes("releves", *noted)
    found = dossier(
        [contrat({"releves": points})], recenses=[qui(contrat="C-1", contrats=("C-1",))]
    )
    (held,) = region.dialogue_de_gestion._releves(found)
    assert held.lignes[0][1:] == (1, 1, 1, 1, 1, 3)


def test_what_two_contracts_plan_of_an_establishment_is_said_left_aside():
    """PORT: 150 € of C-1, then 120 € of C-2 from 1 July 2027: 120 of 130 €, nothing too much."""

    def planned(amount):
        return {"moyens": lignes("moyens", {"id_etablissement": PORT, "annee": 2027,
                                            "regime": "dgf", "montant_prevu": amount})}  # fmt: skip

    held = [contrat(planned(150_00)),
            contrat(planned(120_00), id_contrat="C-2", date_effet=date(2027, 7, 1))]  # fmt: skip
    found = dossier(held, enveloppes={("44", "177", 2027): 130_00})
    said = text(region.bilan_regional.moyens(found))
    assert "dépasse l’enveloppe" not in said
    assert ("L’Étape, 2027 : 150,00 € du contrat C-1 pour 1 établissement, que le contrat C-2 "
            "prévoit aussi." in said)  # fmt: skip
    assert "C-1" not in text(region.bilan_regional.moyens(found, True))


def test_those_under_contract_are_counted_as_gestionnaires():
    two = qui(contrat="C-1", contrats=("C-1", "C-2"), etat="en_vigueur")
    found = dossier([contrat(), contrat(id_contrat="C-2")], recenses=[two])
    assert "1 gestionnaire de CHRS, dont 1 sous contrat signé" in plain(
        region.couverture_en_mots(found))  # fmt: skip


def test_actions_and_objectives_of_a_contract_that_another_replaced_are_not_counted_again():
    aims = {"objectifs": lignes("objectifs", {"id_objectif": "1", "axe": "qualite",
            "niveau": "operationnel", "intitule": "Mieux"})} | lignes_d_actions()  # fmt: skip
    held = [contrat(aims), contrat(aims, id_contrat="C-2", date_effet=date(2026, 7, 1)),
            contrat(aims, id_contrat="C-3", statut="preparation",
                    date_effet=date(2030, 1, 1))]  # fmt: skip
    codes = tuple(one.id for one in held)
    found = dossier(held, recenses=[qui(contrat="C-2", contrats=codes)])
    assert "2 actions en retard, chez 1 gest" in text(region.bilan_regional.actions(found))
    (qualite,) = region.analyse_des_contrats._axe(found, "qualite", "Qualité")
    assert qualite.lignes == (("Mieux", 2, 0, 2),)
    said = text(region.analyse_des_contrats.fin(found))
    assert "ceux de 2 contrats, en préparation compris (remplacés par un suivant, non " in said
    assert "non comptés : C-1)" in said
