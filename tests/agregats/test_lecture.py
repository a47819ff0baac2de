"""A package received: refused with all its faults, in French, or read whole."""

import csv
import io
import json
import shutil
import zipfile

import pytest
from agregats.conftest import QUI, plain, run

from cpomlib.agregats import lire
from cpomlib.agregats.paquet import empreinte
from cpomlib.errors import DonneesError
from cpomlib.sources.garde import FichierError

HOUSES, WHOLE = "agregats_etablissements", "agregats_gestionnaires"


@pytest.fixture
def known(envoi):
    return {name: envoi.frames[name] for name in ("gestionnaires", "etablissements")}


def rewritten(envoi, path, change=None, rename=None, hashed=True, extra=None):
    """Copy a package with some rows changed: ``change(name, rows)`` edits them in place."""
    with zipfile.ZipFile(envoi.paquet) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(files["datapackage.json"])
    for resource in head["resources"]:
        text = files[resource["path"]].decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        if change and change(resource["name"], rows) is not None:
            sheet = io.StringIO()
            writer = csv.DictWriter(sheet, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            files[resource["path"]] = sheet.getvalue().encode()
        if hashed:
            resource["hash"] = empreinte(files[resource["path"]])
    if rename:
        rename(head)
    files["datapackage.json"] = json.dumps(head).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**files, **(extra or {})}.items():
            archive.writestr(name, content)
    return path


def refused(path, known):
    with pytest.raises(DonneesError) as caught:
        lire(path, known)
    return [plain(str(fault)) for fault in caught.value.fautes]


def edit(where, indicateur, cells):
    """Change the first row of an indicator that has a value."""

    def change(name, rows):
        if name != where:
            return None
        line = next(r for r in rows if r["indicateur"] == indicateur and r["statut"] == "ok")
        return line.update({key: str(value) for key, value in cells.items()}) or True

    return change


def test_a_package_is_read_whole(envoi, known):
    paquet = lire(envoi.paquet, known)
    assert (paquet.gestionnaire, paquet.annees) == (QUI, (2023, 2024, 2025))
    assert list(paquet.frames) == [HOUSES, WHOLE]
    assert str(paquet.frames[HOUSES]["annee"].dtype) == "int64"


@pytest.mark.parametrize(
    ("where", "indicateur", "cells", "told"),
    [
        (
            HOUSES,
            "menages_accueillis",
            {"indicateur": "menages_acueillis"},
            "colonne « indicateur », valeur « menages_acueillis » : Aucun indicateur transmis ne "
            "s’appelle ainsi. Le plus proche : « menages_accueillis »",
        ),
        (
            HOUSES,
            "menages_accueillis",
            {"id_etablissement": "859900194"},
            "Cette valeur n’est ni dans la table « etablissements » du dépôt, ni en base. "
            "Le plus proche : « 859900193 »",
        ),
        (
            WHOLE,
            "taux_occupation",
            {"valeur": 0.5},
            "colonne « valeur », valeur « 0.5 » : La valeur n’est pas le numérateur rapporté au "
            "dénominateur. Vérifiez que le fichier n’a pas été retouché, puis refaites-le.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"numerateur": 7, "valeur": 7},
            "valeur « 7 » : Cet effectif de moins de 11 aurait dû être masqué. Demandez au "
            "gestionnaire de refaire le paquet avec les seuils en vigueur.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"numerateur": "40.5", "valeur": "40.5"},
            "valeur « 40.5 » : Un effectif est un nombre entier.",
        ),
        (WHOLE, "taux_occupation", {"numerateur": -3}, "Ce nombre est négatif."),
        (WHOLE, "menages_accueillis", {"valeur": ""}, "Le statut est « ok » et il n’y a pas de"),
        (
            WHOLE,
            "menages_accueillis",
            {"statut": "secret", "raison": "secret_statistique"},
            "Une valeur masquée ou non disponible est écrite.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"raison": "non_renseigne"},
            "La raison ne va pas avec le statut.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"statut": "secrets"},
            "colonne « statut », valeur « secrets » : Cette valeur n’est pas dans la liste. "
            "Le plus proche : « secret ».",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"annee": 2019},
            "colonne « annee », valeur « 2019 » : Le paquet ne dit pas porter sur cette année.",
        ),
        (
            WHOLE,
            "menages_accueillis",
            {"id_gestionnaire": "000520031"},
            "Cette valeur n’est ni dans la table « gestionnaires » du dépôt, ni en base. Le plus "
            f"proche : « {QUI} ».",
        ),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_its_place(
    envoi, known, tmp_path, where, indicateur, cells, told
):
    path = rewritten(envoi, tmp_path / "a.zip", edit(where, indicateur, cells))
    faults = refused(path, known)
    assert any(told in fault for fault in faults), faults
    assert all(fault.startswith("a.zip, ressource « agregats_") for fault in faults)
    assert all(", ligne " in fault for fault in faults)


def test_modalities_that_do_not_make_the_total_are_refused(envoi, known, tmp_path):
    """A family written whole: 30 + 20 households do not make 60."""

    def change(name, rows):
        if name != WHOLE:
            return None
        modalities = [r for r in rows if r["indicateur"].startswith("part_age_")
                      and (r["annee"], r["perimetre"]) == ("2025", "tous")]  # fmt: skip
        for row in modalities:
            row.update(numerateur="0", denominateur="60", valeur="0", statut="ok", raison="")
        modalities[0].update(numerateur="30", valeur="0.5")
        modalities[1].update(numerateur="20", valeur=str(20 / 60))
        return True

    faults = refused(rewritten(envoi, tmp_path / "a.zip", change), known)
    said = "Les modalités ne font pas le total des ménages accueillis."
    assert sum(said in fault for fault in faults) == 6


def test_all_the_faults_come_at_once(envoi, known, tmp_path):
    def change(name, rows):
        if name in (HOUSES, WHOLE):
            rows[0]["indicateur"], rows[1]["statut"] = "inconnu", "peut-être"
            return True
        return None

    faults = refused(rewritten(envoi, tmp_path / "a.zip", change), known)
    for name in (HOUSES, WHOLE):
        assert any(f"« {name} », ligne 2, colonne « indicateur »" in fault for fault in faults)
        assert any(f"« {name} », ligne 3, colonne « statut »" in fault for fault in faults)


def test_what_was_altered_after_it_was_written_is_seen(envoi, known, tmp_path):
    change = edit(WHOLE, "taux_occupation", {"numerateur": "1"})
    faults = refused(rewritten(envoi, tmp_path / "a.zip", change, hashed=False), known)
    said = "« agregats_gestionnaires » : Le contenu ne correspond plus à son empreinte"
    assert any(said in fault for fault in faults)


def test_another_schema_another_file_or_a_missing_one_is_refused(envoi, known, tmp_path):
    def rename(head):
        head["resources"][0]["name"] = "etablissement"
        head["resources"][3]["schema"]["fields"][0]["type"] = "integer"

    stays = {"sejours.csv": b"id_sejour\nS1\n"}
    path = rewritten(envoi, tmp_path / "a.zip", rename=rename, extra=stays)
    faults = refused(path, known)
    assert "a.zip, valeur « sejours.csv » : Ce fichier n’est pas déclaré dans le paquet." in (
        " ".join(faults)
    )
    told = "\n".join(faults)
    assert "d’un paquet d’agrégats. Le plus proche : « etablissements »" in told
    assert "valeur « etablissements » : Cette ressource manque dans le paquet." in told
    assert "« agregats_gestionnaires » : Le schéma déclaré n’est pas celui des agrégats." in told


def test_an_establishment_of_somebody_else_is_refused(envoi, known, tmp_path):
    moved = known["etablissements"].assign(id_gestionnaire="000520031")
    faults = refused(envoi.paquet, known | {"etablissements": moved})
    assert "En base, cet établissement n’est pas du gestionnaire 000520049." in faults[0]


def test_a_package_about_two_gestionnaires_is_refused(envoi, region, tmp_path):
    """The other one is in the base: only the package says that it is not about it."""
    change = edit(WHOLE, "menages_accueillis", {"id_gestionnaire": "000520031"})
    faults = refused(rewritten(envoi, tmp_path / "a.zip", change), region)
    assert any(f"celui du paquet, qui est du gestionnaire {QUI}." in fault for fault in faults)


def test_a_base_that_does_not_know_them_says_which_table_to_deposit(envoi):
    faults = refused(envoi.paquet, {})
    assert any("etablissements" in fault and "gestionnaires" in "".join(faults) for fault in faults)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"id;nom\n", "n’est pas une archive ZIP, ou il est abîmé ou chiffré."),
        ({"a.csv": "x"}, "Cette archive n’est pas un paquet d’agrégats de version 1."),
        ({"datapackage.json": "{}"}, "« datapackage.json » manque ou n’est pas celui que"),
        (
            {"datapackage.json": "[1"},
            "Demandez au gestionnaire de le refaire avec « cpom agreger »",
        ),
        (
            {"bombe": "0" * 3_000_000},
            "Cette archive se déplie en 2,9 Mio : elle n’est pas ouverte.",
        ),
        (None, "Ce fichier n’existe pas."),
    ],
)
def test_what_is_not_a_package_is_refused(known, tmp_path, content, told):
    path = tmp_path / "x.zip"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in content.items():
                archive.writestr(name, text)
    with pytest.raises(FichierError) as caught:
        lire(path, known)
    assert told in plain(str(caught.value))


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
    shutil.copy(envoi.au_service.removeprefix("sqlite:///"), base)
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
