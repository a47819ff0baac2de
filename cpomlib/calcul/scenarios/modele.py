"""The equations of the projection, in one place.

For an establishment and a year ``t`` (0 is the base year, without its non-recurrent items):

- indices, 1 in the base year::

    indice_dotation(t)  = indice_dotation(t−1) × Π (1 + taux d’actualisation)
    indice_g(t)         = indice_g(t−1) × Π (1 + inflation du groupe g)
    indice_salaires(t)  = indice_salaires(t−1) × Π (1 + GVT)(1 + point)

- places and staff::

    places(t) = places(0) + ouvertures − fermetures         (a transformation changes the kind only)
    etp(t)    = etp(0) + variations

- charges of groupe 1 (v = 0.7) and 3 (v = 0.2); v is ``part_variable_groupe_…``::

    volume(t)   = 1 + v × (places(t) ÷ places(0) − 1)
    charges_g   = indice_g × [ charges_g(0) × (volume + parts) + Σ nouvelles ÷ indice_g(année) ]
                  + charges de l’année
    groupe 3 adds the quote-part of frais de siège moved × indice_3

- charges of groupe 2::

    salaires    = indice_salaires × [ Σ etp(0) × coût × (1 + parts) + Σ variations × coût
                  + Σ postes à coût donné ÷ indice_salaires(année) ]
    reste       = indice_2 × [ (charges_2(0) − Σ etp(0) × coût) × (1 + parts)
                  + Σ nouvelles ÷ indice_2(année) ]
    charges_2   = salaires + reste + prime par ETP × etp + charges de l’année

  ``parts`` are mutualisations (a share) and places transformed at a given cost, which leave the
  average cost: − places transformées ÷ places(0). Their new cost is spread over the groupes as
  the base charges are. Each amount of a hypothesis is in euros of its year, then follows the
  index of its groupe, of salaries or of the dotation.

- products::

    dotation    = indice_dotation × [ dotation(0) + Σ financements ÷ indice_dotation(année)
                  − places refinancées × dotation(0) ÷ places(0) ]
    produits_1  = dotation + produits de l’année
    présence(t) = (occupation(t) × places(t)) ÷ (occupation(0) × places(0))
    produits_g  = produits_g(0) + produits liés à la présence × (présence − 1) + produits de l’année

- result and what it leaves::

    résultat    = Σ produits − Σ charges
    réserves(t) = réserves(t−1) + résultat(t)               (free affectation: a deficit is taken on
                  the report à nouveau, then on the réserve de compensation, then carried forward)
    trésorerie(t) = trésorerie(t−1) + résultat + amortissements − quotes-parts de subvention
                  − capital remboursé + subvention + emprunt − montant   (the base year's own
                  depreciation is taken to pay for its renewals)
    coût à la place = charges reconductibles ÷ places

Euros are computed as floats and rounded to the cent once, half away from zero, poste by poste;
results and totals are then added up in whole cents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.effets import Cadre, Effets, Tableau
from cpomlib.calcul.scenarios.etats import Etat
from cpomlib.calcul.scenarios.tableaux import appliquer
from cpomlib.socle import vers_centimes

BRUIT = 1e-6
"""Cents: what binary fractions may take off a tie; far above their error, far below a cent."""


@dataclass(frozen=True, eq=False)
class Lignes:
    """Euros of one or many projections, not rounded; the last axes are (E, T).

    Attributes:
        charges: groupes 1 to 3 on the first axis.
        produits: groupes 1 to 3 on the first axis.
        places: financed places by kind, kinds on the first axis.
        etp: ETP by fonction, on the first axis.
        ponctuelles: non-recurrent part of the charges.
        flux: cash that is neither charge nor product, and charges without cash.
        presence: rate of occupancy relative to the base.
    """

    charges: Tableau
    produits: Tableau
    places: Tableau
    etp: Tableau
    ponctuelles: Tableau
    flux: Tableau
    presence: Tableau

    @property
    def resultat(self) -> Tableau:
        """Products − charges."""
        return self.produits.sum(axis=0) - self.charges.sum(axis=0)


def calculer(etat: Etat, effets: Effets) -> Lignes:
    """Apply the equations of this module to the base and the effects, all at once."""
    indice, prix, salaires = (
        np.cumprod(factor, axis=-1) for factor in (effets.dotation, effets.prix, effets.salaires)
    )
    moved = effets.places.sum(axis=0)
    volume = _ratio(moved, etat.total_places)
    etp = np.nan_to_num(etat.etp).sum(axis=1)[:, None] + effets.etp.sum(axis=0)
    charges = np.stack(
        np.broadcast_arrays(
            _autre_groupe(etat, effets, prix, volume, 0),
            _groupe_2(etat, effets, prix[1], salaires, etp),
            _autre_groupe(etat, effets, prix, volume, 2) + prix[2] * effets.siege,
        )
    )
    return Lignes(
        charges=charges,
        produits=_produits(etat, effets, indice, volume),
        places=etat.places.T.reshape(-1, *[1] * (moved.ndim - 2), len(etat.ids), 1) + effets.places,
        etp=etat.etp.T.reshape(-1, *[1] * (moved.ndim - 2), len(etat.ids), 1) + effets.etp,
        ponctuelles=effets.ponctuelles,
        flux=effets.flux,
        presence=effets.presence,
    )


def projeter_effets(etat: Etat, hypotheses: Iterable[Hypothese], horizon: int) -> Effets:
    """Return the effects of hypotheses over a horizon."""
    return appliquer(Cadre(etat, horizon), hypotheses)


def en_centimes(euros: Tableau) -> Tableau:
    """Round euros to whole cents, half away from zero (int64)."""
    cents = vers_centimes(np.abs(euros))
    # A tie such as 105.105 € is a hair below itself in binary, by an amount that grows with it.
    whole = np.floor(cents + 0.5 + BRUIT + cents * 1e-14)
    return (np.sign(euros) * whole).astype("int64")


def _ratio(moved: Tableau, before: Tableau) -> Tableau:
    """Return places(t) ÷ places(0) − 1, 0 where the base has no place."""
    safe = np.where(before > 0, before, 1.0)[:, None]
    return np.where((before > 0)[:, None], moved / safe, 0.0)


def _chained(new: Tableau, index: Tableau) -> Tableau:
    """Let amounts that begin one year follow an index from then on."""
    if not new.any():
        return new
    return index * np.cumsum(new / index, axis=-1)


def _autre_groupe(etat: Etat, effets: Effets, prix: Tableau, volume: Tableau, rank: int) -> Tableau:
    share = etat.part_variable[0 if rank == 0 else 1]
    base = etat.charges[rank][:, None] * (1 + share * volume + effets.parts[rank])
    new = effets.nouvelles[rank] + _part(etat, rank) * effets.recoutees
    return prix[rank] * base + _chained(new, prix[rank]) + effets.charges[rank]


def _groupe_2(
    etat: Etat, effets: Effets, prix: Tableau, salaires: Tableau, etp: Tableau
) -> Tableau:
    payroll = etat.masse[:, None]
    rest = etat.charges[1][:, None] - payroll
    kept = 1 + effets.parts[1]
    new = effets.nouvelles[1] + _part(etat, 1) * effets.recoutees
    return (
        salaires * (payroll * kept + effets.masse)
        + _chained(effets.masse_nouvelle, salaires)
        + prix * rest * kept
        + _chained(new, prix)
        + effets.prime * etp
        + effets.charges[1]
    )


def _part(etat: Etat, rank: int) -> Tableau:
    """Return the share of a groupe in the base charges of each establishment (E, 1)."""
    whole = etat.charges.sum(axis=0)
    return (etat.charges[rank] / np.where(whole > 0, whole, 1.0))[:, None]


def _produits(etat: Etat, effets: Effets, indice: Tableau, volume: Tableau) -> Tableau:
    before = etat.total_places
    average = (etat.dotation / np.where(before > 0, before, 1.0))[:, None]
    gone = average * np.cumsum(effets.refinancees, axis=-1)
    granted = indice * (etat.dotation[:, None] - gone) + _chained(effets.financement, indice)
    presence = effets.presence * (1 + volume) - 1
    others = [
        etat.autres_produits[g][:, None] + etat.produits_presence[g][:, None] * presence
        for g in (0, 1)
    ]
    first = granted + effets.produits[0]
    return np.stack(
        np.broadcast_arrays(first, others[0] + effets.produits[1], others[1] + effets.produits[2])
    )
