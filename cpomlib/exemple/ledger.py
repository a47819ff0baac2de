"""The table ``balances``: closing balances of each gestionnaire, carried from year to year.

Accounts 6 and 7 are those of the comptes administratifs; the bank is what makes debits
and credits equal.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.exemple import accounts
from cpomlib.exemple.draws import Tirage, repartir
from cpomlib.exemple.structure import Structure

Bilan = dict[str, np.ndarray]
"""Account number → balance of each gestionnaire in centimes, debit positive."""

_ASSETS = {"213": 0.62, "215": 0.16, "218": 0.18, "205": 0.04}
_WEAR = {"213": "2813", "215": "2815", "218": "2818", "205": "2805"}


def balances_table(plan: Structure, budgets: pd.DataFrame, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``balances``, money in centimes; Σ debits = Σ credits."""
    yearly = _yearly(plan, budgets)
    sizes = yearly[plan.annees[0]]
    state = _opening(plan, sizes, tirage)
    parts = []
    for year in plan.annees:
        accounts_6_7 = yearly[year]
        state = _closing(state, accounts_6_7, tirage)
        full = state | _short_term(accounts_6_7, tirage)
        full = _with_bank(full, accounts_6_7)
        parts.append(_rows(plan, year, full | accounts_6_7, budgets))
        state = _posted(state, accounts_6_7)
    return pd.concat(parts, ignore_index=True)


def _yearly(plan: Structure, budgets: pd.DataFrame) -> dict[int, Bilan]:
    """Return accounts 6 and 7 of the ca by year, debit positive."""
    done = budgets[budgets["document"] == "ca"]
    rank = pd.Series(plan.colonne("gestionnaire"), index=plan.colonne("id_etablissement"))
    signed = done["montant"].where(done["sens"] == "charge", -done["montant"])
    table = signed.groupby(
        [done["annee"], done["compte"], rank[done["id_etablissement"]].to_numpy()]
    ).sum()
    count = len(plan.gestionnaires)
    return {
        year: {
            compte: rows.droplevel(0).reindex(range(count), fill_value=0).to_numpy("int64")
            for compte, rows in table[year].groupby(level=0)
        }
        for year in plan.annees
    }


def _charges(accounts_6_7: Bilan) -> np.ndarray:
    return sum(np.maximum(amounts, 0) for amounts in accounts_6_7.values())  # type: ignore[return-value]


def _whole(amounts: np.ndarray) -> np.ndarray:
    return np.floor(amounts).astype("int64")


def _opening(plan: Structure, first: Bilan, tirage: Tirage) -> Bilan:
    """Draw the balance sheet a year before the first one, as shares of a year's charges."""
    charges, count = _charges(first), len(plan.gestionnaires)
    buildings = tirage.entre(0.35, 0.95, count)
    wear = tirage.entre(0.3, 0.65, count)
    troubled = (plan.gestionnaires["profil"] == "deficit").to_numpy()
    gross = {number: share * buildings for number, share in _ASSETS.items()}
    shares = {"211": 0.05 * buildings, **gross}
    shares |= {_WEAR[number]: -amount * wear for number, amount in gross.items()}
    net = buildings * (1 - wear)
    equity = {"102": 0.08 + 0.3 * net, "10682": 0.05, "10685": 0.02, "10686": 0.03, "10687": 0.01}
    low = np.where(troubled, 0.6, 1.0)
    shares |= {k: -v * low * tirage.entre(0.6, 1.4, count) for k, v in equity.items()}
    shares["11"] = np.where(troubled, 0.06, -0.03 * tirage.entre(-0.5, 2.0, count))
    shares |= {"131": -0.12 * buildings, "139": 0.05 * buildings, "15": np.full(count, -0.02)}
    shares |= {"164": -0.28 * buildings * tirage.entre(0.5, 1.4, count)}
    shares |= {"165": np.full(count, -0.003)}
    return {number: _whole(share * charges) for number, share in shares.items()}


def _closing(state: Bilan, accounts_6_7: Bilan, tirage: Tirage) -> Bilan:
    """Add a year of depreciation, investment, repayment and subsidies."""
    zero = np.zeros_like(state["211"])
    worn = accounts_6_7.get("6811", zero)
    weights = np.tile(np.array([*_ASSETS.values()]), (len(worn), 1))
    shared = repartir(worn, weights)
    bought = repartir(_whole(worn * tirage.entre(0.4, 1.3, len(worn))), weights)
    new = dict(state)
    for column, number in enumerate(_ASSETS):
        new[number] = state[number] + bought[:, column]
        wear = state[_WEAR[number]] - shared[:, column]
        new[_WEAR[number]] = np.maximum(wear, -_whole(new[number] * 0.97))
    new["164"] = _whole(state["164"] * 0.93)
    spread = -accounts_6_7.get("777", zero)
    new["139"] = np.minimum(state["139"] + spread, -state["131"])
    new["15"] = state["15"] - accounts_6_7.get("6815", zero)
    return new


def _short_term(accounts_6_7: Bilan, tirage: Tirage) -> Bilan:
    charges = _charges(accounts_6_7)
    shares = {"401": -0.05, "404": -0.006, "411": 0.006, "428": -0.03, "431": -0.026}
    shares |= {"441": 0.07, "447": -0.007, "467": 0.01, "486": 0.005, "487": -0.012}
    shares |= {"531": 0.0003}
    n = len(charges)
    return {k: _whole(v * charges * tirage.entre(0.6, 1.4, n)) for k, v in shares.items()}


def _with_bank(full: Bilan, accounts_6_7: Bilan) -> Bilan:
    """Close the sheet with the bank: an overdraft where money is short."""
    lacking = -sum([*full.values(), *accounts_6_7.values()])
    cash = {"512": np.maximum(lacking, 0), "519": np.minimum(lacking, 0)}
    carried = full["11"]
    report = {"110": np.minimum(carried, 0), "119": np.maximum(carried, 0)}
    return {number: amount for number, amount in full.items() if number != "11"} | cash | report


def _posted(state: Bilan, accounts_6_7: Bilan) -> Bilan:
    """Post the result of the year to the result carried forward of the next one."""
    return state | {"11": state["11"] + sum(accounts_6_7.values())}


def _rows(plan: Structure, year: int, sheet: Bilan, budgets: pd.DataFrame) -> pd.DataFrame:
    labels = dict(zip(budgets["compte"], budgets["libelle"], strict=True)) | accounts.BILAN
    numbers = sorted(sheet)
    amounts = np.stack([sheet[number] for number in numbers], axis=1)
    row, column = np.nonzero(amounts)
    names = np.array(numbers, dtype=object)[column]
    signed = amounts[row, column]
    return pd.DataFrame(
        {
            "id_gestionnaire": plan.gestionnaires["id_gestionnaire"].to_numpy(dtype=object)[row],
            "annee": year,
            "compte": names,
            "libelle": [labels[name] for name in names],
            "debit": np.maximum(signed, 0),
            "credit": np.maximum(-signed, 0),
        }
    )
