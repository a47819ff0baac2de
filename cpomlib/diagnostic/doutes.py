"""Doubts about the figures of a dossier: coherent as data, hard to believe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cpomlib.diagnostic.dossier import Dossier
from cpomlib.parameters import seuil
from cpomlib.values import write


@dataclass(frozen=True)
class Doute:
    """One doubt: which control, where, what was seen."""

    controle: str
    lieu: str
    constat: str


def doutes(dossier: Dossier) -> tuple[Doute, ...]:
    """Return the doubts about the year of a dossier."""
    return tuple(
        doubt
        for control in (_over_capacity, _same_accounts, _stays_before_opening)
        for doubt in control(dossier)
    )


def _mine(dossier: Dossier, name: str) -> pd.DataFrame:
    frame = dossier.frames[name]
    return frame[frame["id_etablissement"].isin(dossier.structures["id_etablissement"])]


def _over_capacity(dossier: Dossier) -> Iterator[Doute]:
    """Days realised far beyond the theoretical ones (contract of the shared tables)."""
    limit = seuil("anomalie_occupation").nombre()
    activity = _mine(dossier, "activite")
    activity = activity[activity["annee"] == dossier.annee]
    days = activity.groupby("id_etablissement")[["journees_realisees", "journees_theoriques"]].sum()
    for name, line in days.iterrows():
        if line["journees_realisees"] > limit * line["journees_theoriques"]:
            yield Doute(
                "Journées au-delà de la capacité",
                dossier.nom(str(name)),
                f"{write(int(line['journees_realisees']), 'nombre')} journées réalisées pour "
                f"{write(int(line['journees_theoriques']), 'nombre')} théoriques.",
            )


def _same_accounts(dossier: Dossier) -> Iterator[Doute]:
    """The accounts of the year before sent again, amount for amount."""
    accounts = _mine(dossier, "budgets")
    accounts = accounts[accounts["document"] == "ca"]
    columns = ["sens", "compte", "montant"]
    by_year = {
        year: rows.sort_values(columns).groupby("id_etablissement")[columns]
        for year, rows in accounts.groupby("annee")
    }
    if dossier.annee not in by_year or dossier.annee - 1 not in by_year:
        return
    before = {name: rows.to_numpy().tolist() for name, rows in by_year[dossier.annee - 1]}
    for name, rows in by_year[dossier.annee]:
        if rows.to_numpy().tolist() == before.get(name):
            yield Doute(
                "Comptes identiques à l’année précédente",
                dossier.nom(str(name)),
                f"Le compte administratif {dossier.annee} reprend montant pour montant celui de "
                f"{dossier.annee - 1}.",
            )


def _stays_before_opening(dossier: Dossier) -> Iterator[Doute]:
    """Stays that begin before the establishment opened."""
    opened = dossier.structures.dropna(subset=["date_ouverture"])
    opened = opened.set_index("id_etablissement")["date_ouverture"]
    stays = _mine(dossier, "sejours")
    early = stays[stays["date_entree"] < stays["id_etablissement"].map(opened)]
    for name, rows in early.groupby("id_etablissement"):
        yield Doute(
            "Séjours antérieurs à l’ouverture",
            dossier.nom(str(name)),
            f"{write(len(rows), 'nombre')} séjours commencent avant l’ouverture déclarée.",
        )
