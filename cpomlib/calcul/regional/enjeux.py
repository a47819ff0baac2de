"""The gestionnaires at stake: where the declared rules fire, and where they cannot be evaluated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from cpomlib.calcul.anomalies import Anomalie
from cpomlib.calcul.regional.regles_enjeux import RegleEnjeu
from cpomlib.calcul.regional.statistiques import PEU, clotures
from cpomlib.calcul.regional.unites import REGION, gestionnaire
from cpomlib.calcul.secret import Regles
from cpomlib.calcul.verdicts import detaches


@dataclass(frozen=True)
class Signal:
    """A rule that fires for a gestionnaire.

    Attributes:
        valeur: the figure judged.
        repere: what it is compared with.
        part: share of the région's total, for the rule on size.
    """

    regle: RegleEnjeu
    gestionnaire: str
    valeur: float
    repere: float
    part: float | None = None


@dataclass(frozen=True)
class Enjeux:
    """What the rules find.

    Attributes:
        signaux: per gestionnaire, the heaviest rule first; the gestionnaire whose rules weigh
            most together comes first.
        non_evaluees: rule → why it could not be evaluated for anybody.
    """

    signaux: Mapping[str, tuple[Signal, ...]]
    non_evaluees: Mapping[str, str]


def enjeux(
    regles: Iterable[RegleEnjeu],
    resultats: Mapping[int, pd.DataFrame],
    gestionnaires: Iterable[str],
    anomalies: Mapping[str, Iterable[Anomalie]],
    secret: Regles,
    comptes: Mapping[str, Mapping[str, tuple[int, int]]] | None = None,
    douteux: Mapping[str, Collection[str]] | None = None,
) -> Enjeux:
    """Apply the rules to the gestionnaires of a région.

    Args:
        regles: the rules.
        resultats: per year, the values of the units of :mod:`~cpomlib.calcul.regional.unites`, in a
            frame of ``unite`` (index) by indicator (columns).
        gestionnaires: their ids.
        anomalies: those of each gestionnaire.
        secret: the thresholds; fences are drawn over no fewer gestionnaires than theirs.
        comptes: indicator → gestionnaire → its count and its total, where chance is told.
        douteux: indicator → the gestionnaires whose figure makes no fence.
    """
    ids = tuple(gestionnaires)
    found: dict[str, list[Signal]] = {}
    lacking = {}
    signals: list[Signal] | str
    for regle in regles:
        if regle.methode == "hasard":
            signals = _by_chance(regle, (comptes or {}).get(regle.indicateur, {}), secret)
        else:
            unsure = (douteux or {}).get(regle.indicateur, frozenset())
            signals = _apply(regle, resultats, ids, anomalies, (secret, unsure))
        if isinstance(signals, str):
            lacking[regle.code] = signals
            continue
        for signal in signals:
            found.setdefault(signal.gestionnaire, []).append(signal)
    return Enjeux(_ordered(found), lacking)


def _apply(
    regle: RegleEnjeu,
    resultats: Mapping[int, pd.DataFrame],
    ids: tuple[str, ...],
    anomalies: Mapping[str, Iterable[Anomalie]],
    autres: tuple[Regles, Collection[str]],
) -> list[Signal] | str:
    """Return where a rule fires, or why it cannot be evaluated."""
    if regle.methode == "anomalies":
        return _by_anomalies(regle, ids, anomalies)
    years = sorted(resultats)
    latest = _values(resultats[years[-1]], regle.indicateur, ids)
    if latest.empty:
        return "Aucun gestionnaire n’a de valeur."
    if regle.methode == "part_regionale":
        return _by_share(regle, resultats[years[-1]], latest)
    if regle.methode == "clotures":
        return _by_spread(regle, latest, *autres)
    return _repeated(regle, resultats, ids, latest)


def _by_spread(
    regle: RegleEnjeu, values: pd.Series, secret: Regles, douteux: Collection[str]
) -> list[Signal] | str:
    """Judge a figure against the others: beyond the fences, which the sure ones make."""
    sure = values[~values.index.isin(list(douteux))]
    if len(sure) < secret.seuil_etablissements:
        return PEU.format(seuil=secret.seuil_etablissements)
    low, high = clotures(sure.tolist(), regle.coefficient)
    return _beyond(regle, values, high if regle.quand == "dessus" else low)


def _by_chance(
    regle: RegleEnjeu, comptes: Mapping[str, tuple[int, int]], secret: Regles
) -> list[Signal] | str:
    """Keep who is beyond the rest of the région by a useful gap, and beyond chance."""
    known = {who: (k, n) for who, (k, n) in comptes.items() if n}
    if len(known) < secret.seuil_etablissements:
        return PEU.format(seuil=secret.seuil_etablissements)
    side = 1 if regle.quand == "dessus" else -1
    return [
        Signal(regle, who, known[who][0] / known[who][1], one.repere)
        for who, one in detaches(regle.indicateur, known).items()
        if one.cote == side
    ]


def _repeated(
    regle: RegleEnjeu,
    resultats: Mapping[int, pd.DataFrame],
    ids: tuple[str, ...],
    latest: pd.Series,
) -> list[Signal] | str:
    """Keep who is beyond the threshold for as many years as the rule says (one by default)."""
    years = sorted(resultats)
    if len(years) < regle.annees:
        return "Trop peu d’années sont connues."
    for year in years[len(years) - regle.annees : -1]:
        before = _values(resultats[year], regle.indicateur, ids)
        kept = [signal.gestionnaire for signal in _beyond(regle, before, regle.seuil)]
        latest = latest[latest.index.isin(kept)]
    return _beyond(regle, latest, regle.seuil)


def _values(frame: pd.DataFrame, indicateur: str, ids: tuple[str, ...]) -> pd.Series:
    """Return the known values of an indicator, one per gestionnaire (the index)."""
    units = {gestionnaire(each): each for each in ids}
    column = frame[indicateur].reindex(list(units)).dropna()
    return column.rename(index=units)


def _beyond(regle: RegleEnjeu, values: pd.Series, mark: float) -> list[Signal]:
    out = values > mark if regle.quand == "dessus" else values < mark
    return [Signal(regle, str(who), float(value), mark) for who, value in values[out].items()]


def _by_share(regle: RegleEnjeu, frame: pd.DataFrame, values: pd.Series) -> list[Signal] | str:
    whole = float(frame[regle.indicateur].get(REGION, 0.0))
    if not whole > 0:
        return "Le total de la région n’est pas connu."
    return [
        Signal(regle, str(who), float(value), regle.seuil, float(value) / whole)
        for who, value in values.items()
        if value / whole > regle.seuil
    ]


def _by_anomalies(
    regle: RegleEnjeu, ids: tuple[str, ...], anomalies: Mapping[str, Iterable[Anomalie]]
) -> list[Signal]:
    counted = Counter(
        who
        for who in ids
        for one in anomalies.get(who, ())
        if one.severite == regle.gravite and one.statut != "justifiee"
    )
    return [Signal(regle, who, n, regle.seuil) for who in ids if (n := counted[who]) > regle.seuil]


def _ordered(found: Mapping[str, list[Signal]]) -> dict[str, tuple[Signal, ...]]:
    def weight(who: str) -> tuple[float, str]:
        return (-sum(signal.regle.poids for signal in found[who]), who)

    return {
        who: tuple(sorted(found[who], key=lambda signal: (-signal.regle.poids, signal.regle.code)))
        for who in sorted(found, key=weight)
    }
