"""Reading the base year of a scenario in the shared tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs import REPORT_A_NOUVEAU, Conventions
from cpomlib.calcul.occupation import journees, taux_occupation
from cpomlib.calcul.scenarios.etats import (
    DOCUMENTS,
    DOTATIONS,
    HORS_LES_MURS,
    LOGEMENT_ADAPTE,
    SANS_GHAM,
    Etat,
    genres_connus,
)
from cpomlib.calcul.scenarios.salaires import Salaires, salaires
from cpomlib.calcul.scenarios.soldes import soldes_partages
from cpomlib.calcul.scenarios.structures import AUTORISE, documents_lus, parmi, projetes
from cpomlib.calcul.scenarios.types import a_signaler
from cpomlib.calcul.volet import Donnees, bases
from cpomlib.socle import vers_euros
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    from cpomlib.tables import Frames

PRESENCE = "produits_presence"
"""Account list: products that follow the presence of the people housed."""


def etat(
    frames: Frames,
    gestionnaire: str,
    annee: int,
    *,
    document: str | None = None,
    dotation: str = "base_budgetaire",
) -> Etat:
    """Read the base year of a gestionnaire, without its non-recurrent items.

    Results carried forward are left out, as in every indicator. The payroll known by employee
    never exceeds groupe 2: where it does, costs per ETP are brought down to it, and it is said.

    Args:
        frames: the shared tables of the gestionnaire.
        gestionnaire: its id.
        annee: the base year.
        document: ``ca`` (compte administratif) or ``be`` (budget exécutoire); by default ``ca``
            where there is one, else ``be``, establishment by establishment.
        dotation: ``base_budgetaire`` (contract: from the latest budget exécutoire), or
            ``constatee``, the products of groupe 1 of the document read.

    Raises:
        CommandeError: nothing was deposited for that year, or an option is unknown.
    """
    parmi("dotation", dotation, DOTATIONS)
    structures, notes = projetes(frames, gestionnaire, annee, document)
    ids = tuple(structures["id_etablissement"].astype(str))
    lines, documents = _lines(frames, ids, annee, document)
    comptes, kinds = _comptes(lines, ids, annee), _places(frames, ids, annee)
    notes += _without_places(structures, kinds[0], annee)
    staff = salaires(frames, structures, annee, comptes["charges"][1], notes)
    donnees = Donnees(frames, gestionnaire, structures, annee, Conventions(18))
    result = _sum(lines, ids, sens="produit") - _sum(lines, ids, sens="charge")
    granted = _sum(_recurrent(lines), ids, sens="produit", groupe=1)
    start = _dotation(donnees, ids, granted, dotation, notes)
    notes += _passage(start, granted, result, comptes, documents)
    held = soldes_partages(frames, donnees, comptes["charges"], result, documents, notes)
    read = Etat(
        gestionnaire=gestionnaire,
        annee=annee,
        ids=ids,
        documents=documents,
        dotation=start,
        places=kinds[0],
        genres=kinds[1],
        **_personnel(staff),
        occupation=_occupation(frames, ids, annee),
        reserves=held.reserves,
        tresorerie=held.tresorerie,
        part_variable=parts_variables(),
        **_fiches(structures),
        **comptes,
    )
    return replace(read, avertissements=(*notes, *a_signaler(read)))


def _personnel(staff: Salaires) -> dict[str, Any]:
    """Return who works there."""
    return {
        "etp": staff.etp,
        "couts_etp": staff.couts,
        "fonctions": staff.fonctions,
        "conventions": staff.conventions,
    }


def _fiches(structures: pd.DataFrame) -> dict[str, Any]:
    """Return what the establishments are."""
    tariffed = structures["regime"] == AUTORISE
    return {
        "noms": tuple(structures["nom"].astype(str)),
        "tarifes": tariffed.to_numpy(bool),
        "departements": tuple(structures["departement"].astype(str)),
        "chrs": tuple(_chrs(structures).tolist()),
    }


def _chrs(structures: pd.DataFrame) -> pd.Series:
    return (structures["regime"] == AUTORISE) & (structures["categorie"] == CATEGORIE_CHRS)


def _without_places(structures: pd.DataFrame, places: np.ndarray, annee: int) -> list[str]:
    """Say which CHRS have no place, for want of a deposit."""
    none = _chrs(structures).to_numpy(bool) & (places.sum(axis=1) == 0)
    return [
        f"{name} n’a pas de places financées déposées en {annee}\u00a0: le scénario ne lui en "
        "compte aucune."
        for name in structures.loc[none, "nom"]
    ]


def parts_variables() -> tuple[float, float]:
    """Return the shares of groupes 1 and 3 that follow the places, from ``seuils.yaml``."""
    from cpomlib.droit import seuil

    one, three = (seuil(f"part_variable_groupe_{g}").nombre() for g in (1, 3))
    return float(one), float(three)


def _lines(
    frames: Frames, ids: Sequence[str], annee: int, document: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the budget lines read, results carried forward left out, and their documents."""
    rows = frames["budgets"]
    rows = rows[(rows["annee"] == annee) & rows["document"].isin(documents_lus(document))]
    rows = rows.assign(document=rows["document"].astype(str))
    present = rows.groupby("id_etablissement")["document"].agg(set)
    chosen = {name: next(d for d in DOCUMENTS if d in present[name]) for name in ids}
    rows = rows[rows["document"] == rows["id_etablissement"].map(chosen)]
    carried = rows["compte"].str.startswith(REPORT_A_NOUVEAU).to_numpy(bool)
    return rows[~carried], tuple(chosen[name] for name in ids)


def _sum(rows: pd.DataFrame, ids: Sequence[str], **equal: Any) -> np.ndarray:
    """Add up whole centimes per establishment, then give euros."""
    for column, value in equal.items():
        rows = rows[rows[column] == value]
    total = rows.groupby("id_etablissement")["montant"].sum()
    return np.asarray(vers_euros(total.reindex(list(ids), fill_value=0).to_numpy("float64")))


def _recurrent(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[~lines["non_reconductible"]]


def _comptes(lines: pd.DataFrame, ids: Sequence[str], annee: int) -> dict[str, Any]:
    """Return the arrays of the base year that are read in its budget lines."""
    kept, once = _recurrent(lines), lines[lines["non_reconductible"]]
    return {
        "charges": np.array([_sum(kept, ids, sens="charge", groupe=g) for g in (1, 2, 3)]),
        "autres_produits": np.array([_sum(kept, ids, sens="produit", groupe=g) for g in (2, 3)]),
        "produits_presence": _held(kept, ids, annee, PRESENCE, "produit", (2, 3)),
        "frais_siege": _held(kept, ids, annee, "frais_siege", "charge", (3,))[0],
        "non_reconductible": np.array([_sum(once, ids, sens=s) for s in ("charge", "produit")]),
    }


def _held(
    rows: pd.DataFrame, ids: Sequence[str], annee: int, liste: str, sens: str, groupes: tuple
) -> np.ndarray:
    """Add up the accounts of a dated list, per groupe and establishment."""
    from cpomlib.droit.comptes import comptes

    terms = comptes(liste, date(annee, 12, 31)).termes
    prefixes = tuple(prefix for term in terms for prefix in term.comptes)
    kept = rows[rows["compte"].str.startswith(prefixes).to_numpy(bool)]
    return np.array([_sum(kept, ids, sens=sens, groupe=g) for g in groupes])


def _places(frames: Frames, ids: Sequence[str], annee: int) -> tuple[np.ndarray, tuple[str, ...]]:
    rows = frames["places"]
    rows = rows[(rows["annee"] == annee) & rows["id_etablissement"].isin(list(ids))]
    mode = rows["mode"].astype(str)
    gham = rows["gham"].astype("object").where(rows["gham"].notna(), SANS_GHAM)
    kind = gham.where(~mode.isin([LOGEMENT_ADAPTE, HORS_LES_MURS]), mode).astype(str)
    genres = genres_connus(set(kind))
    wide = rows.assign(genre=kind).pivot_table(
        index="id_etablissement", columns="genre", values="places_financees", aggfunc="sum"
    )
    full = wide.reindex(index=list(ids), columns=list(genres)).fillna(0)
    return full.to_numpy("float64"), genres


def _occupation(frames: Frames, ids: Sequence[str], annee: int) -> np.ndarray:
    rows = frames["activite"]
    total = journees(rows[rows["annee"] == annee], "id_etablissement")
    return taux_occupation(total).reindex(list(ids)).to_numpy("float64")


def _dotation(
    donnees: Donnees, ids: Sequence[str], granted: np.ndarray, wanted: str, notes: list[str]
) -> np.ndarray:
    """Return the base budgétaire where there is one and it is wanted, else what was granted.

    A base read in the budget of an earlier year is said.
    """
    kept = granted.copy()
    for line in bases(donnees) if wanted == "base_budgetaire" else ():
        if line.id in ids and isinstance(line.base, Decimal):
            kept[list(ids).index(line.id)] = float(line.base)
            if line.exercice != donnees.annee:
                notes.append(
                    f"La base budgétaire de {line.nom} est celle de {line.exercice}, son dernier "
                    f"budget exécutoire\u00a0: celui de {donnees.annee} n’est pas déposé."
                )
    return kept


def _passage(
    start: np.ndarray,
    granted: np.ndarray,
    result: np.ndarray,
    comptes: dict[str, np.ndarray],
    documents: Sequence[str],
) -> list[str]:
    """Say how the base of the scenario departs from the accounts it was read in."""
    from cpomlib.socle import euros

    gap = round(float(start.sum() - granted.sum()), 2)
    once, earned = comptes["non_reconductible"].sum(axis=1)
    base = start.sum() + comptes["autres_produits"].sum() - comptes["charges"].sum()
    said = []
    if gap:
        more = "plus" if gap > 0 else "moins"
        said.append(
            f"La dotation de départ est la base budgétaire\u00a0: {euros(abs(gap))} de {more} que "
            "les produits de la tarification de l’année de base."
        )
    if once or earned:
        said.append(
            f"Sont écartés de la base\u00a0: {euros(once)} de charges et {euros(earned)} de "
            "produits non reconductibles."
        )
    if said:
        name = "des comptes administratifs" if set(documents) == {"ca"} else "des budgets lus"
        said.append(
            f"Le résultat {name} est de {euros(round(float(result.sum()), 2))}\u00a0; celui de "
            f"l’année de base du scénario, de {euros(round(float(base), 2))}."
        )
    return said
