"""What insertion structures are measured by: every unit and every indicator in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs import (
    Measure,
    Rows,
    Units,
    fiches_insertion,
    missing_reason,
    results,
    unfilled,
)
from cpomlib.calcul.insertion.unites import POPULATION, Groupement, numerotees
from cpomlib.socle import pluriel, vers_euros
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.tables import Frames

ACTIVITE, FINANCEMENTS = "activite_insertion", "financements"
DYNAMIQUES = ("emploi_durable", "emploi_transition", "sorties_positives")
SORTIES = ("sortants", *DYNAMIQUES, "retraits")
PUBLIC = "rsa"
"""Whom the coverage is counted on."""
DEPARTEMENT = "departement"


def compute_insertion(frames: Frames, unites: Mapping[str, Groupement], annee: int) -> pd.DataFrame:
    """Compute every indicator of insertion for every unit at once.

    Args:
        frames: the checked tables (money in centimes); an absent one counts as empty.
        unites: name → structures and territories.
        annee: the year.

    Returns:
        One row per unit and indicator, as :func:`cpomlib.calcul.indicateurs.compute` gives.
    """
    seen = VueInsertion(frames, unites, annee)
    missing = {
        source: np.where(there, "", missing_reason(source, annee)).astype(object)
        for source, there in (
            (ACTIVITE, seen.activite.some()),
            (POPULATION, seen.population > 0),
            (FINANCEMENTS, seen.finances.some()),
        )
    }
    # a territory where nobody is received has a coverage, which is none
    missing[ACTIVITE][seen.vide] = ""
    return results(tuple(unites), fiches_insertion(), measures(seen), missing)


@dataclass(frozen=True, eq=False)
class VueInsertion:
    """The tables seen from the units, for a year."""

    frames: Frames
    unites: Mapping[str, Groupement]
    annee: int

    @cached_property
    def units(self) -> Units:
        """The units, numbered."""
        return numerotees(self.unites, self.frames)

    @cached_property
    def activite(self) -> Rows:
        """What the structures did in the year."""
        return self._of_year(ACTIVITE)

    @cached_property
    def finances(self) -> Rows:
        """Their financings of the year."""
        return self._of_year(FINANCEMENTS)

    @cached_property
    def vide(self) -> np.ndarray:
        """The units that have no structure at all."""
        return np.array([not one.structures for one in self.unites.values()], dtype=bool)

    @cached_property
    def population(self) -> np.ndarray:
        """The beneficiaries of the territories of each unit."""
        rows = self.frames.get(POPULATION, empty(POPULATION))
        rows = rows[(rows["annee"] == self.annee) & (rows["public"] == PUBLIC)]
        keys = zip(rows["departement"], rows["territoire"], strict=True)
        known = dict(zip(keys, rows["effectif"].tolist(), strict=True))
        return np.array(
            [float(sum(known.get(place, 0) for place in one.lieux)) for one in
             self.unites.values()]
        )  # fmt: skip

    def _of_year(self, name: str) -> Rows:
        return self.units.rows(self.frames.get(name, empty(name))).equal("annee", self.annee)

    def remplies(self, *columns: str) -> Rows:
        """Keep the rows of activity that fill every column: like is related to like."""
        rows = self.activite
        there = [rows.column(name).notna().to_numpy(bool) for name in columns]
        return rows.where(np.logical_and.reduce(there))

    def financees(self) -> Rows:
        """Keep the rows of activity of the structures that have financings this year."""
        return _of(self.activite, self.finances)

    def rapport(
        self, haut: np.ndarray, bas: np.ndarray | None, gardees: Rows, *columns: str
    ) -> Measure:
        """Return a measure, with what its rows leave out said, or refused where none is left."""
        kept, told = gardees.count(), self.activite.count()
        nothing = (kept == 0) & (told > 0)
        notes = np.array([_left_out(int(gap)) for gap in told - kept], dtype=object)
        refus = tuple((nothing, unfilled(ACTIVITE, name)) for name in columns[:1])
        return Measure(haut, bas, refus=refus, notes=notes)


def _of(rows: Rows, others: Rows) -> Rows:
    """Keep the rows whose unit and structure have another row elsewhere."""
    there = set(zip(others.unit.tolist(), others.column("id_etablissement"), strict=True))
    pairs = zip(rows.unit.tolist(), rows.column("id_etablissement"), strict=True)
    return rows.where(np.array([pair in there for pair in pairs], dtype=bool))


def _left_out(gap: int) -> str:
    if not gap:
        return ""
    one, more = "structure ne le dit pas", "structures ne le disent pas"
    return f"{pluriel(gap, one, more)}\u00a0: ce qui suit porte sur les autres."


def measures(vue: VueInsertion) -> dict[str, Measure]:
    """Measure every indicator for every unit, before the rules of absence."""
    rows = vue.activite
    received = rows.total("accueillis")
    covered = vue.remplies("dont_rsa")
    done = vue.remplies("etp_conventionnes", "etp_realises")
    return {
        "insertion_allocataires": Measure(vue.population),
        "insertion_accueillis": Measure(received),
        "insertion_taux_couverture": vue.rapport(
            covered.total("dont_rsa"), vue.population, covered, "dont_rsa"
        ),
        "insertion_capacite_moyenne": Measure(received, rows.count()),
        **_exits(vue),
        **_costs(vue),
        "insertion_taux_realisation_etp": vue.rapport(
            done.total("etp_realises"), done.total("etp_conventionnes"), done, "etp_realises"
        ),
    }


def _exits(vue: VueInsertion) -> dict[str, Measure]:
    rows = vue.remplies(*SORTIES)
    counts = {name: rows.total(name) for name in SORTIES}
    left = counts["sortants"] - counts["retraits"]
    dynamic = sum((counts[name] for name in DYNAMIQUES), np.zeros(rows.n))
    shares = {
        "sorties_dynamiques": dynamic,
        "sorties_emploi_durable": counts["emploi_durable"],
        "sorties_emploi_transition": counts["emploi_transition"],
        "sorties_positives": counts["sorties_positives"],
        "autres_sorties": left - dynamic,
    }
    made = {
        f"insertion_taux_{name}": vue.rapport(top, left, rows, "sortants")
        for name, top in shares.items()
    }
    told = vue.remplies("emploi_durable", "emploi_transition")
    worked = told.total("emploi_durable") + told.total("emploi_transition")
    rate = vue.rapport(worked, told.total("accueillis"), told, "emploi_durable")
    return {"insertion_taux_acces_emploi": rate, **made}


def _costs(vue: VueInsertion) -> dict[str, Measure]:
    known, funded = vue.remplies("cout_total"), vue.financees()
    out_known, out_funded = (
        vue.remplies("cout_total", *SORTIES),
        _of(vue.remplies(*SORTIES), funded),
    )
    by_all = _of(vue.finances, vue.activite)
    by_departement = by_all.equal("financeur", DEPARTEMENT)
    return {
        "insertion_cout_par_accueilli": vue.rapport(
            _euros(known), known.total("accueillis"), known, "cout_total"
        ),
        "insertion_cout_par_sortie_dynamique": vue.rapport(
            _euros(out_known), _dynamic(out_known), out_known, "cout_total"
        ),
        "insertion_subvention_par_accueilli": vue.rapport(
            _granted(by_all), funded.total("accueillis"), funded
        ),
        "insertion_subvention_par_sortie_dynamique": vue.rapport(
            _granted(_of(by_all, out_funded)), _dynamic(out_funded), out_funded, "sortants"
        ),
        "insertion_subvention_departement_par_accueilli": vue.rapport(
            _granted(by_departement), funded.total("accueillis"), funded
        ),
    }


def _euros(rows: Rows) -> np.ndarray:
    made: np.ndarray = vers_euros(rows.total("cout_total"))
    return made


def _granted(rows: Rows) -> np.ndarray:
    made: np.ndarray = vers_euros(rows.total("montant_accorde"))
    return made


def _dynamic(rows: Rows) -> np.ndarray:
    return sum((rows.total(name) for name in DYNAMIQUES), np.zeros(rows.n))
