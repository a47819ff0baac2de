"""The base year of a scenario, as arrays with one row per establishment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from cpomlib.socle import Periode

SANS_GHAM = "sans_gham"
LOGEMENT_ADAPTE, HORS_LES_MURS = "logement_adapte", "hors_les_murs"
REGROUPE, DIFFUS = "regroupe", "diffus"
DOCUMENTS = ("ca", "be")
DOTATIONS = ("base_budgetaire", "constatee")

Tableau = np.ndarray
"""Floats; E establishments, K kinds of places, F fonctions."""


@dataclass(frozen=True, eq=False)
class Etat:
    """The base year without its non-recurrent items, in euros.

    Attributes:
        gestionnaire: its id.
        annee: the base year.
        ids: the E establishments that have a budget; the head office is left out (its charges
            are in the quotes-parts of the others).
        noms: their names.
        tarifes: they are tariffed (regime ``autorise``), shape (E,).
        documents: the document each was read in, ``ca`` or ``be``.
        charges: recurrent charges of groupes 1 to 3, shape (3, E).
        dotation: recurrent products of groupe 1: the base budgétaire, or what was granted, (E,).
        autres_produits: recurrent products of groupes 2 and 3, shape (2, E).
        produits_presence: the part of them paid by presence (accounts 70), shape (2, E).
        non_reconductible: charges, then products, of the base year left out, shape (2, E).
        genres: the K kinds of places: GHAM codes, ``sans_gham``, ``logement_adapte``,
            ``hors_les_murs``.
        places: financed places, shape (E, K).
        fonctions: the F fonctions.
        etp: full-time equivalents, shape (E, F); NaN where no employee was deposited.
        couts_etp: euros a year per ETP, shape (E, F); NaN where nobody holds the fonction.
        frais_siege: quote-part inside groupe 3, shape (E,).
        occupation: journées realised ÷ theoretical, shape (E,); NaN where unknown.
        reserves: report à nouveau + réserve de compensation, after the result of the base year;
            shared pro rata of charges between establishments; NaN without balances, (E,).
        tresorerie: FRNG − BFR at closing, shared likewise, shape (E,).
        part_variable: share of groupes 1 and 3 that follows the places (``seuils.yaml``).
        departements: INSEE code of the département of each establishment.
        chrs: it is a tariffed CHRS: the ceilings of GHAM are about it.
        conventions: convention collective → ETP of those it covers, shape (E, F).
        avertissements: what the reader must know of this base, in French.
    """

    gestionnaire: str
    annee: int
    ids: tuple[str, ...]
    noms: tuple[str, ...]
    tarifes: Tableau
    documents: tuple[str, ...]
    charges: Tableau
    dotation: Tableau
    autres_produits: Tableau
    produits_presence: Tableau
    non_reconductible: Tableau
    genres: tuple[str, ...]
    places: Tableau
    fonctions: tuple[str, ...]
    etp: Tableau
    couts_etp: Tableau
    frais_siege: Tableau
    occupation: Tableau
    reserves: Tableau
    tresorerie: Tableau
    part_variable: tuple[float, float]
    departements: tuple[str, ...] = ()
    chrs: tuple[bool, ...] = ()
    conventions: Mapping[str, Tableau] = field(default_factory=dict)
    avertissements: tuple[str, ...] = field(default=())

    @property
    def masse(self) -> Tableau:
        """Payroll known by employee, Σ ETP × cost, shape (E,)."""
        return np.nansum(self.etp * self.couts_etp, axis=1)

    @property
    def total_etp(self) -> Tableau:
        """ETP of each establishment; NaN where no employee was deposited."""
        return self.etp.sum(axis=1)

    @property
    def total_places(self) -> Tableau:
        """Financed places of each establishment, shape (E,)."""
        return self.places.sum(axis=1)

    @property
    def cles(self) -> Tableau:
        """Share of each establishment in the charges brutes (R. 314-92), shape (E,)."""
        gross = self.charges.sum(axis=0)
        whole = gross.sum()
        return gross / whole if whole else np.full(len(gross), 1 / max(len(gross), 1))

    def regarde(self, jour: date) -> Etat:
        """Return the same base year, which warns where it is not over on a day."""
        if jour > date(self.annee, 12, 31):
            return self
        said = Periode(self.annee, jour).avertissement
        return replace(self, avertissements=(said, *self.avertissements))

    def etp_de(self, convention: str) -> Tableau:
        """Return the ETP of a convention, shape (E, F); zero where it covers nobody."""
        return self.conventions.get(convention, np.zeros(self.etp.shape))

    def rang(self, etablissement: str) -> int:
        """Return the row of an establishment."""
        return self.ids.index(etablissement)


def genres_connus(presents: set[str]) -> tuple[str, ...]:
    """Return the kinds of places a scenario of this gestionnaire may name, in order."""
    from cpomlib.droit import NON_RENSEIGNE, nomenclature

    ghams = {code for code in nomenclature("gham").libelles if code != NON_RENSEIGNE}
    others = (LOGEMENT_ADAPTE, HORS_LES_MURS, SANS_GHAM)
    return (*sorted((ghams | presents) - set(others)), *others)


def mode_de(genre: str) -> str:
    """Return the mode of accommodation of a kind of places: a GHAM ends with its letter."""
    if genre[:1].isdigit():
        return DIFFUS if genre.endswith("D") else REGROUPE
    return genre


def libelle_genre(genre: str) -> str:
    """Name a kind of places in French: a GHAM keeps its code."""
    from cpomlib.droit import nomenclature

    return {SANS_GHAM: "sans GHAM", **nomenclature("mode").libelles}.get(genre, genre)
