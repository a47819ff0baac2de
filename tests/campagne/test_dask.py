"""Campaigns on a cluster: same reports, a lost worker, a report that kills, machines refused."""

import json
from dataclasses import replace
from pathlib import Path

import dask
import pytest
from conftest import plain

from campagne.carnets import ECRIRE, MONTRER, carnet
from campagne.region import ETAPE, NOMS, PORT, SOLEIL, base
from campagne.temoin import Temoin
from cpomlib.campagne import campaign, fingerprint, machines
from cpomlib.campagne.campaign import Campagne
from cpomlib.socle.erreurs import CommandeError

# An ordinary kernel is born of a maker of reports, and that one of the worker: killing the worker
# is losing a machine.
TUER = f"""\
import os, pathlib, psutil
machine = psutil.Process(os.getppid()).ppid()
vies = pathlib.Path({{dossier!r}})
if gestionnaire == {SOLEIL!r} and not (vies / "perdue").exists():
    (vies / "perdue").touch()
    os.kill(machine, 9)
if gestionnaire == {PORT!r} and (vies / "poison").exists():
    with (vies / "poison").open("a") as trace:
        trace.write("x")
    os.kill(machine, 9)
"""


@pytest.fixture(scope="module", autouse=True)
def ordinary():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CPOM_NOYAUX", "ordinaire")
        yield


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """A campaign on the tiny region; its notebook loses a worker once, then kills while told to."""
    folder = tmp_path_factory.mktemp("dask")
    modele = carnet(folder / "diagnostic.ipynb", TUER.format(dossier=str(folder)), ECRIRE, MONTRER)
    return Campagne(
        "52",
        2025,
        base=base(folder / "base.db", "exemple"),
        sortie=folder / "sortie",
        modele=modele,
        parallele=2,
        dask=machines.LOCAL,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".json"} and path.parent != folder
    }


def test_a_lost_worker_is_replaced_and_a_report_that_kills_is_refused(ask) -> None:
    poison, temoin = ask.modele.with_name("poison"), Temoin()
    poison.touch()
    bilan = campaign.run(ask, temoin)
    assert (ask.modele.with_name("perdue")).exists()
    assert sorted(bilan.faits) == [ETAPE, SOLEIL]
    assert sorted(temoin.finis) == sorted(NOMS)
    assert bilan.echecs == {
        PORT: "Le rapport a fait tomber à plusieurs reprises la machine qui le faisait "
        "(mémoire insuffisante, le plus souvent)."
    }
    # two workers lost alone; at most two before, for it may wait behind the one that is lost once
    assert poison.read_text() in {"xx", "xxx", "xxxx"}
    record = json.loads((bilan.dossier / "campagne.json").read_text(encoding="utf-8"))
    assert record["etat"] == "terminee"

    # what the others made is what one machine makes, and is up to date for it
    poison.unlink()
    local = replace(ask, dask="", gestionnaires=[ETAPE, SOLEIL])
    here = campaign.run(replace(local, sortie=ask.sortie.with_name("ici")), Temoin())
    made = files(bilan.dossier)
    assert len(made) == 4
    assert made == files(here.dossier)
    again = Temoin()
    campaign.run(local, again)
    assert again.debuts == [(0, 2)]


@pytest.fixture(scope="module")
def scheduler():
    """A cluster somebody else started: one worker, in a process of its own."""
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.memory.terminate": False}),
        LocalCluster(1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None) as cluster,
    ):
        yield cluster


def test_the_machines_of_others_do_the_work_with_what_they_have(
    ask, scheduler, tmp_path: Path
) -> None:
    fingerprint.code_hash.cache_clear()
    address = scheduler.scheduler_address
    elsewhere = replace(ask, dask=address, sortie=tmp_path, gestionnaires=[ETAPE])
    assert campaign.run(elsewhere, Temoin()).faits == (ETAPE,)


def test_a_machine_that_would_make_other_reports_is_refused(
    ask, scheduler, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "parametres").mkdir()
    (tmp_path / "parametres" / "seuils.yaml").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path / "parametres"))
    elsewhere = replace(ask, dask=scheduler.scheduler_address, sortie=tmp_path)
    with pytest.raises(CommandeError) as caught:
        campaign.run(elsewhere, Temoin())
    assert "ferait d’autres rapports que celle-ci. N’y est pas le même : les réglages" in plain(
        caught.value
    )
    assert not list(tmp_path.rglob("campagne.json"))


def test_a_machine_that_cannot_read_the_base_says_what_to_do() -> None:
    text = str(machines._closed("tcp://m:1", "Le fichier n’existe pas.", "sqlite:////b.db"))
    assert "tcp://m:1 » ne peut pas lire la base. Le fichier n’existe pas." in text
    assert "utilisez PostgreSQL" in text
    assert "PGPASSWORD" in str(machines._closed("tcp://m:1", "Non.", "postgresql://s/b"))


def test_nobody_at_the_address(ask, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(machines, "_DELAI_CONNEXION", "1s")
    with pytest.raises(CommandeError, match="Aucun ordonnanceur Dask ne répond à l’adresse"):
        campaign.run(replace(ask, dask="tcp://127.0.0.1:9", sortie=tmp_path), Temoin())
