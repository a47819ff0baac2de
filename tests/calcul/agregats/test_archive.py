"""The archive of a package: altered, of another schema, or no package at all."""

import zipfile

import pytest
from calcul.agregats.retouches import WHOLE, edit, refused, rewritten
from conftest import plain

from cpomlib.entree.agregats import lire
from cpomlib.entree.garde import FichierError


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
