"""The terms of the hypotheses as arrays, and their sum: the effects that the model takes.

``Tableaux`` and the workbook's ``Formules`` answer to the same names; a type writes its terms
once for both, with ordinary operators.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from cpomlib.calcul.budget import plan_investissement
from cpomlib.calcul.scenarios.declaration import Hypothese, champs
from cpomlib.calcul.scenarios.effets import FACTEURS, Cadre, Effets, Tableau, neutres
from cpomlib.calcul.scenarios.poids import partager_annees, poids_dotation, poids_siege


def appliquer(cadre: Cadre, hypotheses: Iterable[Hypothese]) -> Effets:
    """Add up the effects of hypotheses, sorted first so that rounding is that of no order."""
    effets = neutres(cadre)
    for hypothese in sorted(hypotheses, key=repr):
        _ajouter(cadre, effets, hypothese)
    return effets


def _ajouter(cadre: Cadre, effets: Effets, hypothese: Hypothese) -> None:
    rows = cadre.lignes(getattr(hypothese, "etablissement", None))
    for (name, key), term in hypothese.termes(Tableaux(cadre, hypothese)).items():
        held = getattr(effets, name)
        where = held if key is None else held[_rang(cadre, name, key)]
        added = np.broadcast_to(term, cadre.taille)[rows]
        if name in FACTEURS:
            where[rows] *= added
        else:
            where[rows] += added


def _rang(cadre: Cadre, name: str, key: Any) -> int:
    if name == "places":
        return cadre.etat.genres.index(key)
    return cadre.etat.fonctions.index(key) if name == "etp" else int(key) - 1


class Tableaux:
    """The values of a hypothesis as numbers and arrays that broadcast to (E, T)."""

    def __init__(self, cadre: Cadre, hypothese: Hypothese) -> None:
        self.cadre, self.hypothese = cadre, hypothese
        self.annees = np.array(cadre.annees)

    @cached_property
    def _tirees(self) -> dict[str, float]:
        return {one.nom: one.valeur for one in self.hypothese.tirees(self.cadre)}

    @cached_property
    def _champs(self) -> dict[str, Any]:
        return {one.nom: one for one in champs(type(self.hypothese))}

    def v(self, nom: str) -> Any:
        """Return a single value; ``nom.code`` for one of a fonction, a year left out is the first.

        What the base year gives goes by its name too.
        """
        if nom in self._tirees:
            return self._tirees[nom]
        field, _, code = nom.partition(".")
        value = self.hypothese.valeur(self.cadre.etat, field)
        if code:
            return dict(value)[code]
        return self.cadre.annees[1] if value is None and nom == "annee" else value

    def a(self, nom: str) -> Tableau:
        """Return the value of each year (T,), 0 in the base year; NaN where nothing is said."""
        spread = self.hypothese.etaler(self.cadre, self._champs[nom])
        found = np.zeros(len(self.annees))
        for t, value in (spread or {}).items():
            found[t] = np.nan if value is None else value
        return found

    def si_dite(self, valeurs: Tableau, terme: Any, sinon: float) -> Tableau:
        """Keep a term in the years of which something is said; ``terme`` is made of ``valeurs``."""
        found = np.where(np.isnan(valeurs)[None, :], sinon, np.nan_to_num(terme))
        found[:, 0] = sinon
        return found

    def dans(self, x: Any) -> Tableau:
        """Keep a term in the year of the hypothesis only."""
        return np.where(self.annees == self.v("annee"), x, 0.0)

    def depuis(self, x: Any) -> Tableau:
        """Keep a term from the year of the hypothesis on."""
        return np.where(self.annees >= self.v("annee"), x, 0.0)

    def pas(self) -> Tableau:
        """Return how many steps were taken, one a year from that of the hypothesis."""
        return np.maximum(self.annees - self.v("annee") + 1, 0)

    def vers(self, depart: Any, cible: Any, pas: Any) -> Any:
        """Go from one value towards another by so much, and no further."""
        return np.clip(cible, depart - pas, depart + pas)

    def prorata(self, nom: str) -> Tableau:
        """Return the share of each year that follows a day, beyond that of the base year."""
        day: date = self.v(nom)
        shares = np.array([_apres(day, year) for year in self.cadre.annees])
        return shares - shares[0]

    def nouveau(self, niveau: Tableau) -> Tableau:
        """Return what begins each year of a level."""
        return np.diff(niveau, prepend=0.0)

    def partage(self, x: Any) -> Tableau:
        """Give an amount to its establishment, or share it pro rata of charges, to the cent."""
        amounts = np.broadcast_to(x, self.annees.shape).astype(float)
        return partager_annees(self.cadre, amounts, getattr(self.hypothese, "etablissement", None))

    def partage_dotation(self, x: Any) -> Tableau:
        """Give an amount to its establishment, or share it between the tariffed ones."""
        if getattr(self.hypothese, "etablissement", None):
            return np.asarray(x)[None, :]
        return poids_dotation(self.cadre)[:, None] * x

    def partage_siege(self, x: Any) -> Tableau:
        """Share what the tariffed establishments take on, and the others leave."""
        gained, left = (poids_siege(self.cadre, side) for side in (True, False))
        return (gained - left)[:, None] * x

    def base(self, nom: str) -> Any:
        """Return what the base year says of each establishment, (E, 1); ``siege`` is one number."""
        etat = self.cadre.etat
        if nom == "siege":
            return etat.frais_siege.sum()
        held = getattr(etat, {"places": "total_places"}.get(nom, nom))[:, None]
        return np.where(held > 0, held, np.nan)  # where there is none, nothing is asked

    def part_charges(self, groupe: int, parmi: tuple[int, ...]) -> Tableau:
        """Return the share of a groupe in some groupes of the base year, (E, 1)."""
        charges = self.cadre.etat.charges
        whole = sum(charges[g - 1] for g in parmi)
        return (charges[groupe - 1] / np.where(whole > 0, whole, 1.0))[:, None]

    def part_variable(self, groupe: int) -> float:
        """Return the share of groupe 1 or 3 that follows the places."""
        return self.cadre.etat.part_variable[groupe // 3]

    def salaires(self, convention: str) -> Tableau:
        """Return the payroll of the employees of a convention in the base year, (E, 1)."""
        return _salaires(self.cadre, convention)[:, None]

    def etp(self, convention: str, fonction: str) -> Tableau:
        """Return the ETP of a convention and a fonction in the base year, (E, 1)."""
        etat = self.cadre.etat
        return etat.etp_de(convention)[:, etat.fonctions.index(fonction)][:, None]

    def plan(self) -> tuple[Tableau, Tableau, Tableau, Tableau]:
        """Return depreciation, interest, subsidy taken to income, capital repaid, each (T,).

        Source: CASF, art. R. 314-20.
        """
        capital = self.v("capital")
        lines = plan_investissement(
            self.v("montant"), self.v("duree"), self.v("annee"), subvention=self.v("subvention"),
            emprunt=capital, taux=self.v("taux"),
            duree_emprunt=int(self.v("duree_emprunt")) if capital else None,
        )  # fmt: skip
        found = np.zeros((4, len(self.annees)))
        for line in lines[: self.cadre.horizon]:
            found[:, self.cadre.colonne(line.annee)] = np.array(
                [line.amortissement, line.interets, line.quote_part_subvention,
                 line.capital_rembourse], float,
            )[:, None]  # fmt: skip
        return tuple(found)  # type: ignore[return-value]


def _salaires(cadre: Cadre, convention: str) -> Tableau:
    return np.nansum(cadre.etat.etp_de(convention) * cadre.etat.couts_etp, axis=1)


def _apres(jour: date, annee: int) -> float:
    """Return the share of a year that follows a day, that day included."""
    first, end = date(annee, 1, 1), date(annee + 1, 1, 1)
    return min(1.0, max(0.0, (end - jour).days / (end - first).days))
