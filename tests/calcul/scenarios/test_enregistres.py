"""Scenarios kept under a name, in the base: two people never overwrite one another."""

import threading
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from conftest import plain

from cpomlib import base as store
from cpomlib.calcul.scenarios import TYPES, Scenario
from cpomlib.calcul.scenarios.ecriture import en_yaml
from cpomlib.dossier.scenarios_deposes import (
    DejaEnregistreError,
    empreinte,
    enregistrer,
    inventaire,
    nom_de_fichier,
    ouvrir,
    renommer,
    supprimer,
)
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables import conform

ID, AUTRE = "100000009", "100000017"
JOUR = date(2026, 11, 21)
RATE = TYPES["inflation"](groupe=1, taux=((2026, 0.02), (2027, 0.0125)), justification="Énergie.")
SCENARIO = Scenario("Plan d’équilibre", ID, 2025, 5, (RATE,), auteur="Léa", statut="propose")
FAUTE = (
    f"titre: A\ngestionnaire: '{ID}'\nannee_base: 2025\nhorizon: 3\nstatut: retenu\n"
    "hypotheses:\n- type: inflation\n  groupe: 1\n  taux: 5 %\n"
)


@pytest.fixture
def base(tmp_path):
    engine = store.open_base(f"sqlite:///{tmp_path / 'cpom.db'}", creer=True)
    frame = pd.DataFrame({"id_gestionnaire": [ID, AUTRE], "raison_sociale": ["A", "B"],
                          "statut": "association"})  # fmt: skip
    store.deposit(engine, {"gestionnaires": conform("gestionnaires", frame)},
                  store.Origine("x", "x", "0" * 64, "tables"))  # fmt: skip
    return engine


def poser(base, nom, texte, qui=ID):
    """Deposit a text as it is, whatever it is."""
    origine = store.Origine("x", f"{nom}.yaml", "0" * 64, "scenario")
    store.declarer(base, {(qui, f"scenario/{nom}"): texte}, origine)


def noms(base, **options):
    return [one.nom for one in inventaire(base, ID, **options).lisibles]


def test_what_is_saved_is_listed_and_read_back_the_same(base):
    saved = enregistrer(base, SCENARIO, jour=JOUR)
    assert inventaire(base, ID).lisibles == (saved,)
    assert (saved.nom, saved.titre, saved.statut, saved.auteur, saved.jour, saved.depot) == (
        "plan-d-equilibre", "Plan d’équilibre", "propose", "Léa", JOUR, 2,
    )  # fmt: skip
    read = ouvrir(base, ID, saved.nom)
    assert replace(read, fichier="", date=None) == SCENARIO
    assert empreinte(base, ID, saved.nom) == saved.empreinte
    assert inventaire(base, AUTRE).lisibles == ()


def test_a_name_already_taken_is_not_overwritten(base):
    first = enregistrer(base, SCENARIO, jour=JOUR)
    with pytest.raises(DejaEnregistreError) as caught:
        enregistrer(base, replace(SCENARIO, auteur="Sam"), jour=JOUR)
    said = plain(caught.value)
    assert "sous le nom « Plan d’équilibre » par Léa : rien n’a été écrit." in said
    assert "− auteur: Léa ; + auteur: Sam." in said
    assert caught.value.ecarts == ("− auteur: Léa", "+ auteur: Sam")
    assert caught.value.autre.depot == first.depot
    assert ouvrir(base, ID, first.nom).auteur == "Léa"
    again = enregistrer(base, replace(SCENARIO, statut="retenu"), first.empreinte, JOUR)
    assert again.statut == "retenu"
    with pytest.raises(DejaEnregistreError):
        # made from a version that is gone
        enregistrer(base, replace(SCENARIO, horizon=4), first.empreinte, JOUR)


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(base):
    told = []

    def save(author):
        try:
            enregistrer(base, replace(SCENARIO, auteur=author), jour=JOUR)
            told.append("écrit")
        except DejaEnregistreError:
            told.append("refusé")

    people = [threading.Thread(target=save, args=(f"P{rank}",)) for rank in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(told) == ["refusé"] * 5 + ["écrit"]
    assert len(noms(base)) == 1


@pytest.mark.parametrize(
    ("titre", "nom"),
    [("Plan d’équilibre", "plan-d-equilibre"), ("  ../../etc/passwd ", "etc-passwd"),
     ("ÉTÉ 2027 !", "ete-2027"), ("a" * 200, "a" * 80)],
)  # fmt: skip
def test_a_title_names_a_scenario_and_nothing_else(titre, nom):
    assert nom_de_fichier(titre) == nom


def test_a_title_without_letters_is_refused():
    with pytest.raises(CommandeError) as caught:
        nom_de_fichier("«\u00a0!\u00a0»")
    assert "au moins une lettre ou un chiffre" in str(caught.value)


def test_a_gestionnaire_that_is_not_in_the_base_is_refused(base):
    with pytest.raises(CommandeError) as caught:
        enregistrer(base, replace(SCENARIO, gestionnaire="100000010"), jour=JOUR)
    assert "« 100000010 » n’est pas dans la base" in plain(caught.value)


def test_an_unknown_name_is_refused_with_the_nearest_and_another_s_text_too(base):
    enregistrer(base, SCENARIO, jour=JOUR)
    with pytest.raises(CommandeError) as caught:
        ouvrir(base, ID, "plan-d-equilibr")
    assert "plan-d-equilibre" in str(caught.value)
    poser(base, "glisse", en_yaml(SCENARIO), AUTRE)
    with pytest.raises(CommandeError) as caught:
        ouvrir(base, AUTRE, "glisse")
    assert "d’un autre gestionnaire" in str(caught.value)


def test_what_cannot_be_read_is_listed_with_why(base):
    enregistrer(base, SCENARIO, jour=JOUR)
    poser(base, "casse", "titre: [")
    poser(base, "taux", FAUTE)
    poser(base, "chez-qui", en_yaml(SCENARIO).replace(ID, AUTRE))
    found = inventaire(base, ID)
    assert [one.nom for one in found.lisibles] == ["plan-d-equilibre"]
    assert [nom for nom, _ in found.lus] == ["plan-d-equilibre"]
    told = {one.fichier: plain(one.pourquoi) for one in found.illisibles}
    assert list(told) == ["casse", "chez-qui", "taux"]
    assert told["casse"].startswith("casse.yaml, ligne ")
    assert "5 %" in told["taux"]
    assert told["chez-qui"].endswith("Ce fichier est le scénario d’un autre gestionnaire.")


def test_a_past_state_lists_and_opens_what_it_had(base):
    first = enregistrer(base, SCENARIO, jour=JOUR)
    etat = store.latest_state(base)
    enregistrer(base, replace(SCENARIO, horizon=3), first.empreinte, JOUR)
    assert ouvrir(base, ID, first.nom).horizon == 3
    assert ouvrir(base, ID, first.nom, etat).horizon == 5
    assert inventaire(base, ID, etat).lisibles == (first,)
    assert noms(base, etat=1) == []


def test_a_scenario_takes_another_title_and_the_history_keeps_the_old_one(base):
    first = enregistrer(base, SCENARIO, jour=JOUR)
    etat = store.latest_state(base)
    renamed = renommer(base, ID, first.nom, "Plan B", "Sam")
    assert (renamed.nom, renamed.titre) == ("plan-b", "Plan B")
    assert noms(base) == ["plan-b"]
    assert noms(base, etat=etat) == ["plan-d-equilibre"]
    assert ouvrir(base, ID, "plan-b").hypotheses == SCENARIO.hypotheses
    versions = store.historique(base, ID, "scenario/plan-d-equilibre")
    assert [(one.texte is None, one.auteur) for one in versions] == [(False, "Léa"), (True, "Sam")]


def test_renaming_on_a_taken_name_or_over_a_newer_version_is_refused(base):
    first = enregistrer(base, SCENARIO, jour=JOUR)
    other = enregistrer(base, replace(SCENARIO, titre="Plan B", horizon=2), jour=JOUR)
    with pytest.raises(DejaEnregistreError, match="Plan B"):
        renommer(base, ID, first.nom, "Plan B")
    enregistrer(base, replace(SCENARIO, horizon=4), first.empreinte, JOUR)
    for act in (
        lambda: renommer(base, ID, first.nom, "Plan C", connue=first.empreinte),
        lambda: supprimer(base, ID, first.nom, connue=first.empreinte),
    ):
        with pytest.raises(DejaEnregistreError, match="plan-d-equilibre"):
            act()
    assert noms(base) == [other.nom, first.nom]
    assert ouvrir(base, ID, first.nom).horizon == 4


def test_a_title_that_makes_the_same_name_is_a_new_version_of_it(base):
    first = enregistrer(base, SCENARIO, jour=JOUR)
    assert renommer(base, ID, first.nom, "PLAN D’ÉQUILIBRE").nom == first.nom
    assert ouvrir(base, ID, first.nom).titre == "PLAN D’ÉQUILIBRE"


def test_what_is_taken_out_may_be_saved_again(base):
    first = enregistrer(base, SCENARIO, jour=JOUR)
    supprimer(base, ID, first.nom, "Léa")
    assert noms(base) == []
    with pytest.raises(CommandeError, match="Aucun scénario"):
        supprimer(base, ID, first.nom)
    enregistrer(base, SCENARIO, jour=JOUR)
    assert noms(base) == [first.nom]
