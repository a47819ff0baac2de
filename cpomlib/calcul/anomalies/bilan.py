"""Rules on the closing balances of a gestionnaire."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat, liste
from cpomlib.calcul.indicateurs import REPORT_A_NOUVEAU, Rows, SoldesDesComptes
from cpomlib.droit.comptes import comptes
from cpomlib.socle import vers_centimes

_EQUITY = ("106", "11")
"""Reserves and results carried forward."""
_RESULT = "12"
"""Results not yet affected: that of the year too, once classes 6 and 7 are closed into it."""


def _livres(c: ContexteAnomalies, recul: int = 0) -> tuple[pd.Index, SoldesDesComptes]:
    """Return the gestionnaires that have a balance, and their accounts ready to be added up."""

    def laid() -> tuple[pd.Index, SoldesDesComptes]:
        rows = c.table("balances", recul)
        owner, names = pd.factorize(rows["id_gestionnaire"])
        here = Rows(len(names), owner.astype(np.intp), rows, np.arange(len(rows)))
        return pd.Index(names, name="id_gestionnaire"), SoldesDesComptes(here)

    found: tuple[pd.Index, SoldesDesComptes] = c.vue(("livres", recul), laid)
    return found


def _somme(c: ContexteAnomalies, nom: str, recul: int = 0) -> pd.Series:
    """Add up an account list by gestionnaire, in centimes."""
    names, books = _livres(c, recul)
    terms = comptes(nom, date(c.annee - recul, 12, 31)).termes
    return pd.Series(np.rint(vers_centimes(books.somme(terms))), index=names)


def _soldees(c: ContexteAnomalies, recul: int = 0) -> pd.Series:
    """Tell who has closed classes 6 and 7."""
    names, books = _livres(c, recul)
    return pd.Series(books.soldees, index=names)


def _resultat(c: ContexteAnomalies, recul: int = 0) -> pd.Series:
    """Return the result of the year by gestionnaire: classes 6 and 7, else account 12.

    Unknown where they are closed and account 12 holds nothing: it is already affected.
    """
    rows = c.table("balances", recul)
    holders = rows.loc[rows["compte"].str.startswith(_RESULT), "id_gestionnaire"]
    closed = _somme(c, "resultat_solde", recul)
    closed = closed.where(closed.index.isin(holders))
    return _somme(c, "resultat", recul).where(~_soldees(c, recul), closed)


def _affecte(c: ContexteAnomalies, recul: int = 0) -> pd.Series:
    """Return what reserves and reports held before the result of the year is affected."""
    rows, closed = c.table("balances", recul), _soldees(c, recul)
    return _solde(rows, *_EQUITY) + _solde(rows, _RESULT).where(~closed, 0)


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


def balance_desequilibree(c: ContexteAnomalies) -> pd.DataFrame:
    """Σ debits ≠ Σ credits."""
    totals = c.table("balances").groupby("id_gestionnaire")[["debit", "credit"]].sum()
    gap = totals["debit"] - totals["credit"]
    return constat(gap != 0, debit=totals["debit"], credit=totals["credit"], ecart=gap)


def tresorerie_et_classe_5(c: ContexteAnomalies) -> pd.DataFrame:
    """Cash read from top to bottom of the sheet (FRNG − BFR) that is not what class 5 holds."""
    cash, held = _somme(c, "frng") - _somme(c, "bfr"), _somme(c, "classe_5")
    gap = cash - held
    fired = gap.abs() > vers_centimes(c.seuil("anomalie_ecart_euros"))
    return constat(fired, tresorerie=cash, classe_5=held, ecart=gap)


def resultat_balance_et_ca(c: ContexteAnomalies) -> pd.DataFrame:
    """The result of the balance is not that of the comptes administratifs.

    Earlier results that a compte administratif takes in are no result of the year.
    """
    books = _resultat(c)
    rows = c.table("budgets", document="ca")
    rows = rows[~rows["compte"].str.startswith(REPORT_A_NOUVEAU)]
    signed = rows["montant"].where(rows["sens"] == "produit", -rows["montant"])
    told = signed.groupby(rows["id_etablissement"].map(c.employeur)).sum()
    books, told = books.align(told, join="inner")
    gap = told - books
    fired = gap.abs() > vers_centimes(c.seuil("anomalie_ecart_euros"))
    return constat(fired, balance=books, comptes=told, ecart=gap)


def affectation_et_resultat(c: ContexteAnomalies) -> pd.DataFrame:
    """Reserves and results carried forward that do not move by the result of the year before.

    CASF R. 314-51: the result is affected, wholly, to reserves or carried forward.
    """
    moved, result = _affecte(c) - _affecte(c, 1), _resultat(c, 1)
    gap = (moved - result).dropna()
    fired = gap.abs() > vers_centimes(c.seuil("anomalie_ecart_euros"))
    return constat(fired, resultat=result, affecte=moved, ecart=gap)


def reserves_negatives(c: ContexteAnomalies) -> pd.DataFrame:
    """Reserves (106) with a debit balance."""
    rows = c.table("balances")
    return _shown(rows[rows["compte"].str.startswith("106") & (rows["debit"] > rows["credit"])])


def amortissements_et_immobilisations(c: ContexteAnomalies) -> pd.DataFrame:
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


def caisse_negative(c: ContexteAnomalies) -> pd.DataFrame:
    """Cash in hand (53) below zero."""
    rows = c.table("balances")
    return _shown(rows[rows["compte"].str.startswith("53") & (rows["credit"] > rows["debit"])])


def comptes_d_attente(c: ContexteAnomalies) -> pd.DataFrame:
    """Suspense accounts (471 to 475) not cleared at the close."""
    rows = c.table("balances")
    suspense = rows["compte"].str.startswith(("471", "472", "473", "474", "475"))
    return _shown(rows[suspense & (rows["debit"] != rows["credit"])])


REGLES = {
    f.__name__: f
    for f in (
        balance_desequilibree, tresorerie_et_classe_5, resultat_balance_et_ca,
        affectation_et_resultat,
        reserves_negatives, amortissements_et_immobilisations, caisse_negative,
        comptes_d_attente,
    )
}  # fmt: skip
