"""A campaign of 24 gestionnaires, against the same notebook by command line, and without one."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.mesure import Mesure
from cpomlib.socle.projet import notebooks_dir

PARTIE = "Une campagne"
CARNET = notebooks_dir() / "rapports" / "diagnostic.ipynb"
BIN = Path(sys.executable).parent
DEUX = 2
"""How many at once where a campaign does not choose itself."""
UN_FIL = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure a campaign; ``petit``: 3 gestionnaires in place of 24."""
    count, sample = (3, 1) if petit else (24, 4)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        base = f"sqlite:///{folder / 'cpom.db'}"
        made = ["--base", base, "--region", "52", "--gestionnaires", str(count), "--graine", "1"]
        cpom("exemple", *made)
        ids = gestionnaires(base)
        first = _campaign(base, folder)
        second = _campaign(base, folder)
        naive = _naive(base, ids[:sample], folder) / sample * count
        bare = _without(base, ids, folder)
    yield from _contre(count, sample, first, naive, bare)
    yield from _ensuite(count, first, second)


def _contre(count: int, sample: int, first: float, naive: float, bare: float) -> Iterator[Mesure]:
    """Set the campaign against the two other ways."""
    yield Mesure(
        "campagne_minute", PARTIE, "Rapports par minute", 60 * count / first, "", sens="haut",
        note=f"Campagne de {count} gestionnaires par « cpom rapports » tel quel, lancement "
        "compris.",
    )  # fmt: skip
    yield Mesure(
        "campagne_naive", PARTIE, "Plus vite que papermill puis nbconvert", naive / first,
        sens="haut", cible=15, rapport=True,
        note=f"Par ligne de commande, le même carnet, {DEUX} à la fois, sur {sample} "
        f"rapports ; le temps des {count} en est déduit.",
    )  # fmt: skip
    yield Mesure(
        "campagne_nue", PARTIE, "Plus lent que sans carnet", first / bare, cible=2.5, rapport=True,
        note=f"Les mêmes appels et leur HTML dans {DEUX} processus qui restent, chargés une fois.",
    )  # fmt: skip


def _ensuite(count: int, first: float, second: float) -> Iterator[Mesure]:
    """Say what a second run takes, nothing having changed."""
    label = f"Seconde fois, rien n’a changé, {count} rapports"
    yield Mesure("campagne_rien", PARTIE, label, second, "s", cible=2)
    label, share = "Seconde fois, en part de la première", 100 * second / first
    yield Mesure("campagne_rien_rapport", PARTIE, label, share, "%", rapport=True)


def gestionnaires(base: str) -> list[str]:
    """Return the gestionnaires of a base."""
    from cpomlib.base import open_base, read

    engine = open_base(base)
    try:
        return sorted(read(engine, ["gestionnaires"])["gestionnaires"]["id_gestionnaire"])
    finally:
        engine.dispose()


def cpom(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([str(BIN / "cpom"), *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def _campaign(base: str, folder: Path) -> float:
    asked = ["--base", base, "--region", "52", "--annee", "2025"]
    return cpom("rapports", *asked, "--sortie", str(folder / "rapports"))


def _naive(base: str, ids: list[str], folder: Path) -> float:
    """Run the notebook by command line as anybody would, and make a page of it."""

    def one(identifiant: str) -> None:
        done = folder / f"{identifiant}.ipynb"
        typed = ["-r", "gestionnaire", identifiant, "-r", "region", "52", "-r", "base", base]
        papermill = [str(BIN / "papermill"), str(CARNET), str(done), *typed, "-p", "annee", "2025"]
        page = [str(BIN / "jupyter"), "nbconvert", "--to", "html", str(done)]
        env = {**os.environ, **UN_FIL, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        for command in ([*papermill, "-k", "python3"], page):
            subprocess.run(command, check=True, capture_output=True, env=env)

    start = time.perf_counter()
    with ThreadPoolExecutor(DEUX) as pool:
        list(pool.map(one, ids))
    return time.perf_counter() - start


def _without(base: str, ids: list[str], folder: Path) -> float:
    """Make the same calls in two processes that stay, once they have loaded what they need."""
    shared = folder / "commun"
    shared.mkdir()
    with ProcessPoolExecutor(
        DEUX, mp_context=get_context("spawn"), initializer=pret, initargs=(str(shared),)
    ) as pool:
        list(pool.map(time.sleep, [0.2] * DEUX))
        start = time.perf_counter()
        list(pool.map(calls, [base] * len(ids), ids))
        return time.perf_counter() - start


def pret(shared: str) -> None:
    """Load all that a report needs, once for the process."""
    os.environ.update({**UN_FIL, "CPOM_COMMUN": shared})
    from cpomlib.rapports.prechauffe import prechauffer, regler

    prechauffer()
    regler()


def calls(base: str, identifiant: str) -> int:
    """Run the cells of the notebook one after the other; return how much HTML they show."""
    from cpomlib.campagne.carnet import lire

    known: dict[str, object] = {}
    given = {"gestionnaire": identifiant, "region": "52", "base": base, "annee": 2025}
    written = 0
    for cell in lire(CARNET).cells:
        if cell.cell_type != "code":
            continue
        shown = _run(cell.source, known)
        if "parameters" in cell.metadata.get("tags", []):
            known |= given
        if hasattr(shown, "_repr_mimebundle_"):
            written += len(str(shown._repr_mimebundle_()))
    return written


def _run(source: str, known: dict[str, object]) -> object:
    """Run a cell; return its last expression, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "carnet", "exec"), known)
    return eval(compile(ast.Expression(last.value), "carnet", "eval"), known) if last else None
