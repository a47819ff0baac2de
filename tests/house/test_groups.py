"""Tests that share a page, a region or an office suite stay together on one worker."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from conftest import made_once

MODULE = """
import os
import pytest

@pytest.mark.parametrize("rank", range(6))
@pytest.mark.xdist_group("ensemble")
def test_where_it_runs(rank):
    with open("ouvriers.txt", "a") as seen:
        seen.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_the_tests_of_a_group_run_on_one_worker(tmp_path):
    (tmp_path / "test_groupe.py").write_text(MODULE)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "test_groupe.py"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    workers = (tmp_path / "ouvriers.txt").read_text().split()
    assert len(workers) == 6
    assert len(set(workers)) == 1


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ([("function", "tests/a/test_b.py"), ("session", "tests"), ("session", "")], None),
        ([("module", "tests/a/test_b.py"), ("session", "tests")], "tests/a/test_b.py"),
        ([("module", "tests/a/test_b.py"), ("session", "tests/a")], "tests/a"),
    ],
)
def test_what_is_made_once_is_asked_of_one_worker(asked, where):
    known = {
        str(rank): [SimpleNamespace(scope=scope, baseid=base)]
        for rank, (scope, base) in enumerate(asked)
    }
    assert made_once(SimpleNamespace(_fixtureinfo=SimpleNamespace(name2fixturedefs=known))) == where
