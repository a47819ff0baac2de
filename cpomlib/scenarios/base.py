"""Reading the base year of a scenario in the shared tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cpomlib.errors import CommandeError, suggestion
from cpomlib.indicators import Conventions
from cpomlib.indicators.contexte import REPORT_A_NOUVEAU
from cpomlib.scenarios.etat import DOCUMENTS, DOTATIONS, SANS_GHAM, Etat, genres_connus
from cpomlib.scenarios.hypotheses import HORS_LES_MURS, LOGEMENT_ADAPTE
from cpomlib.scenarios.soldes import soldes_partages
from cpomlib.volet_financier import Donnees, bases

if TYPE_CHECKING:
    from cpomlib.tables.frames import Frames

AUTORISE, SIEGE = "autorise", "siege"
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
    _known("document", document or "ca", DOCUMENTS)
    _known("dotation", dotation, DOTATIONS)
    notes: list[str] = []
    structures = _structures(frames, gestionnaire, annee, document, notes)
    ids = tuple(structures["id_etablissement"].astype(str))
    lines, documents = _lines(frames, ids, annee, document)
    recurrent = lines[~lines["non_reconductible"]]
    charges = np.array([_sum(recurrent, ids, sens="charge", groupe=g) for g in (1, 2, 3)])
    products = np.array([_sum(recurrent, ids, sens="produit", groupe=g) for g in (1, 2, 3)])
    places, genres = _places(frames, ids, annee)
    etp, costs, fonctions = _salaries(frames, ids, annee, charges[1], structures, notes)
    donnees = Donnees(frames, gestionnaire, structures, annee, Conventions(18))
    result = _signed(lines, ids)
    reserves, cash = soldes_partages(frames, donnees, charges.sum(axis=0), result, documents, notes)
    return Etat(
        gestionnaire=gestionnaire,
        annee=annee,
        ids=ids,
        noms=tuple(structures["nom"].astype(str)),
        tarifes=(structures["regime"] == AUTORISE).to_numpy(bool),
        documents=documents,
        charges=charges,
        dotation=_dotation(donnees, ids, products[0], dotation, notes),
        autres_produits=products[1:],
        produits_presence=_held(recurrent, ids, annee, PRESENCE, "produit", (2, 3)),
        non_reconductible=np.array(
            [_sum(lines[lines["non_reconductible"]], ids, sens=s) for s in ("charge", "produit")]
        ),
        genres=genres,
        places=places,
        fonctions=fonctions,
        etp=etp,
        couts_etp=costs,
        frais_siege=_held(recurrent, ids, annee, "frais_siege", "charge", (3,))[0],
        occupation=_occupation(frames, ids, annee),
        reserves=reserves,
        tresorerie=cash,
        part_variable=parts_variables(),
        avertissements=tuple(notes),
    )


def parts_variables() -> tuple[float, float]:
    """Return the shares of groupes 1 and 3 that follow the places, from ``seuils.yaml``."""
    from cpomlib.parameters import seuil

    one, three = (seuil(f"part_variable_groupe_{g}").nombre() for g in (1, 3))
    return float(one), float(three)


def _known(option: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise CommandeError(
            f"L’option «\u00a0{option}\u00a0» ne connaît pas «\u00a0{value}\u00a0».",
            que_faire=suggestion(value, choices),
        )


def _structures(
    frames: Frames, gestionnaire: str, annee: int, document: str | None, notes: list[str]
) -> pd.DataFrame:
    """Return the establishments that have a budget that year; say which have none."""
    known = frames["etablissements"]
    mine = known[(known["id_gestionnaire"] == gestionnaire) & (known["regime"] != SIEGE)]
    rows = frames["budgets"]
    rows = rows[(rows["annee"] == annee) & rows["document"].isin(_wanted(document))]
    held = mine["id_etablissement"].isin(rows["id_etablissement"])
    if not held.any():
        years = sorted(int(y) for y in frames["budgets"]["annee"].unique())
        said = ", ".join(map(str, years)) or "aucune"
        raise CommandeError(
            f"Aucun budget de {annee} n’est déposé pour le gestionnaire "
            f"«\u00a0{gestionnaire}\u00a0»\u00a0: il n’y a pas d’année de base.",
            que_faire=f"Années qui ont un budget\u00a0: {said}.",
        )
    for name in mine.loc[~held, "nom"]:
        notes.append(f"{name} n’a pas de budget déposé en {annee}\u00a0: il n’est pas projeté.")
    if (known["regime"] == SIEGE).any():
        notes.append(
            "Le siège n’est pas projeté à part\u00a0: ses charges sont dans les quotes-parts."
        )
    return mine[held].reset_index(drop=True)


def _wanted(document: str | None) -> tuple[str, ...]:
    return DOCUMENTS if document is None else (document,)


def _lines(
    frames: Frames, ids: Sequence[str], annee: int, document: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the budget lines read, results carried forward left out, and their documents."""
    rows = frames["budgets"]
    rows = rows[(rows["annee"] == annee) & rows["document"].isin(_wanted(document))]
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
    return total.reindex(list(ids), fill_value=0).to_numpy("float64") / 100


def _signed(lines: pd.DataFrame, ids: Sequence[str]) -> np.ndarray:
    """Return the accounting result of the base year, non-recurrent items included."""
    return _sum(lines, ids, sens="produit") - _sum(lines, ids, sens="charge")


def _held(
    rows: pd.DataFrame, ids: Sequence[str], annee: int, liste: str, sens: str, groupes: tuple
) -> np.ndarray:
    """Add up the accounts of a dated list, per groupe and establishment."""
    from cpomlib.parameters import comptes

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


def _salaries(
    frames: Frames,
    ids: Sequence[str],
    annee: int,
    groupe_2: np.ndarray,
    structures: pd.DataFrame,
    notes: list[str],
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return ETP and euros per ETP by fonction, within what groupe 2 holds."""
    from cpomlib.parameters import NON_RENSEIGNE, nomenclature

    fonctions = tuple(c for c in nomenclature("fonction").libelles if c != NON_RENSEIGNE)
    rows = frames["salaries"]
    rows = rows[(rows["annee"] == annee) & rows["id_etablissement"].isin(list(ids))]
    rows = rows.assign(fonction=rows["fonction"].astype(str))
    wide = {
        column: rows.pivot_table(
            index="id_etablissement", columns="fonction", values=column, aggfunc="sum"
        ).reindex(index=list(ids), columns=list(fonctions)).to_numpy("float64")
        for column in ("etp", "cout_employeur")
    }  # fmt: skip
    known = ~np.isnan(wide["etp"]).all(axis=1)
    etp = np.where(known[:, None], np.nan_to_num(wide["etp"]), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = np.where(etp > 0, wide["cout_employeur"] / 100 / etp, np.nan)
    payroll = np.nansum(etp * costs, axis=1)
    for rank in np.flatnonzero(~known):
        notes.append(
            f"{structures['nom'][rank]}\u00a0: aucun salarié déposé en {annee}. Le GVT, le point "
            "et la prime par ETP n’y changent rien\u00a0; utilisez l’inflation du groupe II."
        )
    over = payroll > groupe_2
    for rank in np.flatnonzero(over):
        notes.append(
            f"{structures['nom'][rank]}\u00a0: les salaires déposés dépassent le groupe II\u00a0; "
            "le coût par ETP est ramené au groupe II."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = costs * np.where(over, groupe_2 / payroll, 1.0)[:, None]
    return etp, costs, fonctions


def _occupation(frames: Frames, ids: Sequence[str], annee: int) -> np.ndarray:
    rows = frames["activite"]
    rows = rows[rows["annee"] == annee]
    total = rows.groupby("id_etablissement")[["journees_theoriques", "journees_realisees"]].sum()
    total = total.reindex(list(ids)).astype("float64")
    theory, real = total["journees_theoriques"], total["journees_realisees"]
    return (real / theory.where(theory > 0)).to_numpy("float64")


def _dotation(
    donnees: Donnees, ids: Sequence[str], granted: np.ndarray, wanted: str, notes: list[str]
) -> np.ndarray:
    """Return the base budgétaire where there is one and it is wanted, else what was granted."""
    if wanted == "constatee":
        return granted
    kept = granted.copy()
    for line in bases(donnees):
        if line.id in ids and isinstance(line.base, Decimal):
            kept[list(ids).index(line.id)] = float(line.base)
    gap = float(kept.sum() - granted.sum())
    if abs(gap) >= 0.005:
        from cpomlib.typography import euros

        notes.append(
            "La dotation de départ est la base budgétaire\u00a0: "
            f"{euros(abs(gap))} de {'plus' if gap > 0 else 'moins'} que les produits de la "
            "tarification de l’année de base."
        )
    return kept
