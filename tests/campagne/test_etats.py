"""A report made again from its recorded state is the same, byte for byte."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import cpom
from sqlalchemy import text

from cpomlib import base as store

FILES = ("diagnostic.html", "indicateurs.json")


def made(folder: Path, gestionnaire: str) -> dict[str, bytes]:
    return {name: (folder / "52/2025" / gestionnaire / name).read_bytes() for name in FILES}


def recorded(folder: Path) -> dict:
    return json.loads((folder / "52/2025/campagne.json").read_text(encoding="utf-8"))


@pytest.fixture
def region(example_base, tmp_path):
    """A copy of the invented region, whose only deposit was made on 3 March 2026."""
    path = tmp_path / "cpom.db"
    shutil.copy(example_base.removeprefix("sqlite:///"), path)
    address = f"sqlite:///{path}"
    moment = {"moment": "2026-03-03T10:00:00.000000+00:00"}
    with store.open_base(address).begin() as connection:
        connection.execute(text("UPDATE depots SET horodatage = :moment"), moment)
        connection.execute(text("UPDATE evenements SET horodatage = :moment"), moment)
    return address


def change(address: str, gestionnaire: str) -> None:
    """Deposit another activity over that of the year."""
    engine = store.open_base(address)
    frame = store.read(engine, ["activite"], gestionnaires=[gestionnaire])["activite"]
    year = frame[frame["annee"] == 2025].assign(journees_realisees=lambda f: f.iloc[:, 4] // 2)
    store.deposit(
        engine,
        {"activite": year.reset_index(drop=True)},
        store.Origine("Alpha", "rectificatif.csv", "b" * 64, "tables"),
    )


@pytest.mark.lent
def test_made_again_from_its_recorded_state_or_as_of_its_day(region, tmp_path):
    engine = store.open_base(region)
    who = store.read(engine, ["gestionnaires"])["gestionnaires"]["id_gestionnaire"].iloc[0]
    asked = ["rapports", "--region", "52", "--annee", "2025", "--base", region]
    asked += ["--gestionnaire", who, "--parallele", "1", "--sortie"]

    first, again, day = (tmp_path / name for name in ("un", "deux", "trois"))
    cpom(*asked, first)
    state = recorded(first)["parametres"]["etat"]
    assert state == 1

    change(region, who)
    words = ["indicateurs", "--gestionnaire", who, "--annee", "2025", "--base", region]
    assert cpom(*words).stdout != cpom(*words, "--etat", state).stdout

    cpom(*asked, again, "--etat", state)
    assert made(again, who) == made(first, who)
    assert recorded(again)["depots"] == recorded(first)["depots"]

    # the contract is looked at on that day too
    cpom(*asked, again, "--etat", state, "--jour", "03/03/2026", "--forcer")
    cpom(*asked, day, "--au", "03/03/2026")
    assert made(day, who) == made(again, who)
    assert recorded(day)["parametres"]["etat"] == 1
