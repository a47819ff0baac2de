"""What each type of hypothesis adds to the effects; see :mod:`cpomlib.calcul.scenarios.modele`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from cpomlib.calcul.budget import plan_investissement, trajectoire_frais_siege
from cpomlib.calcul.scenarios.champ import Taux
from cpomlib.calcul.scenarios.effets import Cadre, Effets, Tableau, neutres
from cpomlib.calcul.scenarios.hypotheses import (
    Actualisation,
    Cofinancement,
    Convergence,
    Etp,
    FermerPlaces,
    Hypothese,
    HypotheseFraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    Mutualisation,
    NonReconductible,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)
from cpomlib.socle import vers_centimes, vers_euros


def appliquer(cadre: Cadre, hypotheses: Iterable[Hypothese]) -> Effets:
    """Add up the effects of hypotheses, sorted first so that rounding is that of no order."""
    effets = neutres(cadre)
    for hypothese in sorted(hypotheses, key=repr):
        _EFFETS[type(hypothese)](cadre, effets, hypothese)
    return effets


def taux_par_annee(cadre: Cadre, taux: Taux, de: int | None, a: int | None) -> Tableau:
    """Return the rate of each year (T,), 0 outside the period."""
    rates = np.zeros(cadre.horizon + 1)
    period = cadre.periode(de, a)
    if isinstance(taux, tuple):
        for year, rate in taux:
            rates[cadre.colonne(year)] = rate
        outside = np.ones(cadre.horizon + 1, bool)
        outside[period] = False
        rates[outside] = 0
    else:
        rates[period] = taux
    return rates


def partager(cadre: Cadre, montant: float, etablissement: str | None) -> Tableau:
    """Give an amount to its establishment, or share it pro rata of charges, to the cent (E,)."""
    return partager_annees(cadre, np.array([montant]), etablissement)[:, 0]


def partager_annees(cadre: Cadre, montants: Tableau, etablissement: str | None) -> Tableau:
    """Share the amounts of several years, each to the cent by largest remainder (E, T)."""
    if etablissement is not None:
        shares = np.zeros((len(cadre.etat.ids), len(montants)))
        shares[cadre.lignes(etablissement)] = montants
        return shares
    cents = np.rint(vers_centimes(np.abs(montants)))
    exact = cents * cadre.etat.cles[:, None]
    parts = np.floor(exact + 1e-9)
    ranks = np.argsort(np.argsort(parts - exact, axis=0, kind="stable"), axis=0)
    parts += ranks < cents - parts.sum(axis=0)
    return np.copysign(vers_euros(parts), montants)


def parts_siege(cadre: Cadre, hypothese: HypotheseFraisSiege) -> tuple[float, Tableau]:
    """Return the tariffed establishments' share of frais de siège today, and each year (T,)."""
    held = cadre.etat.frais_siege
    today = float(held[cadre.etat.tarifes].sum() / held.sum())
    target = _en_vue(today, hypothese, cadre.horizon)
    steps = trajectoire_frais_siege(repr(today), repr(hypothese.pas), repr(target))
    start = cadre.depuis(hypothese.annee or 0).start
    ranks = np.maximum(np.arange(cadre.horizon + 1) - start + 1, 0)
    return today, np.array([float(steps[min(rank, len(steps) - 1)]) for rank in ranks])


def _en_vue(today: float, hypothese: HypotheseFraisSiege, horizon: int) -> float:
    """Return the target, or the way towards it where small steps end beyond the horizon."""
    reach = hypothese.pas * (horizon + 2)
    if abs(hypothese.cible - today) <= reach:
        return hypothese.cible
    return today + float(np.copysign(reach, hypothese.cible - today))


def poids_siege(cadre: Cadre, tarifes: bool) -> Tableau:
    """Return how a side of the frais de siège is shared inside it: held amounts, else charges."""
    side = cadre.etat.tarifes == tarifes
    held = np.where(side, cadre.etat.frais_siege, 0.0)
    weights = held if held.sum() else np.where(side, cadre.etat.cles, 0.0)
    return weights / weights.sum() if weights.sum() else weights


def _actualisation(cadre: Cadre, effets: Effets, h: Actualisation) -> None:
    effets.dotation[cadre.lignes(h.etablissement)] *= 1 + taux_par_annee(cadre, h.taux, h.de, h.a)


def _inflation(cadre: Cadre, effets: Effets, h: Inflation) -> None:
    rows = cadre.lignes(h.etablissement)
    effets.prix[h.groupe - 1, rows] *= 1 + taux_par_annee(cadre, h.taux, h.de, h.a)


def _masse_salariale(cadre: Cadre, effets: Effets, h: MasseSalariale) -> None:
    rows = cadre.lignes(h.etablissement)
    for rate in (h.gvt, h.point):
        effets.salaires[rows] *= 1 + taux_par_annee(cadre, rate, h.de, h.a)
    effets.prime[rows, cadre.periode(h.de, h.a)] += h.segur_etp


def _ouvrir(cadre: Cadre, effets: Effets, h: OuvrirPlaces | FermerPlaces) -> None:
    sign = -1 if isinstance(h, FermerPlaces) else 1
    rows, kind = cadre.lignes(h.etablissement), cadre.etat.genres.index(h.gham)
    effets.places[kind, rows, cadre.depuis(h.annee)] += sign * h.places
    effets.financement[rows, cadre.colonne(h.annee)] += sign * h.places * h.financement_place


def _transformer(cadre: Cadre, effets: Effets, h: TransformerPlaces) -> None:
    rows, genres = cadre.lignes(h.etablissement), cadre.etat.genres
    since, year = cadre.depuis(h.annee), cadre.colonne(h.annee)
    effets.places[genres.index(h.de), rows, since] -= h.places
    effets.places[genres.index(h.vers), rows, since] += h.places
    if h.financement_place is not None:
        effets.financement[rows, year] += h.places * h.financement_place
        effets.refinancees[rows, year] += h.places
    if h.cout_place is not None:
        before = cadre.etat.total_places[rows]
        effets.parts[:, rows, since] -= (h.places / before)[None, :, None]
        effets.recoutees[rows, year] += h.places * h.cout_place


def _etp(cadre: Cadre, effets: Effets, h: Etp) -> None:
    row, rank = cadre.etat.rang(h.etablissement), cadre.etat.fonctions.index(h.fonction)
    since = cadre.depuis(h.annee)
    effets.etp[rank, row, since] += h.variation
    if h.cout_etp is None:
        effets.masse[row, since] += h.variation * cadre.etat.couts_etp[row, rank]
    else:
        effets.masse_nouvelle[row, cadre.colonne(h.annee)] += h.variation * h.cout_etp


def _occupation(cadre: Cadre, effets: Effets, h: Occupation) -> None:
    row = cadre.etat.rang(h.etablissement)
    effets.presence[row, cadre.periode(h.de, h.a)] *= h.taux / cadre.etat.occupation[row]


def _frais_siege(cadre: Cadre, effets: Effets, h: HypotheseFraisSiege) -> None:
    today, path = parts_siege(cadre, h)
    moved = cadre.etat.frais_siege.sum() * (path - today)
    gained, left = poids_siege(cadre, True), poids_siege(cadre, False)
    effets.siege[:] += (gained - left)[:, None] * moved


def _mutualisation(cadre: Cadre, effets: Effets, h: Mutualisation) -> None:
    rank, year = h.groupe - 1, cadre.colonne(h.annee)
    if h.economie < 1:
        rows = cadre.lignes(h.etablissement)
        effets.parts[rank, rows, cadre.depuis(h.annee)] -= h.economie
    else:
        effets.nouvelles[rank, :, year] -= partager(cadre, h.economie, h.etablissement)[:, None]
    once = partager(cadre, h.cout_de_transition, h.etablissement)[:, None]
    effets.charges[rank, :, year] += once
    effets.ponctuelles[:, year] += once


def _investissement(cadre: Cadre, effets: Effets, h: Investissement) -> None:
    loan = h.emprunt
    lines = plan_investissement(
        h.montant,
        h.duree,
        h.annee,
        subvention=h.subvention,
        emprunt=h.capital,
        taux=loan.taux if loan else 0,
        duree_emprunt=loan.duree if loan else None,
    )

    charges, produits, flux = np.zeros((3, cadre.horizon + 1))
    for line in lines[: cadre.horizon]:
        year = cadre.colonne(line.annee)
        charges[year] = float(line.amortissement + line.interets)
        produits[year] = float(line.quote_part_subvention)
        flux[year] = float(line.amortissement - line.quote_part_subvention - line.capital_rembourse)
    flux[cadre.colonne(h.annee)] += h.subvention + h.capital - h.montant
    effets.charges[2] += partager_annees(cadre, charges, h.etablissement)
    effets.produits[2] += partager_annees(cadre, produits, h.etablissement)
    effets.flux[:] += partager_annees(cadre, flux, h.etablissement)


def _cofinancement(cadre: Cadre, effets: Effets, h: Cofinancement) -> None:
    shares = partager(cadre, h.montant, h.etablissement)[:, None]
    effets.produits[1, :, cadre.periode(h.de, h.a)] += shares


def _convergence(cadre: Cadre, effets: Effets, h: Convergence) -> None:
    if h.mode == "sans":
        return
    period = periode_convergence(cadre, h)
    per_year = h.reste_a_converger / max(1, period.stop - period.start)
    effets.financement[:, period] -= _tarifes(cadre, per_year, h.etablissement)[:, None]


def periode_convergence(cadre: Cadre, h: Convergence) -> slice:
    """Return the years of a convergence: the first projected one unless said."""
    first = h.de or cadre.etat.annee + 1
    return cadre.periode(first, h.a or first)


def _tarifes(cadre: Cadre, montant: float, etablissement: str | None) -> Tableau:
    """Share an amount between the tariffed establishments, pro rata of their dotation (E,)."""
    if etablissement is not None:
        return partager(cadre, montant, etablissement)
    return montant * poids_dotation(cadre)


def poids_dotation(cadre: Cadre) -> Tableau:
    """Return the share of each tariffed establishment in the dotation (E,)."""
    weights = np.where(cadre.etat.tarifes, cadre.etat.dotation, 0.0)
    return weights / weights.sum() if weights.sum() else weights


def _non_reconductible(cadre: Cadre, effets: Effets, h: NonReconductible) -> None:
    year, shares = cadre.colonne(h.annee), partager(cadre, h.montant, h.etablissement)[:, None]
    if h.sens == "produit":
        effets.produits[h.rang - 1, :, year] += shares
        return
    effets.charges[h.rang - 1, :, year] += shares
    effets.ponctuelles[:, year] += shares


_EFFETS: dict[type[Hypothese], Callable[[Cadre, Effets, Any], None]] = {
    Actualisation: _actualisation,
    Inflation: _inflation,
    MasseSalariale: _masse_salariale,
    TransformerPlaces: _transformer,
    OuvrirPlaces: _ouvrir,
    FermerPlaces: _ouvrir,
    Etp: _etp,
    Occupation: _occupation,
    HypotheseFraisSiege: _frais_siege,
    Mutualisation: _mutualisation,
    Investissement: _investissement,
    Cofinancement: _cofinancement,
    Convergence: _convergence,
    NonReconductible: _non_reconductible,
}
