"""The tables ``budgets`` and ``financements``, in centimes, account by account."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cpomlib.exemple import accounts
from cpomlib.exemple.accounts import Compte
from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage, repartir
from cpomlib.exemple.money import Enveloppes
from cpomlib.exemple.structure import SIEGE, Structure

_COLUMNS = ("rang", "annee", "document", "sens", "groupe", "compte", "libelle", "montant")
_FINANCEURS = {
    "departement": "Aide sociale à l’enfance, fonds de solidarité",
    "caf": "Prestations de service",
    "commune": "Subvention de fonctionnement",
    "region": "Formation et insertion",
    "europe": "FSE+",
    "prive": "Fondations",
}


def budgets_table(plan: Structure, totals: Enveloppes, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``budgets``: bp, be and ca of every establishment but head offices.

    The be balances to the cent, result carried forward included; the ca holds the charges
    and products of the year.
    """
    charges, weights = _charges_ca(plan, totals, tirage)
    products = _products(totals.attenuation_ca, tirage)
    asked = totals.etat + np.floor(
        totals.etat * tirage.entre(0.015, 0.05, *totals.etat.shape)
    ).astype("int64")
    planned = totals.etat + totals.attenuation + totals.report
    requested = asked + totals.attenuation + totals.report
    scaled = [repartir(total.ravel(), weights) for total in (requested, planned)]
    other = repartir(totals.attenuation.ravel(), _attenuation_weights(totals, products))
    lines = [
        _document(plan, totals, "bp", scaled[0], other, asked),
        _document(plan, totals, "be", scaled[1], other, totals.etat),
        _document(plan, totals, "ca", charges, products, totals.etat),
    ]
    frame = pd.concat(lines, ignore_index=True)
    frame.insert(0, "id_etablissement", plan.colonne("id_etablissement")[frame.pop("rang")])
    return frame.sort_values(
        ["id_etablissement", "annee", "document", "sens", "compte", "non_reconductible"],
        kind="stable",
    )


def charge_accounts() -> tuple[Compte, ...]:
    """Return the accounts of charges, in the order of the columns of amounts."""
    return (*accounts.PERSONNEL, *accounts.EXTERIEUR, *accounts.EXPLOITATION, accounts.SIEGE)


def _charges_ca(
    plan: Structure, totals: Enveloppes, tirage: Tirage
) -> tuple[np.ndarray, np.ndarray]:
    """Return charges by account (rows: establishment × year), and weights to plan them."""
    count = len(plan.etablissements)
    spent, staff = totals.charges_ca.ravel(), totals.personnel.ravel()
    outside = np.floor(spent * np.repeat(tirage.entre(0.005, 0.03, count), 3)).astype("int64")
    staff = np.minimum(staff, spent - outside)
    running = spent - staff - outside
    weights = np.array([account.poids for account in accounts.EXPLOITATION])
    weights = np.tile(weights, (count, 1)) * tirage.entre(0.8, 1.2, count, len(weights))
    head = valeur("finances.frais_siege") / 0.4 * weights.sum(axis=1) * _has_head_office(plan)
    weights = np.concatenate([weights, head[:, None]], axis=1)
    parts = [
        repartir(staff, _weights(accounts.PERSONNEL, count * 3)),
        repartir(outside, _weights(accounts.EXTERIEUR, count * 3)),
        repartir(running, np.repeat(weights, 3, axis=0)),
    ]
    amounts = np.concatenate(parts, axis=1)
    return amounts, np.maximum(amounts, 0) + (amounts.sum(axis=1, keepdims=True) == 0)


def _has_head_office(plan: Structure) -> np.ndarray:
    owner = plan.colonne("gestionnaire")
    with_one = np.unique(owner[plan.colonne("nature") == SIEGE])
    return np.isin(owner, with_one).astype("float64")


def _weights(listed: Sequence[Compte], n: int) -> np.ndarray:
    return np.tile(np.array([account.poids for account in listed]), (n, 1))


def _products(received: np.ndarray, tirage: Tirage) -> np.ndarray:
    weights = _weights(accounts.ATTENUATION, len(received))
    weights = weights * tirage.entre(0.6, 1.4, *weights.shape)
    return repartir(received.ravel(), np.repeat(weights, 3, axis=0))


def _attenuation_weights(totals: Enveloppes, products: np.ndarray) -> np.ndarray:
    return products + (totals.attenuation_ca.ravel() == 0)[:, None]


def _document(
    plan: Structure,
    totals: Enveloppes,
    document: str,
    charges: np.ndarray,
    products: np.ndarray,
    etat: np.ndarray,
) -> pd.DataFrame:
    """Return the rows of one document."""
    tariff = np.repeat(totals.tarife, 3)
    state, once = etat.ravel(), totals.cnr.ravel()
    parts = [
        _lines(charges, charge_accounts(), "charge"),
        _lines(products, accounts.ATTENUATION, "produit"),
        _lines((state * tariff)[:, None], (accounts.TARIFICATION,), "produit"),
        _lines((state * ~tariff)[:, None], (accounts.SUBVENTION,), "produit"),
    ]
    if document != "ca":
        carried = totals.report.ravel()
        over, under = np.maximum(carried, 0), np.maximum(-carried, 0)
        parts.append(_lines(over[:, None], (accounts.EXCEDENT_REPORTE,), "produit"))
        parts.append(_lines(under[:, None], (accounts.DEFICIT_REPORTE,), "charge"))
    usual = pd.concat(parts, ignore_index=True).assign(non_reconductible=False)
    rows = [usual] if document == "bp" else [usual, _one_off(once, tariff)]
    frame = pd.concat(rows, ignore_index=True).assign(document=document)
    frame["annee"] = np.array(plan.annees)[frame["rang"] % 3]
    frame["rang"] //= 3
    return frame[[*_COLUMNS, "non_reconductible"]]


def _lines(amounts: np.ndarray, listed: Sequence[Compte], sens: str) -> pd.DataFrame:
    """Return one row per amount that is not zero; ``rang`` is establishment × year."""
    row, column = np.nonzero(amounts)
    return pd.DataFrame(
        {
            "rang": row,
            "sens": sens,
            "groupe": np.array([account.groupe for account in listed])[column],
            "compte": np.array([account.numero for account in listed], dtype=object)[column],
            "libelle": np.array([account.libelle for account in listed], dtype=object)[column],
            "montant": amounts[row, column],
        }
    )


def _one_off(once: np.ndarray, tariff: np.ndarray) -> pd.DataFrame:
    works = next(item for item in accounts.EXPLOITATION if item.numero == accounts.TRAVAUX)
    parts = [
        _lines(once[:, None], (works,), "charge"),
        _lines((once * tariff)[:, None], (accounts.TARIFICATION,), "produit"),
        _lines((once * ~tariff)[:, None], (accounts.SUBVENTION,), "produit"),
    ]
    return pd.concat(parts, ignore_index=True).assign(non_reconductible=True)


def financements_table(plan: Structure, budgets: pd.DataFrame, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``financements``: what the ca shows as received, payer by payer."""
    received = _sums(budgets, "ca", ("732", "741"))
    asked = _sums(budgets, "bp", ("732", "741")).reindex(received.index, fill_value=0)
    keys = received.index.to_frame(index=False)
    programme = dict(zip(plan.colonne("id_etablissement"), plan.colonne("nature"), strict=True))
    kind = keys["id_etablissement"].map(programme)
    etat = keys.assign(
        financeur=np.where(kind == "443", "etat_303", "etat_177"),
        dispositif=np.where(kind == "214", "Dotation globale de financement", "Subvention"),
        montant_demande=np.maximum(asked.to_numpy(), received.to_numpy()),
        montant_accorde=received.to_numpy(),
    )
    frame = pd.concat([etat, _others(budgets, tirage)], ignore_index=True)
    return frame.sort_values(["id_etablissement", "annee", "financeur"], kind="stable")


def _sums(budgets: pd.DataFrame, document: str, comptes: tuple[str, ...]) -> pd.Series:
    mine = budgets[(budgets["document"] == document) & budgets["compte"].isin(comptes)]
    return mine.groupby(["id_etablissement", "annee"])["montant"].sum()


def _others(budgets: pd.DataFrame, tirage: Tirage) -> pd.DataFrame:
    """Split the other subsidies of the ca between one to four payers."""
    total = _sums(budgets, "ca", (accounts.AUTRES_SUBVENTIONS,))
    shape = (len(total), len(_FINANCEURS))
    weights = np.maximum(tirage.uniforme(*shape) - np.array([0.2, 0.4, 0.5, 0.8, 0.85, 0.75]), 0)
    weights[:, 0] += 0.01
    parts = repartir(total.to_numpy(), weights)
    row, column = np.nonzero(parts)
    given = parts[row, column]
    wished = np.floor(given * tirage.entre(1.0, 1.25, len(given))).astype("int64")
    keys = total.index.to_frame(index=False).iloc[row].reset_index(drop=True)
    return keys.assign(
        financeur=np.array([*_FINANCEURS], dtype=object)[column],
        dispositif=np.array([*_FINANCEURS.values()], dtype=object)[column],
        montant_demande=wished,
        montant_accorde=given,
    )
