"""Scenarios kept under a name: two people never overwrite one another."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date

import pytest
from conftest import plain
from environnement.sans_droits import sans_pouvoirs

from cpomlib.calcul.scenarios import TYPES, Scenario
from cpomlib.calcul.scenarios.ecriture import en_yaml
from cpomlib.calcul.scenarios.enregistres import (
    DejaEnregistreError,
    empreinte,
    enregistrer,
    enregistres,
    inventaire,
    nom_de_fichier,
    ouvrir,
)
from cpomlib.droit.dossiers import scenarios_dir
from cpomlib.socle.erreurs import CommandeError, ParametreError

ID = "100000009"
JOUR = date(2026, 11, 21)
RATE = TYPES["inflation"](groupe=1, taux=((2026, 0.02), (2027, 0.0125)), justification="Énergie.")
SCENARIO = Scenario("Plan d’équilibre", ID, 2025, 5, (RATE,), auteur="Léa", statut="propose")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_SCENARIOS", str(tmp_path))
    return tmp_path


def test_what_is_saved_is_listed_and_read_back_the_same(folder):
    saved = enregistrer(SCENARIO, jour=JOUR)
    assert (folder / ID / "plan-d-equilibre.yaml").is_file()
    assert enregistres(ID) == [saved]
    assert (saved.nom, saved.titre, saved.statut, saved.auteur, saved.jour) == (
        "plan-d-equilibre", "Plan d’équilibre", "propose", "Léa", JOUR,
    )  # fmt: skip
    read = ouvrir(ID, saved.nom)
    assert replace(read, fichier="", date=None) == SCENARIO
    assert empreinte(ID, saved.nom) == saved.empreinte


def test_a_name_already_taken_is_not_overwritten(folder):
    first = enregistrer(SCENARIO, jour=JOUR)
    kept = (folder / ID / "plan-d-equilibre.yaml").read_bytes()
    with pytest.raises(DejaEnregistreError) as caught:
        enregistrer(replace(SCENARIO, auteur="Sam"), jour=JOUR)
    assert "par Léa" in str(caught.value)
    assert "rien n’a été écrit" in str(caught.value)
    assert (folder / ID / "plan-d-equilibre.yaml").read_bytes() == kept
    again = enregistrer(replace(SCENARIO, statut="retenu"), first.empreinte, JOUR)
    assert again.statut == "retenu"
    with pytest.raises(DejaEnregistreError):
        enregistrer(SCENARIO, first.empreinte, JOUR)  # made from a version that is gone


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told():
    told = []

    def save(author):
        try:
            enregistrer(replace(SCENARIO, auteur=author), jour=JOUR)
            told.append("écrit")
        except DejaEnregistreError:
            told.append("refusé")

    people = [threading.Thread(target=save, args=(f"P{rank}",)) for rank in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(told) == ["refusé"] * 5 + ["écrit"]
    assert len(enregistres(ID)) == 1


@pytest.mark.parametrize(
    ("titre", "nom"),
    [("Plan d’équilibre", "plan-d-equilibre"), ("  ../../etc/passwd ", "etc-passwd"),
     ("ÉTÉ 2027 !", "ete-2027"), ("a" * 200, "a" * 80)],
)  # fmt: skip
def test_a_title_names_a_file_and_nothing_else(titre, nom):
    assert nom_de_fichier(titre) == nom


def test_a_title_without_letters_is_refused():
    with pytest.raises(CommandeError) as caught:
        nom_de_fichier("«\u00a0!\u00a0»")
    assert "au moins une lettre ou un chiffre" in str(caught.value)


@pytest.mark.parametrize("identifiant", ["../autre", "", "a/b", ".", "a\n"])
def test_an_id_never_leads_out_of_the_folder(identifiant):
    with pytest.raises(CommandeError) as caught:
        scenarios_dir(identifiant)
    assert "n’est pas un identifiant" in str(caught.value)


def test_an_unknown_name_is_refused_with_the_nearest_and_another_s_file_too(folder):
    enregistrer(SCENARIO, jour=JOUR)
    with pytest.raises(CommandeError) as caught:
        ouvrir(ID, "plan-d-equilibr")
    assert "plan-d-equilibre" in str(caught.value)
    (folder / ID).replace(folder / "999999999")
    with pytest.raises(CommandeError) as caught:
        ouvrir("999999999", "plan-d-equilibre")
    assert "d’un autre gestionnaire" in str(caught.value)


def test_a_file_that_cannot_be_read_is_listed_with_why(folder):
    enregistrer(SCENARIO, jour=JOUR)
    (folder / ID / "casse.yaml").write_text("titre: [", encoding="utf-8")
    (folder / ID / "taux.yaml").write_text(
        f"titre: A\ngestionnaire: '{ID}'\nannee_base: 2025\nhorizon: 3\nstatut: retenu\n"
        "hypotheses:\n- type: inflation\n  groupe: 1\n  taux: 5 %\n",
        encoding="utf-8",
    )
    (folder / ID / "autre.yml").write_text("titre: B", encoding="utf-8")
    (folder / ID / "chez-qui.yaml").write_text(
        en_yaml(SCENARIO).replace(ID, "999999999"), encoding="utf-8"
    )
    found = inventaire(ID)
    assert [one.nom for one in found.lisibles] == ["plan-d-equilibre"]
    assert enregistres(ID) == list(found.lisibles)
    told = {one.fichier: plain(one.pourquoi) for one in found.illisibles}
    assert list(told) == ["casse.yaml", "chez-qui.yaml", "taux.yaml", "autre.yml"]
    assert "casse.yaml" in told["casse.yaml"]
    assert "5 %" in told["taux.yaml"]
    assert told["chez-qui.yaml"] == "Ce fichier est le scénario d’un autre gestionnaire."
    assert told["autre.yml"] == "Son nom finit par « .yml » : renommez-le « autre.yaml »."
    assert str(folder) not in "".join(told.values())
    assert enregistres("999999999") == []


def test_a_file_or_a_folder_without_rights_is_not_taken_for_absent(folder):
    enregistrer(SCENARIO, jour=JOUR)
    (folder / ID / "plan-d-equilibre.yaml").chmod(0)
    code = f"from cpomlib.calcul.scenarios.enregistres import inventaire; print(inventaire({ID!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          preexec_fn=sans_pouvoirs)  # fmt: skip
    assert "fichier='plan-d-equilibre.yaml'" in done.stdout
    assert "vous n’en avez pas le droit" in done.stdout
    (folder / ID).chmod(0)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          preexec_fn=sans_pouvoirs)  # fmt: skip
    assert "ne peut pas être lu" in done.stderr
    (folder / ID).chmod(0o755)


def test_a_mistyped_folder_is_said_and_nothing_is_saved_there(folder, monkeypatch):
    monkeypatch.setenv("CPOM_SCENARIOS", str(folder / "scenario"))
    for do in (lambda: inventaire(ID), lambda: enregistrer(SCENARIO, jour=JOUR)):
        with pytest.raises(ParametreError) as caught:
            do()
        assert f"CPOM_SCENARIOS={folder / 'scenario'}" in str(caught.value)
        assert "Ce dossier n’existe pas." in str(caught.value)
    assert not (folder / "scenario").exists()


def test_a_folder_that_cannot_be_written_says_what_to_do(folder):
    (folder / ID).write_text("un fichier à la place du dossier", encoding="utf-8")
    with pytest.raises(CommandeError) as caught:
        enregistrer(SCENARIO, jour=JOUR)
    assert "CPOM_SCENARIOS" in str(caught.value)
