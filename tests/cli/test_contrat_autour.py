"""A contract beside the diagnostic and the scenario that the parties retained."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from cli.contrats import run

from cpomlib import base as store
from cpomlib.calcul.scenarios import read_scenario
from cpomlib.dossier.scenarios_deposes import enregistrer
from cpomlib.exemple import build, contracts
from cpomlib.rapports.diagnostic import load
from cpomlib.socle.projet import parameters_dir
from cpomlib.tables import conform

QUI, CODE = "000520015", "C-000520015-1"


def cible(indicateur, sens, points, reference):
    return [
        {"id_contrat": CODE, "id_objectif": "3.1", "indicateur": indicateur, "sens": sens,
         "annee_reference": 2025, "valeur_reference": reference, "annee": year, "cible": value}
        for year, value in points.items()
    ]  # fmt: skip


def deposit(address, frames):
    engine = store.open_base(address, creer=True)
    store.deposit(engine, frames, store.Origine("essai", "region", "0" * 64, "exemple"))
    return engine


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The contract still in preparation, its targets on places, costs and ETP; no objective of
    adaptation; a scenario retained, that transforms twenty places."""
    frames = build("52", 6, 1)
    held = contracts(frames, 2025)
    held["contrats"] = held["contrats"].assign(annee_diagnostic=2025)
    places = frames["places"]
    own = held["contrat_etablissements"].loc[
        held["contrat_etablissements"]["id_contrat"] == CODE, "id_etablissement"
    ]
    mine = places[(places["annee"] == 2025) & places["id_etablissement"].isin(own)]
    total = float(mine["places_financees"].sum())
    rows = [
        *cible("places_financees", "plancher", {2026: total, 2027: total + 1}, total),
        *cible("cout_place", "plafond", {2027: 1.0}, 20_000.0),
    ]
    objectifs = held["objectifs"]
    held["objectifs"] = objectifs[objectifs["axe"] != "adaptation_offre"].reset_index(drop=True)
    kept = held["cibles"]["id_objectif"].isin(held["objectifs"]["id_objectif"])
    alone = held["cibles"][kept & held["cibles"]["indicateur"].str.startswith("L-")]
    held["cibles"] = pd.concat([alone, conform("cibles", pd.DataFrame(rows))], ignore_index=True)
    held["actions"] = held["actions"][held["actions"]["id_objectif"] != "2.1"]
    address = f"sqlite:///{tmp_path_factory.mktemp('autour') / 'cpom.db'}"
    engine = deposit(address, frames | held)
    path = parameters_dir() / "scenarios" / QUI / "recomposition.yaml"
    enregistrer(engine, replace(read_scenario(path), statut="retenu"))
    return address, total


def test_the_following_says_whether_the_scenario_leads_there(made):
    address, total = made
    code, said = run(address, "contrat", "suivi", CODE, "--scenario", "--format", "json")
    assert code == 0, said
    rows = {(row["indicateur"], row["annee"]): row for row in json.loads(said)}
    # twenty places leave the walls, none is opened: their number does not change
    assert rows["places_financees", 2026]["projete"] == total
    assert rows["places_financees", 2026]["jugement"] == "atteinte"
    assert rows["places_financees", 2027]["projete"] == total
    assert rows["places_financees", 2027]["attendu"] == total + 1
    assert rows["places_financees", 2027]["jugement"] == "non_atteinte"
    assert rows["cout_place", 2027]["projete"] > 10_000
    assert rows["cout_place", 2027]["jugement"] == "non_atteinte"
    assert not any(name.startswith("L-") for name, _ in rows)


def test_it_is_said_in_words(made):
    code, said = run(made[0], "contrat", "suivi", CODE, "--scenario")
    assert code == 0, said
    assert "Scénario retenu : « Recomposer l’offre »." in said
    assert "Y mène-t-il ?" in said and "oui" in said and "non" in said


def found_in(address, contract):
    _, said = run(address, "contrat", "verifier", contract, "--format", "json")
    return {(row["code"], row["objet"]) for row in json.JSONDecoder().raw_decode(said)[0]}


def test_the_rules_are_given_the_diagnostic_and_the_scenario(made):
    address, _ = made
    assert ("transformation_sans_objectif", CODE) in found_in(address, CODE)
    other = "000520023"
    found = found_in(address, f"C-{other}-1")
    assert "transformation_sans_objectif" not in {name for name, _ in found}
    dossier = load(address, other, 2025, "52", "tous", 0)
    told = [m for m in dossier.messages if m.nature == "vigilance"]
    # that targets are missed is told of the contract, not of one indicator
    points = {message.indicateur for message in told if message.indicateur}
    assert points == {"taux_resultat", "jours_tresorerie", "taux_caf", "taux_endettement"}
    assert {objet for name, objet in found if name == "attention_sans_objectif"} == points


def test_without_a_retained_scenario_it_is_said(tmp_path):
    frames = build("52", 1, 1)
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    deposit(address, frames | contracts(frames, 2025))
    code, said = run(address, "contrat", "suivi", CODE, "--scenario")
    assert code == 0 and "Aucun scénario n’est retenu pour ce gestionnaire." in said
