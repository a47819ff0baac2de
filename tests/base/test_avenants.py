"""A signed contract changes only by an amendment, and the difference is worded."""

from datetime import date

import pandas as pd
import pytest
from base.donnees import ALPHA, ORIGIN

from cpomlib import base as store
from cpomlib.base import Choix
from cpomlib.calcul.contrat import Mesuree, Mesures, Usages, contrats_de, suivre
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform


def tete(statut="signe", **cells):
    row = {"id_contrat": "C-1", "id_gestionnaire": ALPHA, "cadre": "l313_11_2", "statut": statut,
           "date_effet": pd.Timestamp("2025-01-01"), "duree_mois": 60} | cells  # fmt: skip
    return {"contrats": conform("contrats", pd.DataFrame([row]))}


def cibles(values, avenant=None):
    rows = [{"id_contrat": "C-1", "avenant": avenant, "id_objectif": "1", "sens": "hausse",
             "indicateur": "cpom_1_taux", "annee_reference": 2024, "annee": year, "cible": value}
            for year, value in values.items()]  # fmt: skip
    return conform("cibles", pd.DataFrame(rows))


def avenant(number=1):
    row = {"id_contrat": "C-1", "numero": number, "nature": "avenant", "objet": "objectifs"}
    return {"avenants": conform("avenants", pd.DataFrame([row]))}


def action():
    row = {"id_contrat": "C-1", "id_objectif": "1", "id_action": "A", "intitule": "x",
           "etat": "en_cours"}  # fmt: skip
    return {"actions": conform("actions", pd.DataFrame([row]))}


def give(engine, frames, choix=store.SANS_CHOIX):
    return store.deposit(engine, frames, ORIGIN, choix=choix)


def plain(error):
    return str(error.value).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def signe(base):
    give(base, tete() | {"cibles": cibles({2027: 0.3, 2029: 0.4})})
    return base


def test_a_draft_contract_changes_freely_until_it_is_signed(base):
    give(base, tete("preparation") | {"cibles": cibles({2027: 0.3})})
    give(base, tete("preparation", duree_mois=48) | {"cibles": cibles({2027: 0.35})})
    give(base, tete())
    assert store.read(base, ["contrats"])["contrats"]["statut"].tolist() == ["signe"]


def test_a_change_is_worded_and_refused(signe):
    with pytest.raises(CommandeError) as caught:
        give(signe, tete(duree_mois=72) | {"cibles": cibles({2027: 0.3, 2029: 0.45})})
    assert plain(caught) == (
        "Le contrat « C-1 » est signé : il ne change que par un avenant. Rien n’a été écrit.\n"
        "  Contrats, C-1 : Durée 60 → 72\n"
        "  Cibles, C-1 1 cpom_1_taux 2029 : Cible 40,0 % → 45,0 %\n"
        "Décrivez l’avenant dans la table « avenants », puis ajoutez « --avenant N » à la commande."
    )
    assert store.read(signe, ["contrats"])["contrats"]["duree_mois"].tolist() == [60]


def test_nor_by_going_back_to_preparation(signe):
    with pytest.raises(CommandeError, match="Statut signé → en préparation"):
        give(signe, tete("preparation"))


def test_the_same_again_is_no_change_and_the_rest_stays_open(signe):
    give(signe, tete() | {"cibles": cibles({2027: 0.3, 2029: 0.4})})
    give(signe, action())
    assert len(store.read(signe, ["actions"])["actions"]) == 1


def test_rows_taken_out_or_added_are_changes_too(signe):
    with pytest.raises(CommandeError, match=r"2029\s: ligne retirée"):
        give(signe, {"cibles": cibles({2027: 0.3})}, Choix("remplacer"))
    with pytest.raises(CommandeError, match=r"2028\s: ligne ajoutée"):
        give(signe, {"cibles": cibles({2028: 0.3})}, Choix("completer"))


def test_an_amendment_changes_it_and_the_past_is_read_again(signe):
    before = store.latest_state(signe)
    both = pd.concat([cibles({2027: 0.3, 2029: 0.4}), cibles({2029: 0.35}, 1)])
    given = avenant() | {"cibles": conform("cibles", both)}
    recu = store.deposit_once(signe, given, ORIGIN, choix=Choix(avenant=1), forcer=True)
    assert [line.replace("\u00a0", " ") for line in recu.changements] == [
        "  Cibles, C-1 1 1 cpom_1_taux 2029 : ligne ajoutée : Sens à la hausse ; Année de "
        "référence 2024 ; Cible 35,0 %"
    ]
    now, then = (store.read(signe, ["contrats", "cibles"], etat=state) for state in (None, before))
    assert [
        line.replace("\u00a0", " ") for line in store.changements_du_contrat(then, now, "C-1")
    ] == [recu.changements[0].strip().replace("\u00a0", " ")]
    assert store.changements_du_contrat(now, now, "C-1") == []
    assert len(store.read(signe, ["cibles"])["cibles"]) == 3
    assert len(store.read(signe, ["cibles"], etat=before)["cibles"]) == 2


def test_read_again_at_a_past_state_the_judgement_is_that_of_then(signe):
    """Aim 40 % in 2029; an amendment of 2026 asks for 30 %; 32 % is measured."""

    def judged(state):
        frames = store.read(signe, ["contrats", "cibles", "avenants"], etat=state)
        measured = Mesures({("C-1", "cpom_1_taux", "", "chrs", 2029): Mesuree(0.32)})
        lines = suivre(contrats_de(frames), measured, Usages(), date(2030, 1, 2))
        return next(one.jugement for one in lines if one.annee == 2029)

    before = store.latest_state(signe)
    assert judged(before) == "non_atteinte"
    both = pd.concat([cibles({2027: 0.3, 2029: 0.4}), cibles({2029: 0.3}, 1)])
    dated = avenant()["avenants"].assign(date_effet=pd.Timestamp(2026, 1, 1))
    given = {"avenants": conform("avenants", dated), "cibles": conform("cibles", both)}
    store.deposit_once(signe, given, ORIGIN, choix=Choix(avenant=1), forcer=True)
    assert judged(store.latest_state(signe)) == "atteinte"
    assert judged(before) == "non_atteinte"


def test_an_unknown_amendment_is_refused_with_the_nearest(signe):
    give(signe, avenant(1))
    with pytest.raises(CommandeError) as caught:
        give(signe, tete(duree_mois=72), Choix(avenant=2))
    said = plain(caught)
    assert "L’avenant n° 2 du contrat « C-1 » n’est pas connu : rien n’a été écrit." in said
    assert said.endswith("Valeurs connues : « 1 ».")


def test_an_amendment_does_not_rewrite_the_targets_of_another_set(signe):
    with pytest.raises(CommandeError) as caught:
        give(signe, avenant() | {"cibles": cibles({2027: 0.3, 2029: 0.2})}, Choix(avenant=1))
    said = plain(caught)
    assert "L’avenant n° 1 récrirait des cibles qu’il ne fixe pas : rien n’a été écrit." in said
    assert "Cible 40,0 % → 20,0 %" in said


def test_a_draft_deposit_is_judged_when_it_is_validated(signe):
    number = store.deposit(signe, tete(duree_mois=48), ORIGIN, "brouillon")
    with pytest.raises(CommandeError, match="il ne change que par un avenant"):
        store.valider(signe, number, "x")
    give(signe, avenant())
    store.valider(signe, number, "x", Choix(avenant=1))
    assert store.read(signe, ["contrats"])["contrats"]["duree_mois"].tolist() == [48]


def test_an_example_takes_the_place_of_an_example(signe):
    give(signe, tete(duree_mois=48), Choix(exemple=True))
    assert store.read(signe, ["contrats"])["contrats"]["duree_mois"].tolist() == [48]


def test_emptying_it_by_name_is_a_change(signe):
    other = cibles({2027: 0.1})
    other["id_contrat"] = "C-2"
    give(signe, {"contrats": tete("preparation")["contrats"].assign(id_contrat="C-2")})
    with pytest.raises(CommandeError, match="toutes les lignes retirées"):
        give(signe, {"cibles": other}, Choix("remplacer", ("C-1",)))


def test_contracts_are_read_for_their_gestionnaire(signe):
    held = store.read(signe, ["contrats", "cibles"], gestionnaires=[ALPHA])
    assert (len(held["contrats"]), len(held["cibles"])) == (1, 2)
    assert len(store.read(signe, ["cibles"], gestionnaires=["000000026"])["cibles"]) == 0
    assert store.registre(signe, ALPHA)[0].lignes["contrats"] == 1
    assert "contrats" not in store.read(signe)  # a diagnostic is not made of them
