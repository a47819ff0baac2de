"""Campaigns that make no sense: refused before anything is made."""

from dataclasses import replace
from pathlib import Path

import pytest

from campagne.region import PORT
from campagne.temoin import Temoin
from cpomlib.campagne import campaign
from cpomlib.socle.erreurs import CommandeError, StoreError


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"region": "pay de la loire"},
            "La région « pay de la loire » n’existe pas. Le plus proche : « Pays de la Loire ».",
        ),
        (
            {"region": "53"},
            "La base ne contient aucun établissement de la région 53 (Bretagne). "
            "Régions de la base : 52 (Pays de la Loire).",
        ),
        (
            {"annee": 2019},
            "Aucune donnée pour 2019 dans la région 52 (Pays de la Loire). Années connues : 2025.",
        ),
        (
            {"gestionnaires": ["100000026"]},
            "Le gestionnaire « 100000026 » n’a pas d’établissement dans la région "
            f"52 (Pays de la Loire). Le plus proche : « {PORT} (Le Port) ».",
        ),
        (
            {"gestionnaires": ["le porc"]},
            "Le gestionnaire « le porc » n’a pas d’établissement dans la région "
            f"52 (Pays de la Loire). Le plus proche : « {PORT} (Le Port) ».",
        ),
        ({"perimetre": "chr"}, "Périmètre « chr » inconnu. Le plus proche : « chrs »."),
        (
            {"parametres": {"perimetre": "tout"}},
            "Périmètre « tout » inconnu. Le plus proche : « tous ».",
        ),
        (
            {"parametres": {"anee": 2024}},
            "Le modèle « diagnostic.ipynb » n’a pas de paramètre « anee ». "
            "Le plus proche : « annee ».",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything(
    ask, tmp_path: Path, changes: dict, message: str
) -> None:
    with pytest.raises(CommandeError) as caught:
        campaign.run(replace(ask(), **changes), Temoin())
    assert str(caught.value).replace("\u00a0", " ") == message
    assert not (tmp_path / "sortie").exists()


def test_an_absent_base_and_a_closed_folder_are_refused(ask, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="n’existe pas"):
        campaign.run(ask(base=f"sqlite:///{tmp_path}/absente.db"), Temoin())
    (tmp_path / "sortie").write_text("un fichier", encoding="utf-8")
    with pytest.raises(CommandeError, match="ne peuvent pas être écrits"):
        campaign.run(ask(), Temoin())
