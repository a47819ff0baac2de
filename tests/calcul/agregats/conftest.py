"""A gestionnaire that keeps its stays, and the service that only has its aggregates."""

from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from conftest import plain

from cpomlib import base as store
from cpomlib.cli.main import cpom
from cpomlib.exemple import build
from cpomlib.socle.erreurs import CpomError
from cpomlib.socle.typographie import insecable

QUI = "000520049"
"""Three CHRS and a subsidised service: some 190 stays."""
ANNEE = 2025
ORIGINE = store.Origine("Claire Analyste", "depot", "0" * 64, "tables")


def run(*words):
    """Run a command in this process; return its code and all it says."""
    done = CliRunner().invoke(cpom, [str(word) for word in words])
    if isinstance(done.exception, CpomError):
        return 1, plain(insecable(str(done.exception)))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, plain(done.output)


def of(frames, gestionnaire):
    """Keep the tables of one gestionnaire."""
    mine = frames["etablissements"]
    ids = set(mine.loc[mine["id_gestionnaire"] == gestionnaire, "id_etablissement"])
    wanted = {"id_etablissement": ids, "id_gestionnaire": {gestionnaire}}

    def own(frame):
        for column, values in wanted.items():
            if column in frame.columns:
                return frame[frame[column].isin(values)].reset_index(drop=True)
        return frame

    return {name: own(frame) for name, frame in frames.items()}


@pytest.fixture(scope="session")
def region():
    """The tables of an invented region of six gestionnaires."""
    return build("52", 6, 1)


@dataclass(frozen=True)
class Envoi:
    """Both sides of a transmission: addresses of the bases, the package, the tables."""

    chez_lui: str
    au_service: str
    paquet: object
    frames: dict
    dit: str


@pytest.fixture(scope="session")
def envoi(region, tmp_path_factory):
    """The package of a gestionnaire, imported where its stays are not."""
    folder = tmp_path_factory.mktemp("envoi")
    frames = of(region, QUI)
    addresses = {}
    for name, tables in (
        ("chez_lui", frames),
        ("au_service", {key: frame for key, frame in frames.items() if key != "sejours"}),
    ):
        addresses[name] = f"sqlite:///{folder / name}.db"
        store.deposit(store.open_base(addresses[name], creer=True), tables, ORIGINE)
    paquet = folder / "agregats.zip"
    words = ["--gestionnaire", QUI, "--annee", ANNEE, "-o", paquet]
    code, said = run("agreger", "--base", addresses["chez_lui"], *words)
    assert code == 0, said
    code, told = run("importer", "agregats", paquet, "--base", addresses["au_service"])
    assert code == 0, told
    return Envoi(**addresses, paquet=paquet, frames=frames, dit=f"{said}\n{told}")


@pytest.fixture
def known(envoi):
    """Return what the base of the service knows of the gestionnaire."""
    return {name: envoi.frames[name] for name in ("gestionnaires", "etablissements")}
