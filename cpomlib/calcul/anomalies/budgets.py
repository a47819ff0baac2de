"""Rules on the budgets of an establishment, within a document and across them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat, liste, rapport, variation
from cpomlib.calcul.anomalies.structure import places
from cpomlib.droit import GroupeDuCompte, groupes_fonctionnels, par_prefixe
from cpomlib.socle import vers_centimes

_REPORT = ("11", "12", "001", "002")
"""Results carried into a budget: they belong to no groupe of the mapping."""
_FEW = 10
"""Fewest lines before their figures are read together."""


def _lines(c: ContexteAnomalies) -> pd.DataFrame:
    """Return the lines of the year with the groupe their account should have, on either side."""
    return c.vue(("lignes",), lambda: _attended(c))


def _attended(c: ContexteAnomalies) -> pd.DataFrame:
    rows = c.table("budgets")
    rows = rows[~rows["compte"].str.startswith(_REPORT)]
    day, other = date(c.annee, 12, 31), {"charge": "produit", "produit": "charge"}
    tables = {sens: groupes_fonctionnels(sens, day) for sens in other}
    pairs = rows[["compte", "sens"]].astype("str").drop_duplicates()
    known = {
        (compte, sens): (_groupe(compte, tables[sens]), _groupe(compte, tables[other[sens]]))
        for compte, sens in pairs.itertuples(index=False)
    }
    found = [known[key] for key in zip(rows["compte"], rows["sens"].astype("str"), strict=True)]
    return rows.assign(
        attendu=pd.Series([pair[0] for pair in found], index=rows.index, dtype="Int64"),
        oppose=pd.Series([pair[1] for pair in found], index=rows.index, dtype="Int64"),
    )


def _groupe(compte: str, known: Mapping[str, GroupeDuCompte]) -> int | None:
    found = par_prefixe(compte, known)
    return None if found is None else found.groupe


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Show by establishment some budget lines: how many, which accounts, how much."""
    groups = rows.sort_values("compte").groupby("id_etablissement")
    count = groups.size()
    return constat(
        count > 0,
        lignes=count,
        comptes=groups["compte"].agg(liste),
        montant=groups["montant"].agg(lambda amounts: amounts.abs().sum()),
    )


def groupe_et_compte(c: ContexteAnomalies) -> pd.DataFrame:
    """Lines whose groupe is not that of their account under the dated mapping."""
    rows = _lines(c)
    return _shown(rows[(rows["attendu"] != rows["groupe"]).fillna(False)])


def compte_du_mauvais_cote(c: ContexteAnomalies) -> pd.DataFrame:
    """Accounts of charges among the products, or the other way round."""
    rows = _lines(c)
    return _shown(rows[rows["attendu"].isna() & rows["oppose"].notna()])


def compte_inconnu(c: ContexteAnomalies) -> pd.DataFrame:
    """Accounts that belong to no family of the mapping."""
    rows = _lines(c)
    return _shown(rows[rows["attendu"].isna() & rows["oppose"].isna()])


def montants_negatifs(c: ContexteAnomalies) -> pd.DataFrame:
    """Negative amounts."""
    rows = c.table("budgets")
    return _shown(rows[rows["montant"] < 0])


def _unbalanced(c: ContexteAnomalies, document: str) -> pd.DataFrame:
    charges, products = (c.budget(document, s, reports=True) for s in ("charge", "produit"))
    charges, products = charges.align(products, fill_value=0)
    gap = products - charges
    fired = gap.abs() > vers_centimes(c.seuil("anomalie_ecart_euros"))
    return constat(fired, charges=charges, produits=products, ecart=gap)


def be_desequilibre(c: ContexteAnomalies) -> pd.DataFrame:
    """A budget exécutoire whose charges are not its products (CASF R. 314-15)."""
    return _unbalanced(c, "be")


def bp_desequilibre(c: ContexteAnomalies) -> pd.DataFrame:
    """A budget prévisionnel whose charges are not its products (CASF R. 314-15)."""
    return _unbalanced(c, "bp")


def ca_d_un_seul_cote(c: ContexteAnomalies) -> pd.DataFrame:
    """A compte administratif with charges and no product, or the other way round."""
    charges, products = c.budget("ca", "charge"), c.budget("ca", "produit")
    charges, products = charges.align(products, fill_value=0)
    return constat((charges == 0) != (products == 0), charges=charges, produits=products)


def ca_sans_be(c: ContexteAnomalies) -> pd.DataFrame:
    """A compte administratif of a year without a budget exécutoire."""
    charges = c.budget("ca", "charge")
    authorised = set(c.table("budgets", document="be")["id_etablissement"])
    return constat(~charges.index.to_series().isin(authorised), charges=charges)


def ca_et_be(c: ContexteAnomalies) -> pd.DataFrame:
    """Charges of the CA far from those authorised."""
    done, planned = c.budget("ca", "charge"), c.budget("be", "charge")
    gap = variation(done, planned)
    fired = gap.abs() > c.seuil("anomalie_ecart_ca_be")
    return constat(fired, realisees=done, autorisees=planned, ecart=gap)


def montants_ronds(c: ContexteAnomalies) -> pd.DataFrame:
    """A compte administratif of round amounts: an estimate, not accounts."""
    rows = c.table("budgets", document="ca")
    groups = (rows["montant"] % 10_000 == 0).groupby(rows["id_etablissement"])
    share, count = groups.mean(), groups.size()
    fired = (share > c.seuil("anomalie_montants_ronds")) & (count >= _FEW)
    return constat(fired, lignes=count, part=share)


def _repeated(c: ContexteAnomalies, document: str) -> pd.DataFrame:
    """Find the documents equal, line by line and to the cent, to those of the year before."""
    key = ["id_etablissement", "sens", "compte", "non_reconductible"]
    now, before = (c.table("budgets", recul, document).astype({"sens": "str"}) for recul in (0, 1))
    both = now.merge(before, on=key, suffixes=("", "_avant"))
    same = both[both["montant"] == both["montant_avant"]].groupby("id_etablissement").size()
    lines, earlier = (rows.groupby("id_etablissement").size() for rows in (now, before))
    same = same.reindex(lines.index, fill_value=0)
    fired = (same == lines) & (lines == earlier.reindex(lines.index))
    return constat(fired, lignes=lines, charges=c.budget(document, "charge"))


def ca_recopie(c: ContexteAnomalies) -> pd.DataFrame:
    """The compte administratif of the year before sent again."""
    return _repeated(c, "ca")


def be_recopie(c: ContexteAnomalies) -> pd.DataFrame:
    """The budget exécutoire of the year before sent again."""
    return _repeated(c, "be")


def evolution_des_charges(c: ContexteAnomalies) -> pd.DataFrame:
    """Charges that jump or fall against the year before."""
    now, before = c.budget("ca", "charge"), c.budget("ca", "charge", 1)
    change = variation(now, before)
    fired = change.abs() > c.seuil("anomalie_evolution_charges")
    return constat(fired, avant=before, apres=now, evolution=change)


def credits_non_reconductibles(c: ContexteAnomalies) -> pd.DataFrame:
    """A large share of the charges said to be one-off."""
    rows = c.table("budgets", document="ca")
    once = rows[(rows["sens"] == "charge") & rows["non_reconductible"]]
    amount = once.groupby("id_etablissement")["montant"].sum()
    share = rapport(amount, c.budget("ca", "charge"))
    fired = share > c.seuil("anomalie_part_non_reconductible")
    return constat(fired, montant=amount, part=share)


def report_et_resultat(c: ContexteAnomalies) -> pd.DataFrame:
    """A result carried into the budget that is not part of the result of two years before.

    R. 314-51 and following: the result of a year is affected in the second one after it; the
    part incorporated has its sign and does not exceed it. What was affected then held the
    earlier results that the compte administratif took in.
    """
    rows = c.table("budgets", document="be")
    rows = rows[rows["compte"].str.startswith(("11", "002"))]
    signed = rows["montant"].where(rows["sens"] == "produit", -rows["montant"])
    carried = signed.groupby(rows["id_etablissement"]).sum()
    earned, spent = (c.budget("ca", s, 2, reports=True) for s in ("produit", "charge"))
    result = earned.sub(spent, fill_value=0)
    carried, result = carried.align(result, join="inner")
    slack = vers_centimes(c.seuil("anomalie_ecart_euros"))
    inside = (carried * result >= 0) & (carried.abs() <= result.abs() + slack)
    return constat(~inside & (carried.abs() > slack), report=carried, resultat=result)


def tarification_et_financements(c: ContexteAnomalies) -> pd.DataFrame:
    """Products of the tariff that are not what the State granted."""
    rows = c.table("budgets", document="ca")
    rows = rows[(rows["sens"] == "produit") & rows["compte"].str.startswith("73")]
    tariff = rows.groupby("id_etablissement")["montant"].sum()
    paid = c.table("financements")
    paid = paid[paid["financeur"].astype("str").str.startswith("etat_")]
    granted = paid.groupby("id_etablissement")["montant_accorde"].sum()
    gap = variation(tariff, granted)
    fired = gap.abs() > c.seuil("anomalie_ecart_financements")
    return constat(fired, produits=tariff, accordes=granted, ecart=gap)


def accorde_au_dela_du_demande(c: ContexteAnomalies) -> pd.DataFrame:
    """More granted than asked."""
    rows = c.table("financements")
    wrong = rows[(rows["montant_accorde"] > rows["montant_demande"]).fillna(False)]
    totals = wrong.groupby("id_etablissement")[["montant_demande", "montant_accorde"]].sum()
    fired = totals["montant_accorde"] > 0
    return constat(fired, demande=totals["montant_demande"], accorde=totals["montant_accorde"])


def cout_place_hors_plage(c: ContexteAnomalies) -> pd.DataFrame:
    """A cost per place that no known tariff comes near."""
    cost = rapport(c.budget("ca", "charge"), places(c)["places_financees"])
    low, high = (vers_centimes(c.seuil(f"anomalie_cout_place_{side}")) for side in ("bas", "haut"))
    return constat((cost < low) | (cost > high), cout=cost)


REGLES = {
    f.__name__: f
    for f in (
        groupe_et_compte, compte_du_mauvais_cote, compte_inconnu, montants_negatifs,
        be_desequilibre, bp_desequilibre, ca_d_un_seul_cote, ca_sans_be, ca_et_be,
        montants_ronds, ca_recopie, be_recopie, evolution_des_charges,
        credits_non_reconductibles, report_et_resultat, tarification_et_financements,
        accorde_au_dela_du_demande, cout_place_hors_plage,
    )
}  # fmt: skip
