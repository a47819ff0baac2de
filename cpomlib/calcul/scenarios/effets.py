"""What hypotheses do to the arrays of the model: sums and products only, so order is nothing.

Every array has the establishments and the years as its last two axes (E, T); year 0 is the base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from cpomlib.calcul.scenarios.etats import Etat

Tableau = np.ndarray


@dataclass(frozen=True)
class Cadre:
    """The base and the years of one projection."""

    etat: Etat
    horizon: int

    @property
    def annees(self) -> tuple[int, ...]:
        """The base year and the years projected."""
        return tuple(range(self.etat.annee, self.etat.annee + self.horizon + 1))

    @property
    def taille(self) -> tuple[int, int]:
        """Number of establishments, number of years."""
        return len(self.etat.ids), self.horizon + 1

    def lignes(self, etablissement: str | None) -> slice:
        """Return the rows of one establishment, or of all."""
        if etablissement is None:
            return slice(None)
        rank = self.etat.rang(etablissement)
        return slice(rank, rank + 1)

    def periode(self, de: int | None, a: int | None) -> slice:
        """Return the columns of a period, the base year left out."""
        first = max(1, (de or 0) - self.etat.annee)
        last = self.horizon if a is None else min(self.horizon, a - self.etat.annee)
        return slice(first, max(first, last + 1))

    def depuis(self, annee: int) -> slice:
        """Return the columns from a year on."""
        return slice(max(1, annee - self.etat.annee), None)

    def colonne(self, annee: int) -> slice:
        """Return the column of a year, none when it is outside the horizon."""
        rank = annee - self.etat.annee
        return slice(rank, rank + 1) if 1 <= rank <= self.horizon else slice(0, 0)


@dataclass(frozen=True, eq=False)
class Effets:
    """What a list of hypotheses adds to the base; sums unless said.

    Attributes:
        dotation: yearly factor of the dotation, product of 1 + taux, (E, T).
        prix: yearly factor of groupes 1, 2 (what is not payroll) and 3, products, (3, E, T).
        salaires: yearly factor of the cost per ETP, product of (1 + gvt)(1 + point), (E, T).
        presence: factor of the rate of occupancy, product, (E, T).
        places: places more or fewer than in the base, by kind, levels, (K, E, T).
        financement: dotation that begins that year, euros of that year, (E, T).
        refinancees: places that leave the average dotation that year, (E, T).
        parts: share of base charges of each groupe added or taken off, levels, (3, E, T).
        nouvelles: lasting charges that begin that year, euros of that year, (3, E, T).
        recoutees: lasting whole costs per place that begin that year, euros, (E, T).
        siege: quote-part of frais de siège moved, euros of the base year, levels, (E, T).
        etp: ETP more or fewer than in the base, by fonction, levels, (F, E, T).
        masse: payroll at the costs of the base year, euros of the base year, levels, (E, T).
        masse_nouvelle: payroll that begins that year at a given cost, euros of that year, (E, T).
        prime: euros per ETP of that year, (E, T).
        charges: charges of that year only, (3, E, T).
        ponctuelles: the part of ``charges`` that is non-recurrent, (E, T).
        produits: products of that year only, (3, E, T).
        flux: cash that is neither charge nor product, and what is charge without cash, (E, T).
    """

    dotation: Tableau
    prix: Tableau
    salaires: Tableau
    presence: Tableau
    places: Tableau
    financement: Tableau
    refinancees: Tableau
    parts: Tableau
    nouvelles: Tableau
    recoutees: Tableau
    siege: Tableau
    etp: Tableau
    masse: Tableau
    masse_nouvelle: Tableau
    prime: Tableau
    charges: Tableau
    ponctuelles: Tableau
    produits: Tableau
    flux: Tableau


FACTEURS = ("dotation", "prix", "salaires", "presence")
_AXES = {"prix": 3, "parts": 3, "nouvelles": 3, "charges": 3, "produits": 3}


def neutres(cadre: Cadre) -> Effets:
    """Return effects that change nothing."""
    axes = _AXES | {"places": len(cadre.etat.genres), "etp": len(cadre.etat.fonctions)}
    made = {}
    for item in fields(Effets):
        shape = (axes[item.name], *cadre.taille) if item.name in axes else cadre.taille
        made[item.name] = np.ones(shape) if item.name in FACTEURS else np.zeros(shape)
    return Effets(**made)


def joindre(un: Effets, autre: Effets) -> Effets:
    """Return the effects of two lists of hypotheses together."""
    made = {}
    for item in fields(Effets):
        left, right = getattr(un, item.name), getattr(autre, item.name)
        made[item.name] = left * right if item.name in FACTEURS else left + right
    return Effets(**made)


def combiner(effets: Sequence[Effets], choix: Tableau) -> Effets:
    """Combine effects in many ways at once.

    Args:
        effets: n of them.
        choix: what each combination holds, booleans (B, n).

    Returns:
        Effects whose arrays have one more axis, of length B, just before (E, T).
    """
    made = {}
    for item in fields(Effets):
        arrays = np.stack([getattr(each, item.name) for each in effets])
        if item.name in FACTEURS:
            together = _product(arrays, choix)
        else:
            together = np.tensordot(choix.astype(float), arrays, axes=1)
        made[item.name] = np.moveaxis(together, 0, together.ndim - 3)
    return Effets(**made)


def _product(arrays: Tableau, choix: Tableau) -> Tableau:
    product = np.ones((len(choix), *arrays.shape[1:]))
    for rank, array in enumerate(arrays):
        product[choix[:, rank]] *= array
    return product


def secouer(effets: Effets, facteurs: dict[str, Tableau]) -> Effets:
    """Multiply factors by draws.

    Args:
        effets: what the hypotheses do.
        facteurs: field of ``FACTEURS`` → draws (B, 1, T); (3, B, 1, T) for ``prix``.
    """
    changed = {}
    for name, draw in facteurs.items():
        held = getattr(effets, name)
        changed[name] = (held[:, None] if held.ndim == 3 else held) * draw
    return replace(effets, **changed)
