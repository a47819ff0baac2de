"""The targets of a contract that are missed, told in one message."""

from dataclasses import replace

import pytest
from conftest import plain

from cpomlib.calcul.contrat import CibleSuivie, LigneSuivi
from cpomlib.calcul.verdicts import EtatDesDonnees, Faits, Plume, Releve, juger, rediger
from cpomlib.dossier import written

AN = 2025


def ligne(indicateur, attendu, terms, jugement, *, sens="hausse", fragile=False, **rest):
    cible = CibleSuivie("1", indicateur, None, "chrs", sens, 2023, None, None, ((AN, attendu),))
    k, n = terms
    return LigneSuivi("C-1", cible, AN, None, attendu, False, k / n, k, n, None, None, jugement,
                      fragile, "", **rest)  # fmt: skip


DEMANDE = ligne("cpom_3_taux_dls_active", 0.675, (53, 103), "non_atteinte")
ORDINAIRE = ligne("cpom_1_taux", 0.38, (15, 44), "non_atteinte", fragile=True)
LONGUE = ligne("cpom_4_taux_presence_longue", 0.225, (20, 67), "non_atteinte", sens="plafond",
               fragile=True)  # fmt: skip
ADAPTE = ligne("cpom_2_taux", 0.17, (8, 44), "atteinte")
OCCUPATION = ligne("taux_occupation", 0.95, (900, 1000), "non_atteinte", sens="plancher")


def messages(suivi, siens=None, **rest):
    facts = Faits(AN, {AN: siens or {}}, **rest)
    return rediger(juger(facts), Plume(facts, written, "18\u00a0mois"), EtatDesDonnees(), suivi)


def test_missed_targets_are_one_message_the_surest_and_the_mandatory_first():
    (one,) = messages([ORDINAIRE, OCCUPATION, LONGUE, DEMANDE, ADAPTE])
    assert (one.famille, one.nature, one.donnee) == ("contrat", "vigilance", "cibles")
    assert plain(one.titre) == "Des cibles du contrat ne sont pas atteintes"
    # 53/103 = 51,456 %; 15/44 = 34,09 %; 20/67 = 29,85 %
    assert plain(one.texte) == (
        "En 2025, 4 cibles sur 5, dont 2 fragiles : part des ménages ayant une demande de "
        "logement social active : "
        "51,5 % (53 sur 103) pour 67,5 % au moins ; taux d’occupation : 90,0 % (900 sur 1 000) "
        "pour 95,0 % au moins ; taux de sortie vers un logement ordinaire : 34,1 % (15 sur 44) "
        "pour 38,0 % au moins, fragile ; taux de présence au-delà d’une durée anormalement "
        "longue : 29,9 % (20 sur 67) pour 22,5 % au plus, fragile."
    )


def test_a_missed_target_that_has_its_own_message_is_told_last():
    # 53 of 103 for 67.5 % is a verdict by itself: the page cuts what is told after the first
    said = messages([DEMANDE, OCCUPATION], {"cpom_3_taux_dls_active": Releve(53 / 103, 53, 103)},
                    cibles={"cpom_3_taux_dls_active": 0.675})  # fmt: skip
    assert [one.sujet for one in said] == ["cpom_3_taux_dls_active", "cibles"]
    assert plain(said[1].texte).startswith("En 2025, 2 cibles sur 2 : taux d’occupation : ")


def test_a_missed_target_on_too_few_is_told_in_counts():
    # 10 of 16 is 62.5 %: sixteen households make no rate
    (one,) = messages([replace(DEMANDE, numerateur=10, denominateur=16, mesure=10 / 16)])
    assert "logement social active : 10 sur 16 pour 67,5 % au moins" in plain(one.texte)
    assert "62,5" not in one.texte


def test_missed_targets_come_after_the_trouble_and_always_among_the_first_three():
    three = {
        "taux_resultat": Releve(-0.08, -80, 1000),
        "taux_indisponibilite": Releve(0.3, 30, 100),
        "taux_absenteisme": Releve(0.3, 30, 100),
    }
    said = messages([DEMANDE], three)
    assert [one.famille for one in said] == ["economie", "equipe", "contrat", "activite"]
    assert [one.famille for one in messages([DEMANDE])] == ["contrat"]
    # what chance may give has no place kept for it
    said = messages([ORDINAIRE], three)
    assert [one.famille for one in said] == ["economie", "equipe", "activite", "contrat"]


@pytest.mark.parametrize(
    ("suivi", "titre", "texte"),
    [
        ([ORDINAIRE], "Une cible du contrat n’est pas atteinte : le hasard peut l’expliquer",
         "En 2025, la seule cible jugée : "),
        ([ORDINAIRE, ADAPTE], "Une cible du contrat n’est pas atteinte : le hasard peut "
         "l’expliquer", "En 2025, 1 cible sur 2 : "),
        ([ORDINAIRE, LONGUE], "Des cibles du contrat ne sont pas atteintes : le hasard peut "
         "l’expliquer", "En 2025, 2 cibles sur 2 : "),
    ],
)  # fmt: skip
def test_what_chance_may_give_is_a_gap_and_no_warning(suivi, titre, texte):
    (one,) = messages(suivi)
    assert (one.nature, plain(one.titre)) == ("ecart", titre)
    assert plain(one.texte).startswith(texte)


def test_nothing_is_said_of_what_is_met_near_not_measured_or_a_landmark():
    near, unknown = (replace(DEMANDE, jugement=j) for j in ("proche", "non_mesurable"))
    assert not messages([ADAPTE, near, unknown, replace(DEMANDE, interpolee=True)])
    assert not messages([])


def test_a_target_that_has_its_own_message_needs_no_other():
    # 53 of 103 for 67.5 %: the mid-p of the binomial law is far under 5 %
    own = {"cpom_3_taux_dls_active": Releve(53 / 103, 53, 103)}
    target = {"cpom_3_taux_dls_active": 0.675}
    assert [one.indicateur for one in messages([DEMANDE], own, cibles=target)] == [
        "cpom_3_taux_dls_active"
    ]
    both = messages([DEMANDE, OCCUPATION], own, cibles=target)
    assert [one.famille for one in both] == ["insertion", "contrat"]


def test_a_doubted_target_says_its_doubt_and_a_free_one_its_name():
    (one,) = messages([OCCUPATION], doutes={"taux_occupation": "journées au-delà du possible"})
    assert one.doute == "journées au-delà du possible"
    free = replace(OCCUPATION, numerateur=None, denominateur=None, mesure=3.0, attendu=5.0,
                   cible=replace(OCCUPATION.cible, indicateur="L-1", libelle="Ateliers tenus",
                                 unite="ateliers"))  # fmt: skip
    assert plain(messages([free])[0].texte) == (
        "En 2025, la seule cible jugée : ateliers tenus : 3 pour 5 au moins."
    )
