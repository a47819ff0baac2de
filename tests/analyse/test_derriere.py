"""Each row says its deposit; a figure that rows do not explain is refused, not half explained."""

import pandas as pd
import pytest
from base.donnees import ALPHA, BETA, ORIGIN, activite, etablissements, gestionnaires
from conftest import cpom, plain

import cpomlib
from cpomlib import base as store
from cpomlib.exemple import build
from cpomlib.socle import CommandeError

QUI = "000520049"


def origin(who, file):
    return store.Origine(who, file, "1" * 64, "tables")


@pytest.fixture
def adresse_de_deux(adresse):
    """A base whose second establishment was deposited again, under another name of file."""
    engine = store.open_base(adresse, creer=True)
    structure = {
        "gestionnaires": gestionnaires(ALPHA, BETA),
        "etablissements": etablissements({"440000001": ALPHA, "440000002": ALPHA}),
    }
    store.deposit(engine, structure, ORIGIN)
    both = pd.concat([activite("440000001", 2024, 900), activite("440000002", 2024, 500)])
    store.deposit(engine, {"activite": both}, origin("Anne", "deux.csv"))
    store.deposit(
        engine, {"activite": activite("440000002", 2024, 600)}, origin("Basile", "corrige.csv")
    )
    return adresse


def told(lines):
    names = ["id_etablissement", "apport", "depot", "fichier", "depose_par"]
    # a server records the role beside the name that was typed
    typed = lines["depose_par"].str.extract(r"(\w+)\)?$", expand=False)
    return sorted(lines[names].assign(depose_par=typed).itertuples(index=False, name=None))


def test_each_row_names_the_deposit_in_force(adresse_de_deux):
    now = cpomlib.ouvrir(adresse_de_deux).lignes("taux_occupation", ALPHA, 2024)
    assert told(now) == [
        ("440000001", 900.0, 2, "deux.csv", "Anne"),
        ("440000002", 600.0, 3, "corrige.csv", "Basile"),
    ]


def test_a_past_state_names_the_deposits_it_had(adresse_de_deux):
    base = cpomlib.ouvrir(adresse_de_deux, etat=2)
    lines = base.lignes("taux_occupation", ALPHA, 2024)
    assert told(lines) == [
        ("440000001", 900.0, 2, "deux.csv", "Anne"),
        ("440000002", 500.0, 2, "deux.csv", "Anne"),
    ]
    assert base.indicateurs(ALPHA, 2024).set_index("indicateur").loc[
        "taux_occupation", "valeur"
    ] == pytest.approx(1400 / 2000)


def test_establishments_of_one_name_are_told_apart_by_their_number(adresse_de_deux):
    base = cpomlib.ouvrir(adresse_de_deux)
    with pytest.raises(CommandeError) as refused:
        base.lignes("taux_occupation", ALPHA, 2024, "l'étape & fils <loire>")
    assert "désigne plusieurs établissements. Donnez l’identifiant : « 440000001 »" in plain(
        refused.value
    )
    assert told(base.lignes("taux_occupation", ALPHA, 2024, "440000001"))[0][1] == 900


def test_what_was_sent_as_aggregates_has_no_row(tmp_path):
    """A gestionnaire keeps its stays: the figure is known here, its rows are not."""
    home, here = (f"sqlite:///{tmp_path / name}.db" for name in ("chez_lui", "ici"))
    frames = build("52", 6, 1)
    store.deposit(store.open_base(home, creer=True), frames, ORIGIN)
    without = {name: frame for name, frame in frames.items() if name != "sejours"}
    store.deposit(store.open_base(here, creer=True), without, ORIGIN)
    package = tmp_path / "agregats.zip"
    cpom("agreger", "--base", home, "--gestionnaire", QUI, "--annee", 2025, "-o", package)
    cpom("importer", "agregats", package, "--base", here)
    base = cpomlib.ouvrir(here)
    figure = base.indicateurs(QUI, 2025).set_index("indicateur").loc["menages_accueillis"]
    assert figure["valeur"] > 0
    with pytest.raises(CommandeError) as refused:
        base.lignes("menages_accueillis", QUI, 2025)
    assert "Une partie de ce chiffre vient d’agrégats" in plain(refused.value)
    assert "sont restées chez le gestionnaire" in plain(refused.value)
