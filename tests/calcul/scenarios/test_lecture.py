"""The file of a scenario: what is read, what is refused, and in which words."""

from datetime import date

import pytest
from calcul.scenarios.etats import scenarios
from hypothesis import given, settings

from cpomlib.calcul.scenarios import (
    Scenario,
    champs,
    contenu,
    en_yaml,
    make_scenario,
    read_scenario,
)
from cpomlib.calcul.scenarios.hypotheses import FAMILLES, TYPES
from cpomlib.calcul.scenarios.lecture import HORIZON_MAXIMUM
from cpomlib.calcul.scenarios.types import Actualisation, Emprunt, Investissement
from cpomlib.socle.erreurs import ParametreError, ScenarioError

CONTRACT = [
    "actualisation", "inflation", "masse_salariale", "transformer_places", "ouvrir_places",
    "fermer_places", "etp", "occupation", "frais_siege", "mutualisation", "investissement",
    "cofinancement", "convergence", "non_reconductible", "changement_convention",
]  # fmt: skip
HEAD = """titre: Essai
gestionnaire: "100000009"
annee_base: 2025
horizon: 3
auteur: Moi
date: 2026-11-21
statut: propose
hypotheses:
"""


def plain(error):
    return str(error.value).replace("\u00a0", " ").replace("\u202f", " ")


def read(tmp_path, text, head=HEAD):
    path = tmp_path / "essai.yaml"
    path.write_text(head + text, encoding="utf-8")
    return read_scenario(path)


def refused(tmp_path, text, head=HEAD, kind=ScenarioError):
    with pytest.raises(kind) as error:
        read(tmp_path, text, head)
    return plain(error)


def test_every_type_of_the_contract_has_its_dataclass():
    assert list(TYPES) == CONTRACT
    for kind in TYPES.values():
        assert kind.__dataclass_params__.frozen
        assert kind.famille in FAMILLES
        assert kind.libelle
        assert champs(kind)


def test_a_file_is_read(tmp_path):
    found = read(
        tmp_path,
        "  - type: actualisation\n    taux: 0.012\n    justification: Campagne.\n"
        "  - type: investissement\n    montant: 1000.50\n    annee: 2026\n    duree: 5\n"
        "    emprunt: {taux: 0.03, duree: 5}\n",
    )
    assert (found.titre, found.horizon, found.statut) == ("Essai", 3, "propose")
    assert found.date == date(2026, 11, 21)
    assert found.hypotheses == (
        Actualisation(taux=0.012, justification="Campagne."),
        Investissement(montant=1000.5, annee=2026, duree=5, emprunt=Emprunt(taux=0.03, duree=5)),
    )
    assert found.lignes == (9, 12)


def test_a_year_alone_is_a_period_of_one_year(tmp_path):
    found = read(tmp_path, "  - {type: actualisation, taux: 0.01, annee: 2027}\n")
    assert found.hypotheses == (Actualisation(taux=0.01, de=2027, a=2027),)


def test_one_rate_per_year(tmp_path):
    found = read(tmp_path, "  - {type: actualisation, taux: {2027: 0.02, 2026: 0.01}}\n")
    assert found.hypotheses[0].taux == ((2026, 0.01), (2027, 0.02))


@settings(max_examples=50, deadline=None)
@given(scenarios())
def test_what_is_written_is_read_back(tmp_path_factory, scenario):
    listed, horizon = scenario
    made = Scenario("L’essai : « =1 »", "100000009", 2025, horizon, tuple(listed), "Moi",
                    date(2026, 1, 2), "retenu")  # fmt: skip
    assert make_scenario(contenu(made)) == made
    path = tmp_path_factory.mktemp("s") / "s.yaml"
    path.write_text(en_yaml(made), encoding="utf-8")
    back = read_scenario(path)
    assert (back.hypotheses, back.titre, back.date) == (made.hypotheses, made.titre, made.date)
    assert len(back.lignes) == len(listed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  - {type: inflaton, groupe: 1, taux: 0.01}\n",
         "essai.yaml, ligne 9, hypothèse 1 (inflaton) : le type « inflaton » n’est pas connu. "
         "Le plus proche : « inflation »."),
        ("  - {type: inflation, groupe: 4, taux: 0.01}\n",
         "hypothèse 1 (inflation), « groupe » : « 4 » n’est pas connu. Valeurs connues : « 1 », "
         "« 2 », « 3 »."),
        ("  - {type: inflation, groupe: 1, taux: 1.2}\n",
         "« taux » : « 1,2 » est hors des bornes. La valeur admise la plus proche est 0,5. "
         "Pour 1,2 %, écrivez 0.012."),
        ("  - {type: inflation, groupe: 1, taux: peu}\n",
         "« taux » : « peu » n’est pas un nombre. Écrivez par exemple 0.02 pour 2 %."),
        ("  - {type: inflation, groupe: 1, taux: 2 %}\n",
         "« taux » : « 2 % » n’est pas un nombre. Pour 2 %, écrivez 0.02."),
        ("  - {type: inflation, groupe: 1}\n",
         "« taux » : il manque une valeur (taux d’inflation)."),
        ("  - {type: inflation, groupe: 1, taux: 0.01, tau: 3}\n",
         "« tau » : cette clé n’est pas connue. Le plus proche : « taux »."),
        ("  - {type: etp, etablissement: X, fonction: educatif, variation: 1, annee: 2026}\n",
         "« fonction » : « educatif » n’est pas connu. Le plus proche : « socio_educatif »."),
        ("  - {type: cofinancement, financeur: region_, montant: 5}\n",
         "« financeur » : « region_ » n’est pas connu. Le plus proche : « region »."),
        ("  - {type: ouvrir_places, etablissement: X, gham: 3R, places: 2.5, annee: 2026, "
         "financement_place: 1}\n", "« places » : « 2,5 » n’est pas un nombre entier."),
        ("  - {type: investissement, montant: 1, annee: 2026, duree: 5, emprunt: 3}\n",
         "« emprunt » : écrivez « taux » et « duree » en retrait."),
        ("  - {type: investissement, montant: 1, annee: 2026, duree: 5, emprunt: {taux: 0.03}}\n",
         "hypothèse 1 (investissement), emprunt, « duree » : il manque une valeur"),
        ("  - trois\n", "hypothèse 1 : écrivez des lignes « clé: valeur »."),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_what_is_nearest(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def test_all_the_faults_come_at_once(tmp_path):
    text = refused(
        tmp_path,
        "  - {type: inflation, groupe: 4, taux: 2}\n  - {type: rien}\n",
        HEAD.replace("horizon: 3", "horizon: 9").replace("propose", "fini"),
    )
    assert text.startswith("5 fautes dans les hypothèses du scénario.")
    assert "essai.yaml, « horizon » : « 9 » est hors des bornes. La valeur admise la plus proche " \
        f"est {HORIZON_MAXIMUM}." in text  # fmt: skip
    assert "« statut » : « fini » n’est pas connu." in text


def test_closed_keys_and_missing_ones(tmp_path):
    head = HEAD.replace("auteur", "auteure").replace("titre: Essai\n", "")
    text = refused(tmp_path, "", head)
    assert "« auteure » : cette clé n’est pas connue. Le plus proche : « auteur »." in text
    assert "« titre » : il manque une valeur." in text


def test_a_key_written_twice_is_refused(tmp_path):
    text = refused(tmp_path, "", HEAD + "titre: Autre\n", ParametreError)
    assert "« titre » est écrite deux fois" in text


def test_a_bad_date(tmp_path):
    head = HEAD.replace("2026-11-21", "21 novembre")
    assert "« date » : « 21 novembre » n’est pas une date" in refused(tmp_path, "", head)
