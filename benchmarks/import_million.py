"""A million stays, deposited and read again, on a base of its own: measured, not tested.

    python -m benchmarks.import_million [--sejours 1000000] [--gestionnaires 300] [--base ADRESSE]

The stays are invented, for gestionnaires of three establishments each. What is timed: one
deposit of them all, the same deposit refused as already there, a deposit of one gestionnaire,
the reading of one gestionnaire among all, and the reading of everything.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.mesure import Temps, timed
from cpomlib import base as store
from cpomlib.base.deposits import in_order
from cpomlib.socle.typographie import nombre
from cpomlib.tables.frames import conform
from cpomlib.tables.schema import table

PER_GESTIONNAIRE = 3
READS = 20


def structure(count: int) -> dict[str, pd.DataFrame]:
    """Invent the gestionnaires and their establishments."""
    owners = [f"{number:09d}" for number in range(1, count + 1)]
    houses = [f"44{number:07d}" for number in range(count * PER_GESTIONNAIRE)]
    gestionnaires = {"id_gestionnaire": owners, "raison_sociale": "Essai", "statut": "association"}
    etablissements = {
        "id_etablissement": houses,
        "id_gestionnaire": np.repeat(owners, PER_GESTIONNAIRE),
        "nom": "Essai",
        "categorie": "214",
        "regime": "autorise",
        "autorite": "prefet",
        "programme": "177",
        "departement": "44",
        "region": "52",
    }
    return {
        "gestionnaires": conform("gestionnaires", pd.DataFrame(gestionnaires)),
        "etablissements": conform("etablissements", pd.DataFrame(etablissements)),
    }


def sejours(houses: list[str], count: int) -> pd.DataFrame:
    """Invent stays, in no order, as a sender's file has them."""
    chance = np.random.default_rng(1)
    entered = np.datetime64("2019-01-01", "D") + chance.integers(0, 2500, count)
    left = (entered + chance.integers(1, 900, count)).astype("datetime64[s]")
    left[chance.random(count) < 0.1] = np.datetime64("NaT")
    invented: dict[str, object] = {
        "id_sejour": [f"S{number:09d}" for number in chance.permutation(count)],
        "id_etablissement": chance.choice(houses, count),
        "id_menage": [f"M{number:09d}" for number in chance.integers(0, count, count)],
        "date_entree": entered.astype("datetime64[s]"),
        "date_sortie": left,
        "nb_adultes": chance.integers(1, 3, count),
        "nb_enfants": chance.integers(0, 4, count),
        "droits_incomplets": chance.random(count) < 0.2,
        "via_siao": chance.random(count) < 0.9,
        "dls_active": chance.random(count) < 0.5,
    }
    for champ in table("sejours").champs:
        if champ.categories:
            invented[champ.nom] = chance.choice(list(champ.categories), count)
    return conform("sejours", pd.DataFrame(invented))


def measure(address: str, gestionnaires: int, count: int) -> list[tuple[str, int, Temps]]:
    """Return what was done, on how many rows, in how many seconds."""
    engine = store.open_base(address, creer=True)
    origine = store.Origine("mesure", "mesure", "0" * 64, "tables")
    known = structure(gestionnaires)
    store.deposit(engine, known, origine)
    owners = known["gestionnaires"]["id_gestionnaire"].tolist()
    houses = known["etablissements"]["id_etablissement"].tolist()
    stays = in_order({"sejours": sejours(houses, count)})
    one = stays["sejours"]
    one = {"sejours": one[one["id_etablissement"].isin(houses[:PER_GESTIONNAIRE])]}

    def give() -> object:
        return store.deposit_once(engine, stays, origine)

    def read_of(owner: str) -> Callable[[], object]:
        return lambda: store.read(engine, ["sejours"], gestionnaires=[owner])

    found = [
        ("dépôt de tous les séjours", count, timed(give)),
        ("le même dépôt, reconnu", count, timed(give)),
        (
            "dépôt d’un gestionnaire",
            len(one["sejours"]),
            timed(lambda: store.deposit(engine, one, origine)),
        ),
    ]
    times = sorted(timed(read_of(owner)) for owner in owners[1 : READS + 1])
    rows = len(store.read(engine, ["sejours"], gestionnaires=[owners[1]])["sejours"])
    found.append(("lecture d’un gestionnaire (médiane)", rows, times[len(times) // 2]))
    whole = timed(lambda: store.read(engine, ["sejours"]))
    found.append(("lecture de tout", count, whole))
    return found


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sejours", type=int, default=1_000_000)
    parser.add_argument("--gestionnaires", type=int, default=300)
    parser.add_argument("--base", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = asked.base or f"sqlite:///{Path(folder) / 'mesure.db'}"
        found = measure(address, asked.gestionnaires, asked.sejours)
    print(f"{'mesure':<36}{'lignes':>10}{'secondes':>10}{'dont processeur':>17}{'lignes/s':>10}")
    for label, rows, temps in found:
        print(
            f"{label:<36}{nombre(rows):>10}{nombre(temps.secondes, 3):>10}"
            f"{nombre(temps.processeur, 3):>17}{nombre(rows / temps.secondes):>10}"
        )


if __name__ == "__main__":
    main()
