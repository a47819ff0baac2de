"""How quick scenarios are: a projection, ten thousand draws, a goal-seek, a cascade.

Run with ``python benchmarks/scenarios.py``. Best and median time of several runs, and processor
time of one, on 20 establishments and 6 years; the last column is the time allowed divided by the
median: above 1, it is kept. On a busy machine, read the processor time.
"""

from __future__ import annotations

import time

import numpy as np

from cpomlib.scenarios import Etat, project, projeter
from cpomlib.scenarios.comparaison import cascade
from cpomlib.scenarios.hypotheses import (
    Actualisation,
    Emprunt,
    Etp,
    FraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    TransformerPlaces,
)
from cpomlib.scenarios.incertitude import bandes, incertitude_en_vigueur
from cpomlib.scenarios.recherche import equilibre
from cpomlib.scenarios.sensibilite import tornade

COUNT, HORIZON = 20, 6
GENRES = ("1R", "3R", "5D", "logement_adapte", "hors_les_murs", "sans_gham")
FONCTIONS = ("direction", "administration", "socio_educatif", "services_generaux")


def base() -> Etat:
    """Twenty invented establishments, the last five subsidised."""
    random = np.random.default_rng(1)
    charges = np.round(random.uniform(1e5, 6e5, (3, COUNT)), 2)
    charges[1] *= 2
    etp = random.integers(1, 8, (COUNT, len(FONCTIONS))) / 2
    costs = np.full((COUNT, len(FONCTIONS)), 1.0) * charges[1][:, None] * 0.9
    tarifes = np.arange(COUNT) < 15
    total = charges.sum(axis=0)
    return Etat(
        gestionnaire="100000009",
        annee=2025,
        ids=tuple(f"E{rank:02}" for rank in range(COUNT)),
        noms=tuple(f"Établissement {rank}" for rank in range(COUNT)),
        tarifes=tarifes,
        documents=("ca",) * COUNT,
        charges=charges,
        dotation=np.where(tarifes, total * 0.95, 0.0),
        autres_produits=np.stack([np.where(tarifes, total * 0.05, total), total * 0.01]),
        produits_presence=np.stack([total * 0.02, total * 0]),
        non_reconductible=np.zeros((2, COUNT)),
        genres=GENRES,
        places=random.integers(5, 40, (COUNT, len(GENRES))).astype(float),
        fonctions=FONCTIONS,
        etp=etp,
        couts_etp=costs / etp.sum(axis=1)[:, None],
        frais_siege=total * 0.03,
        occupation=random.uniform(0.8, 1, COUNT),
        reserves=total * 0.02,
        tresorerie=total * 0.1,
        part_variable=(0.7, 0.2),
    )


LISTED = (
    Actualisation(taux=0.008),
    Inflation(groupe=1, taux=0.02),
    Inflation(groupe=3, taux=0.015),
    MasseSalariale(gvt=0.008, point=0.004),
    TransformerPlaces(etablissement="E01", de="3R", vers="hors_les_murs", places=4, annee=2027,
                      cout_place=11_000, financement_place=10_000),
    Etp(etablissement="E02", fonction="direction", variation=-0.5, annee=2027),
    FraisSiege(cible=0.7, pas=0.02),
    Investissement(montant=400_000, annee=2027, duree=20, emprunt=Emprunt(taux=0.03, duree=15)),
)  # fmt: skip


def timed(call, runs: int) -> tuple[list[float], float]:
    call()
    found, busy = [], time.process_time()
    for _ in range(runs):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return sorted(found), (time.process_time() - busy) / runs


def main() -> None:
    etat, law = base(), incertitude_en_vigueur()
    cases = [
        ("projection, tableaux", 0.010, 60, lambda: projeter(etat, LISTED, HORIZON)),
        ("projection, table rangée", 0.010, 60, lambda: project(etat, LISTED, HORIZON)),
        ("10 000 tirages", 1.0, 5, lambda: bandes(etat, LISTED, HORIZON, law)),
        ("équilibre, taux", 0.2, 9, lambda: equilibre(etat, LISTED, HORIZON, 0)),
        ("équilibre, investissement", 0.2, 9, lambda: equilibre(etat, LISTED, HORIZON, 7)),
        ("équilibre impossible", 0.2, 9, lambda: equilibre(etat, LISTED, HORIZON, 4, cible=1e9)),
        ("cascade, 8 hypothèses", 0.2, 9, lambda: cascade(etat, LISTED, HORIZON)),
        ("tornade", 0.2, 9, lambda: tornade(etat, LISTED, HORIZON)),
    ]
    print(f"{COUNT} établissements, {HORIZON} années, {len(LISTED)} hypothèses (ms)")
    print(f"{'':28}{'meilleur':>10}{'médiane':>10}{'processeur':>12}{'permis':>10}{'marge':>8}")
    for name, allowed, runs, call in cases:
        found, busy = timed(call, runs)
        middle = found[len(found) // 2]
        figures = (found[0] * 1e3, middle * 1e3, busy * 1e3, allowed * 1e3)
        print(
            f"{name:28}"
            + "".join(f"{v:{w}.1f}" for v, w in zip(figures, (10, 10, 12, 10), strict=True))
            + f"{allowed / middle:8.1f}"
        )


if __name__ == "__main__":
    main()
