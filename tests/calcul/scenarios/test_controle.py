"""A scenario checked against its base year: what is refused, and in which words."""

from dataclasses import replace

import numpy as np
import pytest
from calcul.scenarios.etats import A, B, C, base

from cpomlib.calcul.scenarios import Scenario, projeter, sans_justification, verifier_scenario
from cpomlib.calcul.scenarios.comparaison import comparer
from cpomlib.calcul.scenarios.recherche import equilibre, phrase
from cpomlib.calcul.scenarios.sensibilite import tornade
from cpomlib.calcul.scenarios.types import (
    Actualisation,
    Emprunt,
    Etp,
    FermerPlaces,
    HypotheseFraisSiege,
    Investissement,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)
from cpomlib.socle.erreurs import CommandeError, ScenarioError


def plain(text):
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


def ouvrir(**changes):
    values = {
        "etablissement": A,
        "gham": "3R",
        "places": 2,
        "annee": 2026,
        "financement_place": 1.0,
    }
    return OuvrirPlaces(**(values | changes))


def fermer(**changes):
    values = {
        "etablissement": A,
        "gham": "3R",
        "places": 2,
        "annee": 2026,
        "financement_place": 1.0,
    }
    return FermerPlaces(**(values | changes))


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([ouvrir(etablissement="440000013")],
         "hypothèse 1 (ouvrir_places), « etablissement » : « 440000013 » n’est pas un "
         "établissement de ce gestionnaire qui ait un budget en 2025. Le plus proche : "
         "« 440000012 »"),
        ([ouvrir(gham="3D")], "« gham » : « 3D » n’est pas un GHAM connu."),
        ([TransformerPlaces(etablissement=A, de="3R", vers="hors_murs", places=1, annee=2026)],
         "« vers » : « hors_murs » n’est pas une destination connue."),
        ([ouvrir(annee=2031)],
         "« annee » : 2031 est hors de l’horizon du scénario (2026 à 2028). L’année admise la "
         "plus proche est 2028."),
        ([Actualisation(taux=((2025, 0.01),))], "« taux » : 2025 est hors de l’horizon"),
        ([Actualisation(taux=0.01, de=2028, a=2026)],
         "« a » : la période finit (2026) avant de commencer (2028)."),
        ([ouvrir(etablissement=C)], "cet établissement n’a pas de place financée"),
        ([fermer(places=21)],
         "CHRS du port, 2026 : il ne peut pas rester moins de zéro place en « 3R ». L’année de "
         "base en compte 20 places"),
        ([Etp(etablissement=A, fonction="socio_educatif", variation=-6, annee=2027)],
         "CHRS du port, 2027 : il ne peut pas rester moins de zéro ETP en « socio_educatif »"),
        ([Etp(etablissement=B, fonction="direction", variation=1, annee=2027)],
         "« cout_etp » : personne n’y exerce la fonction « direction » : indiquez le coût d’un "
         "ETP (80 000 € en moyenne chez ce gestionnaire)."),
        ([Occupation(etablissement=C, taux=0.9)], "son occupation de 2025 n’est pas connue"),
        ([Occupation(etablissement=A, taux=0.9), Occupation(etablissement=A, taux=0.8, de=2028)],
         "l’occupation de CHRS du port est fixée deux fois en 2028"),
        ([HypotheseFraisSiege(cible=0.5, pas=0.1), HypotheseFraisSiege(cible=0.6, pas=0.1)],
         "la part des frais de siège est fixée deux fois"),
        ([Investissement(montant=100, annee=2026, duree=5, subvention=50,
                         emprunt=Emprunt(taux=0.01, duree=5, montant=60))],
         "la subvention et l’emprunt dépassent le montant de l’investissement. L’emprunt admis "
         "le plus proche est 50,00 €."),
        ([TransformerPlaces(etablissement=A, de="3R", vers="3R", places=1, annee=2026)],
         "les places sont déjà en 3R"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_said(listed, said):
    with pytest.raises(ScenarioError) as error:
        projeter(base(), listed, 3)
    assert said in plain(error.value)


def test_the_line_of_the_file_is_said():
    scenario = Scenario("E", "1", 2025, 3, (ouvrir(gham="3D"),), fichier="e.yaml", lignes=(9,))
    with pytest.raises(ScenarioError) as error:
        verifier_scenario(base(), scenario)
    assert "e.yaml, ligne 9, hypothèse 1 (ouvrir_places), « gham »" in plain(error.value)


def test_places_opened_first_may_be_closed_later():
    listed = [ouvrir(gham="5D", places=5), fermer(gham="5D", places=5, annee=2027)]
    assert projeter(base(), listed, 3).places()[0].tolist() == [20, 25, 20, 20]


def test_frais_siege_need_both_sides():
    with pytest.raises(ScenarioError) as error:
        projeter(base(tarifes=np.array([True] * 3)), [HypotheseFraisSiege(cible=0.5, pas=0.1)], 3)
    assert "toutes les activités projetées sont du même côté" in plain(error.value)


def test_a_missing_justification_is_told_and_does_not_block():
    listed = (Actualisation(taux=0.01), Actualisation(taux=0.01, justification="Campagne."))
    scenario = Scenario("E", "1", 2025, 3, listed)
    verifier_scenario(base(), scenario)
    assert [plain(t) for t in sans_justification(scenario)] == [
        "hypothèse 1 (actualisation) : pas de justification."
    ]


def test_what_is_missing_stays_missing():
    etat = base(reserves=np.full(3, np.nan), tresorerie=np.full(3, np.nan))
    made = projeter(etat, [Actualisation(taux=0.01)], 2)
    frame = made.frame()
    held = frame[frame["poste"].isin(["reserves", "tresorerie"])]
    assert held["montant"].isna().all()
    assert np.isnan(made.total("reserves")).all()
    etp = frame[(frame["poste"] == "etp") & (frame["id_etablissement"] == C)]
    assert etp["montant"].isna().all()


def test_four_scenarios_at_most_on_one_base():
    made = projeter(base(), [], 2)
    with pytest.raises(CommandeError) as error:
        comparer({str(i): made for i in range(5)})
    assert "de un à quatre scénarios, et non 5" in plain(error.value)
    other = projeter(replace(base(), annee=2024), [], 2)
    with pytest.raises(CommandeError) as error:
        comparer({"a": made, "b": other})
    assert "ne partent pas de la même base : 100000009 (2024) et 100000009 (2025)" in plain(
        error.value
    )
    frame = comparer({"a": made, "b": made})
    assert list(frame.columns) == ["scenario", "annee", "poste", "montant"]
    assert (frame.groupby(["annee", "poste"])["montant"].nunique() <= 1).all()


def test_goal_seek_by_hand():
    # 2026: 730 000 × (1 + x) + 86 000 − 810 000 = 0 ⇒ x = −6 000 ÷ 730 000 = −0.82192 %
    found = equilibre(base(), [Actualisation(taux=0.0)], 1, 0)
    assert found.atteint
    assert found.valeur == pytest.approx(-6_000 / 730_000, abs=2e-6)
    assert abs(found.resultat) <= 1
    assert plain(phrase(found)).startswith("« Taux d’actualisation » : avec −0,8219")


def test_goal_seek_says_when_there_is_none():
    # at most 50 %: 730 000 × 1.5 + 86 000 − 810 000 = 371 000
    found = equilibre(base(), [Actualisation(taux=0.0)], 1, 0, cible=1_000_000)
    assert not found.atteint
    assert (found.valeur, found.resultat) == (0.5, 371_000)
    assert plain(phrase(found)) == (
        "Aucune valeur de « Taux d’actualisation » entre −50 % par an et 50 % par an ne donne "
        "1 000 000,00 € en 2026. La plus proche est 50 % par an : résultat de 371 000,00 €."
    )


def test_goal_seek_keeps_places_whole_and_present():
    found = equilibre(base(), [fermer(financement_place=0.0)], 1, 0, champ="places", cible=1e6)
    assert found.bornes == (0, 20)
    assert found.valeur == 20
    assert not found.atteint


@pytest.mark.parametrize(
    ("rank", "field", "said"),
    [(3, None, "Le scénario n’a pas d’hypothèse 4. Choisissez de 1 à 1."),
     (0, "tau", "n’a pas de valeur « tau » à chercher. Le plus proche : « taux »."),],
)  # fmt: skip
def test_goal_seek_on_nothing(rank, field, said):
    with pytest.raises(CommandeError) as error:
        equilibre(base(), [Actualisation(taux=0.0)], 1, rank, champ=field)
    assert said in plain(error.value)


def test_tornado_by_hand():
    # ± 10 % on 2 %: 730 000 × 0.002 = 1 460 either side of 6 000 + 14 600
    (bar,) = tornade(base(), [Actualisation(taux=0.02)], 1)
    assert (bar.bas, bar.reference, bar.haut) == (19_140, 20_600, 22_060)
    bars = tornade(base(), [Actualisation(taux=0.001), ouvrir(financement_place=9_000.0)], 2)
    assert [b.amplitude for b in bars] == sorted((b.amplitude for b in bars), reverse=True)
