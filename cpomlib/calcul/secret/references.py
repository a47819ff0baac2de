"""What may be said about others: regional references and ranks, masked where they reveal.

Rules: no mean, median or rank over fewer than 5 units (CASF R. 314-31, tableau de bord of the
CHRS), no cell on 1 to 10 persons, no cell where one unit exceeds 85 % (Insee, *Manuel de
protection des tableaux*); the complement of a share is judged like the share, and every cell is
judged again as each gestionnaire sees it, its own figures taken away. What is left is then
protected against calculation (:mod:`cpomlib.calcul.secret.liens`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.secret.matrices import Matrices, matrices
from cpomlib.calcul.secret.racontes import DUREES, hors_des_relations
from cpomlib.calcul.secret.regles import Regles, regles_des_seuils

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.calcul.secret.liens import ComptesPersonnes

AUCUNE_VALEUR = "Aucun gestionnaire n’a de valeur."
Douteux = Collection[tuple[str, str]]
"""The (unit, indicator) whose values are doubted."""


@dataclass(frozen=True)
class ReferenceRegionale:
    """What may be said of an indicator over several gestionnaires.

    Attributes:
        n: gestionnaires that have a value, which is not doubted.
        moyenne: that of the whole (Σ numerators / Σ denominators), what is doubted too; the plain
            mean for a count or an amount; None where masked, unknown, or for a median, which does
            not average.
        mediane: middle value of these gestionnaires; None where masked or unknown.
        statut: ``ok``, ``nd`` when nobody has a value, ``secret`` when masked.
        raison: why nothing is said, a French sentence; empty when ok.
        rang: place of the gestionnaire asked for, the best value first (« 3e sur 12 »); empty
            when it has no value, there are too few to rank, or neither side is the better.
    """

    n: int
    moyenne: float | None
    mediane: float | None
    statut: Literal["ok", "nd", "secret"]
    raison: str
    rang: str


def reference(
    valeurs: pd.DataFrame,
    unite: str = "",
    *,
    regles: Regles | None = None,
    plus_large: pd.DataFrame | None = None,
    douteux: Douteux = (),
) -> Mapping[str, ReferenceRegionale]:
    """Say of each indicator what may be said over several gestionnaires.

    Args:
        valeurs: results of ``cpomlib.calcul.indicateurs.compute``, one unit per gestionnaire.
        unite: the gestionnaire to rank among them, if any.
        regles: the thresholds of secrecy; those of ``seuils.yaml`` by default.
        plus_large: the same for a perimeter that holds this one and is published too (``tous``
            beside ``chrs``): the difference of the two must reveal nothing either.
        douteux: the values that enter no median and no rank.

    Returns:
        Id of the indicator → reference, in the order of ``valeurs``.
    """
    wider = matrices(plus_large) if plus_large is not None else None
    known = matrices(valeurs)
    return reference_de(known, unite, regles=regles, plus_large=wider, douteux=douteux)


def reference_de(
    known: Matrices,
    unite: str = "",
    *,
    regles: Regles | None = None,
    plus_large: Matrices | None = None,
    douteux: Douteux = (),
) -> Mapping[str, ReferenceRegionale]:
    """Say the same of results already laid out as matrices."""
    from cpomlib.calcul.secret.motifs import motifs

    rules, sure = regles or regles_des_seuils(), known.sans(douteux)
    reasons = motifs(known, rules, plus_large)
    # a median of fewer is judged as such; the counts of the whole keep their own relations
    reasons |= {} if sure is known else motifs(sure, rules) | reasons
    reasons |= _secondaires(known, reasons, rules)
    means, medians, ranks = _means(known), _medians(sure), _ranks(sure, unite, rules)
    return {
        name: _reference(place, sure, reasons.get(name, ""), (means, medians), ranks)
        for place, name in enumerate(known.ids)
    }


def _secondaires(known: Matrices, reasons: Mapping[str, str], regles: Regles) -> dict[str, str]:
    """Return why further indicators of a région are masked, for the sake of those that are."""
    from cpomlib.calcul.secret.liens import comptes, systeme
    from cpomlib.calcul.secret.secondaire import secondaire
    from cpomlib.calcul.secret.tableau import SECONDAIRE

    tops, bottoms = np.nansum(known.numerateurs, axis=0), np.nansum(known.denominateurs, axis=0)
    found = comptes(
        {
            name: (float(tops[place]), float(bottoms[place]))
            for place, name in enumerate(known.ids)
            if known.n[place]
        }
    )
    if all(name in reasons for name in found.paires):
        return {}
    start = systeme(found, _masked(found, reasons, regles), regles)
    if not any(cell.inconnue and cell.protection for cell in start.cellules):
        return {}
    cells = {cell.nom for cell in secondaire(start, regles).cellules if cell.inconnue}
    return {
        name: SECONDAIRE
        for name in found.paires
        if name not in reasons and not cells.isdisjoint(found.lus(name))
    }


def _masked(
    found: ComptesPersonnes, reasons: Mapping[str, str], regles: Regles
) -> dict[str, tuple[float, float] | None]:
    """Say which counts are masked by the reasons, and what the reasons tell of them."""
    from cpomlib.calcul.secret.primaire import PEU_DE_PERSONNES

    told = PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    masked: dict[str, tuple[float, float] | None] = {}
    for name, (top, bottom) in found.paires.items():
        cell = top or (bottom if name in DUREES else "")
        if name in reasons and cell:
            small = reasons[name] == told and found.sensible(cell, regles)
            masked[cell] = (1.0, float(regles.plus_grand_masque)) if small else None
    return masked


def rangs(
    valeurs: pd.DataFrame, *, regles: Regles | None = None, douteux: Douteux = ()
) -> pd.DataFrame:
    """Rank every unit on every indicator, as :func:`reference` ranks one of them.

    Args:
        valeurs: results of ``cpomlib.calcul.indicateurs.compute``, one unit per gestionnaire.
        regles: the thresholds of secrecy; those of ``seuils.yaml`` by default.
        douteux: the values that are not ranked, nor counted.

    Returns:
        ``unite``, ``id`` and ``rang`` (« 3e sur 12 »), the unit's own place and nothing of the
        others; only where there is one.
    """
    import pandas as pd

    rules, known = regles or regles_des_seuils(), matrices(valeurs).sans(douteux)
    rows = [
        (unit, name, rank)
        for unit in known.unites
        for name, rank in zip(known.ids, _ranks(known, unit, rules), strict=True)
        if rank
    ]
    return pd.DataFrame(rows, columns=["unite", "id", "rang"], dtype="str")


def _reference(
    place: int,
    known: Matrices,
    reason: str,
    figures: tuple[np.ndarray, np.ndarray],
    ranks: list[str],
) -> ReferenceRegionale:
    count = int(known.n[place])
    if not count:
        return ReferenceRegionale(0, None, None, "nd", AUCUNE_VALEUR, "")
    if reason:
        return ReferenceRegionale(count, None, None, "secret", reason, ranks[place])
    mean, median = (None if np.isnan(part[place]) else float(part[place]) for part in figures)
    return ReferenceRegionale(count, mean, median, "ok", "", ranks[place])


def _means(known: Matrices) -> np.ndarray:
    """Weigh each gestionnaire by its denominator, so that the mean is that of the whole."""
    counted = np.maximum(known.n, 1)
    plain = np.nansum(known.valeurs, axis=0) / counted
    below = known.denominateurs
    weights = np.nansum(below, axis=0)
    weighted = np.divide(
        np.nansum(known.valeurs * below, axis=0),
        weights,
        out=np.full(len(weights), np.nan),
        where=weights != 0,
    )
    weighted[(known.la & np.isnan(known.numerateurs)).any(axis=0)] = np.nan
    found: np.ndarray = np.where(known.sans_denominateur, plain, weighted)
    # a total over a total, beside counts that are masked, would give some of them back
    found[[hors_des_relations(name) for name in known.ids]] = np.nan
    return found


def _medians(known: Matrices) -> np.ndarray:
    """Return the middle value of each indicator (mean of the two middle ones when even)."""
    ordered = np.vstack([np.sort(known.valeurs, axis=0), np.full(len(known.ids), np.nan)])
    columns, last = np.arange(len(known.ids)), len(ordered) - 1
    low = np.where(known.n > 0, (known.n - 1) // 2, last)
    high = np.where(known.n > 0, known.n // 2, last)
    found: np.ndarray = (ordered[low, columns] + ordered[high, columns]) / 2
    return found


def _ranks(known: Matrices, unite: str, regles: Regles) -> list[str]:
    """Return « 3e sur 12 » for each indicator that has a better side, the best first.

    Equal values share the best place.
    """
    if unite not in known.unites:
        return [""] * len(known.ids)
    own = known.valeurs[known.unites.index(unite)]
    catalogue = fiches()
    sides = np.array([catalogue[name].cote for name in known.ids])
    with np.errstate(invalid="ignore"):
        places = (known.valeurs * sides > own * sides).sum(axis=0) + 1
    shown = ~np.isnan(own) & (known.n >= regles.seuil_etablissements) & (sides != 0)
    return [
        f"{place}{'er' if place == 1 else 'e'} sur {count}" if said else ""
        for place, count, said in zip(places, known.n, shown, strict=True)
    ]
