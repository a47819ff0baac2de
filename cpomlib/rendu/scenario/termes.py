"""The terms of the hypotheses as formulas: the workbook's side of the equations.

A type writes its terms once (:class:`cpomlib.calcul.scenarios.Hypothese`); ``Formules`` answers
to the names that ``calcul.scenarios.tableaux`` answers to, with texts in place of arrays. A test
recalculates the workbook and compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cpomlib.calcul.scenarios import Hypothese, masse_de, poids_dotation, poids_siege
from cpomlib.rendu.scenario.saisies import Saisies, part_variable

Termes = dict[str, str]
"""Row of the establishment's sheet → term to add (or factor to multiply), without ``=``."""
LIGNES = {"dotation": "f_dotation", "prix": "f_prix_{}", "salaires": "f_salaires",
          "presence": "f_presence", "etp": "etp"}  # fmt: skip
"""Array of the effects → its row, where the two do not bear one name."""
_SOMME, _PRODUIT, _ATOME = 1, 2, 3


@dataclass(frozen=True)
class MorceauFormule:
    """A piece of formula, and how tightly it holds together."""

    texte: str
    rang: int = _ATOME

    def __str__(self) -> str:
        return self.texte

    def __add__(self, autre: Any) -> MorceauFormule:
        if _nul(autre):
            return self
        return MorceauFormule(f"{self}+{_dans(autre, _SOMME)}", _SOMME)

    def __radd__(self, autre: Any) -> MorceauFormule:
        return self if _nul(autre) else MorceauFormule(f"{_dans(autre, _SOMME)}+{self}", _SOMME)

    def __sub__(self, autre: Any) -> MorceauFormule:
        return MorceauFormule(f"{self}-{_dans(autre, _PRODUIT)}", _SOMME)

    def __mul__(self, autre: Any) -> MorceauFormule:
        return MorceauFormule(f"{_dans(self, _PRODUIT)}*{_dans(autre, _PRODUIT)}", _PRODUIT)

    __rmul__ = __mul__

    def __truediv__(self, autre: Any) -> MorceauFormule:
        return MorceauFormule(f"{_dans(self, _PRODUIT)}/{_dans(autre, _ATOME)}", _PRODUIT)

    def __neg__(self) -> MorceauFormule:
        return MorceauFormule(f"-{_dans(self, _PRODUIT)}", _SOMME)


def _nul(x: Any) -> bool:
    return isinstance(x, int | float) and x == 0


def _dans(x: Any, rang: int) -> str:
    """Write a piece inside another, between brackets where it would come apart."""
    if not isinstance(x, MorceauFormule):
        return f"({x!r})" if x < 0 else repr(x)
    return str(x) if x.rang >= rang else f"({x})"


@dataclass(frozen=True)
class Formules:
    """One hypothesis seen from one establishment in one year.

    Attributes:
        saisies: where the inputs are.
        hypothese: what is seen.
        rang: rank of the hypothesis.
        etablissement: row of the establishment.
        t: year, from 1.
        annee: address of the year on the establishment's sheet.
        cle: address of its key, the share it takes of what concerns everybody.
        bases: what the base year says → its address.
    """

    saisies: Saisies
    hypothese: Hypothese
    rang: int
    etablissement: int
    t: int
    annee: str
    cle: str
    bases: dict[str, str]

    def v(self, nom: str) -> MorceauFormule:
        """Return the address of a single value."""
        return MorceauFormule(self.saisies.valeur(self.rang, nom))

    def a(self, nom: str) -> MorceauFormule:
        """Return the address of the year's value."""
        return MorceauFormule(self.saisies.annee(self.rang, nom, self.t))

    def base(self, nom: str) -> MorceauFormule:
        """Return the address of what the base year says."""
        return MorceauFormule(self.bases[nom])

    def si_dite(
        self, valeurs: MorceauFormule, terme: MorceauFormule, sinon: float
    ) -> MorceauFormule:
        """Keep a term in the years of which something is said."""
        return MorceauFormule(f'IF({valeurs}="",{sinon:g},{terme})')

    def dans(self, x: Any) -> MorceauFormule:
        """Keep a formula in the year of the hypothesis only."""
        return MorceauFormule(f"IF({self.annee}={self.v('annee')},{x},0)")

    def depuis(self, x: Any) -> MorceauFormule:
        """Keep a formula from the year of the hypothesis on."""
        return MorceauFormule(f"IF({self.annee}>={self.v('annee')},{x},0)")

    def pas(self) -> MorceauFormule:
        """Return how many steps were taken, one a year from that of the hypothesis."""
        return MorceauFormule(f"MAX(0,{self.annee}-{self.v('annee')}+1)")

    def vers(
        self, depart: MorceauFormule, cible: MorceauFormule, pas: MorceauFormule
    ) -> MorceauFormule:
        """Go from one value towards another by so much, and no further."""
        return MorceauFormule(f"MAX({depart - pas},MIN({depart + pas},{cible}))")

    def prorata(self, nom: str) -> Niveau:
        """Return the share of the year that follows a day, beyond that of the base year."""
        day, start = self.v(nom), str(self.saisies.cadre.etat.annee)

        def after(year: str) -> str:
            end, first = f"DATE({year}+1,1,1)", f"DATE({year},1,1)"
            return f"MAX(0,MIN(1,({end}-{day})/({end}-{first})))"

        def beyond(year: str) -> MorceauFormule:
            return MorceauFormule(f"{after(year)}-{after(start)}", _SOMME)

        return Niveau(str(beyond(self.annee)), _SOMME, beyond(f"({self.annee}-1)"))

    def nouveau(self, niveau: Niveau) -> MorceauFormule:
        """Return what begins in the year of a level."""
        assert niveau.avant is not None
        return niveau - niveau.avant

    def partage(self, x: Any) -> Any:
        """Give an amount to its establishment, or share it."""
        return x if getattr(self.hypothese, "etablissement", None) else x * MorceauFormule(self.cle)

    def partage_dotation(self, x: MorceauFormule) -> MorceauFormule:
        """Give an amount to its establishment, or share it between the tariffed ones."""
        if getattr(self.hypothese, "etablissement", None):
            return x
        return x * float(poids_dotation(self.saisies.cadre)[self.etablissement])

    def partage_siege(self, x: MorceauFormule) -> MorceauFormule:
        """Share what the tariffed establishments take on, and the others leave."""
        gained, left = (poids_siege(self.saisies.cadre, side) for side in (True, False))
        return x * float((gained - left)[self.etablissement])

    def part_charges(self, groupe: int, parmi: tuple[int, ...]) -> MorceauFormule:
        """Return the share of a groupe in some groupes of the base year."""
        whole = "+".join(self.bases[f"charges_{g}"] for g in parmi)
        return MorceauFormule(f"IF(({whole})>0,{self.bases[f'charges_{groupe}']}/({whole}),0)")

    def part_variable(self, groupe: int) -> MorceauFormule:
        """Return the share of groupe 1 or 3 that follows the places."""
        return MorceauFormule(part_variable(groupe))

    def salaires(self, convention: str) -> float:
        """Return the payroll of the employees of a convention in the base year."""
        etat, row = self.saisies.cadre.etat, self.etablissement
        return masse_de(etat, row, convention)

    def etp(self, convention: str, fonction: str) -> float:
        """Return the ETP of a convention and a fonction in the base year."""
        etat = self.saisies.cadre.etat
        return float(etat.etp_de(convention)[self.etablissement, etat.fonctions.index(fonction)])

    def plan(self) -> tuple[MorceauFormule, MorceauFormule, MorceauFormule, MorceauFormule]:
        """Return depreciation, interest, subsidy taken to income, capital repaid.

        Source: CASF, art. R. 314-20.
        """
        rank = f"({self.annee}-{self.v('annee')}+1)"
        used = f"AND({rank}>=1,{rank}<={self.v('duree')})"
        borrowed = self.v("capital")
        owed = f"AND({rank}>=1,{rank}<={self.v('duree_emprunt')},{borrowed}>0)"
        loan = f"{self.v('taux')},{rank},{self.v('duree_emprunt')},{borrowed}"
        worn, given = (
            MorceauFormule(f"IF({used},{self.v(name)}/{self.v('duree')},0)")
            for name in ("montant", "subvention")
        )
        interest, paid = (
            MorceauFormule(f"IF({owed},-{name}({loan}),0)") for name in ("IPMT", "PPMT")
        )
        return worn, interest, given, paid


@dataclass(frozen=True)
class Niveau(MorceauFormule):
    """A level, and what it was the year before."""

    avant: MorceauFormule | None = None


def termes(formules: Formules) -> Termes:
    """Return what a hypothesis adds to an establishment in a year; nothing when elsewhere."""
    item = formules.hypothese
    named = getattr(item, "etablissement", None)
    if named and formules.saisies.cadre.etat.ids[formules.etablissement] != named:
        return {}
    made: Termes = {}
    for (name, key), term in item.termes(formules).items():
        row = LIGNES.get(name, name if key is None else f"{name}_{key}").format(key)
        text = _dans(term, _PRODUIT)
        made[row] = f"{made[row]}+{text}" if row in made else text
    return made
