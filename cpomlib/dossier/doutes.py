"""Why a figure is doubted: strong anomalies, doubts at the door, parts not deposited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.indicateurs import Fiche, fiches
from cpomlib.dossier.presences import tables_fournies
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    from cpomlib.dossier.gestionnaire import Dossier

FORTE = "forte"
"""Severity of an anomaly that makes a figure doubtful."""


def doutes(dossier: Dossier) -> dict[str, str]:
    """Say why figures are doubted: strong anomalies, doubts at the door, parts not deposited."""
    said: dict[str, list[str]] = {}
    for name, count in anomalies_fortes(dossier).items():
        said.setdefault(name, []).append(pluriel(count, "anomalie forte", "anomalies fortes"))
    at_the_door, lacking = _a_l_entree(dossier), dossier.manques
    for name, fiche in fiches().items():
        said.setdefault(name, []).extend(_des_tables(fiche, at_the_door, lacking))
    return {name: ", ".join(parts) for name, parts in said.items() if parts}


def _des_tables(
    fiche: Fiche, at_the_door: Collection[str], lacking: Mapping[str, tuple[int, int]]
) -> list[str]:
    parts = []
    if any(name in at_the_door for name in fiche.tables):
        parts.append("des lignes étaient douteuses au dépôt")
    for name in fiche.tables:
        count, total = lacking.get(name, (0, 0))
        if 0 < count < total:
            parts.append(_partiel(count, total))
    return list(dict.fromkeys(parts))


def _partiel(count: int, total: int) -> str:
    some = pluriel(count, "établissement")
    verb = "n’a" if count == 1 else "n’ont"
    return f"{some} sur {total} {verb} rien déposé"


def anomalies_fortes(dossier: Dossier) -> dict[str, int]:
    """Count, per indicator, the strong anomalies whose rows weigh on the figure."""
    counts: dict[str, int] = {}
    weighing = _pesent(dossier)
    for one, touched in dossier.doutes(fiches()):
        if one.severite == FORTE:
            for name in touched:
                if one.entite == dossier.id or (one.entite, name) in weighing:
                    counts[name] = counts.get(name, 0) + 1
    return counts


def _pesent(dossier: Dossier) -> set[tuple[str, str]]:
    """Return the establishments whose rows change the figure of the gestionnaire if left out."""
    rows = dossier.par_etablissement
    terms = np.nan_to_num(rows[["numerateur", "denominateur", "valeur"]].to_numpy("float64"))
    kept = rows[(terms != 0).any(axis=1)]
    return set(zip(kept["unite"].tolist(), kept["id"].tolist(), strict=True))


def _a_l_entree(dossier: Dossier) -> set[str]:
    """Return the tables of which some rows were doubtful when they were deposited."""
    found = set()
    for one in dossier.doutes_du_depot.siens:
        stem = one.fichier.rpartition("/")[2].partition(".")[0]
        found |= {name for name in tables_fournies() if name in (stem, one.feuille)}
    return found
