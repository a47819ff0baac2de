"""What each establishment is given and spends; amounts in whole centimes.

Arrays have one row per establishment and one column per year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage
from cpomlib.exemple.structure import SERVICE, SIEGE, Structure
from cpomlib.socle import vers_centimes

_STAFF_OF_A_SERVICE = 0.7


@dataclass(frozen=True)
class Enveloppes:
    """The totals behind the budgets.

    Attributes:
        etat: what the State pays, one-off credits left out.
        attenuation: other products, as budgeted.
        attenuation_ca: other products, as they came.
        cnr: one-off credits, and the one-off charges they pay.
        personnel: cost of the employees.
        charges_ca: charges of the year, one-off ones left out.
        report: result carried forward into the budget, negative for a deficit.
        tarife: whether the State pays by a tariff (one value per establishment).
    """

    etat: np.ndarray
    attenuation: np.ndarray
    attenuation_ca: np.ndarray
    cnr: np.ndarray
    personnel: np.ndarray
    charges_ca: np.ndarray
    report: np.ndarray
    tarife: np.ndarray

    @property
    def resultat(self) -> np.ndarray:
        """Products minus charges of the compte administratif."""
        return self.etat + self.attenuation_ca - self.charges_ca


def centimes(euros: np.ndarray) -> np.ndarray:
    """Round euros to whole centimes, halves up."""
    return np.floor(vers_centimes(euros) + 0.5).astype("int64")


def dotation_place(annee: int) -> float:
    """Return the calibrated dotation per place of CHRS, euros a year (DRL ÷ places)."""
    known = valeur("finances.dotation_place")
    years = sorted(known)
    inside = float(np.interp(annee, years, [known[year] for year in years]))
    return inside * (1 + valeur("finances.evolution_au_dela")) ** max(0, annee - years[-1])


def indices(plan: Structure) -> np.ndarray:
    """Return the pay index of the three years, 1 being 2024's, for every establishment."""
    index = np.array([dotation_place(year) / dotation_place(2024) for year in plan.annees])
    return np.tile(index, (len(plan.etablissements), 1))


def enveloppes(
    plan: Structure, places: np.ndarray, salaries: pd.DataFrame, tirage: Tirage
) -> tuple[Enveloppes, pd.DataFrame]:
    """Draw the totals, and fit the pay of the employees to them.

    Returns:
        The totals, and the table ``salaries`` with costs that the budgets can bear.
    """
    nature = plan.colonne("nature")
    shape = (len(nature), 3)
    paid = _per_establishment(plan, salaries)
    etat = centimes(_grants(plan, places, tirage))
    etat = np.where(
        (nature == SERVICE)[:, None], (paid / _STAFF_OF_A_SERVICE).astype("int64"), etat
    )
    share = valeur("finances.attenuation") * tirage.entre(0.5, 1.5, len(nature))
    share = np.where(nature == "258", 0.35, share)[:, None]
    other = np.floor(etat * share / (1 - share)).astype("int64")
    planned = etat + other
    spent = np.floor(planned * (1 + _gap(plan, tirage))).astype("int64")
    salaries = _fitted(plan, salaries, paid, spent)
    received = np.floor(other * tirage.entre(0.97, 1.06, *shape)).astype("int64")
    result = etat + received - spent
    totals = Enveloppes(
        etat=etat,
        attenuation=other,
        attenuation_ca=received,
        cnr=_one_off(etat, tirage),
        personnel=_per_establishment(plan, salaries),
        charges_ca=spent,
        report=_carried(plan, etat, result, tirage),
        tarife=np.isin(nature, ("214", "443")),
    )
    return totals, salaries


def _per_establishment(plan: Structure, salaries: pd.DataFrame) -> np.ndarray:
    """Return the cost of the employees by establishment and year, centimes."""
    cost = salaries.groupby(["id_etablissement", "annee"])["cout_employeur"].sum().unstack()
    ordered = cost.reindex(index=plan.colonne("id_etablissement"), columns=list(plan.annees))
    return ordered.fillna(0).to_numpy(dtype="int64")


def _grants(plan: Structure, places: np.ndarray, tirage: Tirage) -> np.ndarray:
    """Return what the State pays for places, euros; CHRS meet the calibrated mean."""
    nature = plan.colonne("nature")
    factors = valeur("finances.categories")
    kind = np.array([factors.get(name, 0.0) for name in nature])
    spread = tirage.quantiles("finances.dispersion", len(nature))
    chrs = places[:, 2] * (nature == "214")
    spread = spread * chrs.sum() / (spread * chrs).sum()
    dear = np.where(plan.profils == "cout_eleve", valeur("profils.cout_eleve")["cout"], 1.0)
    per_place = np.array([dotation_place(year) for year in plan.annees])
    return places * (kind * spread * dear)[:, None] * per_place


def _gap(plan: Structure, tirage: Tirage) -> np.ndarray:
    """Return by how much the charges of the year exceed the budget, as a fraction."""
    spread = valeur("finances.ecart_realise")
    gap = tirage.entre(-spread, spread, len(plan.etablissements), 3)
    troubled = (plan.profils == "deficit")[:, None]
    return np.where(troubled, valeur("profils.deficit")["charges"] - 1 + gap / 5, gap)


def _fitted(
    plan: Structure, salaries: pd.DataFrame, paid: np.ndarray, spent: np.ndarray
) -> pd.DataFrame:
    """Scale the pay where the employees would weigh too little or too much."""
    low, high = valeur("finances.part_personnel")
    target = np.clip(paid, spent * low, spent * high)
    bound = (plan.colonne("nature") != SIEGE)[:, None] & (paid > 0)
    scale = np.where(bound, target / np.maximum(paid, 1), 1.0)
    rank = pd.Series(np.arange(len(scale)), index=plan.colonne("id_etablissement"))
    rows = rank[salaries["id_etablissement"]].to_numpy()
    column = salaries["annee"].to_numpy() - plan.annees[0]
    cost = np.floor(salaries["cout_employeur"].to_numpy() * scale[rows, column] + 0.5)
    return salaries.assign(cout_employeur=cost.astype("int64"))


def _one_off(etat: np.ndarray, tirage: Tirage) -> np.ndarray:
    """Return the non-recurrent credits, in whole hundreds of euros; most years none."""
    given = tirage.uniforme(*etat.shape) < valeur("finances.part_cnr")
    rate = valeur("finances.taux_cnr") * tirage.entre(0.5, 1.5, *etat.shape)
    return np.where(given, np.floor(etat * rate / 10_000).astype("int64") * 10_000, 0)


def _carried(plan: Structure, etat: np.ndarray, result: np.ndarray, tirage: Tirage) -> np.ndarray:
    """Return the result carried forward: half of that of two years before (R. 314-51)."""
    earlier = np.floor(etat[:, :2] * tirage.entre(-0.008, 0.012, len(etat), 2)).astype("int64")
    troubled = (plan.profils == "deficit")[:, None]
    earlier = np.where(troubled, -np.floor(etat[:, :2] * 0.03).astype("int64"), earlier)
    carried = np.concatenate([earlier, result[:, :1] // 2], axis=1)
    tariff = np.isin(plan.colonne("nature"), ("214", "443"))[:, None]
    return np.where(tariff, carried, 0)
