"""What every rule reads: the shared tables around a year, each view prepared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs import REPORT_A_NOUVEAU
from cpomlib.tables import empty

if TYPE_CHECKING:
    from cpomlib.droit import Seuil
    from cpomlib.tables import Frames

OUVERT = np.int64(2**40)
"""Day of exit of a stay that is not over."""
EXEMPLES = 3
"""How many pseudonyms an anomaly names."""


@dataclass(frozen=True, eq=False)
class ContexteAnomalies:
    """The shared tables, the year examined, the thresholds.

    Attributes:
        frames: the shared tables of the entities examined; an absent one has no row.
        region: those of everybody, for the comparisons; never shown one by one.
        annee: the year examined.
        conventions: the thresholds in force, by name.
    """

    frames: Frames
    region: Frames
    annee: int
    conventions: Mapping[str, Seuil]
    _vues: dict[Any, Any] = field(default_factory=dict, repr=False)

    def seuil(self, nom: str) -> float:
        """Return the value of a threshold.

        Raises:
            ParametreError: the parties have set none.
        """
        return self.conventions[nom].nombre()

    def vue(self, cle: tuple[object, ...], preparer: Callable[[], Any]) -> Any:
        """Return what ``preparer`` makes, made once."""
        if cle not in self._vues:
            self._vues[cle] = preparer()
        return self._vues[cle]

    def table(self, nom: str, recul: int = 0, document: str = "") -> pd.DataFrame:
        """Return the rows of a yearly table, ``recul`` years before the year examined."""
        return self.vue((nom, recul, document), lambda: self._table(nom, recul, document))

    def _table(self, nom: str, recul: int, document: str) -> pd.DataFrame:
        if document:
            rows = self.table(nom, recul)
            return rows[rows["document"] == document]
        frame = self.frames.get(nom, empty(nom))
        return frame[frame["annee"] == self.annee - recul]

    def detenteurs(self, nom: str, recul: int = 0, document: str = "") -> frozenset[str]:
        """Return who has rows in a table (gestionnaires for the balances)."""

        def held() -> frozenset[str]:
            who = "id_gestionnaire" if nom == "balances" else "id_etablissement"
            frame = self.sejours.frame if nom == "sejours" else self.table(nom, recul, document)
            return frozenset(frame[who].unique())

        return self.vue(("detenteurs", nom, recul, document), held)

    def somme(self, nom: str, colonne: str, recul: int = 0, document: str = "") -> pd.Series:
        """Add up a column of a yearly table by establishment; an empty value adds nothing."""

        def summed() -> pd.Series:
            rows = self.table(nom, recul, document)
            return rows.groupby("id_etablissement")[colonne].sum().astype("float64")

        return self.vue(("somme", nom, colonne, recul, document), summed)

    def budget(
        self, document: str, sens: str, recul: int = 0, *, reports: bool = False
    ) -> pd.Series:
        """Add up one side of a document by establishment, in centimes.

        Results carried forward are no charge or product of the year: ``reports`` keeps them.
        """

        def summed() -> pd.Series:
            rows = self.table("budgets", recul, document)
            rows = rows[rows["sens"] == sens]
            if not reports:
                rows = rows[~rows["compte"].str.startswith(REPORT_A_NOUVEAU)]
            return rows.groupby("id_etablissement")["montant"].sum()

        return self.vue(("budget", document, sens, recul, reports), summed)

    @cached_property
    def etablissements(self) -> pd.DataFrame:
        """The establishments, by id."""
        return self.frames["etablissements"].set_index("id_etablissement")

    @cached_property
    def employeur(self) -> pd.Series:
        """The gestionnaire of each establishment."""
        return self.etablissements["id_gestionnaire"]

    @property
    def bornes_annee(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and last day of the year."""
        return pd.Timestamp(self.annee, 1, 1), pd.Timestamp(self.annee, 12, 31)

    @property
    def jours_annee(self) -> int:
        """Days of the year, 365 or 366."""
        return (date(self.annee + 1, 1, 1) - date(self.annee, 1, 1)).days

    @cached_property
    def sejours(self) -> Sejours:
        """The stays present at least one day of the year."""
        frame = self.frames.get("sejours", empty("sejours"))
        first, last = self.bornes_annee
        left = frame["date_sortie"]
        here = (frame["date_entree"] <= last) & (left.isna() | (left >= first))
        return Sejours(frame[here].reset_index(drop=True), self.employeur)


@dataclass(frozen=True, eq=False)
class Sejours:
    """Stays present in the year, counted by establishment without a loop on rows."""

    frame: pd.DataFrame
    employeur: pd.Series

    def __getitem__(self, colonne: str) -> pd.Series:
        return self.frame[colonne]

    @cached_property
    def _codes(self) -> tuple[np.ndarray, pd.Index]:
        codes, names = pd.factorize(self.frame["id_etablissement"], sort=True)
        return codes, pd.Index(names, name="id_etablissement")

    @cached_property
    def entree(self) -> np.ndarray:
        """Day of entry, in days since 1970."""
        return self.frame["date_entree"].to_numpy("datetime64[D]").astype("int64")

    @cached_property
    def sortie(self) -> np.ndarray:
        """Day of exit, ``OUVERT`` when the stay is not over."""
        days = self.frame["date_sortie"].to_numpy("datetime64[D]")
        return np.where(np.isnat(days), OUVERT, days.astype("int64"))

    @cached_property
    def personnes(self) -> np.ndarray:
        """Persons of the household."""
        return (self.frame["nb_adultes"] + self.frame["nb_enfants"]).to_numpy("int64")

    def de(self, valeurs: pd.Series) -> pd.Series:
        """Lay a value of each establishment beside its stays."""
        return self.frame["id_etablissement"].map(valeurs)

    def nombre(self, masque: pd.Series | np.ndarray, poids: np.ndarray | None = None) -> pd.Series:
        """Count (or weigh) the stays for which ``masque`` is true, by establishment."""
        codes, names = self._codes
        mask = np.asarray(masque, dtype=bool)
        weights = None if poids is None else poids[mask]
        counted = np.bincount(codes[mask], weights, minlength=len(names))
        return pd.Series(counted, index=names)

    def constat(
        self, masque: pd.Series | np.ndarray, ou: pd.Series | None = None, **autres: pd.Series
    ) -> pd.DataFrame:
        """Show the establishments that have such stays (or those of ``ou``), with examples."""
        mask = np.asarray(masque, dtype=bool)
        if not mask.any():
            return pd.DataFrame()
        count = self.nombre(mask)
        found = constat(count > 0 if ou is None else ou, sejours=count, **autres)
        rows = self.frame[mask & self.frame["id_etablissement"].isin(found.index).to_numpy()]
        return found.assign(exemples=exemples(rows, "id_etablissement", "id_sejour"))


def exemples(rows: pd.DataFrame, entite: str, colonne: str) -> pd.Series:
    """Return by entity the first few values of a column, in alphabetical order."""
    if rows.empty:
        return pd.Series([], dtype="object")
    few = rows[[entite, colonne]].drop_duplicates().sort_values([entite, colonne])
    return few.groupby(entite).head(EXEMPLES).groupby(entite)[colonne].agg(tuple)


def constat(ou: pd.Series, **chiffres: pd.Series | float | str) -> pd.DataFrame:
    """Keep the entities for which a rule fires, with their figures.

    Args:
        ou: by entity, whether the rule fires; unknown counts as no.
        chiffres: by entity, the figures of the message.
    """
    names = ou.index[ou.fillna(False).astype(bool)]
    if names.empty:
        return pd.DataFrame(index=names)
    aligned = {
        name: value.reindex(names) if isinstance(value, pd.Series) else value
        for name, value in chiffres.items()
    }
    return pd.DataFrame(aligned, index=names)


def rapport(haut: pd.Series, bas: pd.Series) -> pd.Series:
    """Divide by entity; unknown where the denominator is zero or missing."""
    above, below = haut.align(bas, join="inner")
    return above.astype("float64") / below.astype("float64").replace(0.0, np.nan)


def variation(apres: pd.Series, avant: pd.Series) -> pd.Series:
    """Return by entity the change relative to ``avant``.

    The difference is divided, not the quotient lessened by one: a change that is exactly a
    threshold stays so.
    """
    after, before = apres.align(avant, join="inner")
    return rapport(after.astype("float64") - before.astype("float64"), before)


def liste(valeurs: pd.Series) -> str:
    """Write distinct values as an enumeration, in order."""
    found = list(dict.fromkeys(valeurs.astype("str")))
    return ", ".join(found[:-1]) + " et " + found[-1] if len(found) > 1 else "".join(found)
