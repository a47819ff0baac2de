"""Who must have a contract: CHRS, places, départements, what could join, where contracts stand."""

from datetime import date

from calcul.contrat.fabrique import contrat, ligne, lignes
from calcul.programmation.fabrique import ALPHA, BETA, JOUR, maison, tables

from cpomlib.calcul.programmation import Activite, Souhaits, couvertures, recenser
from cpomlib.calcul.programmation.proposition import fenetre

HOUSES = (
    maison("440000001"),
    maison("440000002"),
    maison("490000001", departement="49"),
    maison("440000003", categorie="219", regime="subventionne"),
    maison("440000004", categorie="180", autorite="ars"),
    maison("490000009", BETA, departement="49"),
    maison("350000001", BETA, departement="35", region="53"),
)
PLACES = (("440000001", 2024, 20), ("440000001", 2025, 22), ("440000002", 2025, 8),
          ("490000001", 2025, 5), ("440000003", 2025, 30))  # fmt: skip


def recenses(contrats=(), jour=JOUR):
    held = {one.id: one for one in contrats}
    return recenser(tables(HOUSES, PLACES), held, "52", 2025, jour)


def test_chrs_and_places_are_counted_by_departement():
    alpha, beta = recenses()
    assert (alpha.nom, dict(alpha.chrs), dict(alpha.places)) == (
        "Alpha", {"44": 2, "49": 1}, {"44": 22 + 8, "49": 5})  # fmt: skip
    assert (alpha.nombre_chrs, alpha.total_places, alpha.interdepartemental) == (3, 35, True)
    # what is in another région is not counted here; unknown places are not zero
    assert (dict(beta.chrs), beta.total_places) == ({"49": 1}, None)


def test_what_could_join_says_under_whom():
    alpha, beta = recenses()
    assert alpha.activites == (
        Activite("autorise", "ars", "177", 1, None),
        Activite("subventionne", "prefet", "177", 1, 30),
    )
    assert (alpha.autorites, beta.activites) == (("ars",), ())


def test_a_contract_is_told_by_its_state_and_its_end():
    held = contrat(id_gestionnaire=ALPHA)
    alpha, beta = recenses([held])
    assert (alpha.contrat, alpha.etat, alpha.fin, alpha.en_cours) == (
        "C-1", "en_vigueur", date(2029, 12, 31), True)  # fmt: skip
    assert (beta.contrat, beta.etat, beta.en_cours) == ("", "", False)
    over, _ = recenses([held], date(2030, 1, 1))
    assert (over.etat, over.en_cours) == ("echu", False)


def test_a_contract_of_another_kind_or_region_is_not_one():
    other = contrat(id_gestionnaire=ALPHA, cadre="pluripartite")
    away = contrat(
        {"contrat_etablissements": (
            ligne("contrat_etablissements", id_etablissement="350000001",
                  date_entree=date(2025, 1, 1)),)},
        id_gestionnaire=BETA, id_contrat="C-2",
    )  # fmt: skip
    assert [one.contrat for one in recenses([other, away])] == ["", ""]


def test_each_counts_in_every_departement_and_once_in_the_region():
    found = couvertures(recenses([contrat(id_gestionnaire=ALPHA)]), ["44", "49"])
    told = [(one.departement, one.gestionnaires, one.interdepartementaux, one.chrs, one.signes)
            for one in found]  # fmt: skip
    assert told == [("44", 1, 1, 2, 1), ("49", 2, 1, 2, 1), ("", 2, 1, 4, 1)]
    assert (found[0].places, found[0].sous_contrat) == (30, 30)
    # the places of Beta are not known: neither are those of the 49, nor a share of them
    assert (found[1].places, found[1].sous_contrat, found[1].parts) == (None, 5, None)
    assert found[2].part_signee == 1 / 2


def test_who_has_no_chrs_is_not_listed_whatever_its_contract():
    houses = (HOUSES[0], maison("490000009", BETA, departement="49", categorie="219"))
    held = contrat(id_gestionnaire=BETA)
    found = recenser(tables(houses, PLACES), {held.id: held}, "52", 2025, JOUR)
    assert [one.nom for one in found] == ["Alpha"]


def test_an_extension_moves_the_end_and_the_years_in_which_to_sign_again():
    # 36 months from 1 January 2025: 31 December 2027; 12 more, agreed by an amendment: 2028
    more = lignes("avenants", {"numero": 1, "nature": "avenant", "objet": "prorogation",
                               "date_effet": date(2026, 6, 1), "duree_mois": 12})  # fmt: skip
    windows = []
    for tables_held in ({}, {"avenants": more}):
        alpha, _ = recenses([contrat(tables_held, id_gestionnaire=ALPHA, duree_mois=36)])
        windows.append((alpha.fin, fenetre(alpha, Souhaits((2027, 2028, 2029))).annees))
    assert windows == [(date(2027, 12, 31), (2027,)), (date(2028, 12, 31), (2027, 2028))]


def test_a_contract_that_is_over_is_to_be_signed_as_soon_as_can_be():
    over, _ = recenses([contrat(id_gestionnaire=ALPHA, duree_mois=12)])
    assert over.etat == "echu"
    assert fenetre(over, Souhaits((2027, 2028))).annees == (2027, 2028)
