"""``cpom importer`` on a package: what it says, and what it leaves in the base."""

import sqlite3
from contextlib import closing

from calcul.agregats.conftest import run
from calcul.agregats.retouches import WHOLE, edit, rewritten


def copied(address, path):
    """Copy a base, what its journal still holds included."""
    with (
        closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as there,
        closing(sqlite3.connect(path)) as here,
    ):
        there.backup(here)


def test_a_refused_package_leaves_the_base_as_it_was(envoi, tmp_path):
    path = rewritten(envoi, tmp_path / "a.zip", edit(WHOLE, "taux_occupation", {"valeur": 0.5}))
    base = f"sqlite:///{tmp_path / 'neuve.db'}"
    code, said = run("importer", "agregats", path, "--base", base)
    assert code == 1
    assert "rien n’a été écrit." in said
    assert not (tmp_path / "neuve.db").exists()


def test_the_same_package_twice_is_noticed(envoi):
    code, said = run("importer", "agregats", envoi.paquet, "--base", envoi.au_service)
    assert code == 0
    assert "Ce fichier est déjà dans la base (dépôt n° 2" in said


def test_the_importer_of_anything_knows_a_package_and_deposits_it(envoi, tmp_path):
    base, renamed = tmp_path / "service.db", tmp_path / "reçu sans nom.bin"
    copied(envoi.au_service, base)
    renamed.write_bytes(envoi.paquet.read_bytes())
    code, said = run("importer", "auto", renamed)
    assert code == 0
    assert said == (
        "reçu sans nom.bin : c’est un paquet d’agrégats, transmis à la place des séjours. "
        "L’archive contient « agregats_etablissements.csv », « agregats_gestionnaires.csv ».\n"
        f"  cpom importer agregats '{renamed}'\n"
    )
    code, said = run("importer", "auto", "--executer", renamed, "--base", f"sqlite:///{base}")
    assert code == 0
    assert "Agrégats du gestionnaire 000520049, 2023 à 2025." in said
    assert "Ce fichier est déjà dans la base (dépôt n° 2" in said


def test_another_convention_is_told_at_once(envoi, tmp_path, monkeypatch):
    mine = tmp_path / "service"
    mine.mkdir()
    text = "seuils:\n  seuil_presence_longue_mois:\n    valeur: 24\n"
    (mine / "seuils.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(mine))
    code, said = run("importer", "agregats", envoi.paquet, "--base", envoi.au_service)
    assert code == 0, said
    assert "Attention : il a été fait avec une autre convention (" in said
    assert "Les indicateurs qui en dépendent seront non disponibles." in said
