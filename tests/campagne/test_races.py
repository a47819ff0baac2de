"""Many runs, at once and one after the other: no port, no socket, no event loop is fought over."""

import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from campagne.carnets import ECRIRE, carnet
from cpomlib.campagne import notebook

RUNS = 50


def one(modele: Path, folder: Path, number: int) -> str:
    here = folder / str(number)
    here.mkdir()
    ecueil = notebook.run(modele, {"annee": number}, here / "n.ipynb", 60, folder).ecueil
    return ecueil.raison if ecueil else ""


@pytest.mark.lent
def test_fifty_runs_two_by_two_all_end_well(tmp_path: Path) -> None:
    modele = carnet(tmp_path / "diagnostic.ipynb", ECRIRE)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        ends = list(pool.map(one, [modele] * RUNS, [tmp_path] * RUNS, range(RUNS)))
    assert ends == [""] * RUNS
    for number in range(RUNS):
        executed = json.loads((tmp_path / str(number) / "n.ipynb").read_text(encoding="utf-8"))
        assert executed["metadata"]["papermill"]["parameters"]["annee"] == number
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("cpom-")] == []
