"""The whole invented region, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cpomlib.droit import code_region
from cpomlib.exemple import (
    activity,
    budgets,
    ledger,
    money,
    publics,
    quality,
    staff,
    stays,
    structure,
    troubles,
)
from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import tirage
from cpomlib.socle import CommandeError
from cpomlib.tables import conform, table_names

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.exemple.draws import Tirage
    from cpomlib.exemple.stays import Sejours
    from cpomlib.exemple.structure import Structure

MAX_GESTIONNAIRES = 999
_LEAST_STAYS = 40
_TRIES = 8


def build(
    region: str,
    gestionnaires: int,
    graine: int,
    sejours: int | None = None,
    annee: int = 2025,
) -> dict[str, pd.DataFrame]:
    """Return every shared table of an invented region, for ``annee`` and the two years before.

    Départements, communes, FINESS categories and dotations are real; gestionnaires,
    establishments, people and amounts are invented. The same arguments give the same data
    on every machine.

    Args:
        region: code or name of one of the 18 régions.
        gestionnaires: how many, 1 to 999.
        graine: seed, 0 or more.
        sejours: exact number of stays wanted; the capacities grow or shrink for it, the
            number of gestionnaires and establishments stays. By default the capacities
            follow the dotation régionale limitative.
        annee: last of the three years.

    Returns:
        Table name to typed frame, in contract order; money in centimes.

    Raises:
        CommandeError: unknown région, or a number out of bounds.
    """
    code = code_region(region)
    _check(gestionnaires, graine, sejours, annee)
    plan, places, stayed = _population(code, gestionnaires, graine, sejours, annee)
    streams = {name: tirage(graine, code, name) for name in ("publics", "qualite", "siao")}
    tables = structure.structure_tables(plan)
    tables["places"] = activity.places_table(plan, places, tirage(graine, code, "structure"))
    tables["sejours"] = publics.sejours_table(plan, stayed, streams["publics"])
    tables["activite"] = activity.activite_table(plan, places, stayed)
    tables["demandes_siao"] = activity.demandes_table(plan, streams["siao"])
    tables |= _work_and_money(plan, places, graine)
    tables["qualite"] = quality.qualite_table(plan, streams["qualite"])
    sent = troubles.troubled(plan, tables)
    return {name: conform(name, sent[name]) for name in table_names()}


def _work_and_money(plan: Structure, places: np.ndarray, graine: int) -> dict[str, pd.DataFrame]:
    work, money_stream = (tirage(graine, plan.region, name) for name in ("personnel", "finances"))
    posts = staff.postes(plan, places, work)
    salaries = staff.salaries_table(plan, posts, money.indices(plan), work)
    totals, salaries = money.enveloppes(plan, places, salaries, money_stream)
    budgeted = budgets.budgets_table(plan, totals, money_stream)
    housed = budgeted[budgeted["montant"] != 0]
    return {
        "salaries": salaries,
        "absences": staff.absences_table(salaries, work),
        "mouvements": staff.mouvements_table(plan, posts),
        "budgets": housed,
        "financements": budgets.financements_table(plan, housed, money_stream),
        "balances": ledger.balances_table(plan, housed, money_stream),
    }


def _population(
    region: str, gestionnaires: int, graine: int, sejours: int | None, annee: int
) -> tuple[Structure, np.ndarray, Sejours]:
    """Return the plan, its places by year and its stays, ``sejours`` of them where asked.

    The factor on the capacities is corrected until the stays are just above what is asked.
    """
    if sejours is None:
        return _lived(region, gestionnaires, graine, annee, None)
    low, high = 0.0, float("inf")
    factor, found = _first_factor(gestionnaires, sejours), None
    for _ in range(_TRIES):
        tried = _lived(region, gestionnaires, graine, annee, factor)
        count = len(tried[2])
        if count < sejours:
            low = factor
        else:
            high, found = factor, tried
            if count <= sejours * 1.02:
                break
        factor = _next_factor(factor * sejours * 1.008 / max(count, 1), low, high)
    if found is None:
        raise CommandeError(
            f"{sejours} séjours ne peuvent pas être répartis entre {gestionnaires} gestionnaires.",
            que_faire="Demandez un autre nombre de séjours ou de gestionnaires.",
        )
    plan, places, stayed = found
    return plan, places, _exactly(stayed, sejours, tirage(graine, region, "tri"))


def _next_factor(guess: float, low: float, high: float) -> float:
    """Return the proportional guess if it is between the bounds, else their middle."""
    if low < guess < high:
        return guess
    return (low + high) / 2 if high < float("inf") else 2 * low


def _lived(
    region: str, gestionnaires: int, graine: int, annee: int, factor: float | None
) -> tuple[Structure, np.ndarray, Sejours]:
    drawn = tirage(graine, region, "structure")
    plan = structure.structure(region, gestionnaires, annee, drawn, factor)
    places = stays.places_by_year(plan, tirage(graine, region, "sejours"))
    return plan, places, stays.sejours(plan, tirage(graine, region, "sejours"))


def _first_factor(gestionnaires: int, sejours: int) -> float:
    """Guess the factor: a gestionnaire of the example has some 360 stays in three years."""
    return sejours / (360 * gestionnaires)


def _exactly(lived: Sejours, wanted: int, stream: Tirage) -> Sejours:
    """Leave out the few stays in excess, among short ones that are over: places stay full."""
    excess = len(lived) - wanted
    over = np.flatnonzero(lived.sortie != stays.ABSENT)
    short = over[np.argsort((lived.sortie - lived.entree)[over], kind="stable")][: 3 * excess]
    dropped = short[np.argsort(stream.uniforme(len(short)), kind="stable")[:excess]]
    return lived.pris(np.setdiff1d(np.arange(len(lived)), dropped))


def _check(gestionnaires: int, graine: int, sejours: int | None, annee: int) -> None:
    if not 1 <= gestionnaires <= MAX_GESTIONNAIRES:
        raise CommandeError(
            f"{gestionnaires} gestionnaires : l’exemple en invente de 1 à {MAX_GESTIONNAIRES}."
        )
    if graine < 0:
        raise CommandeError(f"La graine {graine} est négative : donnez un entier, 0 ou plus.")
    if annee < valeur("annees.minimum"):
        raise CommandeError(
            f"L’année {annee} est trop ancienne pour l’exemple.",
            que_faire=f"Donnez {valeur('annees.minimum')} ou plus récent.",
        )
    if sejours is not None and sejours < _LEAST_STAYS * gestionnaires:
        raise CommandeError(
            f"{sejours} séjours pour {gestionnaires} gestionnaires, c’est trop peu.",
            que_faire=f"Il en faut au moins {_LEAST_STAYS * gestionnaires}.",
        )
