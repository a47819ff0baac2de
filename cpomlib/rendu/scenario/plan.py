"""Where the values of an establishment are in the workbook, and what makes a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from cpomlib.calcul.scenarios import Etat, Hypothese
from cpomlib.rendu.scenario.saisies import Saisies
from cpomlib.rendu.scenario.termes import Formules, termes

BASE = "Base"
ANNEES = 4
"""Row of the years."""


def lignes_de(etat: Etat, rank: int) -> dict[str, float]:
    """Return what the sheet « Base » holds for an establishment, by column title."""
    return {
        "Charges groupe 1": etat.charges[0, rank],
        "Charges groupe 2": etat.charges[1, rank],
        "Charges groupe 3": etat.charges[2, rank],
        "dont salaires connus": etat.masse[rank],
        "Dotation": etat.dotation[rank],
        "Produits groupe 2": etat.autres_produits[0, rank],
        "Produits groupe 3": etat.autres_produits[1, rank],
        "dont présence groupe 2": etat.produits_presence[0, rank],
        "dont présence groupe 3": etat.produits_presence[1, rank],
        "Frais de siège": etat.frais_siege[rank],
        "Places financées": etat.total_places[rank],
        "ETP": etat.total_etp[rank],
        "Occupation": etat.occupation[rank],
        "Réserves": etat.reserves[rank],
        "Trésorerie": etat.tresorerie[rank],
    }


@dataclass(frozen=True)
class LigneClasseur:
    """A row: its name, its label, its formula in the base year, its formula in year t."""

    nom: str
    libelle: str
    base: Callable[[], str]
    annee: Callable[[int], str]


@dataclass(frozen=True)
class PlanClasseur:
    """Where everything is, for one establishment.

    Attributes:
        saisies: the inputs.
        hypotheses: those of the scenario.
        rank: row of the establishment.
        rows: row of each line of its sheet, known once they are all listed.
        found: year → row → terms, as they are made.
    """

    saisies: Saisies
    hypotheses: Sequence[Hypothese]
    rank: int
    rows: dict[str, int]
    found: dict[int, dict[str, list[str]]] = field(default_factory=dict)

    def at(self, nom: str, t: int) -> str:
        """Return the cell of a row in year t."""
        return f"{get_column_letter(3 + t)}{self.rows[nom]}"

    def start(self, nom: str) -> str:
        """Return the cell of a row in the base year."""
        return f"$C{self.rows[nom]}"

    def base(self, title: str) -> str:
        """Return the cell of the sheet « Base » under a title."""
        column = 3 + list(lignes_de(self.saisies.cadre.etat, self.rank)).index(title)
        return f"{BASE}!${get_column_letter(column)}${5 + self.rank}"

    def terms(self, nom: str, t: int) -> list[str]:
        """Return the terms that the hypotheses add to a row in year t."""
        if t not in self.found:
            self.found[t] = self._terms(t)
        return self.found[t].get(nom, [])

    def _terms(self, t: int) -> dict[str, list[str]]:
        """Return the terms of all the rows in year t, made once."""
        titles = list(lignes_de(self.saisies.cadre.etat, self.rank))
        year = f"{get_column_letter(3 + t)}${ANNEES}"
        key = f"{BASE}!${get_column_letter(3 + len(titles))}${5 + self.rank}"
        made: dict[str, list[str]] = {}
        for rang, item in enumerate(self.hypotheses):
            seen = Formules(self.saisies, item, rang, self.rank, t, year, key, self._bases())
            for nom, term in termes(seen).items():
                made.setdefault(nom, []).append(term)
        return made

    def _bases(self) -> dict[str, str]:
        """Return the addresses of what the terms read in the base year."""
        etat = self.saisies.cadre.etat
        last = 4 + len(etat.ids)
        siege = get_column_letter(3 + list(lignes_de(etat, self.rank)).index("Frais de siège"))
        return {
            "places": self.base("Places financées"),
            "occupation": self.base("Occupation"),
            "siege": f"SUM({BASE}!${siege}$5:${siege}${last})",
            **{f"charges_{g}": self.base(f"Charges groupe {g}") for g in (1, 2, 3)},
        }

    def sum(self, nom: str, t: int, first: str = "0") -> str:
        """Add up the terms of a row."""
        return "+".join([first, *(f"({term})" for term in self.terms(nom, t))])

    def product(self, nom: str, t: int) -> str:
        """Multiply the terms of a row."""
        return "*".join(["1", *self.terms(nom, t)])


def fixe(formule: str) -> Callable[[], str]:
    """Return a formula that needs no address of this sheet."""
    return lambda: formule
