"""How quick scenarios are: a projection, ten thousand draws, a goal-seek, a cascade.

Median time of several runs, on 20 establishments and 6 years; the time allowed is that of a page
on which a slider is moved.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.mesure import Mesure, mediane
from cpomlib.calcul.scenarios import Etat, project, projeter
from cpomlib.calcul.scenarios.comparaison import cascade
from cpomlib.calcul.scenarios.incertitude import bandes, incertitude_en_vigueur
from cpomlib.calcul.scenarios.recherche import equilibre
from cpomlib.calcul.scenarios.sensibilite import tornade
from cpomlib.calcul.scenarios.types import (
    Actualisation,
    Emprunt,
    Etp,
    HypotheseFraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    TransformerPlaces,
)

PARTIE = "Les scénarios"
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
    HypotheseFraisSiege(cible=0.7, pas=0.02),
    Investissement(montant=400_000, annee=2027, duree=20, emprunt=Emprunt(taux=0.03, duree=15)),
)  # fmt: skip


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure each computation, and give it in projections."""
    etat, law = base(), incertitude_en_vigueur()
    cases = [
        ("tirages", "Dix mille tirages", 1000, lambda: bandes(etat, LISTED, HORIZON, law)),
        ("equilibre_taux", "Équilibre, taux", 200, lambda: equilibre(etat, LISTED, HORIZON, 0)),
        ("equilibre_investissement", "Équilibre, investissement", 200,
         lambda: equilibre(etat, LISTED, HORIZON, 7)),
        ("equilibre_impossible", "Équilibre impossible", 200,
         lambda: equilibre(etat, LISTED, HORIZON, 4, cible=1e9)),
        ("cascade", f"Cascade, {len(LISTED)} hypothèses", 200,
         lambda: cascade(etat, LISTED, HORIZON)),
        ("tornade", "Tornade", 200, lambda: tornade(etat, LISTED, HORIZON)),
    ]  # fmt: skip
    fois = 1 if petit else 9
    one = mediane(lambda: projeter(etat, LISTED, HORIZON), 5 * fois)
    yield Mesure("projection", PARTIE, "Projection", 1000 * one, "ms", cible=10,
                 note=f"{COUNT} établissements, {HORIZON} années, {len(LISTED)} hypothèses ; "
                 "médiane.")  # fmt: skip
    table = mediane(lambda: project(etat, LISTED, HORIZON), 5 * fois)
    yield Mesure("projection_table", PARTIE, "Projection rangée en table", 1000 * table, "ms",
                 cible=10)  # fmt: skip
    for name, label, allowed, call in cases:
        taken = mediane(call, fois)
        yield Mesure(f"scenarios_{name}", PARTIE, label, 1000 * taken, "ms", cible=allowed)
        yield Mesure(f"scenarios_{name}_rapport", PARTIE, f"{label}, en projections",
                     taken / one, rapport=True)  # fmt: skip
