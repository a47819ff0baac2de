"""Stays by the million: one gestionnaire read, every indicator of every one, and how time grows."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.import_million import PER_GESTIONNAIRE, READS, sejours, structure
from benchmarks.mesure import Mesure, exposant, timed
from cpomlib.socle.typographie import nombre

PARTIE = "Un million de séjours"
TAILLES = (10_000, 100_000, 1_000_000)
PETITES = (1_000, 3_000, 10_000)
GESTIONNAIRES = 300
ANNEES = (2022, 2023, 2024)
CROISSANCES = {
    "depot": "dépôt",
    "lecture_tout": "lecture de tout",
    "lecture": "lecture d’un seul",
    "indicateurs": "indicateurs",
}


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure at three sizes, each in a process of its own, whose memory is then known."""
    sizes = PETITES if petit else TAILLES
    found = [_apart(size) for size in sizes]
    yield from _au_plus(found[-1], nombre(sizes[-1]))
    for name, label in CROISSANCES.items():
        power = exposant([float(s) for s in sizes], [each[name] for each in found])
        yield Mesure(
            f"million_exposant_{name}", PARTIE, f"Croissance du temps\u00a0: {label}", power, "",
            rapport=name != "lecture",
            note=f"Exposant ajusté de {nombre(sizes[0])} à {nombre(sizes[-1])} séjours : à 1, dix "
            "fois plus de séjours prennent dix fois plus de temps.",
        )  # fmt: skip


def _au_plus(last: dict[str, float], count: str) -> Iterator[Mesure]:
    """Say what the largest base takes."""
    yield Mesure(
        "million_lecture", PARTIE, f"Lecture d’un gestionnaire parmi {GESTIONNAIRES}",
        1000 * last["lecture"], "ms", cible=50,
        note=f"{count} séjours dans la base ; médiane de {READS} lectures.",
    )  # fmt: skip
    yield Mesure(
        "million_indicateurs", PARTIE, "Tous les indicateurs de tous, en une passe",
        last["indicateurs"], "s", cible=5,
        note=f"{count} séjours, {GESTIONNAIRES} gestionnaires, tables déjà lues ; médiane de "
        f"{len(ANNEES)} années.",
    )  # fmt: skip
    yield Mesure(
        "million_memoire", PARTIE, "Mémoire au plus haut", last["memoire"] / 1024, "Gio", cible=2,
        note="Création, lecture et calcul dans le même processus.",
    )  # fmt: skip
    yield Mesure("million_depot", PARTIE, "Dépôt de tous les séjours", last["depot"], "s")


def _apart(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.million", str(size)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    return {name: float(value) for name, value in json.loads(done.stdout).items()}


def une_taille(size: int, folder: Path) -> dict[str, float]:
    """Return the seconds that each thing takes with so many stays, and the memory, in MiB."""
    from cpomlib import base as store
    from cpomlib.calcul.indicateurs import compute
    from cpomlib.calcul.indicateurs.conventions import conventions_des_seuils
    from cpomlib.calcul.perimetre import par_gestionnaire

    engine = store.open_base(f"sqlite:///{folder / 'mesure.db'}", creer=True)
    origine = store.Origine("mesure", "mesure", "0" * 64, "tables")
    known = structure(GESTIONNAIRES)
    store.deposit(engine, known, origine)
    owners = known["gestionnaires"]["id_gestionnaire"].tolist()
    houses = known["etablissements"]["id_etablissement"].tolist()
    assert len(houses) == GESTIONNAIRES * PER_GESTIONNAIRE
    stays = {"sejours": sejours(houses, size)}
    depot = timed(partial(store.deposit_once, engine, stays, origine)).secondes
    stays.clear()
    read = partial(store.read, engine, ["sejours"])
    reads = [timed(partial(read, gestionnaires=[each])).secondes for each in owners[: READS + 1]]
    whole = timed(read).secondes
    frames = store.read(engine, ["gestionnaires", "etablissements", "sejours"])
    units, agreed = par_gestionnaire(frames["etablissements"]), conventions_des_seuils()
    compute(frames, units, ANNEES[-1] + 1, agreed)
    passes = [timed(partial(compute, frames, units, year, agreed)).secondes for year in ANNEES]
    return {
        "depot": depot,
        "lecture": statistics.median(reads[1:]),
        "lecture_tout": whole,
        "indicateurs": statistics.median(passes),
        "memoire": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(une_taille(int(sys.argv[1]), Path(place))))
