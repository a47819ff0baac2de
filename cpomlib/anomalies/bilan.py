"""Rules on the closing balances of a gestionnaire."""

from __future__ import annotations

import pandas as pd

from cpomlib.anomalies.contexte import Contexte, constat, liste

_EQUITY = ("106", "11", "12")
"""Reserves, results carried forward, results not yet affected."""


def _solde(rows: pd.DataFrame, *prefixes: str) -> pd.Series:
    """Return the net credit of some accounts by gestionnaire, 0 where there is none."""
    held = rows["compte"].str.startswith(prefixes)
    signed = (rows["credit"] - rows["debit"]).where(held, 0)
    return signed.groupby(rows["id_gestionnaire"]).sum()


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Show by gestionnaire some accounts: how many, which ones, how much."""
    groups = rows.sort_values("compte").groupby("id_gestionnaire")
    amount = (rows["debit"] - rows["credit"]).abs().groupby(rows["id_gestionnaire"]).sum()
    return constat(
        groups.size() > 0,
        nombre=groups.size(),
        comptes=groups["compte"].agg(liste),
        montant=amount,
    )


def balance_desequilibree(c: Contexte) -> pd.DataFrame:
    """Σ debits ≠ Σ credits."""
    totals = c.table("balances").groupby("id_gestionnaire")[["debit", "credit"]].sum()
    gap = totals["debit"] - totals["credit"]
    return constat(gap != 0, debit=totals["debit"], credit=totals["credit"], ecart=gap)


def resultat_balance_et_ca(c: Contexte) -> pd.DataFrame:
    """Classes 6 and 7 of the balance do not give the result of the comptes administratifs."""
    books = _solde(c.table("balances"), "6", "7")
    rows = c.table("budgets", document="ca")
    signed = rows["montant"].where(rows["sens"] == "produit", -rows["montant"])
    told = signed.groupby(rows["id_etablissement"].map(c.employeur)).sum()
    books, told = books.align(told, join="inner")
    gap = told - books
    fired = gap.abs() > 100 * c.seuil("anomalie_ecart_euros")
    return constat(fired, balance=books, comptes=told, ecart=gap)


def affectation_et_resultat(c: Contexte) -> pd.DataFrame:
    """Reserves and results carried forward that do not move by the result of the year before.

    CASF R. 314-51: the result is affected, wholly, to reserves or carried forward.
    """
    now, before = c.table("balances"), c.table("balances", 1)
    moved = _solde(now, *_EQUITY) - _solde(before, *_EQUITY)
    result = _solde(before, "6", "7")
    gap = (moved - result).dropna()
    fired = gap.abs() > 100 * c.seuil("anomalie_ecart_euros")
    return constat(fired, resultat=result, affecte=moved, ecart=gap)


def reserves_negatives(c: Contexte) -> pd.DataFrame:
    """Reserves (106) with a debit balance."""
    rows = c.table("balances")
    return _shown(rows[rows["compte"].str.startswith("106") & (rows["debit"] > rows["credit"])])


def amortissements_et_immobilisations(c: Contexte) -> pd.DataFrame:
    """More depreciation than what was bought, family by family (28xy against 2xy)."""
    rows = c.table("balances")
    rows = rows[rows["compte"].str.startswith(("20", "21", "28"))]
    worn = rows["compte"].str.startswith("28")
    family = ("2" + rows["compte"].str[2:4]).where(worn, rows["compte"].str[:3])
    groups = (rows["debit"] - rows["credit"]).groupby([rows["id_gestionnaire"], family])
    below = groups.sum().rename("net")[worn.groupby([rows["id_gestionnaire"], family]).any()]
    below = below[below < 0].reset_index()
    by_owner = below.groupby("id_gestionnaire")
    return constat(
        by_owner.size() > 0, familles=by_owner["compte"].agg(liste), montant=-by_owner["net"].sum()
    )


def caisse_negative(c: Contexte) -> pd.DataFrame:
    """Cash in hand (53) below zero."""
    rows = c.table("balances")
    return _shown(rows[rows["compte"].str.startswith("53") & (rows["credit"] > rows["debit"])])


def comptes_d_attente(c: Contexte) -> pd.DataFrame:
    """Suspense accounts (471 to 475) not cleared at the close."""
    rows = c.table("balances")
    suspense = rows["compte"].str.startswith(("471", "472", "473", "474", "475"))
    return _shown(rows[suspense & (rows["debit"] != rows["credit"])])


REGLES = {
    f.__name__: f
    for f in (
        balance_desequilibree, resultat_balance_et_ca, affectation_et_resultat,
        reserves_negatives, amortissements_et_immobilisations, caisse_negative,
        comptes_d_attente,
    )
}  # fmt: skip
